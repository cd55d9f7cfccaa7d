"""Checks the journals of indicators, and that every version is what its line says."""

from collections.abc import Iterator

from haidang.ioc.indicators.publishing import PUBLISH
from haidang.ioc.indicators.tables import Indicator, IndicatorVersion
from haidang.platform import journal
from haidang.platform.journal import Fault, Head


def verify() -> list[Fault]:
    """What is wrong with the journal or the versions of any indicator."""
    rows = {row.stream: row for row in Indicator.objects.all()}
    heads = {stream: Head(row.version, row.head_hash) for stream, row in rows.items()}
    faults = journal.check_streams(f"{Indicator.PREFIX}:", heads)
    return [*faults, *(fault for row in rows.values() for fault in _versions(row))]


def _versions(row: Indicator) -> Iterator[Fault]:
    told = [journal.data(line) for line in journal.lines(row.stream) if line.kind == PUBLISH]
    found = {version.number: version for version in IndicatorVersion.objects.filter(indicator=row)}
    for line in told:
        version = found.pop(line["number"], None)
        if version is None or (version.content, version.reason) != (line["content"], line["reason"]):
            yield Fault(row.stream, line["number"], "row-differs version")
    for number in found:
        yield Fault(row.stream, number, "row-differs version")

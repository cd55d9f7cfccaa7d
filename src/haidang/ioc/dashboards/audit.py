"""Checks the journals of dashboards and saved questions, and that every version is what its line says."""

from collections.abc import Iterator

from haidang.ioc.dashboards.services import ROOM
from haidang.ioc.dashboards.tables import Dashboard, SavedQuestion
from haidang.platform import journal
from haidang.platform.journal import Fault, Head


def verify() -> list[Fault]:
    """What is wrong with the journal, the draft or a version of any dashboard, or with a saved question's journal."""
    rows = list(Dashboard.objects.all())
    kept = list(SavedQuestion.objects.all())
    faults = journal.check_streams(f"{Dashboard.PREFIX}:", _heads(rows))
    faults += journal.check_streams(f"{SavedQuestion.PREFIX}:", _heads(kept))
    return [*faults, *(fault for row in rows for fault in _rows(row))]


def _heads(rows: list[Dashboard] | list[SavedQuestion]) -> dict[str, Head]:
    return {row.stream: Head(row.version, row.head_hash) for row in rows}


def _rows(row: Dashboard) -> Iterator[Fault]:
    lines = [(line.kind, journal.data(line)) for line in journal.lines(row.stream)]
    drafts = [data["content"] for kind, data in lines if kind in {f"{ROOM}.compose", f"{ROOM}.change"}]
    if drafts[-1:] != [row.draft]:
        yield Fault(row.stream, row.version, "row-differs draft")
    told = {data["number"]: (data["content"], data["roles"]) for kind, data in lines if kind == f"{ROOM}.publish"}
    found = {version.number: (version.content, version.roles) for version in row.versions.all()}
    if told != found:
        yield Fault(row.stream, row.version, "row-differs version")

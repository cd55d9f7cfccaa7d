"""The first pass over a file: reads every record and finds what only the whole file shows."""

import re
from collections import Counter
from dataclasses import dataclass, field

from haidang.catalogue.importing import records
from haidang.catalogue.importing.facts import Reading, Unreadable
from haidang.catalogue.importing.oddities import Oddity
from haidang.catalogue.importing.readers import RawRecord
from haidang.catalogue.importing.report import RecordNote
from haidang.platform.text import fold

# "Bộ Xây dựng" and "Bộ xây dựng (Giao thông vận tải cũ)" are one ministry.
_PARENTHESIS = re.compile(r"\(.*?\)")


@dataclass(slots=True)
class Incoming:
    """A readable record with its text; `last` is False for one that a later record of the same code replaces."""

    raw: RawRecord
    reading: Reading
    last: bool = True
    superseded: list[str] = field(default_factory=list)


@dataclass(slots=True)
class Survey:
    """All records of a file: readable ones in file order, and notes on the others."""

    incoming: list[Incoming] = field(default_factory=list)
    rejected: list[RecordNote] = field(default_factory=list)


def survey(raw_records: list[RawRecord]) -> Survey:
    """Reads all records; the file-wide oddities are added to each reading's own."""
    found = Survey()
    for raw in raw_records:
        try:
            found.incoming.append(Incoming(raw, _reading(raw)))
        except Unreadable as error:
            found.rejected.append(RecordNote(raw.number, "", raw.text[:80], rejected=error.reason, detail=error.detail))
    _mark_repeats(found.incoming)
    _mark_names(found.incoming)
    _mark_ministries(found.incoming)
    return found


def _reading(raw: RawRecord) -> Reading:
    if raw.broken:
        raise Unreadable("not_text", raw.broken)
    return records.read(records.decode(raw.text))


def _mark_repeats(incoming: list[Incoming]) -> None:
    last: dict[tuple[str, str], Incoming] = {}
    for item in incoming:
        key = (item.reading.code, item.reading.kind)
        earlier = last.get(key)
        if earlier:
            earlier.last = False
            earlier.reading.odd.setdefault(Oddity.CODE_TWICE, str(item.raw.number))
            item.reading.odd[Oddity.CODE_TWICE] = str(earlier.raw.number)
            item.superseded = [*earlier.superseded, earlier.raw.text]
        last[key] = item


def _mark_names(incoming: list[Incoming]) -> None:
    codes: dict[str, set[str]] = {}
    names = {id(item): fold(item.reading.facts.name) for item in incoming}
    for item in incoming:
        if names[id(item)]:
            codes.setdefault(names[id(item)], set()).add(item.reading.code)
    for item in incoming:
        others = codes.get(names[id(item)], set()) - {item.reading.code}
        if others:
            item.reading.odd[Oddity.NAME_TWICE] = ", ".join(sorted(others)[:5])


def _mark_ministries(incoming: list[Incoming]) -> None:
    pairs = Counter(item.reading.ministry for item in incoming if all(item.reading.ministry))
    plain = {name: _plain_ministry(name) for name, _code in pairs}
    codes: dict[str, set[str]] = {}
    for name, code in pairs:
        codes.setdefault(plain[name], set()).add(code)
    for item in incoming:
        found = codes.get(plain.get(item.reading.ministry[0], ""), set())
        if len(found) > 1:
            item.reading.odd[Oddity.MINISTRY_CODES] = f"{item.reading.ministry[0]}: {', '.join(sorted(found))}"


def _plain_ministry(name: str) -> str:
    return fold(_PARENTHESIS.sub("", name))

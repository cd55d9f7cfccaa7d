"""Checks that no dossier's journal was altered, cut, reordered or lost, and that rows and files agree with it."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass

from haidang.dossiers.codes import make
from haidang.dossiers.models import CodeCounter, Document, Dossier
from haidang.platform import files, journal

_PREFIX = "dossier:"


@dataclass(frozen=True, slots=True)
class Audit:
    """The outcome of a check: how much was looked at, and every fault found."""

    dossiers: int
    events: int
    files: int
    faults: list[journal.Fault]


def verify(*, with_files: bool = True, progress: Callable[[int, int], None] | None = None) -> Audit:
    """Checks every chain, every head, every state and, if asked, the content of every stored file.

    `progress` is told how many of how many dossiers are done.
    """
    heads = {
        f"{_PREFIX}{code}": (journal.Head(version, head), state)
        for code, version, head, state in Dossier.objects.values_list("code", "version", "head_hash", "state")
    }
    faults: list[journal.Fault] = []
    events = 0
    seen: set[str] = set()
    for stream, entries in journal.streams(_PREFIX):
        head, state = heads.get(stream, (None, None))
        faults += journal.check(stream, entries, head)
        if state is not None and journal.data(entries[-1]).get("to") != state:
            faults.append(journal.Fault(stream, entries[-1].seq, "state-differs"))
        events += len(entries)
        seen.add(stream)
        if progress:
            progress(len(seen), len(heads))
    faults += [journal.Fault(stream, 0, "no-events") for stream in sorted(set(heads) - seen)]
    faults += _missing_codes()
    checked, broken = _files() if with_files else (0, [])
    return Audit(len(heads), events, checked, [*faults, *broken])


def _missing_codes() -> Iterator[journal.Fault]:
    """Ordinals that were given out but whose dossier is gone: a whole dossier cannot be removed unnoticed."""
    codes = set(Dossier.objects.values_list("code", flat=True))
    for counter in CodeCounter.objects.select_related("agency").iterator():
        agency = counter.agency
        for ordinal in range(1, counter.last + 1):
            code = make(code=agency.code, legacy_code=agency.legacy_code, day=counter.day, ordinal=ordinal)
            if code not in codes:
                yield journal.Fault(f"{_PREFIX}{code}", 0, "dossier-missing")


def _files() -> tuple[int, list[journal.Fault]]:
    faults = []
    intact: dict[str, bool] = {}
    rows = Document.objects.values_list("dossier__code", "sha256").order_by("dossier__code")
    for code, sha256 in rows.iterator():
        if sha256 not in intact:
            intact[sha256] = files.is_intact(sha256)
        if not intact[sha256]:
            faults.append(journal.Fault(f"{_PREFIX}{code}", 0, f"file-damaged {sha256}"))
    return len(intact), faults

"""Checks that no dossier's journal was altered, cut, reordered or lost, and that rows and files agree with it."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from haidang.dossiers.codes import make
from haidang.dossiers.fee_tables import FeeReceipt, ReceiptCounter
from haidang.dossiers.models import CodeCounter, Document, Dossier
from haidang.dossiers.papers import audit as papers
from haidang.dossiers.replay.compare import differences, with_rows
from haidang.identity import api as identity
from haidang.platform import files, journal
from haidang.platform.models import JournalEntry

_PREFIX = "dossier:"


FAULT_LABELS = {
    "altered": _("nội dung đã bị sửa"),
    "missing": _("sự kiện đã bị xóa"),
    "reordered": _("sự kiện bị đảo thứ tự"),
    "orphaned": _("nhật ký không còn hồ sơ"),
    "unexpected": _("có sự kiện lạ ở cuối, hoặc đầu chuỗi bị sửa"),
    "state-differs": _("trạng thái hồ sơ khác với nhật ký"),
    "no-events": _("hồ sơ không còn nhật ký"),
    "dossier-missing": _("số thứ tự đã cấp nhưng không còn hồ sơ"),
    "paper-damaged": _("nội dung giấy đã cấp bị sửa"),
    "paper-missing": _("số giấy đã cấp nhưng không còn giấy"),
    "receipt-missing": _("số phiếu thu đã cấp nhưng không còn phiếu"),
    "file-damaged": _("tệp trong kho bị mất hoặc bị sửa"),
    "miscounted": _("số dòng của nguồn dữ liệu không khớp với các tệp đã nạp"),
    "row-differs": _("dữ liệu khác với nhật ký:"),
    "rows-differ": _("dữ liệu của kế hoạch sắp xếp khác với nhật ký:"),
}
_BATCH = 500


@dataclass(frozen=True, slots=True)
class Audit:
    """The outcome of a check: how much was looked at, and every fault found."""

    dossiers: int
    events: int
    files: int
    plans: int
    """Reorganisations, whose rows say who carries on whose dossiers."""
    faults: list[journal.Fault]


def fault_words(fault: journal.Fault) -> str:
    """What is wrong there, in words; a damaged file with its hash."""
    problem, _blank, detail = fault.problem.partition(" ")
    return f"{FAULT_LABELS[problem]} {detail}".strip()


def verify(*, with_files: bool = True, progress: Callable[[int, int], None] | None = None) -> Audit:
    """Checks every chain, every head, every row against its journal and, if asked, every stored file's content.

    `progress` is told how many of how many dossiers are done.
    """
    rows = Dossier.objects.values_list("code", "version", "head_hash", "state")
    heads = {f"{_PREFIX}{code}": _Standing(journal.Head(version, head), state) for code, version, head, state in rows}
    events, seen, suspects = 0, set[str](), list[str]()
    for stream, entries in journal.streams(_PREFIX):
        if _check(stream, entries, heads.get(stream)):
            suspects.append(stream)
        events += len(entries)
        seen.add(stream)
        if progress:
            progress(len(seen), len(heads))
    suspects += sorted(set(heads) - seen)
    # The house works on meanwhile: what seems wrong may only have moved on, and is looked at again, held still.
    faults = [fault for stream in suspects for fault in _check_again(stream)]
    faults += _rows(sorted(set(heads) - set(suspects)))
    faults += [*_missing_codes(), *_missing_receipts(), *papers.faults()]
    checked, broken = _files() if with_files else (0, [])
    plans, misplaced = identity.verify_reorganisations()
    return Audit(len(heads), events, checked, plans, [*faults, *broken, *misplaced])


@dataclass(frozen=True, slots=True)
class _Standing:
    """What the dossier's row says of its journal."""

    head: journal.Head
    state: int


def _check(stream: str, entries: list[JournalEntry], standing: _Standing | None) -> list[journal.Fault]:
    if not entries:
        return [journal.Fault(stream, 0, "no-events")]
    faults = journal.check(stream, entries, standing.head if standing else None)
    if standing and journal.data(entries[-1]).get("to") != standing.state:
        faults.append(journal.Fault(stream, entries[-1].seq, "state-differs"))
    return faults


@transaction.atomic
def _check_again(stream: str) -> list[journal.Fault]:
    rows = Dossier.objects.select_for_update().filter(code=stream.removeprefix(_PREFIX))
    row = rows.values_list("version", "head_hash", "state").first()
    standing = _Standing(journal.Head(row[0], row[1]), row[2]) if row else None
    return _check(stream, journal.lines(stream), standing)


def _rows(streams: list[str]) -> Iterator[journal.Fault]:
    """Rows that are not what the journal tells; of dossiers whose journal itself is sound."""
    for start in range(0, len(streams), _BATCH):
        batch = [stream.removeprefix(_PREFIX) for stream in streams[start : start + _BATCH]]
        # A dossier that moves on between the two queries seems to differ: it is looked at again, held still.
        entries = journal.lines_of(streams[start : start + _BATCH])
        for dossier in with_rows(Dossier.objects.filter(code__in=batch)):
            if differences(dossier, entries[dossier.stream]):
                yield from _rows_again(dossier.code)


@transaction.atomic
def _rows_again(code: str) -> list[journal.Fault]:
    Dossier.objects.select_for_update().filter(code=code).values_list("pk").first()
    dossier = with_rows(Dossier.objects.filter(code=code)).first()
    if dossier is None:
        return []
    found = differences(dossier, journal.lines(dossier.stream))
    return [journal.Fault(dossier.stream, dossier.version, f"row-differs {place}") for place in found]


def _missing_codes() -> Iterator[journal.Fault]:
    """Ordinals that were given out but whose dossier is gone: a whole dossier cannot be removed unnoticed."""
    # Counters first: a dossier that is filed in between is then in the codes, not missing from them.
    counters = list(CodeCounter.objects.select_related("agency"))
    codes = set(Dossier.objects.values_list("code", flat=True))
    for counter in counters:
        agency = counter.agency
        for ordinal in range(1, counter.last + 1):
            code = make(code=agency.code, legacy_code=agency.legacy_code, day=counter.day, ordinal=ordinal)
            if code not in codes:
                yield journal.Fault(f"{_PREFIX}{code}", 0, "dossier-missing")


def _missing_receipts() -> Iterator[journal.Fault]:
    """Receipt numbers that were given out but whose receipt is gone."""
    # Counters first, for the same reason.
    counters = list(ReceiptCounter.objects.select_related("agency"))
    known = set(FeeReceipt.objects.values_list("agency_id", "series", "number"))
    for counter in counters:
        for number in range(1, counter.last + 1):
            if (counter.agency_id, counter.series, number) not in known:
                yield journal.Fault(f"receipt:{counter.agency.code}/{counter.series}", number, "receipt-missing")


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

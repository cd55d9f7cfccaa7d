"""The register of dossiers and the list of results handed over: which rows an agency's books have for given days."""

from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import TypeVar

from django.db.models import Prefetch, Q, QuerySet
from django.utils.translation import gettext, override
from django.utils.translation import gettext_lazy as _

from haidang.catalogue import api as catalogue
from haidang.dossiers.errors import Invalid
from haidang.dossiers.labels import CHANNEL_LABELS, STATE_LABELS
from haidang.dossiers.lifecycle import State
from haidang.dossiers.models import Document, Dossier
from haidang.dossiers.reports.periods import Period
from haidang.dossiers.reports.reach import Reach
from haidang.identity import api as identity
from haidang.platform import clock, journal
from haidang.platform.text import is_storable

T = TypeVar("T")
MOST_EXCEL_LINES, MOST_PDF_LINES = 100_000, 3_000
_BATCH = 500
HANDOVER_LABELS = {"": _("Mọi cách trả"), **CHANNEL_LABELS}


@dataclass(frozen=True, slots=True)
class RegisterLine:
    """A line of the register (Mẫu 06 TT 01/2018, Mẫu 07 TT 03/2025). Times are local; no identity number is in it."""

    code: str
    matter: str
    owner: str
    address: str
    phone: str
    received_at: datetime
    promised_at: datetime | None
    returned_at: datetime | None
    receiver: str
    note: str


@dataclass(frozen=True, slots=True)
class HandoverLine:
    """A line of the list of results handed over; `by_post` marks those that went by post. Times are local."""

    code: str
    matter: str
    results: str
    owner: str
    address: str
    returned_at: datetime
    how: str
    by_post: bool
    receiver: str


@dataclass(frozen=True, slots=True)
class Book:
    """The rows of one agency's book for some days; a page of them is read at a time by `lines`."""

    agency: identity.AgencyView
    period: Period
    rows: QuerySet[Dossier]
    channel: str = ""

    @property
    def total(self) -> int:
        """How many rows there are."""
        return self.rows.count()


def books_of(reach: Reach, *, on: date) -> list[identity.AgencyView]:
    """The agencies whose books somebody may open, by code."""
    return [view for view in identity.agencies(on) if reach.agency_ids is None or view.id in reach.agency_ids]


def register(agency_code: str, period: Period, reach: Reach, *, on: date) -> Book:
    """The dossiers that the agency (or one whose work it carries on at `on`) took in, by moment of receipt."""
    agency, taken_in = _agency(agency_code, reach, on=on)
    rows = Dossier.objects.filter(
        taken_in, reach.condition, received_at__gte=period.start, received_at__lt=period.until
    )
    return Book(agency, period, rows.order_by("received_at", "code"))


def handovers(agency_code: str, period: Period, reach: Reach, *, on: date, channel: str = "") -> Book:
    """The results that the agency's one-stop desk handed over, by moment; `channel` as in `HANDOVER_LABELS`."""
    if channel not in HANDOVER_LABELS:
        raise Invalid(_("Hãy chọn cách trả kết quả."), field="channel")
    agency, taken_in = _agency(agency_code, reach, on=on)
    rows = Dossier.objects.filter(
        taken_in, reach.condition, returned_at__gte=period.start, returned_at__lt=period.until
    )
    rows = rows.filter(handover=channel) if channel else rows
    return Book(agency, period, rows.order_by("returned_at", "code"), channel)


def _agency(code: str, reach: Reach, *, on: date) -> tuple[identity.AgencyView, Q]:
    if is_storable(code):
        agency = identity.agency(code, on=on)
        if reach.agency_ids is None or agency.id in reach.agency_ids:
            before = {view.id for view in identity.predecessors(agency.id, on=on)}
            return agency, Q(intake_agency_id__in={agency.id, *before})
    raise Invalid(_("Bạn không xem được sổ của cơ quan này. Hãy chọn cơ quan khác."), field="agency")


def register_lines(book: Book, *, start: int, size: int) -> list[RegisterLine]:
    """`size` lines of the register from `start` (0 the first)."""
    found = list(book.rows[start : start + size])
    names, receivers = catalogue.names({item.procedure_version_id for item in found}), _receivers(found)
    return [
        RegisterLine(
            code=item.code,
            matter=names[item.procedure_version_id],
            owner=item.owner_name,
            address=item.owner_address,
            phone=item.owner_phone,
            received_at=clock.local(_known(item.received_at)),
            promised_at=clock.local(item.promised_at) if item.promised_at else None,
            returned_at=clock.local(item.returned_at) if item.returned_at else None,
            receiver=receivers.get(item.code, ""),
            note=_note(item),
        )
        for item in found
    ]


def handover_lines(book: Book, *, start: int, size: int) -> list[HandoverLine]:
    """`size` lines of the list from `start` (0 the first)."""
    results = Prefetch("documents", Document.objects.filter(kind=Document.Kind.RESULT), to_attr="result_papers")
    found = list(book.rows.prefetch_related(results)[start : start + size])
    names, receivers = catalogue.names({item.procedure_version_id for item in found}), _receivers(found)
    return [
        HandoverLine(
            code=item.code,
            matter=names[item.procedure_version_id],
            results="; ".join(paper.title for paper in item.result_papers),
            owner=item.owner_name,
            address=item.owner_address,
            returned_at=clock.local(_known(item.returned_at)),
            how=str(CHANNEL_LABELS[item.handover]),
            by_post=item.handover == "postal",
            receiver=receivers.get(item.code, ""),
        )
        for item in found
    ]


def all_lines(book: Book, read: Callable[..., list[T]], *, most: int) -> list[T]:
    """Every line of a book by `register_lines` or `handover_lines`; raises Invalid if there are more than `most`."""
    total = book.total
    if total > most:
        raise too_long(total, most=most)
    # For papers of the state, which are in Vietnamese whoever prints them.
    with override("vi"):
        return [line for start in range(0, total, _BATCH) for line in read(book, start=start, size=_BATCH)]


def too_long(lines: int, *, most: int) -> Invalid:
    """The refusal of a file with more lines than anybody can use."""
    return Invalid(
        _("Có %(lines)s dòng, quá nhiều cho một tệp như vậy (tối đa %(most)s). Hãy chọn ít ngày hơn.")
        % {"lines": lines, "most": most},
        field="last",
    )


def _known(moment: datetime | None) -> datetime:
    """A moment by which the rows were chosen, so that it is there."""
    if moment is None:
        raise ValueError("a row of a book without the moment that it stands under")
    return moment


def _receivers(dossiers: Sequence[Dossier]) -> dict[str, str]:
    """Who took the results, as the journal says; the owner where it names nobody else."""
    returned: Collection[Dossier] = [item for item in dossiers if item.returned_at]
    entries = journal.lines_of([item.stream for item in returned])
    found = {}
    for item in returned:
        told = [journal.data(entry) for entry in entries[item.stream] if entry.kind.endswith(".return_result")]
        found[item.code] = next((data["receiver"] for data in told if data.get("receiver")), "") or item.owner_name
    return found


def _note(dossier: Dossier) -> str:
    state, notes = State(dossier.state), []
    if dossier.due_at and dossier.promised_at and dossier.due_at != dossier.promised_at:
        notes.append(gettext("Hạn mới: %(day)s") % {"day": f"{clock.local(dossier.due_at):%d/%m/%Y}"})
    if state is not State.RETURNED:
        notes.append(str(STATE_LABELS[state]))
    if dossier.channel == "online":
        notes.append(gettext("Nộp trực tuyến"))
    return "; ".join(notes)

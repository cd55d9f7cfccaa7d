"""Questions about directives and plan tasks: lists, one of them, what stands open."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from io import BufferedReader

from django.db.models import Count, F, Q, QuerySet
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from haidang.identity import api as identity
from haidang.identity.api import AgencyView, Permission, User
from haidang.platform import clock, files, journal
from haidang.steering import access, lifecycle, subjects
from haidang.steering.errors import DirectiveNotFound
from haidang.steering.labels import COMMAND_LABELS, PART_LABELS, STATUS_LABELS
from haidang.steering.lifecycle import Command, Status
from haidang.steering.models import Answer, Attachment, Directive, Party
from haidang.steering.subjects import Effect


class Box(StrEnum):
    """Which directives a list is about."""

    GIVEN = "given"
    """Given by the reader or by an agency that he leads."""
    INBOX = "inbox"
    """To be answered by the reader, himself or for his agency."""
    ALL = "all"
    """Everything that the reader may see."""


class Standing(StrEnum):
    """How a directive stands, for filters; each is one condition."""

    OPEN = "open"
    OVERDUE = "overdue"
    WAITING = "waiting"
    """Answered; the giver has to judge."""
    ENDED = "ended"


STANDING_LABELS: dict[Standing, str | Promise] = {
    Standing.OPEN: gettext_lazy("Đang thực hiện"),
    Standing.OVERDUE: gettext_lazy("Quá hạn"),
    Standing.WAITING: gettext_lazy("Chờ xác nhận"),
    Standing.ENDED: gettext_lazy("Đã xong"),
}


@dataclass(frozen=True, slots=True)
class Event:
    """A line of a directive's journal, for people."""

    at: datetime
    title: str
    detail: str
    actor: str


@dataclass(frozen=True, slots=True)
class PartyView:
    """Who takes part, by name."""

    part: str
    part_label: str
    agency: AgencyView
    person: User | None


@dataclass(frozen=True, slots=True)
class DirectiveRow:
    """A directive in a list."""

    directive: Directive
    lead: str
    status_label: str
    is_overdue: bool
    subject_title: str


@dataclass(frozen=True, slots=True)
class DirectiveView:
    """Everything about one directive for its page."""

    directive: Directive
    given_agency: AgencyView
    parties: list[PartyView]
    answers: list[Answer]
    order_files: list[Attachment]
    effects: list[Effect]
    events: list[Event]
    allowed: set[Command]
    status_label: str
    is_overdue: bool
    subject_title: str
    may_open_subject: bool
    as_of: datetime


def standing_conditions(now: datetime) -> dict[Standing, Q]:
    """Each standing as a condition."""
    is_open = Q(status__in=[status.value for status in lifecycle.OPEN])
    ended = [*lifecycle.FULFILLED, *lifecycle.ENDED]
    return {
        Standing.OPEN: is_open,
        Standing.OVERDUE: is_open & Q(due_at__lt=now),
        Standing.WAITING: Q(status=Status.ANSWERED.value),
        Standing.ENDED: Q(status__in=[status.value for status in ended]),
    }


def directives(
    user: User, *, now: datetime, box: Box = Box.ALL, standing: str = "", limit: int, offset: int = 0
) -> tuple[list[DirectiveRow], int, dict[Standing, int]]:
    """A page of directives, most urgent first; how many there are in all, and how many of each standing."""
    rows = _in_box(user, box, on=clock.local(now).date())
    counts = _counted(rows, now=now)
    if standing in set(Standing):
        rows = rows.filter(standing_conditions(now)[Standing(standing)])
    # Those still to be done first: what has ended has a moment.
    found = rows.order_by(F("verified_at").desc(nulls_first=True), F("due_at").asc(nulls_last=True), "-pk")
    return as_rows(found[offset : offset + limit], now=now), rows.count(), counts


def standing_counts(user: User, *, now: datetime, box: Box) -> dict[Standing, int]:
    """How many directives of a box stand how."""
    return _counted(_in_box(user, box, on=clock.local(now).date()), now=now)


def _counted(rows: QuerySet[Directive], *, now: datetime) -> dict[Standing, int]:
    counts = {kind.value: Count("pk", filter=condition) for kind, condition in standing_conditions(now).items()}
    found = rows.aggregate(**counts)
    return {kind: found[kind.value] for kind in Standing}


def inbox_count(user: User, *, now: datetime) -> int:
    """How many directives wait for `user` to accept or answer."""
    on = clock.local(now).date()
    return _in_box(user, Box.INBOX, on=on).filter(standing_conditions(now)[Standing.OPEN]).count()


def waiting_for(user: User, *, now: datetime, limit: int) -> tuple[list[DirectiveRow], int]:
    """The most urgent directives that `user` is to accept or answer, and how many there are, in few queries."""
    rows = _in_box(user, Box.INBOX, on=clock.local(now).date()).filter(standing_conditions(now)[Standing.OPEN])
    found = list(rows.order_by(F("due_at").asc(nulls_last=True), "-pk")[:limit])
    return as_rows(found, now=now), len(found) if len(found) < limit else rows.count()


def about_subject(user: User, kind: str, key: str, *, now: datetime) -> list[DirectiveRow]:
    """The directives about a dossier, agency or figure that `user` may see, newest first."""
    rows = access.visible_to(user, on=clock.local(now).date()).filter(subject_kind=kind, subject_key=key)
    return as_rows(rows.order_by("-given_at", "-pk"), now=now)


def _in_box(user: User, box: Box, *, on: date) -> QuerySet[Directive]:
    if box is Box.INBOX:
        return Directive.objects.filter(pk__in=Directive.objects.filter(access.inbox(user, on=on)).values("pk"))
    rows = access.visible_to(user, on=on)
    if box is Box.GIVEN:
        own = access.places(user, Permission.STEERING_DIRECT, on=on)
        rows = rows.filter(Q(given_by=user) | Q(given_agency__in=own))
    return rows


def as_rows(rows: QuerySet[Directive] | Sequence[Directive], *, now: datetime) -> list[DirectiveRow]:
    """Directives as rows of a list, with who leads each."""
    found = list(rows)
    leads = lead_names(found, on=clock.local(now).date()) if found else {}
    return [
        DirectiveRow(
            item,
            leads.get(item.pk, ""),
            str(STATUS_LABELS[Status(item.status)]),
            is_overdue(item, now=now),
            item.before.get("title", ""),
        )
        for item in found
    ]


def lead_names(rows: Sequence[Directive], *, on: date) -> Mapping[int, str]:
    """Who leads each directive: the person, else the agency, by short name."""
    parties = Party.objects.filter(directive__in=[row.pk for row in rows], part="lead").select_related("person")
    views = identity.agencies_by_id({party.agency_id for party in parties}, on=on)
    return {party.directive_id: _party_name(party.person, views.get(party.agency_id)) for party in parties}


def _party_name(person: User | None, agency: AgencyView | None) -> str:
    place = agency.short_name if agency else ""
    return f"{person.full_name}, {place}" if person else place


def is_overdue(row: Directive, *, now: datetime) -> bool:
    """Whether whoever leads has let the due moment pass without an answer that stands."""
    return Status(row.status) in lifecycle.OPEN and row.due_at is not None and row.due_at < now


def get(user: User, directive_id: int, *, now: datetime) -> Directive:
    """The directive if `user` may see it; raises DirectiveNotFound."""
    rows = access.visible_to(user, on=clock.local(now).date()).select_related("given_by", "plan_task")
    # A number that no database holds is not asked for.
    row = rows.filter(pk=directive_id).first() if 0 < directive_id < 2**63 else None
    if row is None:
        raise not_found()
    return row


def not_found() -> DirectiveNotFound:
    """The refusal for a directive that is not there or not for this person."""
    return DirectiveNotFound(gettext_lazy("Không tìm thấy việc được giao này, hoặc bạn không có quyền xem."))


def view(user: User, directive_id: int, *, now: datetime) -> DirectiveView:
    """The page of a directive; raises DirectiveNotFound."""
    row, on = get(user, directive_id, now=now), clock.local(now).date()
    parties = list(row.parties.select_related("person"))
    agencies = identity.agencies_by_id({row.given_agency_id, *(party.agency_id for party in parties)}, on=on)
    status = Status(row.status)
    return DirectiveView(
        directive=row,
        given_agency=agencies[row.given_agency_id],
        parties=[
            PartyView(item.part, str(PART_LABELS[item.part]), agencies[item.agency_id], item.person) for item in parties
        ],
        answers=list(row.answers.select_related("by", "judged_by").prefetch_related("attachments")),
        order_files=list(row.attachments.filter(answer=None)),
        effects=subjects.effect(row, now=now),
        events=_events(row),
        allowed={item for item in lifecycle.possible(status) if access.may(user, item, row, on=on)},
        status_label=str(STATUS_LABELS[status]),
        is_overdue=is_overdue(row, now=now),
        subject_title=row.before.get("title", ""),
        may_open_subject=subjects.is_visible(user, row, now=now),
        as_of=now,
    )


def file_for(user: User, attachment_id: int, *, now: datetime) -> tuple[Attachment, BufferedReader]:
    """A file of a directive that `user` may see; raises DirectiveNotFound."""
    row = Attachment.objects.filter(pk=attachment_id).first() if 0 < attachment_id < 2**63 else None
    if row is None:
        raise not_found()
    get(user, row.directive_id, now=now)
    try:
        return row, files.open_file(row.sha256)
    except FileNotFoundError as error:
        raise DirectiveNotFound(gettext_lazy("Kho tệp không còn giữ tệp này. Hãy báo quản trị hệ thống.")) from error


def _events(row: Directive) -> list[Event]:
    entries = journal.lines(row.stream)
    people = User.objects.in_bulk({int(entry.actor.removeprefix("user:")) for entry in entries})
    return [
        Event(
            at=entry.at,
            title=str(COMMAND_LABELS[Command(entry.kind.rsplit(".", 1)[-1])]),
            detail=_detail(journal.data(entry)),
            actor=str(people.get(int(entry.actor.removeprefix("user:")), "")),
        )
        for entry in entries
    ]


def _detail(payload: Mapping[str, object]) -> str:
    words = [str(payload[name]) for name in ("reason", "note", "evidence") if payload.get(name)]
    if payload.get("step"):
        words.append(_step_words(str(payload["step"])))
    told = payload.get("told")
    if isinstance(told, list) and told:
        names = User.objects.filter(pk__in=[int(str(each).removeprefix("user:")) for each in told])
        words.append(_("báo cho %(names)s") % {"names": ", ".join(user.full_name for user in names.order_by("pk"))})
    return " · ".join(words)


def _step_words(key: str) -> str:
    _day, side, days = key.rsplit(":", 2)
    words = _("quá hạn %(days)s ngày làm việc") if side == "over" else _("trước hạn %(days)s ngày làm việc")
    return words % {"days": days}

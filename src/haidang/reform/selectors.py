"""Questions about plans and reviews."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Generic, TypeVar

from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from haidang.catalogue import api as catalogue
from haidang.catalogue.api import Difference, PublishedProcedure
from haidang.identity.api import User
from haidang.platform import clock, journal
from haidang.reform import access, lifecycle
from haidang.reform.errors import MeasureNotFound
from haidang.reform.labels import COMMAND_LABELS, Words
from haidang.reform.lifecycle import Command, Status
from haidang.reform.models import Measure, ReductionPlan, SimplificationReview

M = TypeVar("M", ReductionPlan, SimplificationReview)


@dataclass(frozen=True, slots=True)
class Event:
    """A line of a measure's journal, for people."""

    at: datetime
    title: Words
    detail: str
    actor: str


@dataclass(frozen=True, slots=True)
class MeasureView(Generic[M]):
    """Everything about one plan or review for its page."""

    measure: M
    procedure: PublishedProcedure
    allowed: set[Command]
    events: list[Event]
    newer_versions: list[tuple[int, int, date]]
    """The procedure's versions after the one it begins from: (version id, number, valid from)."""


def plans(
    *, status: str = "", procedure_code: str = "", limit: int, offset: int = 0
) -> tuple[list[ReductionPlan], int]:
    """A page of plans, newest first, and how many there are in all."""
    return _page(ReductionPlan, status=status, procedure_code=procedure_code, limit=limit, offset=offset)


def reviews(
    *, status: str = "", procedure_code: str = "", limit: int, offset: int = 0
) -> tuple[list[SimplificationReview], int]:
    """A page of reviews, newest first, and how many there are in all."""
    return _page(SimplificationReview, status=status, procedure_code=procedure_code, limit=limit, offset=offset)


def _page(model: type[M], *, status: str, procedure_code: str, limit: int, offset: int) -> tuple[list[M], int]:
    wanted = Q()
    if status in set(Status):
        wanted &= Q(status=status)
    if procedure_code:
        wanted &= Q(procedure_code=procedure_code)
    rows = model.objects.filter(wanted).order_by("-proposed_at", "-id").select_related("proposed_by")
    return list(rows[offset : offset + limit]), rows.count()


def due_plans(*, on: date) -> list[ReductionPlan]:
    """Approved plans whose effective date has come: they wait to be published."""
    rows = ReductionPlan.objects.filter(status=Status.APPROVED.value, effective_on__lte=on)
    return list(rows.order_by("effective_on", "id"))


def plan_view(user: User, plan_id: int, *, now: datetime) -> MeasureView[ReductionPlan]:
    """The page of a plan; raises MeasureNotFound."""
    return _view(ReductionPlan, user, plan_id, now=now)


def review_view(user: User, review_id: int, *, now: datetime) -> MeasureView[SimplificationReview]:
    """The page of a review; raises MeasureNotFound."""
    return _view(SimplificationReview, user, review_id, now=now)


def _view(model: type[M], user: User, id_: int, *, now: datetime) -> MeasureView[M]:
    related = ("proposed_by", "decided_by", "published_by")
    # A number that no database holds is not asked for.
    measure = model.objects.select_related(*related).filter(pk=id_).first() if 0 < id_ < 2**63 else None
    if measure is None:
        raise MeasureNotFound(_("Không tìm thấy phương án này."))
    procedure = catalogue.version(measure.from_version_id)
    versions = catalogue.versions(measure.procedure_code)
    return MeasureView(
        measure=measure,
        procedure=procedure,
        allowed=_allowed(user, measure, on=clock.local(now).date()),
        events=_events(measure),
        newer_versions=[row for row in versions if row[1] > procedure.number],
    )


def _allowed(user: User, measure: Measure, *, on: date) -> set[Command]:
    status = Status(measure.status)
    deciding = {Command.APPROVE, Command.REFUSE}
    return {
        command
        for command in lifecycle.possible(status)
        if not (command in deciding and measure.proposed_by_id == user.pk)
        and access.may(user, command, measure.procedure_code, on=on, is_published=status is Status.PUBLISHED)
    }


def _events(measure: Measure) -> list[Event]:
    entries = journal.lines(measure.stream)
    people = User.objects.in_bulk({int(entry.actor.removeprefix("user:")) for entry in entries})
    return [
        Event(
            at=entry.at,
            title=COMMAND_LABELS[Command(entry.kind.rsplit(".", 1)[-1])],
            detail=_detail(journal.data(entry)),
            actor=str(people.get(int(entry.actor.removeprefix("user:")), "")),
        )
        for entry in entries
    ]


def _detail(payload: dict[str, object]) -> str:
    words = [
        payload.get("number") if isinstance(payload.get("number"), str) else None,
        payload.get("reason"),
        payload.get("note"),
    ]
    return " · ".join(str(each) for each in words if each)


def changes_since(measure: Measure) -> Sequence[Difference]:
    """What the resulting version says differently from the one that the measure began from; empty without one."""
    if measure.new_version_id is None:
        return []
    before, after = catalogue.version(measure.from_version_id), catalogue.version(measure.new_version_id)
    return catalogue.differences(before.content, after.content)

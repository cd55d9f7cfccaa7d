"""The figures that the head of an agency answers for, in a period: dossiers, directives, tasks of the plan.

Dossiers are counted by report 06a (docs/decisions/0016), so that the page, the monthly report and the statutory report
agree. Each share is numerator and denominator; nothing of nothing is no figure. Directives are those whose lead is the
agency itself or one of its people.
"""

from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import Count, F, Q, QuerySet
from django.utils.translation import gettext_lazy as _

from haidang.dossiers.api import reports
from haidang.identity import api as identity
from haidang.identity.api import AgencyView, Permission, User
from haidang.platform import clock
from haidang.steering import access, lifecycle
from haidang.steering.errors import NotAllowed
from haidang.steering.lifecycle import Status
from haidang.steering.models import Directive


@dataclass(frozen=True, slots=True)
class Share:
    """So many of so many."""

    part: int
    whole: int


@dataclass(frozen=True, slots=True)
class Directed:
    """What an agency was told to do, of one kind ("directive" or "plan06"), as of the period's moment.

    `given`: due in the period, or given in it without a due date. `answered_late` of `answered`: of those answered in
    the period. `open` and `overdue`: as things stand at the moment.
    """

    given: int
    answered: int
    answered_late: int
    open: int
    overdue: int


@dataclass(frozen=True, slots=True)
class Account:
    """What a head answers for: `agency` with all below it for dossiers, itself for directives."""

    agency: AgencyView
    head: User | None
    title: str
    period: reports.Period
    dossiers: reports.Figures
    directives: Directed
    plan: Directed

    @property
    def on_time(self) -> Share:
        """Dossiers finished on time or early, of those finished in the period."""
        return Share(self.dossiers.in_time, self.dossiers.of(reports.Cell.DONE))

    @property
    def late_open(self) -> Share:
        """Open dossiers that are late, of those that are open."""
        return Share(self.dossiers.of(reports.Cell.OPEN_LATE), self.dossiers.of(reports.Cell.OPEN))


def may_see(user: User, agency_id: int, *, on: date) -> bool:
    """Whether `user` may see what the head of that agency answers for: figures and directives of his reach."""
    return agency_id in accountable(user, on=on)


def accountable(user: User, *, on: date) -> frozenset[int]:
    """The agencies whose heads' pages `user` may see."""
    return access.reach(user, Permission.REPORT_VIEW, on=on) & access.reach(user, Permission.STEERING_VIEW, on=on)


def account(user: User, agency_code: str, *, period: reports.Period) -> Account:
    """The page of an agency's head for a period. Raises AgencyNotFound, and NotAllowed out of the user's reach."""
    on = clock.local(period.as_of).date()
    view = identity.agency(agency_code, on=on)
    if not may_see(user, view.id, on=on):
        raise NotAllowed(_("Bạn không xem được số liệu của cơ quan này."))
    head = identity.head_of(view.id, on=on)
    return Account(
        agency=view,
        head=User.objects.filter(pk=head).first() if head else None,
        title=identity.titles(view)[0],
        period=period,
        dossiers=_dossiers(view, period, on=on),
        directives=_directed(view, "directive", period, on=on),
        plan=_directed(view, "plan06", period, on=on),
    )


def overdue_by_agency(user: User, *, now: datetime) -> dict[str, int]:
    """How many directives and tasks each agency of the user's reach has not answered in time, by its code.

    Counted at the agency that is told to answer, or that has taken over its work; nobody's zero is listed.
    """
    on = clock.local(now).date()
    reached, known = accountable(user, on=on), identity.lineage(on)
    ended = [status.value for status in lifecycle.ENDED]
    late = Directive.objects.filter(parties__part="lead", due_at__lt=now, answered_at__isnull=True)
    rows = late.exclude(status__in=ended).values_list("parties__agency_id").annotate(count=Count("pk", distinct=True))
    found: dict[int, int] = {}
    for agency_id, count in rows.order_by():
        heir = known.heir(agency_id) if agency_id else None
        if heir in reached:
            found[heir] = found.get(heir, 0) + count
    views = identity.agencies_by_id(found, on=on)
    return {views[agency_id].code: count for agency_id, count in found.items()}


def _dossiers(view: AgencyView, period: reports.Period, *, on: date) -> reports.Figures:
    where = Q(pk__in=[])
    for share in identity.lineage(on).shares(identity.descendants(view.id, on=on)):
        where |= identity.Scope(share.agency_ids, None, share.only, share.without).condition("agency_id")
    asked = reports.Asked(reports.Kind.AGENCIES, period, on)
    return reports.report(asked, reports.Reach(where, None)).total


def _directed(view: AgencyView, kind: str, period: reports.Period, *, on: date) -> Directed:
    rows = led_by(view.id, kind, on=on).filter(given_at__lt=period.until)
    answered = rows.filter(answered_at__gte=period.start, answered_at__lt=period.until)
    # As things stood at the moment: an answer that came later was not there yet.
    unanswered = Q(answered_at__isnull=True) | Q(answered_at__gte=period.until)
    ended = Q(status__in=[status.value for status in lifecycle.ENDED], ended_at__lt=period.until)
    still = rows.filter(unanswered).exclude(ended)
    in_period = Q(due_at__gte=period.start, due_at__lt=period.end)
    in_period |= Q(due_at__isnull=True, given_at__gte=period.start)
    return Directed(
        given=rows.filter(in_period).exclude(status=Status.WITHDRAWN.value).count(),
        answered=answered.count(),
        answered_late=answered.filter(answered_at__gt=F("due_at")).count(),
        open=still.count(),
        overdue=still.filter(due_at__lt=period.moment).count(),
    )


def led_by(agency_id: int, kind: str, *, on: date) -> QuerySet[Directive]:
    """The directives or tasks whose lead is the agency, or whose work it has taken over."""
    known = identity.lineage(on)
    before = {each for each in known.predecessors(agency_id) if known.heir(each) == agency_id}
    leads = Directive.objects.filter(parties__part="lead", parties__agency__in={agency_id, *before})
    return Directive.objects.filter(pk__in=leads.values("pk"), kind=kind)

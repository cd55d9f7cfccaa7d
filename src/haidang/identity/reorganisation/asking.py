"""Questions about plans that stand in the tables, and rehearsing one that does not yet."""

from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path

from django.conf import settings
from django.db import transaction
from django.utils.translation import gettext_lazy as _

import haidang.profiles
from haidang.identity.models import Reorganisation
from haidang.identity.reorganisation.applying import write_plan
from haidang.identity.reorganisation.moving import removals, sent_officers
from haidang.identity.reorganisation.plan import Plan, PlanRefused, Problem, read


def profile_plans() -> list[Plan]:
    """The plans that the installation's profile brings, by date."""
    folder = Path(haidang.profiles.__file__).parent / settings.PROFILE / "plans"
    return sorted((read(path.read_bytes()) for path in sorted(folder.glob("*.json"))), key=lambda plan: plan.on)


def reorganisations() -> list[Reorganisation]:
    """Every plan that was ever applied here, by date."""
    return list(Reorganisation.objects.order_by("on", "code"))


def applied_plan(code: str) -> Reorganisation:
    """The plan that stands in the tables under `code`; raises PlanRefused."""
    row = Reorganisation.objects.filter(code=code, status=Reorganisation.Status.APPLIED).first()
    if row is None:
        raise PlanRefused([Problem(code, str(_("kế hoạch này không được áp dụng.")))])
    return row


def roles_moved(plan: Reorganisation) -> dict[tuple[int, int], list[int]]:
    """Ids of the officers whose roles a plan has moved, once a role, by the agency left and its heir."""
    leaving = removals(plan.successions.all(), sent_officers(plan))
    found: dict[tuple[int, int], list[int]] = {}
    for row in plan.ended_roles.select_related("user"):
        heir = leaving[row.agency_id].heir(row)
        if heir is not None:
            found.setdefault((row.agency_id, heir), []).append(row.user_id)
    return found


@contextmanager
def rehearsed(plan: Plan, *, fields: Mapping[str, Iterable[str]], now: datetime) -> Iterator[None]:
    """Applies a plan until the block ends and takes it all back, so that what it does can be looked at beforehand."""
    with transaction.atomic():
        write_plan(plan, fields=fields, reference="rehearsal", now=now)
        try:
            yield
        finally:
            transaction.set_rollback(True)

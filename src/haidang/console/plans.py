"""Plans of reorganisation for the administration: those of the profile and those applied, with where each stands."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path

from django.utils.translation import gettext_lazy as _

from haidang.catalogue import api as catalogue
from haidang.dossiers import api as dossiers
from haidang.identity import api as identity
from haidang.platform.errors import Refused


@dataclass(frozen=True, slots=True)
class Standing:
    """A plan and where it stands; `plan` is None where what is applied no longer lies in the profile."""

    code: str
    name: str
    on: date
    status: str
    """`none`, `applied` or `reverted`."""
    plan: identity.Plan | None
    applied: identity.Reorganisation | None
    is_in_force: bool

    @property
    def shown_status(self) -> str:
        """The status as it is told: also `in_force`."""
        return "in_force" if self.is_in_force else self.status

    @property
    def can_be_applied(self) -> bool:
        """Whether applying would do anything; whether it is refused shows then."""
        return self.plan is not None and self.status != "applied"

    @property
    def can_be_reverted(self) -> bool:
        """Whether it is applied and its day has not come."""
        return self.status == "applied" and not self.is_in_force


def standings(*, on: date) -> list[Standing]:
    """Every plan of the profile and every one ever applied, by date."""
    applied = {row.code: row for row in identity.reorganisations()}
    plans = {plan.code: plan for plan in identity.profile_plans()}
    found = [_standing(plans.get(code), applied.get(code), on=on) for code in plans.keys() | applied.keys()]
    return sorted(found, key=lambda each: (each.on, each.code))


def standing(code: str, *, on: date) -> Standing | None:
    """The plan with that code, if there is one."""
    return next((each for each in standings(on=on) if each.code == code), None)


def _standing(plan: identity.Plan | None, row: identity.Reorganisation | None, *, on: date) -> Standing:
    source = row if row and row.status == "applied" else plan or row
    assert source is not None  # noqa: S101 (one of the two is always there)
    status = str(row.status) if row else "none"
    return Standing(source.code if row is None else row.code, source.name, source.on, status, plan, row,
                    is_in_force=status == "applied" and source.on <= on)  # fmt: skip


def from_file(name: str) -> identity.Plan:
    """The plan in a file, or the profile's plan with that code; raises Refused for what cannot be read."""
    known = {plan.code: plan for plan in identity.profile_plans()}
    if name in known and not Path(name).exists():
        return known[name]
    try:
        return identity.read_plan(Path(name).read_bytes())
    except OSError as error:
        words = _("Không đọc được tệp kế hoạch “%(path)s”: %(reason)s.")
        raise Refused(words % {"path": name, "reason": error.strerror or error}, code="plan-file") from error


def effects_of(found: Standing, *, now: datetime) -> dossiers.Effects:
    """What a plan does if it is applied, else what it would do; raises PlanRefused for one that does not fit."""
    if found.plan is None or found.status == "applied":
        return dossiers.effects(found.code, now=now)
    return dossiers.rehearsal(found.plan, now=now)


def apply(plan: identity.Plan, *, actor: identity.User, now: datetime) -> identity.Outcome:
    """Applies a plan with the catalogue's fields of law; raises PlanRefused."""
    fields: dict[str, Iterable[str]] = dict(catalogue.procedures_by_field())
    return identity.apply_plan(plan, fields=fields, actor=actor, now=now)


def account(username: str) -> identity.User:
    """The account under whose name a command acts; raises Refused."""
    user = identity.User.objects.filter(username=username, is_active=True).first()
    if user is None:
        raise Refused(_("Không có tài khoản “%(name)s”.") % {"name": username}, code="no-account")
    return user

"""The kinds of rules of attention, each with its parameters and whom it may tell: validated data, no code. Pure."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Any


class Kind(StrEnum):
    """What a rule looks for."""

    LATE_OVER = "late_over"
    """An open dossier is late by more than so many working days."""
    LATE_CLUSTER = "late_cluster"
    """So many dossiers of one procedure at one agency fell late within so many days."""
    APOLOGY_DUE = "apology_due"
    """The last day for an apology is near, a step is behind its own time, and no apology has been made."""
    FORECAST = "forecast"
    """The probability of missing the due date is at least so many per cent."""


class Recipient(StrEnum):
    """Whom a rule tells."""

    OFFICER = "officer"
    """Who has the step that is behind; while nobody has it, the unit's manager."""
    MANAGER = "manager"
    HEAD = "head"
    SUPERIOR = "superior"
    """The head of the agency above."""


@dataclass(frozen=True, slots=True)
class Bounds:
    """A whole number that a rule needs: smallest, largest, and what is offered first."""

    least: int
    most: int
    usual: int


@dataclass(frozen=True, slots=True)
class Spec:
    """What a kind of rule needs to know and whom it can tell."""

    params: Mapping[str, Bounds]
    recipients: tuple[Recipient, ...]


_R = Recipient
SPECS: dict[Kind, Spec] = {
    Kind.LATE_OVER: Spec({"working_days": Bounds(0, 250, 5)}, (_R.HEAD, _R.SUPERIOR, _R.MANAGER, _R.OFFICER)),
    Kind.LATE_CLUSTER: Spec({"count": Bounds(2, 1_000, 3), "days": Bounds(1, 60, 7)}, (_R.SUPERIOR, _R.HEAD)),
    Kind.APOLOGY_DUE: Spec({"working_days": Bounds(0, 10, 1)}, (_R.OFFICER, _R.MANAGER, _R.HEAD)),
    Kind.FORECAST: Spec({"percent": Bounds(1, 100, 70)}, (_R.MANAGER, _R.OFFICER, _R.HEAD)),
}


def problem(kind: str, params: Mapping[str, Any], recipient: str) -> str | None:
    """The field that is wrong ("kind", "recipient", or a parameter's name); None if all is well."""
    if kind not in set(Kind):
        return "kind"
    spec = SPECS[Kind(kind)]
    if recipient not in {each.value for each in spec.recipients}:
        return "recipient"
    for name, bounds in spec.params.items():
        value = params.get(name)
        if not isinstance(value, int) or isinstance(value, bool) or not bounds.least <= value <= bounds.most:
            return name
    return next(iter(params.keys() - spec.params.keys()), None)

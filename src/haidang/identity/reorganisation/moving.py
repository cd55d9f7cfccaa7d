"""How officers' roles move with their agencies: each gets the same role at the heir from the day on."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Q

from haidang.identity.models import Agency, Reorganisation, RoleAssignment, Succession, Unit


@dataclass(frozen=True, slots=True)
class Removal:
    """Where the roles at one agency go: by account name, else by the procedure of the role, else to the main heir."""

    officers: Mapping[str, int]
    by_procedure: Mapping[str, int]
    main: int | None

    def heir(self, row: RoleAssignment) -> int | None:
        """Id of the agency to which a role goes; None where it stays."""
        return self.officers.get(row.user.username) or self.by_procedure.get(row.procedure_code) or self.main


def removals(successions: Iterable[Succession], sent: Mapping[int, Mapping[str, int]]) -> dict[int, Removal]:
    """By predecessor, from the successions of one plan; `sent` says per agency which account goes where.

    An agency that goes on has no main heir: only officers who are sent leave it.
    """
    rows: dict[int, list[Succession]] = {}
    for row in successions:
        rows.setdefault(row.predecessor_id, []).append(row)
    found = {}
    for agency_id, heirs in rows.items():
        main = next((row.successor_id for row in heirs if not row.procedures), None)
        named = {code: row.successor_id for row in heirs for code in row.procedures} if main else {}
        found[agency_id] = Removal(sent.get(agency_id, {}), named, main)
    return found


def roles_at(agency_ids: Iterable[int], *, on: date) -> list[RoleAssignment]:
    """The roles at these agencies that last beyond `on` or begin later, as they are held."""
    lasting = Q(valid_to__isnull=True) | Q(valid_to__gt=on)
    rows = RoleAssignment.objects.filter(lasting, agency_id__in=set(agency_ids)).select_related("user", "unit")
    return list(rows.order_by("pk"))


def move_roles(rows: Iterable[RoleAssignment], removals: Mapping[int, Removal], plan: Reorganisation) -> int:
    """Ends each role on the plan's day and gives it at the heir; returns how many moved.

    A role in a unit goes on in the unit of the same key, which the heir gets if it has none. When roles were to end
    otherwise is kept in `plan.former_ends`, which the caller saves.
    """
    moved, new = [], dict[_Key, RoleAssignment]()
    for row in rows:
        heir = removals[row.agency_id].heir(row)
        if heir is None:
            continue
        if row.valid_to is not None:
            plan.former_ends[str(row.pk)] = row.valid_to.isoformat()
        _take_over(new, _at_heir(row, heir, plan))
        row.valid_to, row.ended_by = max(plan.on, row.valid_from), plan
        moved.append(row)
    RoleAssignment.objects.bulk_update(moved, ["valid_to", "ended_by"])
    # Somebody who already holds the very role there from that day keeps it as it is.
    RoleAssignment.objects.bulk_create(new.values(), ignore_conflicts=True)
    return len(moved)


def _at_heir(row: RoleAssignment, heir: int, plan: Reorganisation) -> RoleAssignment:
    return RoleAssignment(
        user_id=row.user_id,
        agency_id=heir,
        unit=unit_at(heir, row.unit, plan) if row.unit else None,
        role=row.role,
        is_deputy=row.is_deputy,
        procedure_code=row.procedure_code,
        with_descendants=row.with_descendants,
        valid_from=max(plan.on, row.valid_from),
        valid_to=row.valid_to,
        plan=plan,
    )


def unit_at(agency_id: int, unit: Unit, plan: Reorganisation) -> Unit:
    """The heir's unit of the same key; a new one of the same name if it has none."""
    found, _made = Unit.objects.get_or_create(
        agency_id=agency_id, key=unit.key, defaults={"name": unit.name, "valid_from": plan.on, "plan": plan}
    )
    return found


_Key = tuple[int, int, int | None, str, str, date]


def _take_over(found: dict[_Key, RoleAssignment], row: RoleAssignment) -> None:
    """Adds `row`; of two equal roles from two agencies that merge one remains, as wide and as long as both."""
    key = (row.user_id, row.agency_id, row.unit_id, row.role, row.procedure_code, row.valid_from)
    twin = found.setdefault(key, row)
    twin.with_descendants |= row.with_descendants
    twin.is_deputy &= row.is_deputy
    twin.valid_to = None if None in (twin.valid_to, row.valid_to) else max(twin.valid_to, row.valid_to)  # type: ignore[type-var]


def scheduled(agency_id: int, *, on: date) -> tuple[Reorganisation, dict[int, Removal]] | None:
    """The plan by which an agency ends after `on`, and where its roles go; None for one that goes on."""
    rows = Succession.objects.filter(predecessor_id=agency_id, on__gt=on, plan__isnull=False)
    main = next((row for row in rows.select_related("plan").order_by("on") if not row.procedures), None)
    if main is None or main.plan is None:
        return None
    sent = sent_officers(main.plan)
    return main.plan, removals([row for row in rows if row.plan_id == main.plan_id], sent)


def sent_officers(plan: Reorganisation) -> dict[int, dict[str, int]]:
    """Which account a plan sends where, by the agency that it leaves."""
    rows = [row for part in ("end", "give") for row in plan.content.get(part, ()) if row.get("officers")]
    if not rows:
        return {}
    ids = dict(Agency.objects.values_list("code", "id"))
    return {ids[row["code"]]: {name: ids[code] for name, code in row["officers"].items()} for row in rows}


def follow_plans(rows: Iterable[RoleAssignment]) -> None:
    """Moves roles that are given after a plan was applied as if they had been there before, along all plans to come."""
    ending = set(Succession.objects.filter(plan__isnull=False).values_list("predecessor_id", flat=True))
    for row in rows:
        if row.agency_id in ending:
            _follow(row)


def _follow(row: RoleAssignment) -> None:
    while found := scheduled(row.agency_id, on=row.valid_from):
        plan, leaving = found
        heir = leaving[row.agency_id].heir(row)
        if heir is None or not move_roles([row], leaving, plan):
            return
        plan.save(update_fields=["former_ends"])
        row = RoleAssignment.objects.select_related("user", "unit").get(
            agency_id=heir, valid_from=plan.on, **_same_role(row)
        )


def unfollow_plans(row: RoleAssignment) -> None:
    """Takes away the roles that plans have made of one that ends earlier, unless an equal one still leads there."""
    plan = row.ended_by
    if plan is None:
        return
    leaving = removals(plan.successions.all(), sent_officers(plan))
    heir = leaving[row.agency_id].heir(row)
    if heir is None:
        return
    same = _same_role(row)
    others = RoleAssignment.objects.filter(ended_by=plan, **same).exclude(pk=row.pk).select_related("user")
    if any(each.valid_to == max(plan.on, each.valid_from) for each in others
           if leaving[each.agency_id].heir(each) == heir):  # fmt: skip
        return
    for moved in plan.roles.filter(agency_id=heir, **same):
        unfollow_plans(moved)
        moved.delete()


def _same_role(row: RoleAssignment) -> dict[str, Any]:
    """What a role keeps wherever plans move it."""
    unit = {"unit__key": row.unit.key} if row.unit else {"unit": None}
    return {"user": row.user, "role": row.role, "procedure_code": row.procedure_code, **unit}

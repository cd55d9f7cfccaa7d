"""The rows of a plan: written when it is applied, taken back when it is reverted."""

from collections.abc import Iterator, Mapping
from typing import Any

from django.db.models import Q

from haidang.identity.agencies import in_force
from haidang.identity.codes import to_legacy
from haidang.identity.models import (
    Agency,
    AgencyVersion,
    LevelSuccession,
    Reorganisation,
    Succession,
    Unit,
    WorkCalendar,
)
from haidang.identity.reorganisation.moving import Removal, move_roles, removals, roles_at, sent_officers, unit_at
from haidang.identity.reorganisation.plan import NewAgency, Plan
from haidang.identity.rights import valid_at

Rows = dict[str, list[list[Any]]]


def write(row: Reorganisation, plan: Plan) -> Rows:
    """Writes everything that `plan` says, under `row`; returns the rows as the journal keeps them."""
    _make_agencies(plan)
    ids = dict(Agency.objects.values_list("code", "id"))
    _write_versions(row, plan, ids)
    Succession.objects.bulk_create(_successions(row, plan, ids))
    LevelSuccession.objects.bulk_create(_level_successions(row, plan, ids))
    leaving = removals(row.successions.all(), sent_officers(row))
    _carry_units(row, leaving)
    move_roles(roles_at(leaving, on=row.on), leaving, row)
    row.save(update_fields=["former_ends"])
    return written(row)


def take_back(row: Reorganisation) -> Rows:
    """Removes what `write` wrote and lets what it ended go on; returns the rows that are gone."""
    rows = written(row)
    row.roles.all().delete()
    for role in row.ended_roles.all():
        # A role that somebody has ended since stays ended.
        if role.valid_to == max(row.on, role.valid_from):
            role.valid_to = row.former_ends.get(str(role.pk))
        role.ended_by = None
        role.save(update_fields=["valid_to", "ended_by"])
    row.units.all().delete()
    row.successions.all().delete()
    row.level_successions.all().delete()
    row.versions.all().delete()
    row.ended_versions.update(valid_to=None, ended_by=None)
    Agency.objects.filter(code__in=[agency["code"] for agency in row.content.get("new", ())]).delete()
    return rows


def written(row: Reorganisation) -> Rows:
    """The rows that a plan has written, as plain values: every column that the plan decides, and the row's id."""
    new = Agency.objects.filter(code__in=[agency["code"] for agency in row.content.get("new", ())])
    version = ("pk", "agency_id", "name", "short_name", "level", "parent_id", "area_code")
    role = ("pk", "user_id", "agency_id", "unit_id", "role", "is_deputy", "procedure_code", "with_descendants")
    level = ("pk", "level", "procedures", "executor_level", "executor_id")
    querysets: dict[str, Any] = {
        "agencies": new.order_by("pk").values_list("pk", "code", "legacy_code", "calendar_id"),
        "versions": row.versions.order_by("pk").values_list(*version),
        "ended_versions": row.ended_versions.order_by("pk").values_list("pk"),
        "successions": row.successions.order_by("pk").values_list(
            "pk", "predecessor_id", "successor_id", "kind", "procedures"
        ),
        "levels": row.level_successions.order_by("pk").values_list(*level),
        "units": row.units.order_by("pk").values_list("pk", "agency_id", "key", "name"),
        "roles": row.roles.order_by("pk").values_list(*role),
        "ended_roles": row.ended_roles.order_by("pk").values_list("pk"),
    }
    return {name: [list(found) for found in rows] for name, rows in querysets.items()}


def touched(row: Reorganisation) -> set[int]:
    """Ids of the agencies that a plan makes, changes, ends or gives work to."""
    found = set(AgencyVersion.objects.filter(Q(plan=row) | Q(ended_by=row)).values_list("agency_id", flat=True))
    for before, heir in row.successions.values_list("predecessor_id", "successor_id"):
        found |= {before, heir}
    return found


def _carry_units(row: Reorganisation, leaving: Mapping[int, Removal]) -> None:
    """The units of an agency that ends go on at its main heir, so that steps find them there."""
    for unit in Unit.objects.filter(valid_at(row.on), agency_id__in=leaving).order_by("pk"):
        main = leaving[unit.agency_id].main
        if main is not None:
            unit_at(main, unit, row)


def _make_agencies(plan: Plan) -> None:
    calendars = dict(WorkCalendar.objects.values_list("code", "id"))
    Agency.objects.bulk_create(
        Agency(code=row.code, legacy_code=to_legacy(row.code), calendar_id=calendars.get(row.calendar))
        for row in plan.new
    )


def _write_versions(row: Reorganisation, plan: Plan, ids: dict[str, int]) -> None:
    before = {version.agency.code: version for version in in_force(plan.on)}
    codes = [each.code for each in plan.change] + [each.code for each in plan.end]
    ended = [before[code] for code in codes]
    AgencyVersion.objects.filter(pk__in=[version.pk for version in ended]).update(valid_to=plan.on, ended_by=row)
    new = [_first_version(each, ids) for each in plan.new]
    for change in plan.change:
        old = before[change.code]
        new.append(
            AgencyVersion(
                agency_id=old.agency_id,
                name=change.name or old.name,
                short_name=change.short_name or old.short_name,
                level=change.level or old.level,
                parent_id=ids[change.parent] if change.parent else old.parent_id,
                area_code=change.area_code or old.area_code,
            )
        )
    for version in new:
        version.valid_from, version.plan = plan.on, row
    AgencyVersion.objects.bulk_create(new)


def _first_version(row: NewAgency, ids: dict[str, int]) -> AgencyVersion:
    return AgencyVersion(
        agency_id=ids[row.code],
        name=row.name,
        short_name=row.short_name,
        level=row.level,
        parent_id=ids[row.parent] if row.parent else None,
        area_code=row.area_code,
    )


def _successions(row: Reorganisation, plan: Plan, ids: dict[str, int]) -> Iterator[Succession]:
    for each in plan.passing:
        for heir in each.heirs:
            yield Succession(
                predecessor_id=ids[each.code],
                successor_id=ids[heir.code],
                on=plan.on,
                kind=each.kind,
                procedures=list(heir.procedures),
                plan=row,
            )


def _level_successions(row: Reorganisation, plan: Plan, ids: dict[str, int]) -> Iterator[LevelSuccession]:
    for each in plan.levels:
        for executor in each.executors:
            yield LevelSuccession(
                level=each.level,
                on=plan.on,
                procedures=list(each.procedures),
                executor_level=executor.level,
                executor_id=ids[executor.agency] if executor.agency else None,
                plan=row,
            )

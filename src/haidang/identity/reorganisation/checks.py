"""What is wrong with a plan, row by row, against the agencies as they would stand on its day."""

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from typing import TypeVar

from django.utils.translation import gettext as _

from haidang.identity.agencies import in_force
from haidang.identity.codes import is_canonical
from haidang.identity.models import Agency, AgencyVersion, Level, Reorganisation, RoleAssignment, WorkCalendar
from haidang.identity.reorganisation.plan import Change, End, Give, Heir, NewAgency, Plan, Problem

_Row = TypeVar("_Row")


@dataclass(frozen=True, slots=True)
class Ground:
    """What a plan is checked against: the agencies in force on its day without it, and all codes ever used."""

    plan: Plan
    before: dict[str, AgencyVersion]
    used: frozenset[str]
    calendars: frozenset[str]

    @property
    def ending(self) -> set[str]:
        """Codes of the agencies that the plan ends."""
        return {row.code for row in self.plan.end}

    @property
    def after(self) -> set[str]:
        """Codes of the agencies that there are from the day on."""
        return (self.before.keys() - self.ending) | {row.code for row in self.plan.new}

    def parents(self) -> dict[str, str | None]:
        """The superior of each agency from the day on."""
        codes = {row.agency_id: code for code, row in self.before.items()}
        found = {code: codes.get(row.parent_id or 0) for code, row in self.before.items() if code in self.after}
        found |= {row.code: row.parent for row in self.plan.new}
        return found | {row.code: row.parent for row in self.plan.change if row.parent and row.code in found}

    def levels(self) -> dict[str, str]:
        """The level of each agency from the day on."""
        found = {code: row.level for code, row in self.before.items() if code in self.after}
        found |= {row.code: str(row.level) for row in self.plan.new}
        return found | {row.code: row.level for row in self.plan.change if row.level and row.code in found}


def ground(plan: Plan) -> Ground:
    """What stands in the tables for the plan's day."""
    before = {row.agency.code: row for row in in_force(plan.on).select_related("agency__calendar", "ended_by")}
    used = frozenset(Agency.objects.values_list("code", flat=True))
    return Ground(plan, before, used, frozenset(WorkCalendar.objects.values_list("code", flat=True)))


def check(on: Ground, *, today: date) -> list[Problem]:
    """Everything that is wrong; an empty list for a plan that can be applied."""
    found = [*_day(on.plan, today), *_twice(on.plan), *_new(on), *_known(on), *_heirs(on)]
    # The tree and the levels can only be judged of a plan whose codes are right.
    return found or [*_overlaps(on), *_tree(on), *_levels(on), *_officers(on)]


def _day(plan: Plan, today: date) -> Iterator[Problem]:
    if plan.on < today:
        yield Problem("date", _("%(day)s đã qua.") % {"day": f"{plan.on:%d/%m/%Y}"})
    later = Reorganisation.objects.filter(status=Reorganisation.Status.APPLIED, on__gt=plan.on).exclude(code=plan.code)
    if codes := list(later.order_by("on").values_list("code", flat=True)):
        # What these do to agencies, superiors and roles was worked out without this plan.
        message = _("kế hoạch có hiệu lực sau đã được áp dụng (%(codes)s); hãy thu hồi trước.")
        yield Problem("date", message % {"codes": ", ".join(codes)})
    if not (plan.new or plan.change or plan.end or plan.give):
        yield Problem("end", _("kế hoạch không đổi gì."))


def _twice(plan: Plan) -> Iterator[Problem]:
    rows: list[tuple[str, NewAgency | Change | End | Give]] = [
        *_places("new", plan.new),
        *_places("change", plan.change),
        *_places("end", plan.end),
        *_places("give", plan.give),
    ]
    counts = Counter(row.code for _place, row in rows)
    for place, row in rows:
        # An agency may both be changed and give work away.
        if counts[row.code] > 1 and not _is_change_and_gift(row.code, plan):
            yield Problem(f"{place}.code", _("%(code)s đứng hai lần trong kế hoạch.") % {"code": row.code})


def _is_change_and_gift(code: str, plan: Plan) -> bool:
    parts = [sum(row.code == code for row in part) for part in (plan.new, plan.end, plan.change, plan.give)]
    return parts == [0, 0, 1, 1]


def _new(on: Ground) -> Iterator[Problem]:
    for place, row in _places("new", on.plan.new):
        if not is_canonical(row.code):
            yield Problem(f"{place}.code", _("%(code)s không phải mã cơ quan.") % {"code": row.code})
        elif row.code in on.used:
            yield Problem(f"{place}.code", _("mã %(code)s đã có cơ quan mang.") % {"code": row.code})
        if row.parent and row.parent not in on.after:
            yield Problem(f"{place}.parent", _not_there(row.parent))
        if row.calendar and row.calendar not in on.calendars:
            yield Problem(f"{place}.calendar", _("không có lịch %(code)s.") % {"code": row.calendar})


def _known(on: Ground) -> Iterator[Problem]:
    rows: list[tuple[str, Change | End | Give]] = [
        *_places("change", on.plan.change),
        *_places("end", on.plan.end),
        *_places("give", on.plan.give),
    ]
    for place, row in rows:
        if row.code not in on.before:
            yield Problem(f"{place}.code", _not_there(row.code))
        if isinstance(row, Change):
            yield from _change(on, row, place)


def _change(on: Ground, row: Change, place: str) -> Iterator[Problem]:
    if not (row.name or row.short_name or row.level or row.parent or row.area_code):
        yield Problem(place, _("dòng này không đổi gì."))
    if row.parent and row.parent not in on.after:
        yield Problem(f"{place}.parent", _not_there(row.parent))


def _heirs(on: Ground) -> Iterator[Problem]:
    for place, row in _places("end", on.plan.end):
        main = [heir for heir in row.heirs if heir.is_main]
        if len(main) != 1:
            yield Problem(f"{place}.heirs", _("phải có đúng một cơ quan kế thừa phần còn lại (không ghi thủ tục)."))
        if (row.kind == "split") != (len(row.heirs) > 1):
            yield Problem(f"{place}.kind", _("chỉ “split” có nhiều cơ quan kế thừa."))
        yield from _heirs_of(on, row, place)
    givers = {row.code: {heir.code for heir in row.heirs} for row in on.plan.give}
    for place, gift in _places("give", on.plan.give):
        if not gift.heirs or any(heir.is_main for heir in gift.heirs):
            yield Problem(f"{place}.heirs", _("phải ghi thủ tục hoặc lĩnh vực được giao đi."))
        if _returns(gift.code, givers):
            yield Problem(f"{place}.heirs", _("việc giao đi vòng trở lại %(code)s.") % {"code": gift.code})
        yield from _heirs_of(on, gift, place)


def _heirs_of(on: Ground, row: End | Give, place: str) -> Iterator[Problem]:
    named = Counter(code for heir in row.heirs for code in heir.procedures)
    heirs = Counter(heir.code for heir in row.heirs)
    for at, heir in enumerate(row.heirs):
        where = f"{place}.heirs[{at}]"
        if heir.code == row.code or heirs[heir.code] > 1:
            yield Problem(f"{where}.code", _("%(code)s không thể đứng ở đây hai lần.") % {"code": heir.code})
        elif heir.code in on.ending:
            message = _("%(code)s cũng kết thúc trong kế hoạch này (vòng hoặc chuỗi kế thừa).")
            yield Problem(f"{where}.code", message % {"code": heir.code})
        elif heir.code not in on.after:
            yield Problem(f"{where}.code", _not_there(heir.code))
        yield from _named_twice(heir, named, where)


def _named_twice(heir: Heir, named: Counter[str], place: str) -> Iterator[Problem]:
    if twice := [code for code in heir.procedures if named[code] > 1]:
        message = _("thủ tục %(codes)s được giao cho hai cơ quan.")
        yield Problem(f"{place}.procedures", message % {"codes": ", ".join(twice[:5])})


def _returns(code: str, givers: dict[str, set[str]]) -> bool:
    seen, waiting = set[str](), [code]
    while waiting:
        for heir in givers.get(waiting.pop(), set()) - seen:
            if heir == code:
                return True
            seen.add(heir)
            waiting.append(heir)
    return False


def _overlaps(on: Ground) -> Iterator[Problem]:
    """Agencies that another plan ends or changes on this day or later: the later plan must be reverted first."""
    for part in ("change", "end"):
        for place, row in _places(part, getattr(on.plan, part)):
            version = on.before[row.code]
            if version.valid_to is not None or version.valid_from == on.plan.on:
                other = version.ended_by or version.plan
                code = other.code if other else f"{version.valid_from}–{version.valid_to}"
                message = _("kế hoạch khác (%(plan)s) đã đổi cơ quan này từ cùng ngày hoặc về sau.")
                yield Problem(f"{place}.code", message % {"plan": code})


def _tree(on: Ground) -> Iterator[Problem]:
    parents = on.parents()
    for code, parent in parents.items():
        if parent is not None and parent not in parents:
            yield Problem(
                code, _("cấp trên %(parent)s kết thúc, cơ quan này chưa có cấp trên mới.") % {"parent": parent}
            )
        elif not _has_calendar(code, parents, on):
            yield Problem(code, _("không có lịch làm việc ở cơ quan này và các cấp trên, hoặc cấp trên đi vòng."))


def _has_calendar(code: str, parents: dict[str, str | None], on: Ground) -> bool:
    own = {row.code for row in on.plan.new if row.calendar}
    own |= {found for found, row in on.before.items() if row.agency.calendar_id is not None}
    seen, current = set[str](), code
    while current in parents and current not in seen:
        if current in own:
            return True
        seen.add(current)
        current = parents[current] or ""
    return False


def _levels(on: Ground) -> Iterator[Problem]:
    after = set(on.levels().values())
    for place, row in _places("levels", on.plan.levels):
        if not row.executors:
            yield Problem(f"{place}.executors", _("chưa ghi ai thực hiện."))
        for at, executor in enumerate(row.executors):
            where = f"{place}.executors[{at}]"
            if bool(executor.level) == bool(executor.agency):
                yield Problem(where, _("ghi hoặc cấp, hoặc một cơ quan."))
            elif executor.agency and executor.agency not in on.after:
                yield Problem(where, _not_there(executor.agency))
            elif executor.level and (executor.level not in after or executor.level == row.level):
                yield Problem(where, _("từ ngày đó không có cơ quan nào khác ở cấp này."))
    ended = {row.level for row in on.before.values()} - after
    for level in sorted(ended - {row.level for row in on.plan.levels if not row.procedures}):
        message = _("%(level)s không còn cơ quan nào: phải ghi ai thực hiện các thủ tục của cấp này.")
        yield Problem("levels", message % {"level": Level(level).label})


def _officers(on: Ground) -> Iterator[Problem]:
    rows: list[tuple[str, End | Give]] = [*_places("end", on.plan.end), *_places("give", on.plan.give)]
    for place, row in rows:
        held = RoleAssignment.objects.filter(agency__code=row.code)
        known = set(held.values_list("user__username", flat=True)) if row.officers else set[str]()
        for name, code in row.officers.items():
            where = f"{place}.officers.{name}"
            if name not in known:
                yield Problem(where, _("không có cán bộ này tại cơ quan."))
            if code not in {heir.code for heir in row.heirs}:
                yield Problem(where, _("%(code)s không kế thừa cơ quan này.") % {"code": code})


def _places(name: str, rows: Iterable[_Row]) -> Iterator[tuple[str, _Row]]:
    return ((f"{name}[{at}]", row) for at, row in enumerate(rows))


def _not_there(code: str) -> str:
    return _("không có cơ quan mang mã %(code)s vào ngày đó.") % {"code": code}

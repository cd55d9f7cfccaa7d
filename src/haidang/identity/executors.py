"""Who executes what a procedure leaves to a level or to a department, through every reorganisation."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from django.conf import settings

from haidang.identity.agencies import AgencyView, agencies
from haidang.identity.lineage import Lineage, lineage
from haidang.identity.models import Agency, Level, LevelSuccession


@dataclass(frozen=True, slots=True)
class _Rule:
    """From `on` what stood with a level is executed by `level` or by the agency `executor`, for some procedures."""

    on: date
    procedures: frozenset[str]
    level: str
    executor: int | None


class Executors:
    """The agencies of a day by the rules of procedures: a level, or one agency by its code.

    A rule keeps its words when agencies change: the suffix "12" names the department that carried it below the
    province's code, and stands for whoever has that department's work on the day; "district" stands, once the level
    has ended, for those to whom a plan has given its procedures.
    """

    def __init__(
        self,
        views: Sequence[AgencyView],
        *,
        lineage: Lineage,
        named: dict[str, int],
        rules: dict[str, list[_Rule]],
    ) -> None:
        self.views = {view.id: view for view in views}
        self._lineage, self._named, self._rules = lineage, named, rules
        self._by_level: dict[str, frozenset[int]] = {
            level: frozenset(view.id for view in views if view.level == level) for level in Level.values
        }

    def of(self, rule: str, procedure_code: str = "") -> frozenset[int]:
        """Ids of the agencies that execute that procedure under `rule`; empty where nobody does."""
        if rule in self._by_level:
            return self._of_level(rule, procedure_code, since=date.min)
        found = self._named.get(rule) or self._named.get(f"{settings.PROVINCE_CODE}.{rule}")
        return self._heir(found, procedure_code) if found else frozenset()

    def special(self, rule: str) -> frozenset[str]:
        """The procedures for which `of` may answer otherwise than for the rest."""
        codes = (item.procedures for rules in self._rules.values() for item in rules)
        found = self._named.get(rule) or self._named.get(f"{settings.PROVINCE_CODE}.{rule}")
        return (self._lineage.named(found) if found else frozenset()).union(*codes)

    def _of_level(
        self, level: str, procedure_code: str, *, since: date, seen: frozenset[str] = frozenset()
    ) -> frozenset[int]:
        # A way back to a level already left on the same day leads nowhere.
        applying = [rule for rule in self._rules.get(level, ()) if rule.on >= since and rule.level not in seen]
        for day in sorted({rule.on for rule in applying}):
            chosen = _most_special([rule for rule in applying if rule.on == day], procedure_code)
            if chosen:
                left = seen | {level}
                return frozenset[int]().union(*(self._under(rule, procedure_code, left) for rule in chosen))
        return self._by_level.get(level, frozenset())

    def _under(self, rule: _Rule, procedure_code: str, seen: frozenset[str]) -> frozenset[int]:
        if rule.executor is not None:
            return self._heir(rule.executor, procedure_code)
        return self._of_level(rule.level, procedure_code, since=rule.on, seen=seen)

    def _heir(self, agency_id: int, procedure_code: str) -> frozenset[int]:
        heir = self._lineage.heir(agency_id, procedure_code)
        return frozenset({heir} & self.views.keys())


def executors(on: date) -> Executors:
    """The agencies of the day `on`, ready to be asked by rule: four queries, however many questions follow."""
    rules: dict[str, list[_Rule]] = {}
    for row in LevelSuccession.objects.filter(on__lte=on):
        rule = _Rule(row.on, frozenset(row.procedures), row.executor_level, row.executor_id)
        rules.setdefault(row.level, []).append(rule)
    named = dict(Agency.objects.values_list("code", "id"))
    return Executors(agencies(on), lineage=lineage(on), named=named, rules=rules)


def _most_special(rules: Sequence[_Rule], procedure_code: str) -> list[_Rule]:
    """Those that name the procedure, else those for all."""
    naming = [rule for rule in rules if procedure_code in rule.procedures]
    return naming or [rule for rule in rules if not rule.procedures]

"""Scorecards: an agency's points of a span, with the counts they come from and where each count comes from."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.utils.translation import gettext_lazy as _

from haidang.dossiers import api as dossiers
from haidang.identity import api as identity
from haidang.platform import clock
from haidang.platform.text import is_storable
from haidang.reform.errors import Invalid
from haidang.reform.qd766 import spans
from haidang.reform.qd766.definition import Choice, Component, Index, Input, Option, Scope, index
from haidang.reform.qd766.gathering import Gathered, Part, gather
from haidang.reform.qd766.scoring import BadInputs, Result, Standing, Total, score, score_all, total
from haidang.reform.qd766.spans import Span
from haidang.reform.qd766.tables import EnteredCount


@dataclass(frozen=True, slots=True)
class Value:
    """An input's count and where it comes from: the house, an entered row, or nowhere (None).

    `is_house`: the house counted it, so that it opens a list. What another room can count by now stands until somebody
    enters the portal's own number, which the decision goes by.
    """

    input: Input
    value: int | None
    entry: EnteredCount | None = None
    is_house: bool = False

    @property
    def is_enterable(self) -> bool:
        """Whether it may be entered by hand."""
        return self.input.origin == "entered"


@dataclass(frozen=True, slots=True)
class GroupTotal:
    """A group's points."""

    code: str
    name: str
    results: list[Result]
    total: Total


@dataclass(frozen=True, slots=True)
class Card:
    """The scorecard of an agency as known at `as_of`; `is_running`: the span has not ended yet."""

    index: Index
    agency: identity.AgencyView
    scope: Scope
    span: Span
    as_of: datetime
    is_running: bool
    picked: Mapping[str, str]
    values: Mapping[str, Value]
    results: list[Result]
    part: Part

    @property
    def total(self) -> Total:
        """All components together."""
        return total(self.results)

    @property
    def counts(self) -> dict[str, int | None]:
        """The inputs as the formulas take them."""
        return {key: item.value for key, item in self.values.items()}

    @property
    def groups(self) -> list[GroupTotal]:
        """The components by group, without groups that do not apply."""
        found = []
        for group in self.index.groups:
            own = [item for item in self.results if item.component.group == group.code]
            if own:
                found.append(GroupTotal(group.code, group.name, own, total(own)))
        return found

    def result(self, code: str) -> Result:
        """A component's points; raises Invalid."""
        found = next((item for item in self.results if item.component.code == code), None)
        if found is None:
            raise Invalid(_("Bộ chỉ số không có chỉ số này cho cơ quan này."), field="component")
        return found


def span_of(key: str) -> Span:
    """The span with that key; raises Invalid."""
    found = spans.parse(key)
    if found is None:
        raise Invalid(_("Hãy chọn tháng, quý hoặc năm, ví dụ 2024-11, 2024-Q4, 2024."), field="span")
    return found


def card(*, agency_code: str, span: Span, picked: Mapping[str, str], now: datetime) -> Card:
    """The scorecard of one agency with all below it. Raises AgencyNotFound, and Invalid for a span yet to begin."""
    gathered = gather(dossiers.reports.period(span.first, span.last, as_of=now))
    agency = _agency(agency_code, gathered)
    return _cards([agency], gathered, span, picked, now=now)[0]


def cards(*, span: Span, picked: Mapping[str, str], now: datetime, level: str = "") -> list[Card]:
    """The scorecards of all agencies of a level (blank: those right below the province), the province's first."""
    gathered = gather(dossiers.reports.period(span.first, span.last, as_of=now))
    every = identity.agencies(gathered.anchor)
    roots = [view for view in every if view.level == identity.Level.PROVINCE]
    below = [view for view in every if view not in roots and (view.level == level if level else _is_below(view, roots))]
    return _cards([*roots, *below], gathered, span, picked, now=now)


def alternatives(found: Card, choice: Choice) -> list[tuple[Option, Total]]:
    """What each reading of a choice would make of its components, all else as picked."""
    answers = []
    for option in choice.options:
        read = found.index.read({**found.picked, choice.key: option.key}, scope=found.scope)
        own = [item for item in read if item.code in choice.components]
        answers.append((option, total(score_all(own, found.counts))))
    return answers


def what_if(found: Card, component: Component, changed: Mapping[str, int | None]) -> Result:
    """A component's points with other counts; raises Invalid where they cannot be."""
    try:
        result = score(component, {**found.counts, **changed})
    except BadInputs as error:
        raise Invalid(bad_words(error, found.index)) from error
    if result.standing is Standing.IMPOSSIBLE:
        raise Invalid(above_words(component))
    return result


def bad_words(error: BadInputs, known: Index) -> str:
    """Why a count cannot be, in words."""
    named = known.input(error.args[1])
    return str(_("“%(input)s” phải là số từ 0 trở lên.") % {"input": named.name if named else error.args[1]})


def above_words(component: Component) -> str:
    """That a numerator is above its denominator, in words."""
    return str(_("Chỉ số %(code)s: tử số không thể lớn hơn mẫu số.") % {"code": component.code})


def _agency(code: str, gathered: Gathered) -> identity.AgencyView:
    if not code:
        roots = identity.agencies(gathered.anchor, level=identity.Level.PROVINCE)
        if not roots:
            raise Invalid(_("Tỉnh chưa được thiết lập."), field="agency")
        return roots[0]
    if not is_storable(code):
        raise Invalid(_("Không có cơ quan mang mã này."), field="agency")
    return identity.agency(code, on=gathered.anchor)


def _is_below(view: identity.AgencyView, roots: Sequence[identity.AgencyView]) -> bool:
    return view.parent_id in {root.id for root in roots}


def _cards(
    agencies: Sequence[identity.AgencyView],
    gathered: Gathered,
    span: Span,
    picked: Mapping[str, str],
    *,
    now: datetime,
) -> list[Card]:
    rows = EnteredCount.objects.filter(agency__in=[view.id for view in agencies], span=span.key, value__isnull=False)
    entered: dict[int, dict[str, EnteredCount]] = {}
    for row in rows.select_related("entered_by"):
        entered.setdefault(row.agency_id, {})[row.input] = row
    return [_card(view, gathered, span, picked, entered.get(view.id, {}), now=now) for view in agencies]


def _card(
    agency: identity.AgencyView,
    gathered: Gathered,
    span: Span,
    picked: Mapping[str, str],
    entered: Mapping[str, EnteredCount],
    *,
    now: datetime,
) -> Card:
    is_province = agency.level == identity.Level.PROVINCE
    scope: Scope = "province" if is_province else "agency"
    ids = None if is_province else frozenset(identity.descendants(agency.id, on=gathered.anchor))
    part, known = gathered.of(ids), index()
    house = part.counts()
    values = {item.key: _value(item, house, entered) for item in known.inputs}
    counts = {key: item.value for key, item in values.items()}
    return Card(
        index=known,
        agency=agency,
        scope=scope,
        span=span,
        as_of=now,
        is_running=clock.local(now).date() <= span.last,
        picked=known.chosen(picked),
        values=values,
        results=score_all(known.read(picked, scope=scope), counts),
        part=part,
    )


def _value(item: Input, house: Mapping[str, int], entered: Mapping[str, EnteredCount]) -> Value:
    row = entered.get(item.key)
    if item.origin == "entered" and (row is not None or item.key not in house):
        return Value(item, row.value if row else None, row)
    return Value(item, house[item.key], is_house=True)

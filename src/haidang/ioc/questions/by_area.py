"""Figures of agencies or communes, brought together into areas of the map."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass

from haidang.identity import api as identity
from haidang.ioc.indicators import figures
from haidang.ioc.indicators.definition import Grain
from haidang.ioc.indicators.figures import Figure, Number
from haidang.ioc.indicators.formula import Formula
from haidang.ioc.maps.outlines import Area
from haidang.ioc.questions.answering import Answer
from haidang.platform import clock


@dataclass(frozen=True, slots=True)
class InArea:
    """The figure of an area, of how many places it is made, and whether it has none for there were several medians."""

    area: Area
    figure: Figure | None
    places: int
    is_mixed: bool = False


@dataclass(frozen=True, slots=True)
class Areas:
    """The areas with their figures, and how many places lie in none of them, as departments do."""

    found: tuple[InArea, ...]
    elsewhere: int


def by_area(answer: Answer, areas: Sequence[Area], *, period: int = -1) -> Areas:
    """The figures of one period (the last) by area: numerators and denominators of all places in it are added up.

    Medians cannot be added: an area with several has no figure, and says so.
    """
    area_of = {code: area.code for area in areas for code in area.members}
    codes = _area_codes(answer)
    inside: dict[str, list[Figure]] = defaultdict(list)
    elsewhere = 0
    for row in answer.rows:
        where, figure = area_of.get(codes.get(row.place, "")), row.figures[period]
        if where is None:
            elsewhere += figure is not None
        elif figure is not None:
            inside[where].append(figure)
    formula = answer.spec.readable
    return Areas(tuple(_in_area(area, inside.get(area.code, []), formula) for area in areas), elsewhere)


def _area_codes(answer: Answer) -> dict[str, str]:
    """The area of each place: a commune is its own, an agency's is where it sits."""
    if answer.question.grain is Grain.COMMUNE:
        return {row.place: row.place for row in answer.rows}
    ids = dict(identity.Agency.objects.filter(code__in=[row.place for row in answer.rows]).values_list("id", "code"))
    views = identity.agencies_by_id(ids, on=clock.local(answer.as_of).date())
    return {code: views[number].area_code for number, code in ids.items() if number in views}


def _in_area(area: Area, found: Sequence[Figure], formula: Formula) -> InArea:
    if len(found) < 2:
        return InArea(area, found[0] if found else None, len(found))
    if not all(measure.is_additive for measure in formula.measures):
        return InArea(area, None, len(found), is_mixed=True)
    return InArea(area, total(found), len(found))


def total(found: Sequence[Figure]) -> Figure:
    """The figure of several places together, of measures that add up."""
    first = found[0]
    return figures.Figure(
        numerator=_sum([each.numerator for each in found]),
        denominator=_sum([each.denominator for each in found]),
        base=sum(each.base for each in found),
        scale=first.scale,
        is_ratio=first.is_ratio,
    )


def _sum(numbers: Sequence[Number | None]) -> Number | None:
    """The sum of what is known; None where nothing is."""
    known = [number for number in numbers if number is not None]
    return sum(known) if known else None

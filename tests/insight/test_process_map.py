"""The process map against plain counting, and its drawing."""

import random
from collections import Counter
from itertools import pairwise

import pytest

from haidang.insight.api import END, START, Visit, process_map
from haidang.leaders import flow_drawing


def walks(seed):
    rng = random.Random(seed)
    return [
        ([Visit(rng.choice("abcd"), rng.randrange(500), rng.choice([None, 5])) for _ in range(rng.randrange(1, 6))],
         rng.random() < 0.7)
        for _ in range(rng.randrange(1, 40))
    ]  # fmt: skip


@pytest.mark.parametrize("seed", range(15))
def test_counts_are_those_of_plain_counting(seed):
    cases = walks(seed)
    found = process_map(cases)
    steps = {step.name: step for step in found.steps}
    visits = [visit for case, _over in cases for visit in case]
    assert {name: step.visits for name, step in steps.items()} == Counter(visit.step for visit in visits)
    for name, step in steps.items():
        here = [visit for visit in visits if visit.step == name]
        assert step.cases == sum(any(visit.step == name for visit in case) for case, _over in cases)
        assert step.repeats == step.visits - step.cases
        assert step.total == sum(visit.minutes for visit in here)
        assert step.known == sum(visit.waited is not None for visit in here)
        assert (step.waiting is None) == (step.known == 0)
    names = [[START, *(visit.step for visit in case), *([END] if over else [])] for case, over in cases]
    ways = Counter(pair for each in names for pair in pairwise(each))
    assert {(way.source, way.target): way.count for way in found.ways} == ways
    assert found.reworked == sum(len({v.step for v in case}) < len(case) for case, _over in cases)


@pytest.mark.parametrize("seed", range(5))
def test_every_step_is_drawn_once_and_inside(seed):
    found = process_map(walks(seed))
    drawn = flow_drawing.drawing(found)
    assert [box.step for box in drawn.boxes] == list(found.steps)
    assert all(0 <= box.y <= drawn.height - flow_drawing.HEIGHT for box in drawn.boxes)
    assert sum(box.is_bottleneck for box in drawn.boxes) >= 1
    assert len(drawn.curves) == len(found.ways)  # no way of so few cases is rare
    assert sum(box.share for box in drawn.boxes) == pytest.approx(flow_drawing.BOX, abs=1)


@pytest.mark.parametrize("name", ["Thẩm định", "Chuyển hồ sơ đến công chức chuyên môn", "x" * 100, "a " * 60])
def test_names_are_wrapped_into_two_lines(name):
    lines = flow_drawing.wrapped(name)
    assert 1 <= len(lines) <= 2
    assert all(len(line) <= 28 for line in lines)


def test_nothing_is_drawn_of_nothing():
    assert process_map([]).steps == ()
    assert flow_drawing.drawing(process_map([])).boxes == ()

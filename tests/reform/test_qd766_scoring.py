"""Counts to points: against a slow oracle, against published figures of a real province, and what cannot be."""

import json
from decimal import Decimal
from fractions import Fraction
from importlib.resources import files

import msgspec
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from haidang.config.cli import main
from haidang.reform.qd766 import published
from haidang.reform.qd766.definition import Component, index
from haidang.reform.qd766.scoring import BadInputs, Standing, needed, rounded, score, score_all, to_full, total
from haidang.reform.qd766.spans import of_day, parse

INDEX = index()
PUBLISHED = json.loads((files("haidang.profiles") / "national" / "qd766_published.json").read_bytes())["published"]


def ratio(maximum=6, target=80, zero="nothing", times=None):
    return Component(
        code="x", group="1", name="x", maximum=maximum, over=("a",), under=("b",), target=target, zero=zero,
        scope=("province",), words="", more="", source="", times=times,
    )  # fmt: skip


components = st.builds(ratio, st.integers(1, 20), st.integers(1, 100), st.sampled_from(["nothing", "full", "zero"]))
counts = st.integers(0, 60)


def oracle(component, over, under):
    """The rule read aloud, step by step; None where nothing is scored."""
    if under == 0:
        return {"nothing": None, "full": Fraction(component.maximum), "zero": Fraction(0)}[component.zero]
    percent = Fraction(over * 100, under)
    if percent >= component.target:
        return Fraction(component.maximum)
    return component.maximum * percent / component.target


@given(components, counts, counts)
@settings(deadline=None)
def test_points_are_what_the_rule_says(component, over, under):
    result = score(component, {"a": over, "b": under})
    if over > under:
        assert (result.standing, result.points) == (Standing.IMPOSSIBLE, None)
    else:
        assert result.points == oracle(component, over, under)
        assert result.points is None or 0 <= result.points <= component.maximum


@given(components, counts, st.integers(1, 60))
@settings(deadline=None)
def test_one_more_never_costs_points(component, over, under):
    before, after = (score(component, {"a": each, "b": under}) for each in (over, over + 1))
    if over < under:
        assert after.points >= before.points


@given(components, counts, st.integers(0, 60), st.fractions(0, 3))
@settings(deadline=None)
def test_what_a_gain_takes_is_the_least_that_brings_it(component, over, under, gain):
    result = score(component, {"a": over, "b": under})
    answer = needed(result, gain)
    if result.standing is not Standing.COUNTED:
        assert answer is None
        return
    tried = (more for more in range(under - over + 1)
             if score(component, {"a": over + more, "b": under}).points >= result.points + gain)  # fmt: skip
    assert answer == next(tried, None)


@given(counts, st.integers(1, 60), counts, st.integers(1, 60))
@settings(deadline=None)
def test_a_second_ratio_multiplies_the_first(over, under, synced, expected):
    component = ratio(target=50, times=("s", "e"))
    result = score(component, {"a": over, "b": under, "s": synced, "e": expected})
    if over > under or synced > expected:
        assert result.standing is Standing.IMPOSSIBLE
        return
    share = Fraction(over * synced, under * expected)
    assert result.points == min(Fraction(6), share * 6 * 2)
    more = to_full(result)
    if more is not None:
        full = score(component, {"a": over + more, "b": under, "s": synced, "e": expected})
        assert full.points == 6


@given(st.lists(st.tuples(components, st.one_of(st.none(), counts), counts), max_size=8))
@settings(deadline=None)
def test_every_point_of_the_maximum_is_somewhere(rows):
    results = [score(component, {"a": over, "b": under}) for component, over, under in rows]
    found = total(results)
    assert found.maximum == sum(component.maximum for component, _over, _under in rows)
    assert 0 <= found.points <= found.covered


def test_what_is_not_known_is_missing_and_nothing_is_not_all_of_nothing():
    unknown, nothing = score(ratio(), {"a": 3}), score(ratio(), {"a": 0, "b": 0})
    assert (unknown.standing, unknown.points, unknown.missing) == (Standing.MISSING, None, ("b",))
    assert (nothing.standing, nothing.points) == (Standing.NOTHING, None)
    with pytest.raises(BadInputs):
        score(ratio(), {"a": -1, "b": 2})


def test_the_index_has_a_hundred_points_by_groups():
    by_group = {group.code: 0 for group in INDEX.groups}
    for component in INDEX.components:
        by_group[component.group] += component.maximum
    assert by_group == {"1": 18, "2": 20, "3": 12, "3t": 10, "4": 22, "5": 18}
    known = {item.key for item in INDEX.inputs}
    assert known == {key for item in INDEX.read({}) for key in item.inputs} | {"filed_online_with_result"}


@pytest.mark.parametrize("case", PUBLISHED, ids=lambda case: case["period"])
def test_published_figures_of_a_real_province_come_out_again(case):
    results = score_all(INDEX.read({}), case["inputs"])
    group = case.get("group")
    own = [item for item in results if item.component.group == group] if group else results
    assert str(rounded(total(own).points)) == next(iter(case["points"].values()))


def test_both_results_of_a_disagreement_can_be_had():
    inputs = {"digitised": 40, "digitised_base": 100}
    (eighty,) = [item for item in score_all(INDEX.read({}), inputs) if item.component.code == "4.2"]
    read = INDEX.read({"so-hoa-muc": "100"})
    (hundred,) = [item for item in score_all(read, inputs) if item.component.code == "4.2"]
    assert (eighty.points, hundred.points) == (2, Fraction(8, 5))
    none = {"petitions_due": 0, "petitions_on_time": 0}
    answers = [
        next(item.points for item in score_all(INDEX.read({"phan-anh-0": key}), none) if item.component.code == "5.2")
        for key in ("khong-tinh", "du-diem", "khong-diem")
    ]
    assert answers == [None, 6, 0]


def test_every_option_changes_what_it_says_and_nothing_else():
    plain = {item.code: item for item in INDEX.read({})}
    for choice in INDEX.choices:
        assert choice.default in {option.key for option in choice.options}
        for option in choice.options:
            read = {item.code: item for item in INDEX.read({choice.key: option.key})}
            changed = {code for code in plain if read[code] != plain[code]}
            assert changed <= set(choice.components)


def test_an_inputs_file_is_checked():
    for content in (b"{", b"[]", b'{"inputs": {"nope": 1}}', b'{"inputs": {}, "choices": {"x": "y"}}'):
        with pytest.raises(published.FileUnusable):
            published.read(content, INDEX)
    file = published.read(msgspec.json.encode({"inputs": {"announced": 4}}), INDEX)
    assert file.inputs == {"announced": 4}


def test_the_command_counts_a_file_without_a_house(tmp_path, capsys):
    case = PUBLISHED[0]
    path = tmp_path / "thang.json"
    path.write_text(json.dumps({"agency": "H44", "period": case["period"], "inputs": case["inputs"]}))
    assert main(["score", "qd766", "--inputs", str(path), "--json"]) == 0
    answer = json.loads(capsys.readouterr().out)
    assert answer["total"] == {"points": 15.68, "covered": 20, "without_case": 0, "missing": 80, "maximum": 100}
    path.write_text(json.dumps({"inputs": {"progress_total": 3, "progress_on_time": 4}}))
    assert main(["score", "qd766", "--inputs", str(path)]) == 2
    assert main(["score", "qd766", "--inputs", str(tmp_path / "nowhere.json")]) == 2
    assert main(["score", "qd766"]) == 2


def test_spans():
    for key, days in {
        "2024-02": ("2024-02-01", "2024-02-29"),
        "2024-Q4": ("2024-10-01", "2024-12-31"),
        "2024": ("2024-01-01", "2024-12-31"),
    }.items():
        span = parse(key)
        assert (span.key, span.first.isoformat(), span.last.isoformat()) == (key, *days)
        assert span.moved(-3).moved(3) == span == of_day(span.last, span.kind)
    assert [parse(key) for key in ("", "2024-13", "2024-Q5", "1999", "2024-1", "٢٠٢٤")] == [None] * 6
    assert parse("2024-01").moved(-1).key == "2023-12"


def test_rounding_is_half_up():
    assert rounded(Fraction(5, 1000)) == Decimal("0.01")

"""Forecasts: nothing of the future is used, few cases lean on many, and structure is found where there is some."""

import numpy as np
import pytest
from logs import BEGIN, case, played

from haidang.insight.api import Level, LogRefused, Model, build, evaluate, facts_of, prefixes, temporal_split
from haidang.insight.comparable import CAUTION, ENOUGH, Comparables
from haidang.insight.log import days_of
from haidang.insight.prefixes import Questions, open_cases, with_waiting


def all_of(log):
    return np.ones(log.cases, dtype=bool)


def test_the_split_lets_nothing_of_the_test_into_training():
    log = played(200)
    split = temporal_split(log)
    assert split.is_strict
    assert log.ended[split.train].max() < split.moment <= log.begun[split.test].min()
    assert not (split.train & split.test).any()
    assert (log.begun < split.moment).mean() == pytest.approx(0.8, abs=0.01)


def test_a_case_that_is_still_running_is_in_neither_part():
    cases = [case(f"c{n}", ("a", 0), ("b", 1), begin=n) for n in range(10)]
    log = build([*cases, case("long", ("a", 0), ("b", 30), begin=2), case("open", ("a", 0), begin=9, is_over=False)])
    split = temporal_split(log)
    assert "long" not in {log.ids[n] for n in np.flatnonzero(split.train | split.test)}
    assert "open" not in {log.ids[n] for n in np.flatnonzero(split.train | split.test)}


def test_too_few_cases_are_refused():
    with pytest.raises(LogRefused):
        evaluate(build([case("a", ("x", 0), ("y", 1))]))


def test_forecasts_do_not_change_with_what_comes_later():
    """The forecast of a prefix is the same whether or not its case's later events, and later cases, are known."""
    log = played(300)
    split = temporal_split(log)
    log = log.with_due(12.0)
    facts = facts_of(log)
    model = Model(prefixes(facts, split.train))
    asked = prefixes(facts, split.test)
    before = model.forecast(asked.where(asked.row < asked.row[len(asked) // 2]))
    after = model.forecast(asked)
    assert np.array_equal(before.chance, after.chance[: len(before.chance)])
    for name in ("age", "gap", "previous", "entered", "load"):
        shorter = facts_of(_until(log, split.moment))
        assert np.array_equal(getattr(shorter, name), getattr(facts, name)[log.at < split.moment]), name


def _until(log, moment):
    """The log as it stood at `moment`: later events unknown, cases that went on open."""
    from dataclasses import replace

    known = log.at < moment
    sizes = np.bincount(log.case_of[known], minlength=log.cases)
    kept = sizes > 0
    columns = {name: replace(column, codes=column.codes[known]) for name, column in log.columns.items()}
    return replace(
        log, ids=tuple(np.array(log.ids)[kept]), first=np.concatenate(([0], np.cumsum(sizes[kept]))),
        at=log.at[known], clock=log.clock[known], due=log.due[known], columns=columns,
        is_over=(log.is_over & (log.ended < moment))[kept],
    )  # fmt: skip


LEVELS = (Level("step", ("step",)), Level("step_resource", ("step", "resource")))


def _compared(log, asked_for):
    facts = facts_of(log.with_due(5.0))
    known = prefixes(facts, log.is_over)
    rows = np.array([row for row in known.row if log.ids[facts.case[row]] in asked_for])
    return Comparables(known, LEVELS).answer(Questions(facts, rows, np.zeros(len(rows)))), known


def test_a_group_of_many_speaks_for_itself_and_one_of_few_leans_on_the_broader():
    def with_resource(item, name):
        item.events = [type(e)(e.at, {**e.labels, "resource": name}) for e in item.events]
        return item

    many = [with_resource(case(f"m{n:03d}", ("a", 0), ("b", 2), begin=n), "many") for n in range(100)]
    few = [with_resource(case(f"f{n}", ("a", 0), ("b", 10), begin=n + 0.5), "few") for n in range(3)]
    log = build([*many, *few])
    found, known = _compared(log, {"m000", "f0"})
    prior = known.is_late.mean()
    broad = (3 + CAUTION * prior) / (103 + CAUTION)
    assert found.chance[0] == pytest.approx(CAUTION * broad / (100 + CAUTION))
    assert found.chance[1] == pytest.approx((3 + CAUTION * broad) / (3 + CAUTION))
    # The broad group is named where the narrow one has too few, with its own numbers.
    assert found.level.tolist() == [1, 0]
    assert found.count.tolist() == [100, 103]
    assert found.late.tolist() == [0, 3]
    assert min(found.count) >= ENOUGH


@pytest.mark.parametrize("seed", range(5))
def test_comparables_are_those_of_the_oracle(seed):
    """Quantiles and late ones among the cases that stayed in the step as long, counted one by one."""
    log = played(150, seed=seed).with_due(8.0)
    facts = facts_of(log)
    asked = with_waiting(prefixes(facts, all_of(log)))
    found = Comparables(prefixes(facts, all_of(log)), [Level("step", ("step",))]).answer(asked)
    step = log.columns["step"].codes
    for place in range(0, len(asked), 7):
        row, waited = asked.row[place], asked.in_step[place]
        entries = [e for e in range(len(step)) if step[e] == step[row] and facts.is_entry[e] and facts.left[e] > 0]
        stayed = [e for e in entries if waited <= 0 or facts.stay[e] > waited]
        needed = sorted(facts.left[e] - waited for e in stayed)
        if len(stayed) < ENOUGH:
            assert found.level[place] == -1
            continue
        assert found.count[place] == len(stayed)
        assert found.late[place] == sum(each > asked.slack[place] for each in needed)
        for share, days in zip((0.5, 0.8, 0.9), found.needed[place], strict=True):
            assert sum(each <= days + 1e-9 for each in needed) >= share * len(needed)
            assert sum(each < days - 1e-9 for each in needed) < share * len(needed)


@pytest.mark.parametrize("is_live", [False, True])
def test_structure_is_found(is_live):
    """Better than every baseline that does not see it, and than the past's rate by far."""
    found = evaluate(played(900), is_live=is_live)
    prior, activity = found.baselines["prior_rate"], found.baselines["activity_mean"]
    assert found.model.brier < 0.8 * prior.brier
    assert found.model.brier < activity.brier
    assert found.model.mae_days < 0.8 * prior.mae_days
    assert found.model.mae_days < activity.mae_days
    assert found.model.auc > 0.75


def test_evaluation_is_the_same_at_every_run():
    assert evaluate(played(300)) == evaluate(played(300))


def test_every_prefix_of_every_test_case_is_scored():
    log = played(300)
    found, split = evaluate(log), temporal_split(log)
    assert found.n_test == split.test.sum()
    assert found.n_train == split.train.sum()
    assert found.prefixes == sum(size - 1 for size in np.diff(log.first)[split.test])


def test_a_deadline_of_the_past_is_the_80th_percentile_of_training():
    log = played(300)
    split = temporal_split(log)
    days = np.percentile(log.durations[split.train], 80)
    late = {n for n in np.flatnonzero(split.test) if log.durations[n] > days}
    assert evaluate(log).late == sum(np.diff(log.first)[n] - 1 for n in late)


def test_without_late_cases_there_is_no_area_and_no_error():
    cases = [case(f"c{n:03d}", ("a", 0), ("b", 1), begin=n, due_days=5.0) for n in range(60)]
    found = evaluate(build(cases))
    assert (found.model.auc, found.late) == (None, 0)
    assert found.model.brier == pytest.approx(0.0, abs=1e-6)


def test_open_cases_are_asked_at_their_last_event():
    log = build([case("over", ("a", 0), ("b", 4)), case("open", ("a", 0), ("c", 1), begin=1, is_over=False)])
    asked = open_cases(facts_of(log.with_due(10.0)), np.array([np.nan, 2.0]))
    assert [log.ids[n] for n in asked.case] == ["open"]
    assert (asked.in_step[0], asked.slack[0]) == (2.0, 7.0)
    assert np.isnan(asked.left[0])
    assert log.begun[0] == days_of(BEGIN)

"""Periodic work: begun when its slot has come, once by whoever comes first, again after an error, in nobody's way."""

from datetime import datetime, time, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from haidang.platform import periodic
from haidang.platform.periodic import LEASE, RETRY, Job, run_due

NOW = datetime.fromisoformat("2024-11-04T09:20+07:00")
MINUTE = timedelta(minutes=1)


@pytest.fixture
def jobs(monkeypatch, db):
    """No jobs but those that a test registers."""
    monkeypatch.setattr(periodic, "_jobs", {})
    return periodic


def names(now):
    return [outcome.name for outcome in run_due(now)]


def test_a_job_is_done_once_in_its_slot_and_again_in_the_next(jobs):
    jobs.register(Job("a", lambda now: 3, every=timedelta(minutes=15)))
    (outcome,) = run_due(NOW)
    assert (outcome.name, outcome.done, outcome.problem) == ("a", 3, "")
    assert names(NOW + 5 * MINUTE) == []
    assert names(NOW + 11 * MINUTE) == ["a"]


def test_a_daily_job_is_done_once_after_its_time_even_if_the_worker_slept(jobs):
    jobs.register(Job("digest", lambda now: 1, at=time(7)))
    assert names(NOW) == ["digest"]
    assert names(NOW + timedelta(hours=14)) == []
    assert names(NOW + timedelta(hours=21, minutes=39)) == []
    assert names(NOW + timedelta(hours=21, minutes=40)) == ["digest"]
    assert names(NOW + timedelta(days=5)) == ["digest"]


def test_an_error_leaves_the_others_alone_and_is_tried_again(jobs, caplog):
    def work(now):
        if now < NOW + RETRY:
            raise ValueError("kho đầy")
        return 1

    jobs.register(Job("a", work, every=timedelta(days=1)))
    jobs.register(Job("b", lambda now: 1, every=timedelta(days=1)))
    assert [(outcome.name, outcome.problem) for outcome in run_due(NOW)] == [("a", "ValueError"), ("b", "")]
    assert "a failed" in caplog.text
    assert names(NOW + MINUTE) == []
    assert [(outcome.name, outcome.problem) for outcome in run_due(NOW + RETRY)] == [("a", "")]


def test_two_workers_never_do_one_job_at_once_and_a_dead_one_is_relieved(jobs):
    inner = []
    jobs.register(Job("a", lambda now: inner.append(names(now)) or 1, every=MINUTE))
    assert names(NOW) == ["a"]
    assert inner == [[]]
    periodic.PeriodicRun.objects.update(slot=None, leased_until=NOW + LEASE)
    assert names(NOW + LEASE - MINUTE) == []
    assert names(NOW + LEASE) == ["a"]


def test_a_job_needs_a_time(jobs):
    with pytest.raises(ValueError, match="every or at"):
        jobs.register(Job("a", lambda now: 1))


@given(
    st.integers(0, 10**9).map(lambda seconds: NOW + timedelta(seconds=seconds)),
    st.one_of(st.times(), st.integers(1, 10_000).map(lambda minutes: timedelta(minutes=minutes))),
)
def test_a_slot_is_the_last_beginning(now, when):
    job = Job("a", int, at=when.replace(tzinfo=None)) if isinstance(when, time) else Job("a", int, every=when)
    slot = job.slot(now)
    step = job.every or timedelta(days=1)
    assert slot <= now < slot + step
    assert job.slot(slot) == slot
    assert job.slot(slot - timedelta(microseconds=1)) == slot - step

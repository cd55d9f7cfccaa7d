"""Decision 766, indicator 2.1: when the count of a dossier ends, and against what it is held."""

from datetime import datetime

import pytest

from haidang.worktime import api as worktime

CALENDAR = worktime.profile_calendar()
LATE, ON_TIME, UNKNOWN = worktime.Timeliness.LATE, worktime.Timeliness.ON_TIME, worktime.Timeliness.UNKNOWN


def at(text):
    return None if text is None else datetime.fromisoformat(text).replace(tzinfo=CALENDAR.zone)


def judged(*, as_of="2024-04-01T09:00", supplements=(), term=None, **facts):
    dossier = worktime.ScoredDossier(
        received_at=at("2024-03-04T09:00"),
        supplements=[worktime.Pause(at(begin), at(end)) for begin, end in supplements],
        term=worktime.Term.parse(term) if term else None,
        **{name: at(text) for name, text in facts.items()},
    )
    return worktime.score_dossier(CALENDAR, dossier, as_of=at(as_of))


APPOINTED = {"appointed_at": "2024-03-08T17:00"}


@pytest.mark.parametrize(
    ("facts", "timeliness", "ending"),
    [
        (APPOINTED | {"processed_at": "2024-03-08T17:00"}, ON_TIME, "processed"),
        (APPOINTED | {"processed_at": "2024-03-08T17:00:01"}, LATE, "processed"),
        (APPOINTED | {"processed_at": "2024-03-08T16:00", "returned_at": "2024-03-20T09:00"}, ON_TIME, "processed"),
        (APPOINTED | {"returned_at": "2024-03-20T09:00"}, LATE, "returned"),
        (APPOINTED | {"stopped_at": "2024-03-07T09:00"}, ON_TIME, "stopped"),
        (APPOINTED, LATE, "still_open"),
        (APPOINTED | {"as_of": "2024-03-08T09:00"}, ON_TIME, "still_open"),
        (APPOINTED | {"as_of": "2024-03-08T09:00", "processed_at": "2024-03-11T09:00"}, ON_TIME, "still_open"),
        (APPOINTED | {"supplements": [("2024-03-06T09:00", None)]}, ON_TIME, "supplement_asked"),
        (APPOINTED | {"supplements": [("2024-03-11T09:00", None)]}, LATE, "supplement_asked"),
        (APPOINTED | {"supplements": [("2024-03-06T09:00", "2024-03-07T09:00")]}, LATE, "still_open"),
    ],
)
def test_the_count_ends_where_the_index_says(facts, timeliness, ending):
    score = judged(**facts)
    assert (score.timeliness, score.ending) == (timeliness, ending)


def test_more_than_one_supplement_request_is_late_whatever_the_dates():
    twice = [("2024-03-05T09:00", "2024-03-05T10:00"), ("2024-03-06T09:00", "2024-03-06T10:00")]
    score = judged(**APPOINTED, processed_at="2024-03-07T09:00", supplements=twice)
    assert (score.timeliness, score.has_many_supplements) == (LATE, True)
    as_first = judged(**APPOINTED, processed_at="2024-03-07T09:00", supplements=twice, as_of="2024-03-06T08:00")
    assert as_first.timeliness is ON_TIME


def test_without_an_appointed_date_the_term_is_the_limit_and_supplement_time_is_subtracted():
    answered = [("2024-03-05T09:00", "2024-03-07T09:00")]
    assert judged(term="3 working_day", processed_at="2024-03-08T09:00").timeliness is LATE
    score = judged(term="3 working_day", processed_at="2024-03-08T09:00", supplements=answered)
    assert (score.timeliness, score.limit_at) == (ON_TIME, at("2024-03-11T17:00"))


def test_without_date_and_term_nothing_is_claimed():
    assert judged(processed_at="2024-03-08T09:00").timeliness is UNKNOWN

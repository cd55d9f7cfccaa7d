"""The trend against a recount in Python, day by day, from each dossier's rows."""

from datetime import datetime, time, timedelta

from board_oracle import seen_by
from django.urls import reverse
from leader_pages import client_of, text_of

from haidang.dossiers.api import Command, State, boards
from haidang.leaders.charts import HEIGHT, WIDTH, chart
from haidang.platform import clock
from world import DEPARTMENT, HOURS, OTHER_DEPARTMENT, PAUSE, moment


def by_hand(user, now, days):
    """The days as somebody would count them who looks at every dossier at the end of each day."""
    dossiers = [item for item in seen_by(user, now) if item.received_at]
    today = clock.local(now).date()
    found = []
    for day in (today - timedelta(days=back) for back in reversed(range(days))):
        end = min(datetime.combine(day + timedelta(days=1), time(), clock.LOCAL), now)
        standing = [item for item in dossiers if _is_open(item, end, now)]
        found.append(
            (
                day,
                sum(clock.local(item.received_at).date() == day for item in dossiers),
                sum(item.finished_at is not None and clock.local(item.finished_at).date() == day for item in dossiers),
                len(standing),
                sum(_was_late(item, end) for item in standing),
            )
        )
    return found


def _is_open(item, end, now):
    begun = item.received_at < end or end == now
    return begun and (item.closed_at is None or (item.closed_at >= end and end < now))


def _was_late(item, end):
    spans = [span for span in item.due_dates.all() if span.since < end and (span.until is None or span.until >= end)]
    return any(span.due_at is not None and span.due_at < end for span in spans)


def test_every_day_is_what_a_recount_of_that_day_finds(world):
    paused, late = world.bring(State.PROCESSING, HOURS), world.bring(State.PROCESSING, HOURS)
    done = world.bring(State.RECEIVED)
    world.bring(State.NEW)
    world.bring(State.RECEIVED, agency=OTHER_DEPARTMENT, channel="direct")
    world.bring(State.REFUSED)
    world.now += timedelta(days=4)
    world.act(Command.REQUEST_SUPPLEMENT, paused)
    world.now += timedelta(days=3)
    world.act(Command.SUPPLEMENT, paused)
    world.bring(State.RECEIVED, PAUSE)
    world.finish_steps(late)
    world.act(Command.FINISH, late)
    world.now += timedelta(days=2)
    world.act(Command.WITHDRAW, done)
    world.now = moment("2024-11-28T10:00")
    for user in (world.leader, world.officer("manager", DEPARTMENT)):
        reach = boards.reach_of(user, on=world.now.date())
        days = boards.trend(boards.Asked(), reach, now=world.now, days=30)
        counted = [(day.first, day.received, day.finished, day.open, day.late) for day in days]
        assert counted == by_hand(user, world.now, 30)
        assert min(max(column) for column in list(zip(*counted, strict=True))[1:]) > 0, "every figure is shown"
        board = boards.board(boards.Asked(), reach, now=world.now)
        assert days[-1].late <= board.total.of(boards.Figure.LATE)
        weeks = boards.by_week(days)
        assert sum(week.received for week in weeks) == sum(day.received for day in days)
        assert (weeks[-1].open, weeks[-1].late, weeks[-1].last) == (days[-1].open, days[-1].late, world.now.date())
        assert all(week.first.weekday() == 0 for week in weeks[1:])
    page = client_of(world.leader).get(reverse("leaders:trend"), {"ky": "tuan"})
    assert "Xu hướng 12 tuần" in text_of(page)
    assert client_of(world.leader).get(reverse("leaders:trend"), {"co_quan": "x"}).status_code == 400


def test_lines_reach_from_edge_to_edge_and_from_nought_to_the_highest():
    drawn = chart([("a", "A", [0, 5, 10]), ("b", "B", [10, 10, 10]), ("c", "C", [])])
    assert drawn.highest == 10
    assert drawn.lines[0].points == f"0,{HEIGHT} {WIDTH / 2:g},{HEIGHT / 2:g} {WIDTH},0"
    assert drawn.lines[1].points == f"0,0 {WIDTH / 2:g},0 {WIDTH},0"
    assert (drawn.lines[0].last, drawn.lines[2].points) == (10, "")
    assert chart([("a", "A", [3])]).lines[0].points == f"0,0 {WIDTH},0"
    assert chart([("a", "A", [0, 0])]).lines[0].points == f"0,{HEIGHT} {WIDTH},{HEIGHT}"

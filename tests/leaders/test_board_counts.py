"""The board against a recount in Python: for several readers, at several times, after a reorganisation."""

from datetime import timedelta
from itertools import product

import pytest
from board_oracle import homes, recount

from haidang.catalogue import api as catalogue
from haidang.dossiers.api import Command, Invalid, State, boards
from haidang.identity import api as identity
from haidang.platform import clock
from world import DEPARTMENT, DISTRICT, HOURS, OTHER_DEPARTMENT, PAUSE, PAY_PAUSES, RUNS_ON, moment

_F, EVERYTHING = boards.Figure, boards.Asked()
PLACES = (DEPARTMENT, OTHER_DEPARTMENT)


@pytest.fixture
def province(world):
    """Dossiers in every state, of several procedures, at two departments, some of them old enough to be late."""
    for agency in PLACES:
        for state in (State.NEW, State.RECEIVED, State.SUPPLEMENT):
            world.bring(state, agency=agency, channel="direct")
    world.bring(State.DONE, HOURS, agency=OTHER_DEPARTMENT, channel="direct")
    world.bring(State.SUPPLEMENT, RUNS_ON)
    for state in (State.PAYMENT, State.REFUSED, State.WITHDRAWN, State.STOPPED):
        world.bring(state, PAY_PAUSES)
    code = world.submit(PAUSE).code
    world.act(Command.REQUEST_SUPPLEMENT, code)
    code = world.bring(State.PROCESSING)
    world.act(Command.PAUSE, code)
    late = world.bring(State.PROCESSING, HOURS)
    world.now += timedelta(days=7)
    world.finish_steps(late)
    world.act(Command.FINISH, late)
    world.bring(State.PROCESSING, HOURS)
    world.bring(State.RECEIVED, agency=OTHER_DEPARTMENT, channel="direct")
    return world


def readers(world):
    return {
        "leader": world.leader,
        "manager": world.officer("manager", DEPARTMENT),
        "other manager": world.officer("manager", OTHER_DEPARTMENT),
        "manager of one procedure": world.officer("manager", DEPARTMENT, procedure_code=HOURS),
        "district": world.officer("leader", DISTRICT, with_descendants=True),
    }


def reach_of(user, now):
    return boards.reach_of(user, on=clock.local(now).date())


def check(user, now, asked=EVERYTHING, *, wanted=lambda dossier: True):
    """Counts, and the list behind each, are those of the recount."""
    reach, expected = reach_of(user, now), recount(user, now, wanted=wanted)
    board = boards.board(asked, reach, now=now)
    for figure in _F:
        listed = set(boards.behind(asked.counting(figure), reach, now=now).values_list("code", flat=True))
        if not (asked.has_step and not figure.is_open):
            assert board.total.of(figure) == len(expected[figure]), figure
            assert listed == expected[figure], figure
    assert sum(line.count for line in board.paused) == len(expected[_F.PAUSED])
    return board


MOMENTS = ("2024-11-11T09:00", "2024-11-11T16:59", "2024-11-13T09:00", "2024-12-09T09:00", "2025-03-03T09:00")


def test_every_reader_s_board_equals_the_recount(province):
    seen = set()
    for (name, user), at in product(readers(province).items(), MOMENTS):
        board = check(user, moment(at))
        seen |= {figure for figure, count in board.total.counts.items() if count}
        if name == "district":
            assert board.total.of(_F.OPEN) == 0
    assert seen == set(_F), "these tests show every figure"


def test_every_line_opens_what_it_counts(province):
    now, reach = province.now, reach_of(province.leader, province.now)
    for grouping in boards.Grouping:
        board = boards.board(boards.Asked(), reach, now=now, grouping=grouping)
        assert board.lines
        for line in board.lines:
            for figure, count in line.figures.counts.items():
                assert boards.behind(line.asked.counting(figure), reach, now=now).count() == count, (line, figure)
        for line in board.paused:
            assert boards.behind(line.asked, reach, now=now).count() == line.count, line


def test_lines_below_lines_go_down_to_the_dossier(province):
    """Three taps: an agency, one of its procedures, a step."""
    now, reach = province.now, reach_of(province.leader, province.now)
    agency = next(line for line in boards.board(boards.Asked(), reach, now=now).lines if line.code == DEPARTMENT)
    assert check(province.leader, now, agency.asked, wanted=lambda dossier: dossier.agency.code == DEPARTMENT)
    units = boards.board(agency.asked, reach, now=now)
    assert units.grouping is boards.Grouping.UNIT
    unit = max(units.lines, key=lambda line: line.figures.of(_F.OPEN))
    procedures = boards.board(unit.asked, reach, now=now, grouping=boards.Grouping.PROCEDURE)
    assert (
        procedures.total.of(_F.OPEN)
        == unit.figures.of(_F.OPEN)
        == sum(line.figures.of(_F.OPEN) for line in procedures.lines)
    )
    steps = boards.board(procedures.lines[0].asked, reach, now=now, grouping=boards.Grouping.STEP)
    listed = boards.listed(steps.lines[0].asked, reach, now=now, start=0, size=50)
    assert len(listed) == steps.lines[0].figures.of(_F.OPEN)
    assert all(steps.lines[0].name in item.steps for item in listed)


def test_nobody_asks_about_an_agency_out_of_his_reach(province):
    reach = reach_of(province.officer("manager", DEPARTMENT), province.now)
    for code in (OTHER_DEPARTMENT, "H06", "H06.99.99", "x" * 50):
        with pytest.raises(Invalid):
            boards.board(boards.Asked(agency=code), reach, now=province.now)
        with pytest.raises(Invalid):
            boards.behind(boards.Asked(agency=code), reach, now=province.now)


def test_lists_come_most_urgent_first(province):
    reach = reach_of(province.leader, province.now)
    rows = [item.row for item in boards.listed(boards.Asked(), reach, now=province.now, start=0, size=200)]
    due = [dossier.due_at or dossier.receive_by for dossier in map(province.dossier, [row.code for row in rows])]
    assert due == sorted(due)
    pages = [boards.listed(boards.Asked(), reach, now=province.now, start=at, size=7) for at in range(0, 14, 7)]
    assert [item.row.code for page in pages for item in page] == [row.code for row in rows][:14]


def test_after_a_reorganisation_work_counts_where_it_is_today(province):
    """The plans of 1/1/2025 and 1/7/2025: departments merge, the district level goes."""
    users = readers(province)
    for plan in identity.profile_plans():
        fields = catalogue.procedures_by_field()
        identity.apply_plan(plan, fields=fields, actor=province.administrator, now=province.now)
    seen = []
    for now in map(moment, ("2024-11-11T09:00", "2025-01-02T09:00", "2025-07-02T09:00")):
        for user in users.values():
            if identity.has_anywhere(user, identity.Permission.REPORT_VIEW, on=now.date()):
                check(user, now)
        reach = reach_of(province.leader, now)
        board = boards.board(boards.Asked(), reach, now=now)
        counted = {line.code: line.figures.of(_F.OPEN) for line in board.lines if line.figures.of(_F.OPEN)}
        assert counted == dict(homes(province.leader, now))
        for line in board.lines:
            assert boards.behind(line.asked, reach, now=now).count() == line.figures.of(_F.OPEN), line
        seen.append(frozenset(counted))
    assert len(set(seen)) > 1, "the work has moved"

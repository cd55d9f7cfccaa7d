"""What the database counts, what the journal tells and what the lists behind the cells hold: always the same."""

import random
from datetime import date, timedelta

import pytest
from django.db.models import Q

from haidang.dossiers import api as dossiers
from haidang.dossiers.api import Command, State
from haidang.dossiers.models import Dossier, DueDate
from haidang.dossiers.reports.counting import behind, counted
from haidang.dossiers.reports.periods import COUNTED, SUMS, Cell, Period, total
from haidang.dossiers.reports.reach import EVERYTHING, of_reports
from haidang.dossiers.reports.recount import recount
from haidang.dossiers.reports.register import register
from haidang.dossiers.reports.report import TOTAL, Asked, Kind, report
from haidang.identity.models import AgencyVersion, Succession
from haidang.platform import journal
from haidang.platform.errors import Refused
from world import DEPARTMENT, HOURS, NO_TERM, OTHER_DEPARTMENT, PAUSE, RESTART, RUNS_ON, moment

FIRST = date(2024, 11, 4)
COMMANDS = [command for command in Command if command not in {Command.SUBMIT, Command.RATE, Command.CHECK_DOCUMENT}]
# So that lives reach the later states instead of ending early or waiting for ever.
WEIGHTS = {
    Command.COMPLETE_STEP: 12, Command.ACCEPT: 10, Command.FINISH: 8, Command.SUPPLEMENT: 5, Command.RESUME: 5,
    Command.WITHDRAW: 0.2, Command.STOP: 0.2, Command.REJECT: 0.6,
}  # fmt: skip


# What there was when journals were first written.
FIRST_COMMANDS = [
    Command.ACCEPT, Command.REJECT, Command.REQUEST_SUPPLEMENT, Command.SUPPLEMENT, Command.COMPLETE_STEP,
    Command.PAUSE, Command.RESUME, Command.WITHDRAW, Command.STOP, Command.FINISH, Command.RETURN_RESULT,
]  # fmt: skip


def weight(command):
    """Fees and new dates happen too, but do not crowd out the way to a result."""
    return WEIGHTS.get(command, 1 if command in FIRST_COMMANDS else 0.3)


def random_lives(world, seed, steps=260, commands=COMMANDS):
    """Dossiers of two departments and all channels driven by whatever happens to be possible; ends after weeks."""
    rng = random.Random(seed)
    now, codes = world.now, []
    for _step in range(steps):
        now += timedelta(minutes=rng.choice((7, 55, 400)))
        if len(codes) < 4 or rng.random() < 0.06:
            channel, agency = rng.choice(("online", "direct", "postal")), rng.choice((DEPARTMENT, OTHER_DEPARTMENT))
            procedure = rng.choice((PAUSE, RESTART, RUNS_ON, NO_TERM, HOURS))
            codes.append(world.submit(procedure, now=now, channel=channel, agency=agency).code)
        code = rng.choice(codes)
        command = rng.choices(commands, [weight(command) for command in commands])[0]
        try:
            world.act(command, code, now=now)
        except (Refused, AttributeError):  # no step is open
            continue
    return now


def some_periods(rng, end):
    days = (end.date() - FIRST).days + 2
    for _each in range(12):
        first = FIRST + timedelta(days=rng.randrange(-3, days))
        last = first + timedelta(days=rng.randrange(days))
        begins = moment(f"{first}T00:00")
        yield Period(first, last, begins + timedelta(minutes=rng.randrange(60 * 24 * 40)))


@pytest.mark.parametrize("seed", range(4))
def test_database_journal_and_lists_agree(world, seed):
    end = random_lives(world, seed)
    seen = set()
    for period in some_periods(random.Random(seed), end):
        assert recount(period).differences == []
        figures = total(counted(period, Q()).values())
        assert figures.is_balanced
        for cell in Cell:
            assert behind(period, cell, Q()).count() == figures.of(cell)
            seen |= {cell} if figures.of(cell) else set()
    assert len(seen) > 8


@pytest.mark.parametrize("seed", range(2))
def test_every_cell_of_a_report_opens_its_list(world, seed):
    end = random_lives(world, seed, steps=120)
    period = Period(FIRST, end.date(), end)
    for kind in Kind:
        found = report(Asked(kind, period, FIRST), EVERYTHING)
        tops = total(row.figures for row in found.rows if row.depth == 0)
        assert tops == found.total
        for row in [*found.rows, *found.empty[:3], found.row(TOTAL)]:
            for cell in (*COUNTED, *SUMS):
                assert found.behind(row.id, cell).count() == row.figures.of(cell), (row.name, cell)


def test_a_recount_finds_a_row_that_was_changed(world):
    code = world.bring(State.DONE)
    period = Period(FIRST, FIRST, world.now)
    assert recount(period).differences == []
    Dossier.objects.filter(code=code).update(finished_at=None)
    places = {(item.cell, item.by_database, item.by_journal) for item in recount(period).differences}
    assert places == {(Cell.EARLY, 0, 1), (Cell.GIVEN_BACK, 1, 0)}
    assert {item.only_journal for item in recount(period).differences if item.cell is Cell.EARLY} == {(code,)}


def test_the_past_is_told_as_it_was_then(world):
    """A supplement asked after the period, and the due date that it moves, are not known in the period."""
    code = world.submit(now=moment("2024-11-04T09:00")).code
    world.act("accept", code, now=moment("2024-11-04T10:00"))
    due = world.dossier(code).due_at
    assert due == moment("2024-11-11T17:00")
    world.act("request_supplement", code, now=moment("2024-11-11T09:00"))
    world.act("supplement", code, now=moment("2024-11-18T09:00"))
    assert world.dossier(code).due_at > due

    def cells(first, last, as_of="2024-12-31T00:00"):
        period = Period(date.fromisoformat(first), date.fromisoformat(last), moment(as_of))
        assert recount(period).differences == []
        figures = total(counted(period, Q()).values())
        return {cell.value for cell in COUNTED if figures.of(cell)}

    assert cells("2024-11-01", "2024-11-10") == {"online", "open_in_time"}
    assert cells("2024-11-01", "2024-11-11") == {"online", "paused"}
    assert cells("2024-11-11", "2024-11-18", as_of="2024-11-18T12:00") == {"carried", "open_in_time"}
    assert cells("2024-11-01", "2024-11-30") == {"online", "open_late"}
    # The same days, asked before the supplement: nobody could know of it.
    assert cells("2024-11-01", "2024-11-30", as_of="2024-11-11T08:00") == {"online", "open_in_time"}
    assert cells("2024-11-01", "2024-11-30", as_of="2024-11-04T09:59") == set()


def test_a_first_journal_that_does_not_tell_what_a_pause_suspends_is_recounted_too(world, monkeypatch):
    random_lives(world, 11, steps=150, commands=FIRST_COMMANDS)
    told = journal.data

    def as_first_written(entry):
        data = told(entry)
        if entry.kind.rsplit(".", 1)[1] not in {"accept", "supplement", "resume"}:
            data.pop("due_at", None)
        return data | {"v": 1}

    lines = [line for _stream, entries in journal.streams("dossier:") for line in entries]
    assert any("due_at" in told(line) and "due_at" not in as_first_written(line) for line in lines)
    monkeypatch.setattr(journal, "data", as_first_written)
    for days in range(40):
        period = Period(FIRST, FIRST + timedelta(days=days), moment("2025-03-01T00:00"))
        assert recount(period).differences == []


def test_a_pause_that_moves_nothing_excuses_nothing(world):
    late = world.submit(RUNS_ON).code
    world.act("accept", late)
    world.act("request_supplement", late, now=moment("2024-11-05T09:00"))
    period = Period(FIRST, date(2024, 11, 30), moment("2024-12-31T00:00"))
    assert total(counted(period, Q()).values()).of(Cell.OPEN_LATE) == 1
    assert recount(period).differences == []


def test_due_dates_are_kept_as_spans(world):
    code = world.bring(State.PROCESSING)
    world.act("request_supplement", code, now=world.now + timedelta(hours=1))
    world.act("supplement", code, now=world.now + timedelta(hours=2))
    spans = list(DueDate.objects.filter(dossier__code=code))
    assert [span.due_at is None for span in spans] == [False, True, False]
    assert [span.until for span in spans] == [spans[1].since, spans[2].since, None]
    assert spans[2].due_at == world.dossier(code).due_at


def test_history_is_filled_for_dossiers_that_were_there_before(world):
    from django.apps import apps

    from haidang.dossiers.migrations._due_dates_of_ledgers import fill

    random_lives(world, 7, steps=150, commands=FIRST_COMMANDS)
    assert Dossier.objects.filter(returned_at__isnull=False).exists()
    DueDate.objects.all().delete()
    Dossier.objects.update(returned_at=None, handover="")
    fill(apps, None)
    assert dossiers.verify(with_files=False).faults == []


SUCCEEDS = date(2025, 7, 1)


def succeed(world, before, heir, *procedures):
    before, heir = world.agency(before).id, world.agency(heir).id
    Succession.objects.create(
        predecessor_id=before, successor_id=heir, on=SUCCEEDS, kind="split", procedures=list(procedures)
    )


def end(world, code):
    AgencyVersion.objects.filter(agency_id=world.agency(code).id).update(valid_to=SUCCEEDS)


def tops(world, anchor, kind=Kind.AGENCIES):
    """Received dossiers by agency, of the rows that have none below, under the structure of a day; lists checked."""
    found = report(Asked(kind, Period(FIRST, FIRST, world.now), anchor), EVERYTHING)
    for row in found.rows:
        for cell in (Cell.RECEIVED, Cell.DONE, Cell.OPEN):
            assert found.behind(row.id, cell).count() == row.figures.of(cell), (row.name, cell)
    assert total(row.figures for row in found.rows if row.depth == 0) == found.total
    return {row.code or row.id: row.figures.of(Cell.RECEIVED) for row in found.rows if row.code != "H06"}, found.total


def test_old_and_new_structure_have_the_same_total(world):
    world.bring(State.DONE)
    for procedure in (PAUSE, PAUSE, RUNS_ON):
        world.bring(State.RECEIVED, procedure, agency=OTHER_DEPARTMENT)
    before, all_before = tops(world, FIRST)
    assert before == {DEPARTMENT: 1, OTHER_DEPARTMENT: 3}
    # One procedure goes to another department, the rest of the work stays.
    succeed(world, OTHER_DEPARTMENT, DEPARTMENT, PAUSE)
    after, all_after = tops(world, SUCCEEDS)
    assert (after, all_after) == ({DEPARTMENT: 3, OTHER_DEPARTMENT: 1}, all_before)
    assert tops(world, FIRST) == (before, all_before)
    assert tops(world, SUCCEEDS, Kind.FIELDS)[1] == all_before


def test_what_nobody_has_taken_over_stands_in_a_row_of_its_own(world):
    world.bring(State.DONE)
    world.bring(State.RECEIVED, agency=OTHER_DEPARTMENT)
    _before, all_before = tops(world, FIRST)
    end(world, OTHER_DEPARTMENT)
    assert tops(world, SUCCEEDS) == ({DEPARTMENT: 1, "khac": 1}, all_before)


def test_a_merged_agency_is_read_under_its_heir(world):
    world.bring(State.RETURNED, agency=OTHER_DEPARTMENT)
    succeed(world, OTHER_DEPARTMENT, DEPARTMENT)
    end(world, OTHER_DEPARTMENT)
    assert tops(world, SUCCEEDS)[0] == {DEPARTMENT: 1}
    period = Period(FIRST, FIRST, world.now)
    narrowed = report(Asked(Kind.AGENCIES, period, SUCCEEDS, DEPARTMENT), EVERYTHING)
    assert narrowed.total.of(Cell.DONE) == 1
    assert [register(DEPARTMENT, period, EVERYTHING, on=day).total for day in (FIRST, SUCCEEDS)] == [0, 1]
    # Whoever has the heir's rights sees it too, under either structure.
    reach = of_reports(world.officer("manager", DEPARTMENT), on=SUCCEEDS)
    assert [report(Asked(Kind.AGENCIES, period, day), reach).total for day in (FIRST, SUCCEEDS)] == [narrowed.total] * 2

"""However a simulation is cut into batches, sped up or interrupted, it leaves the same rows and events."""

from contextlib import nullcontext
from dataclasses import replace
from datetime import timedelta

import msgspec
import pytest
from simulation_rows import UNTIL, rewind_numbers, rows, undone

from haidang.dossiers import api as dossiers
from haidang.simulation import run
from haidang.simulation.run import simulate

pytestmark = pytest.mark.django_db


def _rows_after(wish, **options):
    def act():
        simulate(wish, **options)
        return rows()

    return undone(act)


def test_one_by_one_and_in_bulk_leave_identical_rows_and_events(wish, chance, monkeypatch):
    """The plain way, each dossier on its own and every question asked afresh, against batches with a memory."""
    in_bulk = _rows_after(wish, batch=50)
    monkeypatch.setattr(run, "remembering", lambda first, last: nullcontext())
    one_by_one = _rows_after(wish, batch=1)
    assert one_by_one == in_bulk
    assert len(in_bulk["dossiers_dossier"]) == wish.dossiers
    assert len(in_bulk["ground_journalentry"]) > 4 * wish.dossiers


def test_an_interrupted_run_is_continued_and_nothing_is_done_twice(wish, chance, monkeypatch):
    whole = _rows_after(wish)
    played = run.play
    calls = []

    def play(*args, **options):
        calls.append(1)
        if len(calls) == 6:
            raise KeyboardInterrupt
        return played(*args, **options)

    monkeypatch.setattr(run, "play", play)
    with pytest.raises(KeyboardInterrupt):
        simulate(wish, batch=2)
    rewind_numbers()
    assert dossiers.Dossier.objects.count() == 4
    outcome = simulate(wish, batch=2)
    assert (outcome.filed, outcome.carried_on) == (wish.dossiers - 4, 0)
    assert rows() == whole
    assert simulate(wish).commands == 0


def test_more_dossiers_of_a_seed_come_on_top(wish):
    simulate(replace(wish, dossiers=5))
    before = set(dossiers.Dossier.objects.values_list("code", flat=True))
    outcome = simulate(wish)
    assert outcome.filed == wish.dossiers - 5
    assert before < set(dossiers.Dossier.objects.values_list("code", flat=True))


def test_time_goes_on_in_a_later_run(wish):
    """What was lived in two parts is what would have been lived at once."""
    columns = ["code", "state", "version", "submitted_at", "received_at", "due_at", "finished_at", "closed_at"]
    at_once = undone(lambda: (simulate(wish), list(dossiers.Dossier.objects.order_by("code").values(*columns)))[1])
    # The window of filing belongs to the seed, so the first part is cut out of it by a middle moment.
    simulate(replace(wish, dossiers=1))
    early = replace(wish, until=UNTIL - timedelta(days=12))
    assert simulate(early).filed
    assert simulate(wish).carried_on
    assert list(dossiers.Dossier.objects.order_by("code").values(*columns)) == at_once


def test_a_dossier_that_people_have_taken_over_is_left_to_them(wish):
    early = replace(wish, dossiers=30, until=UNTIL - timedelta(days=5))
    simulate(early)
    mine = dossiers.Dossier.objects.filter(state__in=dossiers.OPEN, applicant__isnull=False)
    for number, dossier in enumerate(mine):
        dossiers.withdraw(
            code=dossier.code, reason="Nộp nhầm.", actor=dossier.applicant, now=early.until, key=f"a-person-{number}"
        )
    taken = dict(dossiers.Dossier.objects.filter(state=dossiers.State.WITHDRAWN).values_list("code", "version"))
    simulate(replace(early, until=UNTIL))
    assert dict(dossiers.Dossier.objects.filter(code__in=taken).values_list("code", "version")) == taken
    left = set(run.PlayedDossier.objects.filter(is_left=True).values_list("code", flat=True))
    assert left
    assert left <= set(taken)


def test_dossiers_begun_under_other_rates_are_not_played_on(wish, rates):
    early = replace(wish, until=UNTIL - timedelta(days=12))
    simulate(early)
    begun = dict(dossiers.Dossier.objects.values_list("code", "version"))
    quiet = msgspec.structs.replace(
        rates, online_hours=[0.0] * 9 + [1.0] + [0.0] * 14, counter_hours=[0.0] * 14 + [1.0] + [0.0] * 9
    )
    assert simulate(wish, rates=quiet).carried_on == 0
    assert begun.items() <= dict(dossiers.Dossier.objects.values_list("code", "version")).items()

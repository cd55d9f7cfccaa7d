"""The journal alone tells every row of a dossier, and the audit finds a row that was changed behind its back."""

from datetime import timedelta

import pytest

from haidang.dossiers import api as dossiers
from haidang.dossiers.api import State
from haidang.dossiers.fee_tables import FeeReceipt, FeeRequest
from haidang.dossiers.models import ClockInterval, Document, Dossier, Rating, SupplementRequest
from haidang.dossiers.replay.compare import differences, rebuild
from haidang.platform import journal


@pytest.mark.parametrize("state", list(State))
def test_rows_of_every_state_are_told_by_the_journal(world, state):
    dossier = world.dossier(world.bring(state))
    lines = journal.lines(dossier.stream)
    assert differences(dossier, lines) == []
    told = rebuild(dossier.code, lines)
    assert (told.dossier["state"], told.dossier["due_at"]) == (dossier.state, dossier.due_at)


def test_the_rows_of_a_moment_are_told_by_the_lines_until_then(world):
    code = world.bring(State.PROCESSING)
    before = world.dossier(code)
    world.act("request_supplement", code, now=world.now + timedelta(days=1))
    world.act("supplement", code, now=world.now + timedelta(days=5))
    told = rebuild(code, journal.lines(before.stream)[: before.version])
    assert (told.dossier["due_at"], told.supplements) == (before.due_at, [])
    assert world.dossier(code).due_at > before.due_at


CHANGES = {
    "dossier.due_at": lambda code: Dossier.objects.filter(code=code).update(due_at="2030-01-01T00:00Z"),
    "dossier.promised_at": lambda code: Dossier.objects.filter(code=code).update(promised_at="2030-01-01T00:00Z"),
    "dossier.agency_id": lambda code: Dossier.objects.filter(code=code).update(
        agency=Dossier.objects.get(code=code).agency.pk - 1
    ),
    "clock.since": lambda code: ClockInterval.objects.filter(dossier__code=code, seq=1).update(
        since="2024-11-01T00:00Z"
    ),
    "clock": lambda code: ClockInterval.objects.filter(dossier__code=code, seq=3).delete(),
    "documents.verdict": lambda code: Document.objects.filter(dossier__code=code, position=0).update(verdict="wrong"),
    "documents": lambda code: Document.objects.filter(dossier__code=code, round=1).delete(),
    "supplements.items": lambda code: SupplementRequest.objects.filter(dossier__code=code).update(items=[]),
    "supplements": lambda code: SupplementRequest.objects.filter(dossier__code=code).delete(),
    "dossier.money": lambda code: Dossier.objects.filter(code=code).update(money="none"),
    "fee_requests.total_vnd": lambda code: FeeRequest.objects.filter(dossier__code=code, number=1).update(total_vnd=1),
    "fee_requests.status": lambda code: FeeRequest.objects.filter(dossier__code=code, number=1).update(status="paid"),
    "receipts.amount_vnd": lambda code: FeeReceipt.objects.filter(dossier__code=code).update(amount_vnd=1),
    "receipts.cancel_reason": lambda code: FeeReceipt.objects.filter(dossier__code=code).update(cancel_reason="x"),
    "rating.score": lambda code: Rating.objects.filter(dossier__code=code).update(score=2),
    "rating": lambda code: Rating.objects.filter(dossier__code=code).delete(),
}


@pytest.mark.parametrize("place", CHANGES)
def test_a_row_changed_past_the_commands_is_found(world, place):
    world.bring(State.RETURNED)
    code = world.bring(State.PROCESSING)
    world.act("request_supplement", code)
    world.act("supplement", code)
    for command in ("collect_fee", "cancel_receipt", "collect_fee"):
        world.act(command, code)
    world.finish_steps(code)
    for command in ("finish", "return_result", "rate"):
        world.act(command, code)
    assert dossiers.verify().faults == []
    CHANGES[place](code)
    faults = dossiers.verify().faults
    assert [(fault.stream, fault.problem) for fault in faults] == [(f"dossier:{code}", f"row-differs {place}")]
    assert place in dossiers.fault_words(faults[0])


def test_a_dossier_that_moves_on_between_rows_and_lines_is_no_fault(world, monkeypatch):
    code = world.bring(State.RECEIVED)
    lines_of = journal.lines_of

    def busy(streams):
        found = lines_of(streams)
        world.act("complete_step", code)
        world.act("request_supplement", code)
        return found

    monkeypatch.setattr(journal, "lines_of", busy)
    assert dossiers.verify().faults == []

"""Every (state, command) pair through the real verbs: allowed exactly where the table of the national states says."""

import pytest
from django.db import transaction

from haidang.dossiers import api as dossiers
from haidang.dossiers.api import Command, State
from haidang.dossiers.lifecycle import INTERNAL
from world import ON_STEPS

# Written down by hand from DOMAIN §1.1 and `lifecycle`'s docstring, not taken from the code under test.
# A state alone stands for the usual way there (received, clock running).
ALLOWED = {
    State.NEW: "check_document accept reject request_supplement withdraw collect_fee waive_fee",
    State.RECEIVED: "check_document complete_step request_supplement reappoint withdraw collect_fee waive_fee",
    State.REFUSED: "",
    State.PROCESSING: "check_document complete_step request_supplement reappoint pause request_payment withdraw stop"
    " finish collect_fee waive_fee",
    State.SUPPLEMENT: "supplement stop withdraw waive_fee",
    # Nothing else leaves state 6: a clock that stands still for payment is not simply resumed.
    State.PAYMENT: "record_payment waive_fee retract_fee stop withdraw",
    State.WITHDRAWN: "stop",
    State.STOPPED: "",
    State.DONE: "return_result collect_fee waive_fee",
    State.RETURNED: "rate",
}
# Who does which step is settled while there are steps; officers leave each other notes at any time.
for _state in State:
    with_steps = _state in {State.RECEIVED, State.PROCESSING, State.SUPPLEMENT, State.PAYMENT}
    ALLOWED[_state] += " note claim assign release" if with_steps else " note"
LEADS_TO = {
    (State.NEW, Command.ACCEPT): State.RECEIVED,
    (State.NEW, Command.REJECT): State.REFUSED,
    (State.RECEIVED, Command.COMPLETE_STEP): State.PROCESSING,
    (State.SUPPLEMENT, Command.SUPPLEMENT): State.PROCESSING,
    (State.PROCESSING, Command.REQUEST_PAYMENT): State.PAYMENT,
    (State.PAYMENT, Command.RECORD_PAYMENT): State.PROCESSING,
    (State.PAYMENT, Command.WAIVE_FEE): State.PROCESSING,
    (State.PAYMENT, Command.RETRACT_FEE): State.PROCESSING,
    (State.PROCESSING, Command.FINISH): State.DONE,
    (State.DONE, Command.RETURN_RESULT): State.RETURNED,
}
ANY = {
    Command.REQUEST_SUPPLEMENT: State.SUPPLEMENT,
    Command.WITHDRAW: State.WITHDRAWN,
    Command.STOP: State.STOPPED,
}
# What concerns the office alone changes no state; `test_process_of_a_dossier` tries it.
COMMANDS = [command for command in Command if command not in {Command.SUBMIT, *INTERNAL}]


def try_it(world, command, code):
    """The state afterwards, or None where the lifecycle refuses; a refusal leaves everything as it was."""
    if command is Command.RELEASE and world.open_step(code):
        world.act(Command.CLAIM, code)
    before = world.dossier(code)
    try:
        world.act(command, code, **({"step_id": 0} if no_step(world, command, code) else {}))
    except dossiers.WrongState:
        after = world.dossier(code)
        assert (after.version, after.state, after.head_hash) == (before.version, before.state, before.head_hash)
        return None
    after = world.dossier(code)
    assert after.version == before.version + 1
    return State(after.state)


def no_step(world, command, code):
    return command in ON_STEPS and world.open_step(code) is None


@pytest.mark.once
@pytest.mark.parametrize("state", list(State), ids=lambda state: state.name)
def test_exactly_the_documented_commands_are_possible(world, state):
    for command in COMMANDS:
        code = world.bring(state)
        if (state, command) == (State.PROCESSING, Command.FINISH):
            world.finish_steps(code)
        expected = (
            LEADS_TO.get((state, command), ANY.get(command, state)) if command in ALLOWED[state].split() else None
        )
        assert try_it(world, command, code) == expected, (state, command)


@pytest.mark.parametrize(
    ("command", "expected"),
    [
        (Command.SUPPLEMENT, State.NEW),
        (Command.REJECT, State.REFUSED),
        (Command.WITHDRAW, State.WITHDRAWN),
        (Command.STOP, None),
        (Command.ACCEPT, None),
        (Command.RESUME, None),
        (Command.CHECK_DOCUMENT, None),
    ],
)
def test_a_supplement_asked_before_receipt_leads_back_to_newly_filed(world, command, expected):
    code = world.bring(State.NEW)
    world.act("request_supplement", code)
    assert try_it(world, command, code) == expected
    assert world.dossier(code).clock.count() == 0


@pytest.mark.parametrize("command", COMMANDS)
def test_a_clock_that_stands_still_allows_only_going_on_or_ending(world, command):
    code = world.bring(State.PROCESSING)
    world.act("pause", code)
    allowed = {
        Command.RESUME: State.PROCESSING,
        Command.STOP: State.STOPPED,
        Command.WITHDRAW: State.WITHDRAWN,
        Command.CHECK_DOCUMENT: State.PROCESSING,
        # Who is to go on is settled meanwhile.
        Command.CLAIM: State.PROCESSING,
        Command.RELEASE: State.PROCESSING,
        Command.ASSIGN: State.PROCESSING,
        Command.NOTE: State.PROCESSING,
        Command.COLLECT_FEE: State.PROCESSING,
        Command.WAIVE_FEE: State.PROCESSING,
    }
    assert try_it(world, command, code) == allowed.get(command)


def test_a_received_dossier_is_no_longer_refused(world):
    assert try_it(world, Command.REJECT, world.bring(State.SUPPLEMENT)) is None


def test_a_result_waits_for_the_last_step(world):
    code = world.bring(State.PROCESSING)
    assert world.open_step(code) is not None
    assert try_it(world, Command.FINISH, code) is None


@pytest.mark.once
def test_what_a_person_may_do_is_what_the_verbs_allow(world):
    """`allowed_commands`, from which pages make their buttons, never offers what is refused, nor hides what works."""
    people = [
        world.citizen, world.other_citizen, world.officer("reception"), world.officer("specialist"),
        world.officer("leader"), world.officer("clerk"), world.officer("reception", "H06.02"),
    ]  # fmt: skip
    for state in State:
        code = world.bring(state)
        for user in people:
            offered = dossiers.allowed_commands(user, world.dossier(code), now=world.now)
            assert offered - INTERNAL == {command for command in COMMANDS if works(world, command, code, user)}, (
                state,
                user,
            )


def works(world, command, code, user):
    """Tries the command and takes it back."""
    try:
        with transaction.atomic():
            world.act(command, code, actor=user, **({"step_id": 0} if no_step(world, command, code) else {}))
            transaction.set_rollback(True)
    except (dossiers.WrongState, dossiers.NotAllowed, dossiers.DossierNotFound):
        return False
    return True

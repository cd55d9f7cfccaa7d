"""The ten national states of a dossier and the commands that lead from one to another, as one table.

Codes and meaning: the national portal's synchronisation protocol (DOMAIN §1.1). No official transition table is
published; this one is the safe synthesis given there, with two rules of our own: a dossier that was asked for a
supplement before it was received is newly filed again once completed (5→1), because its clock has never run; and
a citizen may withdraw from every state before the result (DOMAIN: 7 is forbidden from 9 and 10 only).

State 6 is left by paying, by an exemption, or by taking the request back. Whether the clock stands still there is
said by the procedure, not by the state.
"""

from enum import IntEnum, StrEnum


class State(IntEnum):
    """National dossier states, `TrangThaiHoSo` "1" to "10"."""

    NEW = 1
    RECEIVED = 2
    REFUSED = 3
    PROCESSING = 4
    SUPPLEMENT = 5
    PAYMENT = 6
    WITHDRAWN = 7
    STOPPED = 8
    DONE = 9
    RETURNED = 10


class Command(StrEnum):
    """Everything that can be done to a dossier."""

    SUBMIT = "submit"
    ACCEPT = "accept"
    REJECT = "reject"
    CHECK_DOCUMENT = "check_document"
    REQUEST_SUPPLEMENT = "request_supplement"
    SUPPLEMENT = "supplement"
    COMPLETE_STEP = "complete_step"
    RETURN_STEP = "return_step"
    RECALL = "recall"
    MIGRATE_PROCESS = "migrate_process"
    FIRE_TIMER = "fire_timer"
    PAUSE = "pause"
    REQUEST_PAYMENT = "request_payment"
    RECORD_PAYMENT = "record_payment"
    COLLECT_FEE = "collect_fee"
    WAIVE_FEE = "waive_fee"
    RETRACT_FEE = "retract_fee"
    CANCEL_RECEIPT = "cancel_receipt"
    RESUME = "resume"
    REAPPOINT = "reappoint"
    WITHDRAW = "withdraw"
    STOP = "stop"
    FINISH = "finish"
    RETURN_RESULT = "return_result"
    RATE = "rate"
    CLAIM = "claim"
    RELEASE = "release"
    ASSIGN = "assign"
    NOTE = "note"


_S, _C = State, Command
TRANSITIONS: dict[tuple[State, Command], State] = {
    (_S.NEW, _C.CHECK_DOCUMENT): _S.NEW,
    (_S.NEW, _C.ACCEPT): _S.RECEIVED,
    (_S.NEW, _C.REJECT): _S.REFUSED,
    (_S.NEW, _C.REQUEST_SUPPLEMENT): _S.SUPPLEMENT,
    (_S.NEW, _C.WITHDRAW): _S.WITHDRAWN,
    (_S.RECEIVED, _C.CHECK_DOCUMENT): _S.RECEIVED,
    (_S.RECEIVED, _C.COMPLETE_STEP): _S.PROCESSING,
    (_S.RECEIVED, _C.REQUEST_SUPPLEMENT): _S.SUPPLEMENT,
    (_S.RECEIVED, _C.REAPPOINT): _S.RECEIVED,
    (_S.RECEIVED, _C.WITHDRAW): _S.WITHDRAWN,
    (_S.PROCESSING, _C.CHECK_DOCUMENT): _S.PROCESSING,
    (_S.PROCESSING, _C.COMPLETE_STEP): _S.PROCESSING,
    (_S.PROCESSING, _C.REQUEST_SUPPLEMENT): _S.SUPPLEMENT,
    (_S.PROCESSING, _C.PAUSE): _S.PROCESSING,
    (_S.PROCESSING, _C.REQUEST_PAYMENT): _S.PAYMENT,
    (_S.PROCESSING, _C.RESUME): _S.PROCESSING,
    (_S.PROCESSING, _C.REAPPOINT): _S.PROCESSING,
    (_S.PROCESSING, _C.WITHDRAW): _S.WITHDRAWN,
    (_S.PROCESSING, _C.STOP): _S.STOPPED,
    (_S.PROCESSING, _C.FINISH): _S.DONE,
    (_S.SUPPLEMENT, _C.SUPPLEMENT): _S.PROCESSING,
    (_S.SUPPLEMENT, _C.REJECT): _S.REFUSED,
    (_S.SUPPLEMENT, _C.STOP): _S.STOPPED,
    (_S.SUPPLEMENT, _C.WITHDRAW): _S.WITHDRAWN,
    (_S.PAYMENT, _C.RECORD_PAYMENT): _S.PROCESSING,
    (_S.PAYMENT, _C.WAIVE_FEE): _S.PROCESSING,
    (_S.PAYMENT, _C.RETRACT_FEE): _S.PROCESSING,
    (_S.PAYMENT, _C.STOP): _S.STOPPED,
    (_S.PAYMENT, _C.WITHDRAW): _S.WITHDRAWN,
    (_S.WITHDRAWN, _C.STOP): _S.STOPPED,
    (_S.DONE, _C.RETURN_RESULT): _S.RETURNED,
    (_S.RETURNED, _C.RATE): _S.RETURNED,
}
_WITH_STEPS = (_S.RECEIVED, _S.PROCESSING, _S.SUPPLEMENT, _S.PAYMENT)
INTERNAL = frozenset(
    {
        _C.CLAIM,
        _C.RELEASE,
        _C.ASSIGN,
        _C.NOTE,
        _C.RETURN_STEP,
        _C.RECALL,
        _C.MIGRATE_PROCESS,
        _C.FIRE_TIMER,
    }
)
"""What concerns the office alone: it changes no state, leaves the house nowhere, and no citizen sees it."""

# Work is handed out while the clock stands still too: whoever is away is replaced before the dossier comes back.
_STANDING_STILL = (_C.CLAIM, _C.RELEASE, _C.ASSIGN, _C.MIGRATE_PROCESS)
TRANSITIONS |= {(state, command): state for state in _WITH_STEPS for command in _STANDING_STILL}
TRANSITIONS |= {(state, _C.FIRE_TIMER): state for state in (_S.RECEIVED, _S.PROCESSING)}
TRANSITIONS |= {(_S.PROCESSING, command): _S.PROCESSING for command in (_C.RETURN_STEP, _C.RECALL)}
TRANSITIONS |= {(state, _C.NOTE): state for state in State}
# Money has a state of its own: outside state 6 these leave the state of business as it is. A request is open there
# after a receipt was cancelled; a receipt may have to be cancelled whatever has become of the dossier.
for _state in (_S.NEW, _S.RECEIVED, _S.PROCESSING, _S.DONE):
    TRANSITIONS[_state, _C.COLLECT_FEE] = _state
for _state in (_S.NEW, _S.RECEIVED, _S.PROCESSING, _S.SUPPLEMENT, _S.DONE, _S.RETURNED):
    for _command in (_C.RECORD_PAYMENT, _C.WAIVE_FEE, _C.RETRACT_FEE):
        TRANSITIONS[_state, _command] = _state
for _state in _S:
    TRANSITIONS[_state, _C.CANCEL_RECEIPT] = _state
OPEN = frozenset({_S.NEW, _S.RECEIVED, _S.PROCESSING, _S.SUPPLEMENT, _S.PAYMENT})
"""States in which an agency or the citizen still has something to do before the result."""

CLOCK_ENDED = frozenset({_S.REFUSED, _S.WITHDRAWN, _S.STOPPED, _S.DONE, _S.RETURNED})
"""States in which the legal clock no longer runs (DOMAIN §1.1, formula of Decision 766)."""


def after(state: State, command: Command, *, is_received: bool, is_paused: bool) -> State | None:
    """The state that `command` leads to, or None where it is not possible.

    `is_received`: the dossier has an appointment; `is_paused`: its clock stands still just now.
    """
    following = TRANSITIONS.get((state, command))
    if following is None:
        return None
    if state is State.SUPPLEMENT and not is_received:
        no_steps: dict[Command, State | None] = dict.fromkeys(_STANDING_STILL)
        return {**no_steps, Command.SUPPLEMENT: State.NEW, Command.STOP: None}.get(command, following)
    if command is Command.REJECT and is_received:
        return None
    if command is Command.RESUME and not is_paused:
        return None
    needs_running_clock = {
        Command.PAUSE,
        Command.REAPPOINT,
        Command.REQUEST_PAYMENT,
        Command.REQUEST_SUPPLEMENT,
        Command.COMPLETE_STEP,
        Command.RETURN_STEP,
        Command.RECALL,
        Command.FIRE_TIMER,
        Command.FINISH,
    }
    if is_paused and command in needs_running_clock:
        return None
    return following


def possible(state: State, *, is_received: bool, is_paused: bool) -> set[Command]:
    """The commands that the lifecycle allows now."""
    return {
        command
        for command in Command
        if after(state, command, is_received=is_received, is_paused=is_paused) is not None
    }

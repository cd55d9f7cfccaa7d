"""Where a process stands after a list of moves: a pure function, repeated from the beginning whenever it is asked.

A move is a plain dict, as the journal keeps it. `do` says what was done:

    start     the process begins
    complete  `node` was done with the decision `choice`
    fire      the timer `node` fired
    return    the step `from` was given back to the earlier step `node`
    recall    whoever had done `node` took it back
    place     the process moved to another version, where `path` (moves `complete` and `fire`) leads to the same steps
    cancel    the matter ended; whatever was open is closed

with `version` (the process version; in `start` and `place`), `at` (ISO moment), `by` (account), `agencies` (node →
agency, for what it opens) and `asked` (agency that a consultation goes to).

Undoing is routing without the undone: on `return` and `recall` the last completion of `node` is left out, and with it
every later move that is then not possible any more. So a step before a split takes all branches with it, a step inside
a branch leaves the others as they are, and what was done in other branches stays done.
"""

import copy
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, NamedTuple
from uuid import UUID

from haidang.workflow.engine import NotOpen, Run
from haidang.workflow.plan import Plan

Move = Mapping[str, Any]
PlanOf = Callable[[int], Plan]


class Token(NamedTuple):
    """Something open: a step or timer, and the index of the move that opened it."""

    node: str
    opened_by: int


@dataclass(frozen=True, slots=True)
class Position:
    """Where a process stands. `open` holds steps and timers; `has_ended`: nothing will happen any more."""

    version: int
    open: frozenset[Token]
    has_ended: bool

    @property
    def nodes(self) -> frozenset[str]:
        """What is open, without the moves that opened it."""
        return frozenset(token.node for token in self.open)


class _Entry(NamedTuple):
    """A move that counts, with its index `at`; `do` is complete, fire, or rename (a token opened again or brought)."""

    do: str
    node: str
    choice: str
    at: int


class Impossible(Exception):
    """A move that cannot be made where the process stands; `node` is what it is about."""

    def __init__(self, node: str) -> None:
        super().__init__(node)
        self.node = node


def route(plan_of: PlanOf, moves: Sequence[Move]) -> Position:
    """The position after `moves`. Raises Impossible, or NoWay where a gateway has no way out."""
    walk = Walk(plan_of)
    for move in moves:
        walk.take(move)
    return walk.position


@dataclass(slots=True)
class _State:
    """A run with the moves that count in it, and which token was opened by which move."""

    run: Run
    entries: list[_Entry] = field(default_factory=list)
    tokens: dict[str, tuple[UUID, int]] = field(default_factory=dict)

    def see(self, index: int) -> None:
        """Takes over what the run has open now; what is new was opened by move `index`."""
        before, self.tokens = self.tokens, {}
        for node, identity in self.run.waiting().items():
            known = before.get(node)
            self.tokens[node] = known if known and known[0] == identity else (identity, index)

    def enter(self, entry: _Entry) -> None:
        """Makes a move. Raises NotOpen."""
        if entry.do == "rename":
            if entry.node not in self.tokens:
                raise NotOpen(entry.node)
            self.tokens[entry.node] = (self.tokens[entry.node][0], entry.at)
        elif entry.do == "fire":
            self.run.fire(entry.node)
            self.see(entry.at)
        else:
            self.run.complete(entry.node, entry.choice)
            self.see(entry.at)
        self.entries.append(entry)


class Walk:
    """A walk through moves, one after the other; `position` says where it stands."""

    def __init__(self, plan_of: PlanOf) -> None:
        self._plan_of = plan_of
        self._version = 0
        self._count = 0
        self._state: _State | None = None
        self._is_cancelled = False

    @property
    def position(self) -> Position:
        """Where the walk stands now."""
        if self._state is None or self._is_cancelled:
            return Position(self._version, frozenset(), has_ended=self._is_cancelled)
        tokens = frozenset(Token(node, index) for node, (_identity, index) in self._state.tokens.items())
        return Position(self._version, tokens, self._state.run.has_ended)

    @property
    def run(self) -> Run:
        """The run behind the walk, for checks."""
        return self._going.run

    def take(self, move: Move) -> None:
        """Makes the next move. Raises Impossible, NoWay."""
        try:
            _TAKEN[move["do"]](self, move, self._count)
        except NotOpen as error:
            raise Impossible(str(error)) from error
        self._count += 1

    def returnable(self, node: str) -> list[str]:
        """The earlier nodes that the open `node` can be given back to, latest first.

        Going back to one of another parallel branch would not close `node`, so it is none of them.
        """
        done = dict.fromkeys(entry.node for entry in reversed(self._going.entries) if entry.do == "complete")
        return [earlier for earlier in done if self._closes(node, earlier)]

    def _closes(self, node: str, earlier: str) -> bool:
        trial = self.fork()
        try:
            trial.take({"do": "return", "from": node, "node": earlier})
        except Impossible:
            return False
        return node not in trial.position.nodes

    def fork(self) -> "Walk":
        """The same walk, to try a move on; it shares nothing that moves change."""
        other = copy.copy(self)
        if self._state is not None:
            other._state = other._replay(self._state.entries)
        return other

    def _start(self, move: Move, index: int) -> None:
        self._version = move["version"]
        self._state = self._begin(index)

    def _begin(self, index: int) -> _State:
        state = _State(Run(self._plan_of(self._version)))
        state.see(index)
        return state

    def _complete(self, move: Move, index: int) -> None:
        self._going.enter(_Entry("complete", move["node"], move.get("choice", ""), index))

    def _fire(self, move: Move, index: int) -> None:
        self._going.enter(_Entry("fire", move["node"], "", index))

    def _return(self, move: Move, index: int) -> None:
        entries, node = self._going.entries, move["node"]
        done = [place for place, entry in enumerate(entries) if (entry.do, entry.node) == ("complete", node)]
        if not done or node in self._going.tokens:
            raise NotOpen(node)
        state = self._replay([*entries[: done[-1]], *entries[done[-1] + 1 :]])
        state.enter(_Entry("rename", node, "", index))
        self._state = state

    def _place(self, move: Move, index: int) -> None:
        brought = {node: opened_by for node, (_identity, opened_by) in self._going.tokens.items()}
        self._version = move["version"]
        state = self._begin(0)
        for step in move["path"]:
            state.enter(_Entry(step["do"], step["node"], step.get("choice", ""), step.get("index", index)))
        # What was open stays what it was; a timer that only the new version has begins with this move.
        for node in list(state.tokens):
            state.enter(_Entry("rename", node, "", brought.get(node, index)))
        self._state = state

    def _cancel(self, _move: Move, _index: int) -> None:
        self._is_cancelled = True

    def _replay(self, entries: Sequence[_Entry]) -> _State:
        """The state after those of `entries` that are possible, one after the other."""
        state = self._begin(0)
        for entry in entries:
            try:
                state.enter(entry)
            except NotOpen:
                continue
        return state

    @property
    def _going(self) -> _State:
        if self._state is None or self._is_cancelled:
            raise NotOpen("")
        return self._state

    @property
    def entries(self) -> list[dict[str, Any]]:
        """The moves that count now, as a `path` for another version."""
        found = self._going.entries
        return [{"do": e.do, "node": e.node, "choice": e.choice, "index": e.at} for e in found if e.do != "rename"]


_TAKEN: dict[str, Callable[[Walk, Move, int], None]] = {
    "start": Walk._start,
    "complete": Walk._complete,
    "fire": Walk._fire,
    "return": Walk._return,
    "recall": Walk._return,
    "place": Walk._place,
    "cancel": Walk._cancel,
}


class Visit(NamedTuple):
    """A token's whole life: what it opened, in which version, by which move, by which move it was closed, how."""

    node: str
    version: int
    opened_by: int
    closed_by: int | None = None
    outcome: str = ""


def visits(plan_of: PlanOf, moves: Sequence[Move]) -> list[Visit]:
    """Everything that was ever open, in the order of opening. Raises like `route`."""
    walk = Walk(plan_of)
    found: dict[Token, Visit] = {}
    before: frozenset[Token] = frozenset()
    for index, move in enumerate(moves):
        walk.take(move)
        position = walk.position
        for token in before - position.open:
            found[token] = found[token]._replace(closed_by=index, outcome=outcome(token.node, move))
        for token in sorted(position.open - before):
            found[token] = Visit(token.node, position.version, token.opened_by)
        before = position.open
    return list(found.values())


def outcome(node: str, move: Move) -> str:
    """How a move closed something open: done, returned (given back to an earlier step), fired, or cancelled."""
    if move["do"] == "return" and move["from"] == node:
        return "returned"
    if move["do"] == "complete" and move["node"] == node:
        return "done"
    return "fired" if move["do"] == "fire" and move["node"] == node else "cancelled"

"""How a room writes: once under its key, the change and its journal line in one transaction.

A room's `acts.py` builds on this what it has of its own: rights, lifecycle, which row is locked.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Generic, Protocol, TypeVar

from django.db import IntegrityError, transaction

from haidang.platform import idempotency, journal
from haidang.platform.streams import Streamed

Payload = dict[str, Any]


class Actor(Protocol):
    """Whoever acts: `reference` names him in the journal and under the key."""

    @property
    def reference(self) -> str:
        """As `user:12`."""


A = TypeVar("A", bound=Actor)


# Without slots: Python tells an object of `Order[User]` its parameter, which a frozen class with slots cannot take.
@dataclass(frozen=True)
class Order(Generic[A]):
    """Who wants what done, when, under which idempotency key; `content` is all that was entered, as plain values.

    `name` is that of the command with its room in front (`steering.directive.accept`); it is also the kind of the
    journal line.
    """

    name: str
    actor: A
    now: datetime
    key: str
    content: Mapping[str, Any]

    def recall(self) -> Payload | None:
        """What the same key has answered before; raises KeyReused."""
        return idempotency.recall(
            actor=self.actor.reference,
            key=self.key,
            command=self.name,
            request_hash=idempotency.fingerprint(self.content),
        )


def once(order: Order[A], act: Callable[[], Payload]) -> tuple[Payload, bool]:
    """Does `act` in a transaction and keeps its answer under the key; the answer, and whether it is an earlier one."""
    idempotency.check_write(order.key, order.content)
    try:
        with transaction.atomic():
            if earlier := order.recall():
                return earlier, True
            answer = act()
            idempotency.remember(
                actor=order.actor.reference,
                key=order.key,
                command=order.name,
                request_hash=idempotency.fingerprint(order.content),
                answer=answer,
                now=order.now,
            )
            return answer, False
    except IntegrityError:
        # Another request with the same key was faster: give its answer.
        if earlier := order.recall():
            return earlier, True
        raise


def write(row: Streamed, order: Order[A], payload: Payload) -> None:
    """Appends the line of an act to the row's journal and saves the row."""
    _entry, head = journal.append(
        row.stream,
        journal.Head(row.version, row.head_hash),
        kind=order.name,
        at=order.now,
        actor=order.actor.reference,
        payload={"v": 1, **payload},
    )
    row.version, row.head_hash = head.seq, head.hash
    row.save()

"""What the room asks of others: of a payment gateway, and of the rooms whose subjects are paid for."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Protocol


@dataclass(frozen=True, slots=True)
class Told:
    """Money that a gateway says has come in: its own number for it, the reference as told, whole đồng, its moment."""

    gateway: str
    number: str
    reference: str
    amount_vnd: int
    paid_at: datetime


@dataclass(frozen=True, slots=True)
class StatementLine:
    """A line of a gateway's statement of a day; money paid back is negative."""

    number: str
    reference: str
    amount_vnd: int
    at: datetime


@dataclass(frozen=True, slots=True)
class PaidBack:
    """A refund that the gateway has done: its number for it."""

    number: str


class Gateway(Protocol):
    """A payment gateway. Every call may raise GatewayProblem; then nothing is known of what it did."""

    @property
    def name(self) -> str:
        """How rows name it."""

    def pay_url(self, *, reference: str, amount_vnd: int, title: str, back: str, now: datetime) -> str:
        """The address of its page where a citizen pays; signed, so that nobody changes the amount on the way."""

    def read_notice(self, body: bytes, signature: str, *, now: datetime) -> "Call":
        """What a call of the gateway is worth."""

    def query(self, reference: str, *, now: datetime) -> list[Told]:
        """The money that has come in under `reference`, for certain; empty if none has."""

    def refund(self, *, key: str, number: str, amount_vnd: int, reason: str, now: datetime) -> PaidBack:
        """Pays back part of the money with that number; the same key again gives the same answer."""

    def statement(self, day: date, *, now: datetime) -> list[StatementLine]:
        """All money that moved on the local day `day`."""


@dataclass(frozen=True, slots=True)
class Call:
    """A gateway's call as its adapter read it: what the signature is worth, and what it says if anything.

    `told` is None unless it says that money has come in. `reference` and `number` are what it names, as far as that
    could be read.
    """

    standing: str
    """A `signing.Standing`."""
    is_readable: bool = False
    told: Told | None = None
    reference: str = ""
    number: str = ""


@dataclass(frozen=True, slots=True)
class Settled:
    """Tells a subject's room that exactly what was asked has come in."""

    reference: str
    subject: str
    amount_vnd: int
    number: str
    paid_at: datetime


Note = Callable[[Settled, datetime], None]
"""Takes note of the money; idempotent by `Settled.reference`; raises Refused where it cannot."""

Source = Callable[[], Sequence[Gateway]]
_sources: list[Source] = []
_notes: dict[str, Note] = {}


def fill_gateways(source: Source) -> None:
    """Says who knows the gateways; asked anew each time, as settings may come late. The last one said counts."""
    _sources[:] = [source]


def gateways() -> list[Gateway]:
    """Every gateway of this installation, first the one that citizens are led to; none where none is set up."""
    return [one for source in _sources for one in source()]


def gateway(name: str) -> Gateway | None:
    """The gateway with that name."""
    return next((one for one in gateways() if one.name == name), None)


def fill_note(kind: str, note: Note) -> None:
    """Says who takes note of money for subjects of `kind`."""
    _notes[kind] = note


def note_of(kind: str) -> Note | None:
    """Who takes note of money for subjects of `kind`."""
    return _notes.get(kind)

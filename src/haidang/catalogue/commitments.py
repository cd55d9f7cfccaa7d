"""The province's committed times of a procedure, each for one way to file, and how they lie on the national times.

They are a source of their own, so a later import of national data never loses them. Plain values; no Django.
"""

from collections.abc import Iterable, Iterator
from fractions import Fraction

import msgspec

from haidang.catalogue.content import Channel, ChannelOffer, ProcedureContent, TimeLimit

MONTHS_A_YEAR = 12
Key = tuple[str, str, int]


class Commitment(msgspec.Struct, frozen=True, omit_defaults=True):
    """A committed time for the offer of `channel` whose note is `note`, the `place`-th (from 0) of those alike.

    A national record names no offer otherwise: a channel may stand several times, told apart by the words of its note.
    `time` None takes an earlier commitment back.
    """

    channel: Channel
    time: TimeLimit | None = None
    note: str = ""
    place: int = 0

    @property
    def key(self) -> Key:
        """Which offer is meant."""
        return self.channel, self.note, self.place


class Commitments(msgspec.Struct, frozen=True, omit_defaults=True):
    """All commitments of a procedure that the province has decided itself, with the last decision behind them."""

    decision: str
    reason: str = ""
    items: tuple[Commitment, ...] = ()

    def with_items(self, items: Iterable[Commitment], *, decision: str, reason: str) -> "Commitments":
        """These commitments after another decision: what it names is replaced, or taken back; the rest stays."""
        merged = {item.key: item for item in (*self.items, *items)}
        left = tuple(item for item in merged.values() if item.time)
        return Commitments(decision=decision, reason=reason, items=left)


def keyed(content: ProcedureContent) -> Iterator[tuple[Key, ChannelOffer]]:
    """The offers of a content with the key under which a commitment finds each."""
    seen: dict[tuple[str, str], int] = {}
    for offer in content.channels:
        alike = (offer.channel, offer.time_note)
        place = seen.get(alike, 0)
        seen[alike] = place + 1
        yield (*alike, place), offer


def in_one_unit(one: TimeLimit, other: TimeLimit) -> tuple[Fraction, Fraction] | None:
    """Both times as numbers of the same unit, or None where law gives no fixed relation between their units.

    Only a year is converted, into twelve months (Civil Code 2015, art. 146): working days, hours and calendar days
    stand in no fixed relation to one another, so eight working hours are never taken for a day.
    """
    first, second = _plain(one), _plain(other)
    return (first[0], second[0]) if first[1] == second[1] else None


def _plain(limit: TimeLimit) -> tuple[Fraction, str]:
    value = Fraction(str(limit.value))
    return (value * MONTHS_A_YEAR, "month") if limit.unit == "year" else (value, limit.unit)


def holds(commitment: TimeLimit, statutory: TimeLimit | None) -> bool:
    """Whether a commitment may stand: no law gives a number, or it is no longer than the law's, in the same unit."""
    if statutory is None:
        return True
    both = in_one_unit(commitment, statutory)
    return both is not None and both[0] <= both[1]


def with_commitments(content: ProcedureContent, commitments: Commitments) -> ProcedureContent:
    """`content` with each commitment on its offer.

    One whose offer is gone, or that the nation has meanwhile undercut, is left out: the province never promises
    longer than the law gives.
    """
    by_key = {item.key: item for item in commitments.items}
    offers = tuple(_committed(offer, by_key.get(key)) for key, offer in keyed(content))
    return msgspec.structs.replace(content, channels=offers)


def _committed(offer: ChannelOffer, item: Commitment | None) -> ChannelOffer:
    if item is None or item.time is None or not holds(item.time, offer.time):
        return offer
    return msgspec.structs.replace(offer, committed=item.time)

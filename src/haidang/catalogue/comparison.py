"""What changed between two contents of a procedure, field by field. Pure."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from haidang.catalogue.commitments import keyed
from haidang.catalogue.content import Case, ChannelOffer, ProcedureContent, TimeLimit, to_plain

_APART = frozenset({"channels", "cases"})
"""Fields whose parts are compared one by one, not as a whole."""


@dataclass(frozen=True, slots=True)
class Difference:
    """One thing that two contents say differently; `before` or `after` is None where one of them is silent.

    `field` names it (a field of `ProcedureContent`, or "documents", "time", "committed", "fees", "service_level");
    `where` says at which case, document or way to file, empty for the procedure as a whole. Values are lists of words,
    a `TimeLimit`, or plain words and numbers.
    """

    field: str
    where: tuple[str, ...]
    before: Any
    after: Any


def differences(before: ProcedureContent, after: ProcedureContent) -> list[Difference]:
    """Everything that `after` says differently from `before`; empty when they say the same."""
    return [*_plain_fields(before, after), *_offers(before, after), *_cases(before, after)]


def _plain_fields(before: ProcedureContent, after: ProcedureContent) -> Iterator[Difference]:
    old, new = to_plain(before), to_plain(after)
    for field in ProcedureContent.__struct_fields__:
        if field not in _APART and old.get(field) != new.get(field):
            yield Difference(field, (), _words(old.get(field)), _words(new.get(field)))


def _words(value: Any) -> Any:
    """A plain value as a person reads it: coded things by their name."""
    if isinstance(value, list | tuple):
        return [_words(item) for item in value]
    if isinstance(value, dict):
        parts = [str(part) for part in (value.get("name"), value.get("level"), value.get("agency")) if part]
        return " · ".join(parts) or str(value)
    return value


def _offers(before: ProcedureContent, after: ProcedureContent) -> Iterator[Difference]:
    old, new = dict(keyed(before)), dict(keyed(after))
    for key in dict.fromkeys((*old, *new)):
        one, other = old.get(key), new.get(key)
        where = (key[0], key[1])
        if one is None or other is None:
            yield Difference("channels", where, one and _offer_words(one), other and _offer_words(other))
            continue
        for field in ("time", "committed", "fees"):
            if getattr(one, field) != getattr(other, field):
                yield Difference(field, where, _part(one, field), _part(other, field))


def _offer_words(offer: ChannelOffer) -> TimeLimit | str:
    return offer.time or offer.time_note or "–"


def _part(offer: ChannelOffer, field: str) -> Any:
    value = getattr(offer, field)
    return (
        [" ".join(filter(None, (str(fee.amount_vnd or ""), fee.note))) for fee in value] if field == "fees" else value
    )


def _cases(before: ProcedureContent, after: ProcedureContent) -> Iterator[Difference]:
    old, new = {case.key: case for case in before.cases}, {case.key: case for case in after.cases}
    for key in dict.fromkeys((*old, *new)):
        one, other = old.get(key), new.get(key)
        if one is None or other is None:
            yield Difference("cases", (), one and one.name, other and other.name)
        else:
            yield from _case(one, other)


def _case(before: Case, after: Case) -> Iterator[Difference]:
    for field in ("name", "service_level"):
        if getattr(before, field) != getattr(after, field):
            yield Difference(field, (after.name,), getattr(before, field), getattr(after, field))
    old, new = {item.key: item for item in before.documents}, {item.key: item for item in after.documents}
    for key in dict.fromkeys((*old, *new)):
        one, other = old.get(key), new.get(key)
        if one == other:
            continue
        names = tuple(item and item.name for item in (one, other))
        if one and other and one.name == other.name:
            copies = tuple([str(item.originals), str(item.copies)] for item in (one, other))
            yield Difference("copies", (after.name, other.name), *copies)
        else:
            yield Difference("documents", (after.name,), *names)

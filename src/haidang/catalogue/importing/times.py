"""Times and fees of the portal's records as terms and amounts, never guessed from prose."""

import math
from typing import Any

from haidang.catalogue.content import Channel, ChannelOffer, Fee, TimeLimit, Variant
from haidang.catalogue.importing.oddities import Cleaner, Oddity

UNITS = {
    "WORKING_DAY": "working_day",
    "DAY": "calendar_day",
    "HOUR": "working_hour",
    "MONTH": "month",
    "YEAR": "year",
}
_CHANNELS: dict[str, Channel] = {"DIRECT": "direct", "ONLINE": "online", "POSTAL": "postal"}
# Longer than any term in the national data (420 days) by a wide margin.
_LONGEST = {"working_day": 2000, "calendar_day": 3000, "working_hour": 5000, "month": 120, "year": 20}
_LARGEST_FEE_VND = 1_000_000_000
_SMALLEST_FEE_VND = 1_000
_FEE_TYPES = {"FEE": "fee", "SERVICE_FEE": "charge", "PRICE_LEVEL": "price"}


def time_limit(value: Any, unit: Any, cleaner: Cleaner) -> tuple[TimeLimit | None, str]:
    """The term and, where there is none, the words that the source gives instead."""
    name = UNITS.get(str(unit))
    if name is None:
        cleaner.note(Oddity.TIME_UNIT_OTHER, f"{value} {unit}")
    if isinstance(value, bool) or not isinstance(value, int | float):
        cleaner.note(Oddity.TIME_NO_NUMBER, "" if value is None else value)
        return None, cleaner.text(value)
    if name is None:
        return None, ""
    if not math.isfinite(value) or not 0 <= value <= _LONGEST[name]:
        cleaner.note(Oddity.TIME_IMPLAUSIBLE, f"{value} {unit}")
        return None, f"{value} {unit}"
    return TimeLimit(value=int(value) if value == int(value) else value, unit=name), ""


def fee(record: dict[str, Any], cleaner: Cleaner) -> Fee:
    """A fee in đồng; 0 means that the source gives no amount.

    An amount that cannot be right (150 is dollars, 17,500,000,000 a slip) goes into the note, so that nothing is lost
    and nobody is charged it.
    """
    value = record.get("value")
    amount = _amount(value)
    words = [cleaner.text(record.get("note") or record.get("description"))]
    if (amount and not _SMALLEST_FEE_VND <= amount <= _LARGEST_FEE_VND) or (amount is None and value is not None):
        cleaner.note(Oddity.FEE_IMPLAUSIBLE, value)
        words.insert(0, f"Nguồn ghi: {cleaner.text(value)}.")
        amount = None
    kind = str(record.get("type") or "FEE")
    return Fee(type=_FEE_TYPES.get(kind, "fee"), amount_vnd=amount or None, note=" ".join(filter(None, words)))


def _amount(value: Any) -> int | None:
    """A whole number, or None for anything else."""
    if isinstance(value, bool) or not isinstance(value, int | float) or not math.isfinite(value):
        return None
    return int(value) if value == int(value) else None


def offer(record: dict[str, Any], fallback: TimeLimit | None, cleaner: Cleaner) -> ChannelOffer | None:
    """One way to file. Where the record's own time is no number, `fallback` (the variants' common time) stands in."""
    channel = _CHANNELS.get(cleaner.text(record.get("channel")).upper())
    if channel is None:
        cleaner.note(Oddity.CHANNEL_UNKNOWN, record.get("channel"))
        return None
    time, words = time_limit(record.get("time"), record.get("unit"), cleaner)
    notes = [words, cleaner.text(record.get("note"))]
    fees = tuple(dict.fromkeys(fee(item, cleaner) for item in cleaner.objects(record.get("fees"))))
    return ChannelOffer(
        channel=channel,
        time=time or fallback,
        time_note=" ".join(dict.fromkeys(note for note in notes if note)),
        fees=fees,
    )


def offers(records: list[dict[str, Any]], variants: tuple[Variant, ...], cleaner: Cleaner) -> tuple[ChannelOffer, ...]:
    """All ways to file in the source's order; notes when the times of two channels differ."""
    fallback = common_time(variants)
    found = [made for record in records if (made := offer(record, fallback, cleaner))]
    if len({made.time for made in found}) > 1:
        cleaner.note(Oddity.TIME_DIFFERS, "; ".join(_spoken(made) for made in found))
    return tuple(found)


def common_time(variants: tuple[Variant, ...]) -> TimeLimit | None:
    """The one time that all variants of a procedure share, if they do."""
    times = {variant.time for variant in variants}
    return times.pop() if len(times) == 1 else None


def _spoken(made: ChannelOffer) -> str:
    return f"{made.channel}: {made.time.value} {made.time.unit}" if made.time else f"{made.channel}: –"

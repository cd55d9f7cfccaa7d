"""The append-only, hash-chained log: appending a line and checking whole streams.

Each stream (one dossier, say) is its own chain, so that two dossiers never wait for each other. The owner of a
stream keeps its head (length and last hash) in its own row; `verify` compares it, which also finds lines cut off
at the end. Hashes are keyed (HMAC-SHA256 under a key outside the database), so somebody who can write the tables
still cannot make a chain that fits.
"""

import hashlib
import hmac
import json
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from django.conf import settings

from haidang.platform.canonical import canonical
from haidang.platform.models import JournalEntry

GENESIS = "0" * 64


@dataclass(frozen=True, slots=True)
class Head:
    """Where a stream ends: its number of lines and the hash of the last."""

    seq: int = 0
    hash: str = GENESIS


@dataclass(frozen=True, slots=True)
class Fault:
    """A place where a stream is not what was written."""

    stream: str
    seq: int
    problem: str


def append(
    stream: str, head: Head, *, kind: str, at: datetime, actor: str, payload: Mapping[str, Any]
) -> tuple[JournalEntry, Head]:
    """Writes the next line of `stream` after `head`; to be called inside the transaction of the act itself.

    `payload` holds plain values with a version (`{"v": 1, …}`). Raises IntegrityError if somebody else has
    already written that line, which cannot happen while the caller holds the owner's row lock.
    """
    entry = JournalEntry(
        stream=stream, seq=head.seq + 1, kind=kind, at=at, actor=actor, payload=canonical(payload), prev_hash=head.hash
    )
    entry.hash = line_hash(entry)
    entry.save(force_insert=True)
    return entry, Head(entry.seq, entry.hash)


def line_hash(entry: JournalEntry) -> str:
    """The hash that `entry` must carry."""
    moment = entry.at.astimezone(UTC).isoformat(timespec="microseconds")
    fields = [entry.prev_hash, entry.stream, str(entry.seq), entry.kind, moment, entry.actor, entry.payload]
    return hmac.new(settings.JOURNAL_KEY, "\x1f".join(fields).encode(), hashlib.sha256).hexdigest()


def lines(stream: str) -> list[JournalEntry]:
    """All lines of `stream`, oldest first."""
    return list(JournalEntry.objects.filter(stream=stream).order_by("seq"))


def kinds_after(stream: str, seq: int) -> list[str]:
    """The kinds of the lines of `stream` after line `seq`, oldest first."""
    rows = JournalEntry.objects.filter(stream=stream, seq__gt=seq).order_by("seq")
    return list(rows.values_list("kind", flat=True))


def lines_of(streams: Iterable[str]) -> dict[str, list[JournalEntry]]:
    """All lines of each of `streams`, oldest first, in one query."""
    found: dict[str, list[JournalEntry]] = {stream: [] for stream in streams}
    for entry in JournalEntry.objects.filter(stream__in=list(found)).order_by("stream", "seq"):
        found[entry.stream].append(entry)
    return found


def data(entry: JournalEntry) -> dict[str, Any]:
    """The payload of `entry` as plain values."""
    return dict(json.loads(entry.payload))


def streams(prefix: str) -> Iterator[tuple[str, list[JournalEntry]]]:
    """Every stream whose name begins with `prefix`, with its lines in order, without holding them all."""
    current: list[JournalEntry] = []
    rows = JournalEntry.objects.filter(stream__startswith=prefix).order_by("stream", "seq")
    for entry in rows.iterator(chunk_size=5_000):
        if current and current[0].stream != entry.stream:
            yield current[0].stream, current
            current = []
        current.append(entry)
    if current:
        yield current[0].stream, current


def check(stream: str, entries: Iterable[JournalEntry], head: Head | None) -> list[Fault]:
    """What is wrong with one stream: altered, missing, reordered lines, and an end that is not `head`."""
    faults: list[Fault] = []
    expected = Head()
    for entry in entries:
        if entry.seq != expected.seq + 1:
            faults += [Fault(stream, missing, "missing") for missing in range(expected.seq + 1, entry.seq)]
        elif entry.prev_hash != expected.hash:
            faults.append(Fault(stream, entry.seq, "reordered"))
        if entry.hash != line_hash(entry):
            faults.append(Fault(stream, entry.seq, "altered"))
        expected = Head(entry.seq, entry.hash)
    if head is None:
        faults.append(Fault(stream, expected.seq, "orphaned"))
    elif head.seq > expected.seq:
        faults += [Fault(stream, missing, "missing") for missing in range(expected.seq + 1, head.seq + 1)]
    elif head != expected:
        faults.append(Fault(stream, expected.seq, "unexpected"))
    return faults


def check_streams(prefix: str, heads: Mapping[str, Head]) -> list[Fault]:
    """What is wrong with any stream whose name begins with `prefix`, or with one of `heads` that has no lines left."""
    faults: list[Fault] = []
    left = dict(heads)
    for stream, entries in streams(prefix):
        faults += check(stream, entries, left.pop(stream, None))
    # A row whose lines are all gone: nothing in the journal names it.
    return faults + [fault for stream, head in left.items() for fault in check(stream, [], head)]

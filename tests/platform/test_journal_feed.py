"""The journal is read as it grows, and no line is left out, in whatever order transactions commit."""

from types import SimpleNamespace

import pytest
from django.db import connection

from haidang.platform import journal_feed
from haidang.platform.models import JournalEntry


def written(number, now):
    """A line with that number of the table."""
    return JournalEntry.objects.create(
        id=10_000_000 + number, stream=f"test:{number}", seq=1, kind="test", at=now, actor="", payload="{}"
    )


@pytest.fixture
def feed(db):
    """Reads on from where it was, `batch` lines at a time: which of the test's lines came."""
    state = SimpleNamespace(cursor=journal_feed.read("", limit=1_000_000).cursor, is_last=None)

    def read(batch=100):
        found = journal_feed.read(state.cursor, limit=batch)
        state.cursor, state.is_last = found.cursor, found.is_last
        return [line.id - 10_000_000 for line in found.lines]

    read.state = state
    return read


def test_each_line_is_told_once(feed, now):
    for number in range(1, 6):
        written(number, now)
    assert (feed(batch=2), feed.state.is_last) == ([1, 2], False)
    assert feed(batch=2) == [3, 4]
    assert (feed(batch=2), feed.state.is_last) == ([5], True)
    assert feed() == []


def test_a_line_that_commits_late_is_told_when_it_appears(feed, now, monkeypatch):
    """Numbers 2, 3 and 6 were drawn by transactions that had not committed when 7 was seen."""
    clock = SimpleNamespace(oldest=100, newest=105, second=0.0)
    monkeypatch.setattr(journal_feed, "connection", SimpleNamespace(vendor="postgresql"))
    monkeypatch.setattr(journal_feed, "_transactions", lambda: (clock.oldest, clock.newest, clock.second))
    for number in (1, 4, 5, 7):
        written(number, now)
    assert feed() == [1, 4, 5, 7]
    written(3, now)
    assert feed() == [3]
    # All transactions of then have ended, but not for long enough; then 6 is looked up once more and given up.
    clock.oldest, clock.second = 105, 30.0
    assert feed() == []
    written(6, now)
    clock.second = 90.0
    assert feed() == [6]
    assert '"gaps": []' in feed.state.cursor


def test_a_transaction_that_still_runs_is_waited_for(feed, now, monkeypatch):
    clock = SimpleNamespace(oldest=100, newest=105, second=0.0)
    monkeypatch.setattr(journal_feed, "connection", SimpleNamespace(vendor="postgresql"))
    monkeypatch.setattr(journal_feed, "_transactions", lambda: (clock.oldest, clock.newest, clock.second))
    written(1, now)
    feed()
    written(3, now)
    feed()
    clock.second, clock.oldest = 7_200.0, 104
    assert feed() == []
    written(2, now)
    assert feed() == [2]


@pytest.mark.skipif(connection.vendor != "postgresql", reason="SQLite lets one writer in at a time")
def test_on_postgresql_a_slower_transaction_is_not_left_out(feed, now):
    import psycopg

    insert = (
        "INSERT INTO ground_journalentry (stream, seq, kind, at, actor, payload, prev_hash, hash)"
        " VALUES ('test:slow', 1, 'test', now(), '', '{}', '', '') RETURNING id"
    )
    place = connection.get_connection_params() | {"autocommit": False}
    kept = {name: place[name] for name in ("dbname", "user", "password", "host", "port") if place.get(name)}
    with psycopg.connect(**kept) as slow:
        number = slow.execute(insert).fetchone()[0]
        with connection.cursor() as cursor:
            cursor.execute(insert.replace("slow", "fast"))
            fast = cursor.fetchone()[0]
        assert fast > number
        assert feed() == [fast - 10_000_000]
        slow.commit()
        try:
            assert feed() == [number - 10_000_000]
        finally:
            # The journal refuses to forget; this line was no act of the house.
            slow.execute("SET session_replication_role = replica")
            slow.execute("DELETE FROM ground_journalentry WHERE id = %s", [number])
            slow.commit()

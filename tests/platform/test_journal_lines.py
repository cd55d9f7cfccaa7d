"""The journal table itself: lines can be added, and nothing else, whoever asks the database."""

import pytest
from django.db import DatabaseError, IntegrityError, connection, transaction

from haidang.platform import idempotency, journal, outbox
from haidang.platform.canonical import canonical
from haidang.platform.models import JournalEntry
from world import moment

NOW = moment("2024-11-04T09:00")
TABLE = JournalEntry._meta.db_table
pytestmark = pytest.mark.django_db


def write(stream="test:1", head=None, **payload):
    return journal.append(
        stream, head or journal.Head(), kind="t.t.x", at=NOW, actor="user:1", payload={"v": 1} | payload
    )


def three_lines():
    head = journal.Head()
    for number in range(3):
        _entry, head = write(head=head, number=number, text="Nguyễn Thị Ái \u2028 “đ”")
    return head


def test_a_chain_reads_back_as_it_was_written():
    head = three_lines()
    lines = journal.lines("test:1")
    assert [line.seq for line in lines] == [1, 2, 3]
    assert [line.prev_hash for line in lines[1:]] == [line.hash for line in lines[:-1]]
    assert (lines[0].prev_hash, head) == (journal.GENESIS, journal.Head(3, lines[-1].hash))
    assert journal.data(lines[2]) == {"v": 1, "number": 2, "text": "Nguyễn Thị Ái \u2028 “đ”"}
    assert journal.check("test:1", lines, head) == []


def test_a_line_is_written_once():
    write()
    with pytest.raises(IntegrityError), transaction.atomic():
        write(other=True)


def test_streams_are_read_one_after_the_other():
    three_lines()
    write("test:2")
    write("other:1")
    assert [(stream, len(lines)) for stream, lines in journal.streams("test:")] == [("test:1", 3), ("test:2", 1)]


def statements():
    yield f"UPDATE {TABLE} SET payload = '{{}}' WHERE seq = 1"
    yield f"DELETE FROM {TABLE} WHERE seq = 3"
    columns = "id, stream, seq, kind, at, actor, payload, prev_hash, hash"
    copy = f"SELECT id, stream, seq, kind, at, actor, '{{}}', prev_hash, hash FROM {TABLE} WHERE seq = 2"
    if connection.vendor == "sqlite":
        yield f"INSERT OR REPLACE INTO {TABLE} ({columns}) {copy}"
        yield f"REPLACE INTO {TABLE} ({columns}) {copy}"
        yield f"INSERT INTO {TABLE} ({columns}) {copy} ON CONFLICT (id) DO UPDATE SET payload = excluded.payload"
        yield f"UPDATE OR IGNORE {TABLE} SET seq = 9"
    else:
        yield f"INSERT INTO {TABLE} ({columns}) {copy} ON CONFLICT (id) DO UPDATE SET payload = excluded.payload"
        yield f"TRUNCATE {TABLE}"
        yield f"TRUNCATE {TABLE} CASCADE"


def test_the_database_refuses_to_change_or_remove_a_line():
    head = three_lines()
    for statement in statements():
        with pytest.raises(DatabaseError, match="append-only"), transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(statement)
    with pytest.raises(DatabaseError, match="append-only"), transaction.atomic():
        JournalEntry.objects.all().delete()
    assert journal.check("test:1", journal.lines("test:1"), head) == []


def test_plain_values_have_one_spelling():
    assert canonical({"b": 1, "a": "Đ"}) == canonical({"a": "Đ", "b": 1}) == '{"a":"Đ","b":1}'
    with pytest.raises(ValueError, match="JSON"):
        canonical({"a": float("nan")})
    with pytest.raises(TypeError):
        canonical({"a": NOW})


def remember(**changes):
    values = {"actor": "user:1", "key": "key-00001", "command": "x", "request_hash": "h", "answer": {"code": "A"}}
    idempotency.remember(**(values | changes), now=NOW)


def test_a_key_gets_the_first_answer_again():
    asked = {"actor": "user:1", "key": "key-00001", "command": "x", "request_hash": "h"}
    assert idempotency.recall(**asked) is None
    remember()
    assert idempotency.recall(**asked) == {"code": "A"}
    assert idempotency.recall(**asked | {"actor": "user:2"}) is None
    for change in ({"command": "y"}, {"request_hash": "g"}):
        with pytest.raises(idempotency.KeyReused):
            idempotency.recall(**asked | change)
    with pytest.raises(IntegrityError), transaction.atomic():
        remember(answer={"code": "B"})


def test_fingerprints_do_not_depend_on_the_order_of_what_was_entered():
    assert idempotency.fingerprint({"a": 1, "b": 2}) == idempotency.fingerprint({"b": 2, "a": 1})
    assert idempotency.fingerprint({"a": 1}) != idempotency.fingerprint({"a": "1"})


def test_the_outbox_holds_one_message_for_each_line():
    outbox.put("portal", stream="test:1", seq=1, payload={"v": 1}, now=NOW)
    assert (outbox.waiting("portal"), outbox.waiting("other")) == (1, 0)
    with pytest.raises(IntegrityError), transaction.atomic():
        outbox.put("portal", stream="test:1", seq=1, payload={"v": 1}, now=NOW)

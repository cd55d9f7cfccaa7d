"""`verify` finds every kind of tampering and says where; a clean house has no faults."""

import json
from pathlib import Path

import pytest
from django.conf import settings
from django.db import connection
from django.db.models import F

from haidang.dossiers import api as dossiers
from haidang.dossiers.api import State
from haidang.dossiers.fee_tables import ReceiptCounter
from haidang.dossiers.models import CodeCounter, Document, Dossier
from haidang.platform import journal
from haidang.platform.models import JournalEntry

TABLE = JournalEntry._meta.db_table


@pytest.fixture
def unlocked(world):
    """The journal without its triggers, as for somebody who owns the database; the test's rollback restores them."""
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute(f"ALTER TABLE {TABLE} DISABLE TRIGGER USER")
        else:
            for suffix in ("update", "delete"):
                cursor.execute(f"DROP TRIGGER {TABLE}_append_only_{suffix}")
    return world


@pytest.fixture
def code(unlocked):
    unlocked.bring(State.RETURNED)
    return unlocked.bring(State.PROCESSING)


def lines(code):
    return JournalEntry.objects.filter(stream=f"dossier:{code}").order_by("seq")


def faults(code=None, **options):
    found = dossiers.verify(**options).faults
    # A paper that went with its dossier is missed in the row of numbers of its agency.
    assert all(code is None or fault.stream in {f"dossier:{code}", "papers:H06.03"} for fault in found)
    return [(fault.seq, fault.problem) for fault in found]


def test_a_clean_house(world):
    for state in State:
        world.bring(state)
    seen = []
    audit = dossiers.verify(progress=lambda done, total: seen.append((done, total)))
    assert (audit.faults, audit.dossiers, audit.events) == (
        [],
        10,
        JournalEntry.objects.filter(stream__startswith="dossier:").count(),
    )
    assert audit.files == len(set(Document.objects.values_list("sha256", flat=True)))
    assert seen[-1] == (10, 10)


def test_a_dossier_that_moves_on_during_the_audit_is_no_fault(world, monkeypatch):
    code = world.bring(State.NEW)
    streams = journal.streams

    def busy(prefix):
        if prefix == "dossier:":
            world.act("accept", code)
            world.submit()
        yield from streams(prefix)

    monkeypatch.setattr(journal, "streams", busy)
    assert dossiers.verify().faults == []


@pytest.mark.parametrize(
    "change",
    [
        {"payload": json.dumps({"v": 1, "to": 2})},
        {"actor": "user:999"},
        {"at": "2024-11-01T00:00Z"},
        {"kind": "dossiers.dossier.reject"},
        {"hash": "f" * 64},
        {"prev_hash": "f" * 64},
    ],
    ids=lambda change: next(iter(change)),
)
def test_an_altered_line(code, change):
    lines(code).filter(seq=2).update(**change)
    assert (2, "altered") in faults(code)


def test_the_state_of_the_row_altered(code):
    Dossier.objects.filter(code=code).update(state=State.DONE)
    assert faults(code) == [(3, "state-differs")]


def test_the_head_altered(code):
    Dossier.objects.filter(code=code).update(head_hash="0" * 64)
    assert faults(code) == [(3, "unexpected")]


def test_a_line_removed_in_the_middle(code):
    lines(code).filter(seq=2).delete()
    assert faults(code) == [(2, "missing")]


def test_a_line_removed_in_the_middle_and_the_gap_closed(code):
    lines(code).filter(seq=2).delete()
    lines(code).filter(seq=3).update(seq=2)
    assert {problem for _seq, problem in faults(code)} >= {"altered", "missing"}


def test_the_last_line_removed(code):
    lines(code).filter(seq=3).delete()
    assert (3, "missing") in faults(code)


def test_the_first_line_removed(code):
    lines(code).filter(seq=1).delete()
    assert faults(code) == [(1, "missing")]


def test_all_lines_removed(code):
    lines(code).delete()
    assert faults(code) == [(0, "no-events")]


def test_lines_reordered(code):
    lines(code).filter(seq=2).update(seq=99)
    lines(code).filter(seq=3).update(seq=2)
    lines(code).filter(seq=99).update(seq=3)
    assert {(2, "reordered"), (2, "altered"), (3, "altered")} <= set(faults(code))


def test_a_line_inserted_at_the_end(code):
    last = lines(code).last()
    last.pk, last.seq, last.prev_hash = None, 4, last.hash
    last.save(force_insert=True)
    assert {(4, "altered"), (4, "unexpected")} <= set(faults(code))


def test_a_line_inserted_in_the_middle(code):
    lines(code).filter(seq=3).update(seq=F("seq") + 1)
    copy = lines(code).get(seq=2)
    copy.pk, copy.seq = None, 3
    copy.save(force_insert=True)
    assert {(3, "altered"), (4, "altered"), (4, "unexpected")} <= set(faults(code))


def test_a_line_moved_to_another_dossier(code, unlocked):
    other = unlocked.bring(State.NEW)
    line = lines(code).get(seq=2)
    line.pk, line.stream = None, f"dossier:{other}"
    line.save(force_insert=True)
    assert {(2, "altered"), (2, "reordered"), (2, "unexpected")} <= set(faults(other))


def test_a_whole_dossier_removed_with_its_events(code):
    lines(code).delete()
    Dossier.objects.filter(code=code).delete()
    assert faults(code) == [(0, "dossier-missing"), (0, "paper-missing receipt 2024: 1")]


def test_a_dossier_removed_and_its_events_left(code):
    Dossier.objects.filter(code=code).delete()
    assert set(faults(code)) == {(3, "orphaned"), (0, "dossier-missing"), (0, "paper-missing receipt 2024: 1")}


def test_an_ordinal_that_was_never_given_out(code):
    CodeCounter.objects.update(last=F("last") + 1)
    ((seq, problem),) = faults()
    assert (seq, problem) == (0, "dossier-missing")


def test_the_key_of_the_chain_is_not_in_the_database(code, settings):
    """Somebody who can write every table but lacks the key cannot make a chain that fits."""
    from haidang.platform.journal import line_hash

    true_key, settings.JOURNAL_KEY = settings.JOURNAL_KEY, b"guessed" * 5
    line = lines(code).last()
    line.payload = json.dumps({"v": 1, "to": 9})
    lines(code).filter(seq=3).update(payload=line.payload, hash=line_hash(line))
    Dossier.objects.filter(code=code).update(state=9, head_hash=line_hash(line))
    settings.JOURNAL_KEY = true_key
    assert (3, "altered") in faults(code)


@pytest.mark.parametrize("damage", ["changed", "gone"])
def test_a_damaged_file(world, damage):
    code = world.submit(documents=[world.upload(text=f"damaged-{damage}")]).code
    sha256 = Document.objects.get(dossier__code=code).sha256
    path = Path(settings.HAIDANG_HOME) / "files" / sha256[:2] / sha256[2:4] / sha256
    path.write_bytes(b"%PDF-1.7 other") if damage == "changed" else path.unlink()
    assert faults(code) == [(0, f"file-damaged {sha256}")]
    assert faults(code, with_files=False) == []


def test_a_receipt_number_without_its_receipt_is_found(world):
    code = world.bring(State.NEW)
    world.act("collect_fee", code)
    assert dossiers.verify().faults == []
    ReceiptCounter.objects.update(last=F("last") + 1)
    assert [(fault.stream, *pair) for fault, pair in zip(dossiers.verify().faults, faults(), strict=True)] == [
        ("receipt:H06.03/2024", 2, "receipt-missing")
    ]

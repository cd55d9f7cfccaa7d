"""What the lake does with the changes it is told: merging, months, interrupted updates. No database is asked."""

import os
import signal
import subprocess
import sys
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from haidang.ioc import lake
from haidang.ioc.lake import layout, merging, updating
from haidang.platform import facts
from haidang.platform.facts import Batch, Column, Dataset, Kind

NOW = datetime(2024, 11, 4, 2, tzinfo=UTC)
COLUMNS = (
    Column("code", Kind.TEXT, "Mã"),
    Column("seq", Kind.INTEGER, "Số"),
    Column("at", Kind.MOMENT, "Lúc"),
    Column("is_open", Kind.BOOLEAN, "Mở"),
    Column("words", Kind.TEXT, "Chữ"),
)


class Told:
    """A dataset that tells what the test puts in it, a batch at a time."""

    def __init__(self, name="told", **declared):
        self.batches = []
        values = {"key": ("code", "seq"), "group": ("code",), "month_of": "at"} | declared
        self.dataset = Dataset(name, "Thử", COLUMNS, changes=self.changes, **values)

    def changes(self, cursor, _limit):
        done = int(cursor or 0)
        if done == len(self.batches):
            return Batch((), cursor)
        batch = self.batches[done]
        assert not isinstance(batch, Exception), batch
        last = done + 1 == len(self.batches)
        return Batch(batch.rows, str(done + 1), last, batch.gone, batch.is_whole)

    def tell(self, *rows, gone=(), is_whole=False):
        self.batches.append(Batch(rows, "", gone=gone, is_whole=is_whole))


def row(code, seq=1, *, month=11, is_open=True, words="a"):
    return (code, seq, datetime(2024, month, 3, tzinfo=UTC), is_open, words)


@pytest.fixture
def declared(lake_home, monkeypatch):
    """Declares a dataset as the only one."""

    def declare(*told):
        monkeypatch.setattr(facts, "_providers", {})
        monkeypatch.setattr(facts, "_declared", {})
        for each in told:
            facts.register(each.dataset)
        return told[0]

    return declare


def held(name="told"):
    reader = lake.reader()
    rows = reader.rows(reader.table(name))
    return sorted((each["code"], each["seq"], each["words"]) for each in rows)


def files(name="told"):
    return [(file.month, file.rows) for file in layout.load().tables[name].files]


def test_a_group_is_replaced_as_a_whole_and_may_be_gone(declared):
    told = declared(Told())
    told.tell(row("A", 1), row("A", 2), row("B", 1, month=9), row("C"))
    lake.update(now=NOW)
    told.tell(row("A", 2, words="b"), gone=[("B",)])
    lake.update(now=NOW)
    assert held() == [("A", 2, "b"), ("C", 1, "a")]
    assert files() == [("2024-11", 2)]


def test_of_several_words_on_a_group_the_last_holds(declared):
    told = declared(Told())
    told.tell(row("A", 1), row("A", 2), row("B", 1))
    told.tell(row("A", 1, words="b"), gone=[("B",)])
    told.tell(row("B", 7), row("B", 7, words="z"))
    lake.update(now=NOW)
    assert held() == [("A", 1, "b"), ("B", 7, "z")]


def test_rows_that_are_apart_move_when_they_change(declared):
    told = declared(Told(apart="is_open"))
    told.tell(row("A"), row("B"), row("C", is_open=None))
    lake.update(now=NOW)
    assert files() == [("2024-11", 2), ("2024-11", 1)]
    told.tell(row("A", is_open=False))
    lake.update(now=NOW)
    assert files() == [("2024-11", 1), ("2024-11", 2)]
    assert len(held()) == 3


def test_a_small_table_is_told_as_a_whole(declared):
    told = declared(Told(month_of=None))
    told.tell(row("A"), row("B"), is_whole=True)
    lake.update(now=NOW)
    told.tell(row("B", words="b"), is_whole=True)
    lake.update(now=NOW)
    assert held() == [("B", 1, "b")]
    told.tell(is_whole=True)
    lake.update(now=NOW)
    assert held() == []


def test_what_is_only_added_to_lies_in_small_files_until_they_are_many_or_their_month_is_over(declared):
    told = declared(Told(is_append_only=True, group=()))
    for number in range(merging.MOST_FILES):
        told.tell(row("A", number))
        lake.update(now=NOW)
    assert len(files()) == merging.MOST_FILES
    # The same once more is the same.
    told.tell(row("A", 0), row("A", 1))
    lake.update(now=NOW)
    assert len(files()) == merging.MOST_FILES
    told.tell(row("A", 100))
    lake.update(now=NOW)
    assert files() == [("2024-11", merging.MOST_FILES + 1)]
    told.tell(row("A", 101))
    lake.update(now=NOW)
    assert len(files()) == 2
    lake.update(now=NOW + timedelta(days=30))
    assert files() == [("2024-11", merging.MOST_FILES + 2)]


def test_one_dataset_that_fails_stays_as_it_was_and_stops_no_other(declared):
    told, other = Told(), Told("other")
    declared(told, other)
    told.tell(row("A"))
    other.tell(row("X"))
    lake.update(now=NOW)
    told.batches.append(ValueError("its source is down"))
    other.tell(row("Y"))
    done = lake.update(now=NOW + timedelta(hours=1))
    assert done.failed == ("told",)
    assert (held(), held("other")) == ([("A", 1, "a")], [("X", 1, "a"), ("Y", 1, "a")])
    reader = lake.reader()
    assert (reader.as_of, reader.as_of_tables(["other"])) == (NOW, NOW + timedelta(hours=1))
    with pytest.raises(RuntimeError, match="told"):
        updating.keep_up(NOW + timedelta(hours=2))


def test_other_columns_make_a_table_anew(declared):
    told = declared(Told())
    told.tell(row("A"))
    lake.update(now=NOW)
    told.dataset = replace(told.dataset, columns=(*COLUMNS, Column("more", Kind.REAL, "Thêm")))
    facts.register(told.dataset)
    told.batches = [Batch([(*row("A"), 1.5)], "")]
    lake.update(now=NOW)
    reader = lake.reader()
    assert [each["more"] for each in reader.rows(reader.table("told"))] == [1.5]


def test_a_reader_keeps_its_files_for_an_hour(declared, monkeypatch):
    told = declared(Told())
    told.tell(row("A"))
    lake.update(now=NOW)
    reader = lake.reader()
    told.tell(row("A", words="b"))
    lake.update(now=NOW)
    table = reader.table("told")
    assert [each["words"] for each in reader.rows(table)] == ["a"]
    monkeypatch.setattr(updating.clock, "machine_now", lambda: datetime.now(UTC) + layout.KEPT)
    lake.update(now=NOW)
    assert len(list((layout.folder() / "data").rglob("*.parquet"))) == 1


def test_two_updates_at_once_are_refused(declared):
    declared(Told())
    with layout.alone(), pytest.raises(lake.LakeBusy):
        lake.update(now=NOW)
    assert updating.keep_up(NOW) == 0


def test_an_empty_lake_says_so(lake_home):
    with pytest.raises(lake.LakeNotReady):
        _ = lake.reader().as_of
    with pytest.raises(lake.LakeNotReady):
        lake.reader().table("dossiers")


KILLED = """
import os, signal, sys
import django
django.setup()
sys.path.insert(0, {tests!r})
from haidang.platform import facts
from haidang.ioc import lake
from haidang.ioc.lake import layout
from ioc.test_lake_files import NOW, Told, row
facts._declared.clear()
facts._providers.clear()
told = Told()
facts.register(told.dataset)
told.tell(row("A"))
told.tell(row("A", words="b"), row("B", month=10))
def killed(*args, **kwargs):
    os.kill(os.getpid(), signal.SIGKILL)
where = {where!r}
if where == "before the manifest":
    layout.publish = killed
elif where == "while it is written":
    os.fsync = lambda descriptor: killed() if ".manifest" in os.readlink(f"/proc/self/fd/{{descriptor}}") else None
else:
    layout.sweep = lambda snapshot, known=layout.sweep: killed() if snapshot.number > 1 else known(snapshot)
lake.update(now=NOW)
"""


@pytest.mark.parametrize("where", ["before the manifest", "while it is written", "after the manifest"])
def test_whoever_is_killed_leaves_a_whole_lake(declared, lake_home, where):
    told = declared(Told())
    told.tell(row("A"))
    lake.update(now=NOW)
    tests = str(Path(__file__).parent.parent)
    script = KILLED.format(tests=tests, where=where)
    environment = os.environ | {"HAIDANG_HOME": str(lake_home), "DJANGO_SETTINGS_MODULE": "haidang.config.settings"}
    done = subprocess.run([sys.executable, "-c", script], env=environment, capture_output=True, check=False)
    assert done.returncode == -signal.SIGKILL, done.stderr.decode()
    new = [("A", 1, "b"), ("B", 1, "a")]
    assert held() == (new if where == "after the manifest" else [("A", 1, "a")])
    told.tell(row("A", words="b"), row("B", month=10))
    lake.update(now=NOW)
    assert held() == new
    left = {str(path.relative_to(layout.folder())) for path in (layout.folder() / "data").rglob("*.parquet")}
    snapshot = layout.load()
    assert left == snapshot.paths | set(snapshot.retired)
    assert not list(layout.folder().glob(".manifest-*"))

"""The event lake: what is in it, how it keeps up, and that nothing breaks it."""

import json
from datetime import timedelta

from haidang.dossiers.models import Dossier
from haidang.ioc import lake
from haidang.platform.models import JournalEntry
from world import CITIZEN_ID


def contents(reader):
    """Every row of every table, in the order of all columns."""
    found = {name: reader.rows(reader.table(name)) for name in reader.names}
    return {name: sorted(rows, key=lambda row: repr(list(row.values()))) for name, rows in found.items()}


def test_a_dossier_is_as_it_stands_and_an_update_follows_it(world, lake_home):
    code = world.submit().code
    lake.update(now=world.now)
    reader = lake.reader()
    assert reader.as_of == world.now
    (row,) = reader.rows(reader.table("dossiers"))
    assert (row["code"], row["state"], row["is_open"], row["channel"]) == (code, 1, True, "online")
    world.act("accept", code, now=world.now + timedelta(hours=1))
    lake.update(now=world.now + timedelta(hours=2))
    (row,) = lake.reader().rows(lake.reader().table("dossiers"))
    dossier = Dossier.objects.get(code=code)
    assert row["state"] == 2
    assert row["due_at"] == dossier.due_at.replace(tzinfo=None)
    events = sorted(lake.reader().rows(lake.reader().table("events")), key=lambda row: row["seq"])
    assert [(event["kind"], event["from_state"], event["to_state"]) for event in events] == [
        ("submit", None, 1),
        ("accept", 1, 2),
    ]
    steps = lake.reader().rows(lake.reader().table("steps"))
    assert {step["status"] for step in steps} == {"open"}
    # Whoever has read the former snapshot reads it still.
    assert reader.rows(reader.table("dossiers"))[0]["state"] == 1


def test_no_table_tells_who_anybody_is(world, lake_home):
    world.submit()
    lake.update(now=world.now)
    told = json.dumps(contents(lake.reader()), default=str)
    for secret in (CITIZEN_ID, "Nguyễn Thị An", "0987654321", "Lê Lợi", "an@vidu.example", "Đề nghị cấp phép"):
        assert secret not in told


def test_made_anew_it_is_the_same(world, lake_home):
    codes = [world.submit().code for _ in range(3)]
    lake.update(now=world.now)
    world.act("accept", codes[0], now=world.now + timedelta(hours=1))
    lake.update(now=world.now + timedelta(hours=1))
    world.act("reject", codes[1], now=world.now + timedelta(hours=2))
    lake.update(now=world.now + timedelta(hours=3))
    before = contents(lake.reader())
    lake.rebuild(now=world.now + timedelta(hours=3))
    assert contents(lake.reader()) == before
    assert len(before["events"]) == JournalEntry.objects.filter(stream__startswith="dossier:").count() == 5
    assert before["agencies"]

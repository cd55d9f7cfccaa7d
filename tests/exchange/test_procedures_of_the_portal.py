"""Procedures as the national portal words them: looked at in turn, compared, approved by a person."""

from datetime import timedelta

import pytest

from haidang.catalogue import api as catalogue
from haidang.dossiers.api import State
from haidang.exchange.errors import Conflict, NotAllowed
from haidang.exchange.models import ProcedureNews
from haidang.exchange.procedures import approve, dismiss, refresh
from haidang.platform import journal
from world import CASE, FREE, PAUSE

S = ProcedureNews.Status


def as_served(code, name, days="5", **more):
    """A procedure as `LayThuTuc` gives it."""
    time = {"THOIGIANGIAIQUYET": days, "DONVITINH": "Ngày làm việc", "MOTA": "", "PHILEPHI": []}
    return {
        "MATTHC": code,
        "TENTTHC": name,
        "MACOQUANCONGBO": "G15",
        "CACHTHUCTHUCHIEN": [{"KENH": kind, "THOIGIAN": [time]} for kind in ("2", "1", "3")],
        "THANHPHANHOSO": [{"GIAYTO": "Tờ khai mới", "MAGIAYTO": "G1", "TENMAUDON": "", "URL": ""}],
        "TRANGTHAI": "1",
        **more,
    }


@pytest.fixture
def operator(world):
    return world.officer("administrator", world.province, with_descendants=True)


@pytest.fixture
def look(world, line, monkeypatch):
    """Looks at two procedures of the tests, whatever else the province offers."""
    assert world.procedures
    offered = [item for item in catalogue.offered(on=world.now.date()) if item.code in (PAUSE, FREE)]
    monkeypatch.setattr(catalogue, "offered", lambda **_on: offered)
    return lambda **more: refresh(line.portal, now=line.now, **more)


def serve(line, *records):
    for record in records:
        line.store.keep("procedure", record["MATTHC"], record)


def test_news_wait_until_a_person_approves(world, line, look, operator):
    name = catalogue.published(PAUSE, on=world.now.date()).name
    serve(line, as_served(PAUSE, name, days="3"))
    assert look() == {S.NEWS: 1, S.GONE: 1}
    row = ProcedureNews.objects.get(code=PAUSE)
    assert ["time", "Trực tuyến", "5 ngày làm việc", "3 ngày làm việc"] in row.changes
    before = catalogue.published(PAUSE, on=world.now.date())
    code = world.bring(State.RECEIVED)
    assert approve(code=PAUSE, record_hash=row.record_hash, actor=operator, now=line.now, key="approve-key")
    after = catalogue.published(PAUSE, on=world.now.date())
    assert (after.number, str(catalogue.term_for(after, "online"))) == (before.number + 1, "3 working_day")
    # The province's own offer and the documents that were counted stand as they were.
    assert after.content.executing == before.content.executing
    assert after.content.case(CASE).documents == before.content.case(CASE).documents
    assert world.dossier(code).procedure_version_id == before.version_id
    (entry,) = journal.lines(ProcedureNews.objects.get(code=PAUSE).stream)
    assert entry.kind == "exchange.procedure.approve"
    assert look()[S.TAKEN] == 1


def test_what_was_left_as_it_is_comes_back_only_when_the_portal_says_something_else(world, line, look, operator):
    serve(line, as_served(PAUSE, "Tên khác"))
    look()
    row = ProcedureNews.objects.get(code=PAUSE)
    common = {"code": PAUSE, "actor": operator, "now": line.now}
    dismiss(record_hash=row.record_hash, reason="Sai tên", key="dismiss-key", **common)
    assert look()[S.DISMISSED] == 1
    serve(line, as_served(PAUSE, "Tên khác nữa"))
    assert look()[S.NEWS] == 1
    with pytest.raises(Conflict):
        approve(record_hash=row.record_hash, key="approve-key", **common)


def test_the_longest_not_looked_at_comes_first(world, line, look):
    serve(line, as_served(PAUSE, "Tên"), as_served(FREE, "Tên"))
    look(most=1)
    line.pass_time(days=1)
    look(most=1)
    assert ProcedureNews.objects.count() == 2
    seen = sorted(ProcedureNews.objects.values_list("looked_at", flat=True))
    assert seen[1] - seen[0] == timedelta(days=1)


@pytest.mark.parametrize("broken", [{"TENTTHC": ""}, {"TENTTHC": None, "CACHTHUCTHUCHIEN": "x", "THANHPHANHOSO": 3}])
def test_what_cannot_be_read_is_said(world, line, look, broken):
    serve(line, as_served(PAUSE, "Tên") | broken)
    assert look()[S.UNREAD] == 1


def test_only_an_operator_approves(world, line, look):
    serve(line, as_served(PAUSE, "Tên khác"))
    look()
    row = ProcedureNews.objects.get(code=PAUSE)
    common = {"code": PAUSE, "record_hash": row.record_hash, "now": line.now}
    with pytest.raises(NotAllowed):
        approve(actor=world.officer("leader"), key="approve-key", **common)

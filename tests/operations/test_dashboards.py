"""Dashboards composed without code: one write path, versions, rights, keys; the pages and the wall that show them."""

from dataclasses import replace

import pytest
from django.db import DatabaseError, transaction
from django.urls import reverse

from haidang.ioc import api as ioc
from haidang.ioc.api import dashboards, indicators, questions
from haidang.ioc.dashboards import content as contents
from haidang.ioc.dashboards.tables import Dashboard, DashboardVersion, SavedQuestion
from haidang.platform.errors import Conflict, Invalid, NotAllowed, Refused

Kind, Tile, Content = dashboards.Kind, dashboards.Tile, dashboards.Content
RATE = questions.Question("online-rate")
BY_AGENCY = questions.Question("online-rate", indicators.Grain.AGENCY)
FIGURE, BARS = Tile(Kind.FIGURE, question=RATE), Tile(Kind.BARS, question=BY_AGENCY)
WORDS = Tile(Kind.TEXT, title="Ghi chú")


@pytest.fixture
def publisher(world):
    return world.officer("operations", world.province, with_descendants=True)


def composed(world, owner, *tiles, **more):
    content = Content("Toàn cảnh", tiles=tiles, **more)
    return dashboards.compose(content=content, actor=owner, now=world.now, key=world.key()).id


def changed(world, owner, number, edit, **more):
    values = {"actor": owner, "now": world.now, "key": world.key(), "wish": "x", **more}
    return dashboards.change(dashboard_id=number, edit=edit, **values)


def published(world, owner, number, roles=("leader",)):
    return dashboards.publish(dashboard_id=number, roles=roles, actor=owner, now=world.now, key=world.key())


def test_a_dashboard_is_composed_published_changed_and_withdrawn(world, publisher):
    number = composed(world, publisher, FIGURE)
    with pytest.raises(ioc.DashboardNotFound):
        dashboards.view(world.leader, number, now=world.now)
    published(world, publisher, number)
    seen = dashboards.view(world.leader, number, now=world.now)
    assert (seen.content.tiles, seen.draft, seen.may_change) == ((FIGURE,), None, False)
    changed(world, publisher, number, lambda found: dashboards.add(found, WORDS))
    assert dashboards.view(world.leader, number, now=world.now).content.tiles == (FIGURE,), "until it is published"
    published(world, publisher, number)
    assert dashboards.view(world.leader, number, now=world.now).content.tiles == (FIGURE, WORDS)
    assert [each.number for each in DashboardVersion.objects.order_by("number")] == [1, 2]
    dashboards.withdraw(dashboard_id=number, actor=publisher, now=world.now, key=world.key())
    with pytest.raises(ioc.DashboardNotFound):
        dashboards.view(world.leader, number, now=world.now)
    assert ioc.verify_dashboards() == []


def test_a_key_does_the_same_once(world, publisher):
    values = {"content": Content("Một"), "actor": publisher, "now": world.now, "key": world.key()}
    first, second = dashboards.compose(**values), dashboards.compose(**values)
    assert (first.id, second.replayed) == (second.id, True)
    key = world.key()
    for wish in (FIGURE, FIGURE):
        changed(world, publisher, first.id, lambda found: dashboards.add(found, FIGURE), key=key, wish=wish.plain())
    assert len(Dashboard.objects.get(pk=first.id).draft["tiles"]) == 1
    with pytest.raises(Refused):
        changed(world, publisher, first.id, lambda found: found, key=key, wish="another")


def test_two_who_change_at_once_are_told(world, publisher):
    number = composed(world, publisher)
    changed(world, publisher, number, lambda found: dashboards.add(found, FIGURE), expected_version=1)
    with pytest.raises(Conflict):
        changed(world, publisher, number, lambda found: dashboards.add(found, FIGURE), expected_version=1)


def test_rights(world, publisher):
    leader, manager = world.leader, world.officer("manager")
    number = composed(world, leader, FIGURE)
    with pytest.raises(NotAllowed):
        published(world, leader, number)
    with pytest.raises(ioc.DashboardNotFound):
        changed(world, publisher, number, lambda found: found)
    theirs = composed(world, publisher, FIGURE)
    published(world, publisher, theirs, ["leader"])
    assert dashboards.published_to(leader, now=world.now) == [Dashboard.objects.get(pk=theirs)]
    assert dashboards.published_to(manager, now=world.now) == []
    with pytest.raises(NotAllowed):
        changed(world, leader, theirs, lambda found: found)
    with pytest.raises(NotAllowed):
        composed(world, world.officer("specialist"))
    with pytest.raises(NotAllowed):
        composed(world, world.citizen)
    for wrong in ([], ["emperor"]):
        with pytest.raises(Invalid):
            published(world, publisher, theirs, wrong)
    with pytest.raises(Invalid):
        published(world, publisher, composed(world, publisher))


@pytest.mark.parametrize(
    "tile",
    [
        Tile(Kind.MAP, question=RATE),
        Tile(Kind.BARS, question=RATE),
        Tile(Kind.FIGURE, question=BY_AGENCY),
        Tile(Kind.LINE, question=questions.Question("no-such")),
        Tile(Kind.LINE, question=questions.Question("online-rate", indicators.Grain.COMMUNE)),
        Tile(Kind.LINE),
        Tile(Kind.TEXT),
        Tile(Kind.TEXT, text="x" * 2_001),
    ],
)
def test_a_tile_that_cannot_be_shown_is_refused(world, tile):
    with pytest.raises(Refused):
        composed(world, world.leader, tile)
    assert not Dashboard.objects.exists()


def test_edits_of_a_content():
    tiles = [Tile(Kind.TEXT, title=name) for name in "abc"]
    found = Content("x", tiles=tuple(tiles))

    def order(content):
        return "".join(tile.title for tile in content.tiles)

    assert [order(contents.move(found, 0, by)) for by in (-1, 1, 2, 9)] == ["abc", "bac", "bca", "bca"]
    assert order(contents.move(found, 2, -1)) == "acb"
    assert order(contents.remove(found, 1)) == "ac"
    assert order(contents.put(found, 1, Tile(Kind.TEXT, title="d"))) == "adc"
    for number in (-1, 3):
        with pytest.raises(Invalid):
            contents.remove(found, number)
    full = replace(found, tiles=tuple(tiles * 8))
    with pytest.raises(Invalid):
        contents.add(full, tiles[0])
    assert contents.read(full.plain()) == full


@pytest.mark.parametrize("data", [{}, {"title": 5}, {"title": "a", "tiles": {}}, {"title": "a", "tiles": [[]]},
                                  {"title": "a", "tiles": [{"kind": "x"}]}, {"title": "a\x00"}])  # fmt: skip
def test_nonsense_is_no_content(data):
    with pytest.raises(Invalid):
        contents.read(data)


@pytest.mark.django_db(transaction=False)
def test_versions_never_change_and_a_changed_draft_is_found(world, publisher):
    number = composed(world, publisher, FIGURE)
    published(world, publisher, number)
    with pytest.raises(DatabaseError), transaction.atomic():
        DashboardVersion.objects.update(number=7)
    row = Dashboard.objects.get(pk=number)
    Dashboard.objects.filter(pk=number).update(draft={**row.draft, "title": "khác"})
    assert [fault.problem for fault in ioc.verify_dashboards()] == ["row-differs draft"]


def test_saved_questions_are_ones_own(world, publisher):
    values = {"actor": world.leader, "now": world.now}
    done = dashboards.save_question(title="Của tôi", question=BY_AGENCY, key=world.key(), **values)
    assert [row.question for row in dashboards.saved(world.leader)] == [BY_AGENCY.plain()]
    assert not dashboards.saved(publisher)
    with pytest.raises(ioc.DashboardNotFound):
        dashboards.forget_question(question_id=done.id, actor=publisher, now=world.now, key=world.key())
    dashboards.forget_question(question_id=done.id, key=world.key(), **values)
    assert not dashboards.saved(world.leader)
    assert SavedQuestion.objects.exists()
    with pytest.raises(Invalid):
        dashboards.save_question(title=" ", question=BY_AGENCY, key=world.key(), **values)


def post(client, url, world, **values):
    return client.post(url, {"key": world.key(), **values})


def test_composing_by_pages_alone(world, shelf, publisher, client_of):
    client = client_of(publisher)
    assert post(client, reverse("operations:dashboards"), world, title="").status_code == 422
    made = post(client, reverse("operations:dashboards"), world, title="Sáng thứ Hai", is_wall="on")
    url = made["Location"]
    assert made.status_code == 302
    assert post(client, url, world, act="tile", kind="so", chi_so="online-rate", size="nho").status_code == 302
    assert (
        post(
            client, url, world, act="tile", kind="ban-do", chi_so="online-rate", theo="co-quan", size="lon"
        ).status_code
        == 302
    )
    assert post(client, url, world, act="tile", kind="thanh", chi_so="online-rate", size="vua").status_code == 422
    assert post(client, url, world, act="tile", kind="chu", size="vua", title="Lưu ý").status_code == 302
    assert post(client, url, world, act="up:2").status_code == 302
    assert post(client, url, world, act="tile", o="1", kind="chu", size="lon", title="Nhớ").status_code == 302
    for act in ("remove:9", "down", "nothing", "", "withdraw"):
        assert post(client, url, world, act=act).status_code == 422
    assert post(client, url, world, act="publish", roles=["leader", "operations"]).status_code == 302
    row = Dashboard.objects.get()
    assert [tile["kind"] for tile in row.shown.content["tiles"]] == ["so", "chu", "ban-do"]
    page = client.get(reverse("operations:dashboard", args=[row.pk])).content.decode()
    assert "Nhớ" in page
    assert "50,0\u00a0% *" in page
    assert page.count('class="chart-area') == 8
    wall = client_of(world.leader).get(reverse("operations:wall")).content.decode()
    assert "Sáng thứ Hai" in wall
    assert "cách đây" in wall
    assert 'http-equiv="refresh"' in wall
    assert 'http-equiv="refresh"' not in client.get(reverse("operations:wall"), {"dung": "1"}).content.decode()
    listed = client_of(world.leader).get(reverse("operations:dashboards")).content.decode()
    assert "Sáng thứ Hai" in listed


def test_a_tile_without_data_says_so_and_the_wall_may_be_empty(world, shelf, client_of):
    number = composed(world, world.leader, Tile(Kind.LINE, question=questions.Question("digital-economy")))
    client = client_of(world.leader)
    assert "chưa có dữ liệu" in client.get(reverse("operations:dashboard", args=[number])).content.decode()
    assert "Chưa có bảng nào" in client.get(reverse("operations:wall"), {"man": "x"}).content.decode()
    other = client_of(world.officer("manager"))
    for name in ("dashboard", "dashboard_edit"):
        for number_ in (number, 0, 10**20):
            assert other.get(reverse(f"operations:{name}", args=[number_])).status_code == 404

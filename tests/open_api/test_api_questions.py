"""What other systems are told: their agencies' dossiers and events, all of them once, and nobody's name."""

from datetime import timedelta
from urllib.parse import urlencode

import pytest

from haidang.dossiers.api import DossierNotFound, State
from haidang.dossiers.facts.matters import DOSSIERS
from haidang.open_api.schemas import DossierItem
from world import DEPARTMENT, DISTRICT, PAUSE


def items_of(caller, path, **query):
    """Every item of a list, page by page."""
    found, cursor = [], ""
    while True:
        page = caller.get(path, cursor=cursor, **query).json()
        found += page["items"]
        cursor = page.get("next_cursor") or ("" if page.get("is_last", True) else page["cursor"])
        if not cursor:
            return found, page


def test_a_client_is_told_of_the_dossiers_of_its_agencies_page_by_page(house):
    times = [house.world.now + timedelta(minutes=number // 2) for number in range(5)]
    codes = [house.world.submit(PAUSE, now=now).code for now in times]
    caller = house.caller()
    found, _page = items_of(caller, "dossiers", limit=2)
    assert sorted(item["code"] for item in found) == sorted(codes)
    assert [item["submitted_at"] for item in found] == sorted((item["submitted_at"] for item in found), reverse=True)
    assert items_of(house.caller(agency_code=DISTRICT), "dossiers")[0] == []
    assert caller.get(f"dossiers/{codes[0]}").json()["state"] == State.NEW
    assert house.caller(agency_code=DISTRICT).get(f"dossiers/{codes[0]}").status_code == 404


def test_nothing_tells_who_somebody_is(house):
    code = house.world.bring(State.RETURNED)
    caller = house.caller()
    dossier = house.world.dossier(code)
    for path in (f"dossiers/{code}", "dossiers", "events"):
        text = caller.get(path).content.decode()
        for secret in (dossier.owner_name, dossier.owner_id_number, dossier.owner_phone, dossier.owner_address):
            assert not secret or secret not in text
    assert set(DossierItem.model_fields) == set(DOSSIERS.names)


def test_filters_narrow_the_list(house):
    new, done = house.world.submit(PAUSE).code, house.world.bring(State.RETURNED)
    caller = house.caller()

    def codes(**query):
        return {item["code"] for item in items_of(caller, "dossiers", **query)[0]}

    assert codes(state=10) == {done}
    assert codes(agency=DEPARTMENT) == {new, done}
    assert codes(agency="000.00.99.H06") == codes(procedure="9.999999") == set()
    assert codes(submitted_before=house.world.now.isoformat()) == set()
    assert codes(submitted_from=house.world.now.isoformat()) == {new, done}


def test_events_are_told_once_each_and_what_comes_later_follows_the_cursor(house):
    code = house.world.bring(State.PROCESSING)
    caller = house.caller()
    found, page = items_of(caller, "events", limit=3)
    assert [item["seq"] for item in found if item["code"] == code] == list(
        range(1, house.world.dossier(code).version + 1)
    )
    assert found[0]["from_state"] is None
    assert caller.get("events", cursor=page["cursor"]).json()["items"] == []
    house.world.act("note", code)
    assert [item["kind"] for item in caller.get("events", cursor=page["cursor"]).json()["items"]] == ["note"]
    assert items_of(house.caller(agency_code=DISTRICT), "events")[0] == []


def test_procedures_are_found_and_shown_with_times_and_fees(house):
    caller = house.caller()
    page = caller.get("procedures", q="khai sinh", limit=3).json()
    assert page["total"] >= 1
    code = page["items"][0]["code"]
    shown = caller.get(f"procedures/{code}").json()
    assert shown["code"] == code
    assert {each["channel"] for each in shown["channels"]} <= {"online", "direct", "postal"}
    assert caller.get("procedures/9.999999").status_code == 404


@pytest.mark.parametrize(
    ("path", "query"),
    [
        ("dossiers", {"limit": 0}),
        ("dossiers", {"limit": 10**9}),
        ("dossiers", {"state": "x"}),
        ("dossiers", {"submitted_from": "2024-01-01T00:00"}),
        ("dossiers", {"agency": "\x00"}),
        ("procedures", {"q": "\x00"}),
        ("procedures/1.001193", {"on": "hôm nay"}),
    ],
)
def test_what_cannot_be_asked_is_said_in_one_form(house, path, query):
    answer = house.caller().get(path, **query)
    assert answer.status_code == 422, urlencode(query)
    assert answer["Content-Type"] == "application/problem+json"
    problem = answer.json()
    assert (problem["status"], bool(problem["title"]), bool(problem["code"])) == (422, True, True)


@pytest.mark.parametrize(
    ("path", "query", "code"),
    [
        ("dossiers", {"cursor": "x"}, "cursor-not-found"),
        ("events", {"cursor": "a:b:c"}, "cursor-not-found"),
        ("procedures", {"agency": "không có"}, "agency-not-found"),
        ("procedures/9.999999", {}, "procedure-not-found"),
        ("dossiers/H06-1", {}, DossierNotFound.code),
    ],
)
def test_what_is_not_there_is_said_in_the_same_form(house, path, query, code):
    answer = house.caller().get(path, **query)
    assert (answer.status_code, answer.json()["code"]) == (404, code)
    assert answer["Content-Type"] == "application/problem+json"


def test_a_cursor_of_one_list_is_none_of_another(house):
    house.world.bring(State.NEW)
    caller = house.caller()
    cursor = caller.get("events").json()["cursor"]
    assert caller.get("dossiers", cursor=cursor).status_code == 404

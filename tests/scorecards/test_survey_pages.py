"""Surveys in the browser: made, drawn, answered by card without signing in, typed from paper, and read."""

import re

import pytest
from django.test import Client
from django.urls import reverse

from haidang.dossiers.api import Dossier
from haidang.platform import clock
from haidang.reform.api import sipas
from haidang.reform.sipas.tables import SurveyAnswer


@pytest.fixture
def leader(world, monkeypatch):
    monkeypatch.setattr(clock, "now", lambda: world.now)
    papers = world.two_uploads()
    for at in range(6):
        person = world.person(f"nguoi{at}", f"Người {at}", f"0770850{at:05}")
        code = world.submit(actor=person, owner=world.owner(person), documents=papers).code
        Dossier.objects.filter(code=code).update(finished_at=world.now)
    client = Client()
    client.force_login(world.leader)
    return client


def url(name, *args):
    return reverse(f"scorecards:{name}", args=args)


def words(response):
    return " ".join(re.sub(r"<[^>]+>", " ", response.content.decode()).split())


def hidden(client, address):
    """What a form carries besides what people fill in."""
    page = client.get(address).content.decode()
    found = {name: re.search(rf'name="{name}" value="([^"]*)"', page) for name in ("key", "expected_version")}
    return {name: match[1] for name, match in found.items() if match}


def send(client, address, **values):
    return client.post(address, {**hidden(client, address), **values})


def make(leader):
    wish = {"agency": "H06", "title": "Đợt 1", "year": "2024", "wave": "1", "first": "2024-11-01"}
    more = {"last": "2024-11-04", "size": "5", "seed": "2024", "least_percent": "50"}
    response = send(leader, url("survey_new"), **wish, **more)
    assert response.status_code == 302, words(response)
    return int(re.search(r"(\d+)/$", response["Location"])[1])


def opened(leader):
    number = make(leader)
    for act in ("chon-mau", "bat-dau"):
        assert send(leader, url("survey", number), act=act).status_code == 302
    return number


def cards(leader, number, count=5):
    (stratum,) = sipas.survey(number).strata.all()
    page = send(leader, url("survey_cards", number), stratum=str(stratum.pk), count=str(count))
    return re.findall(r"http://testserver(/cham-diem/y-kien/[A-Z0-9]+/)", page.content.decode())


def test_from_making_a_survey_to_its_figures(leader):
    number = opened(leader)
    for address in cards(leader, number):
        citizen = Client(enforce_csrf_checks=False)
        page = citizen.get(address)
        assert page["Referrer-Policy"] == "no-referrer"
        assert citizen.post(address, {"q1": "5", "q2": "4"}).status_code == 302
        assert "Cảm ơn" in words(citizen.get(address))
    assert "100,0 %" in words(leader.get(url("survey", number)))
    assert "5 / 5" in words(leader.get(url("surveys")))
    assert "năm 2024" in words(leader.get(url("survey", number)))


def test_an_answer_keeps_what_was_chosen_when_it_is_refused(leader):
    (address,) = cards(leader, opened(leader), 1)
    citizen = Client()
    refused = citizen.post(address, {"q1": "5", "q2": "9"})
    assert refused.status_code == 422
    assert re.search(r'name="q1" value="5"[^>]*checked', refused.content.decode())
    assert "<script" not in re.sub(r'<script src="/static/ui/haidang[^>]*></script>', "", refused.content.decode())
    assert citizen.post(address, {}).status_code == 422
    assert SurveyAnswer.objects.count() == 0


def test_a_code_is_typed_in_any_way(leader):
    (address,) = cards(leader, opened(leader), 1)
    token = address.rstrip("/").rsplit("/", 1)[1]
    typed = Client().get(url("answer_code"), {"ma": f"{token[:4]}-{token[4:]}".lower()}, follow=True)
    assert typed.status_code == 200
    assert Client().get(url("answer_code"), {"ma": "xyz"}, follow=True).status_code == 404
    assert Client().get(url("answer_code"), {"ma": "\0"}).status_code == 200


def test_questions_are_built_in_the_browser(leader):
    number = make(leader)
    held = {question.key: question.text for question in sipas.standard().questions}
    added = {**held, "q1": "", "them-tiep-can-0": "Giờ làm việc thuận tiện"}
    assert send(leader, url("survey_questions", number), **added).status_code == 302
    texts = [item.text for item in sipas.from_plain(sipas.survey(number).questionnaire).of_factor("tiep-can")]
    assert texts == [held["q2"], "Giờ làm việc thuận tiện"]
    none = send(leader, url("survey_questions", number), **dict.fromkeys(held, ""))
    assert none.status_code == 422
    assert "Giờ làm việc thuận tiện" in words(leader.get(url("survey_paper", number)))


def test_paper_is_typed_by_two(leader, world):
    number = opened(leader)
    (stratum,) = sipas.survey(number).strata.all()
    second = Client()
    second.force_login(world.officer("manager", "H06", with_descendants=True))
    sheet = {"number": "7", "stratum": str(stratum.pk), "q1": "4", "q2": "2"}
    assert send(leader, url("sheets", number), **sheet).status_code == 302
    differing = send(second, url("sheets", number), **{**sheet, "q2": "3"})
    assert (differing.status_code, "câu 2" in words(differing)) == (422, True)
    assert send(second, url("sheets", number), **sheet).status_code == 302
    assert SurveyAnswer.objects.get().levels == {"q1": 4, "q2": 2}


def test_who_is_asked_is_for_those_who_ask(leader, world):
    number = opened(leader)
    (stratum,) = sipas.survey(number).strata.all()
    assert leader.get(url("addressees", number, stratum.pk)).content.count(b"/mot-cua/ho-so/") == 5
    stranger = Client()
    stranger.force_login(world.officer("manager"))
    assert stranger.get(url("addressees", number, stratum.pk)).status_code == 403
    assert stranger.get(url("survey", number)).status_code == 200
    send(leader, url("survey", number), act="ket-thuc")
    assert leader.get(url("addressees", number, stratum.pk)).content.count(b"/mot-cua/ho-so/") == 0


def test_a_survey_of_days_to_come_is_refused_on_the_form(leader):
    wish = {"agency": "H06", "title": "Đợt 1", "year": "2024", "wave": "1", "first": "2024-11-01"}
    more = {"last": "2025-11-04", "size": "5", "seed": "2024", "least_percent": "50"}
    assert send(leader, url("survey_new"), **wish, **more).status_code == 422

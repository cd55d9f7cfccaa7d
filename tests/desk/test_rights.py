"""Who may open what at the desk."""

import pytest
from django.test import Client
from django.urls import reverse

from haidang.desk.action_table import ACTIONS
from haidang.dossiers.api import State
from world import OTHER_DEPARTMENT, PAUSE

LISTS = ["desk:queue", "desk:search", "desk:reception"]


def dossier_pages(world, code):
    document = world.dossier(code).documents.first()
    names = ["dossier", "receipt", "control", *(f"act_{slug}" for slug in ACTIONS)]
    pages = [reverse(f"desk:{name}", kwargs={"code": code}) for name in names]
    return [*pages, *paper_pages(world, code), reverse("desk:document", args=[document.pk])]


def paper_pages(world, code):
    (paper,) = world.dossier(code).papers.all()
    return [reverse(f"desk:{name}", args=[code, paper.pk]) for name in ("paper", "paper_pdf")]


def reception_pages():
    return [reverse(f"desk:{name}", args=[PAUSE]) for name in ("reception_case", "reception_entry")]


@pytest.fixture
def pages(world):
    code = world.bring(State.RECEIVED)
    return [*map(reverse, LISTS), *reception_pages(), *dossier_pages(world, code)]


def test_nobody_in_particular_is_asked_to_sign_in(pages):
    for page in pages:
        answer = Client().get(page)
        assert (answer.status_code, answer.url.split("?")[0]) == (302, reverse("portal:sign_in")), page


@pytest.mark.parametrize("who", ["citizen", "business", "administrator"])
def test_whoever_works_on_no_dossiers_is_refused(world, as_user, pages, who):
    client = as_user(getattr(world, who))
    for page in pages:
        assert client.get(page).status_code == 403, page
        assert client.post(page).status_code == 403, page


def test_officers_of_another_agency_find_no_dossier(world, as_user):
    code = world.bring(State.RECEIVED)
    client = as_user(world.officer("reception", OTHER_DEPARTMENT))
    assert client.get(reverse("desk:dossier", kwargs={"code": code})).status_code == 404
    for name in ("receipt", "control"):
        assert client.get(reverse(f"desk:{name}", kwargs={"code": code})).status_code == 404
    for page in paper_pages(world, code):
        assert client.get(page).status_code == 404
    assert client.get(reverse("desk:document", args=[world.dossier(code).documents.first().pk])).status_code == 404
    for slug in ACTIONS:
        assert client.post(reverse(f"desk:act_{slug}", kwargs={"code": code})).status_code == 404
    assert world.dossier(code).state == State.RECEIVED


def test_officer_of_the_agency_opens_everything(world, as_user):
    code = world.bring(State.RECEIVED)
    client = as_user(world.officer("reception"))
    for page in [*map(reverse, LISTS), *dossier_pages(world, code)]:
        answer = client.get(page)
        if answer.streaming:
            b"".join(answer.streaming_content)  # reads the file to its end, which closes it
        assert answer.status_code in {200, 302}, page


def test_officers_who_receive_nothing_have_no_counter(world, as_user):
    assert as_user(world.officer("specialist")).get(reverse("desk:reception")).status_code == 403


def test_unknown_and_strange_codes_are_not_found(world, as_user):
    client = as_user(world.officer("reception"))
    for code in ("000.00.09.H06-241104-9999", "x", "000.00.09.H06-241104-0001-2"):
        assert client.get(f"/mot-cua/ho-so/{code}/").status_code == 404

"""What citizens see of a reorganisation: the name of its day with the successor, and only agencies of today."""

import html
import re

import pytest
from django.urls import reverse

from haidang.catalogue import api as catalogue
from haidang.dossiers import api as dossiers
from haidang.dossiers.api import State
from haidang.identity import api as identity
from world import CASE, PAUSE, moment

pytestmark = pytest.mark.django_db
NEW_NAME = "Sở Tư pháp Thành phố Hồ Chí Minh"


@pytest.fixture
def reorganised(world):
    """A received dossier of Sở Tư pháp; then the plans of 2025 are applied and it is 1/7/2025."""
    code = world.bring(State.RECEIVED)
    apply_all(world)
    return code


def apply_all(world):
    """Applies the plans of 2025; then it is the day of the last."""
    for plan in identity.profile_plans():
        identity.apply_plan(
            plan, fields=catalogue.procedures_by_field(), actor=world.administrator, now=world.now
        )  # fmt: skip
    world.now = moment("2025-07-01T09:00")


def text_of(page):
    return html.unescape(" ".join(re.sub(r"<[^>]+>", " ", page.content.decode()).split()))


def test_a_dossier_shows_the_name_of_its_day_and_the_successor(at_home, reorganised):
    text = text_of(at_home.get(f"/ho-so/{reorganised}/"))
    assert f"Sở Tư pháp nay là {NEW_NAME}" in text
    assert "Chuyên viên thụ lý, Sở Tư pháp TP.HCM" in text, "who holds it today"
    assert "17:00, thứ Hai 11/11/2024" in text, "the due date stays as promised"
    assert reorganised in text_of(at_home.get("/ho-so/"))


def test_officers_of_the_successor_see_it_too(client, world, reorganised):
    client.force_login(world.officer("specialist"))
    text = text_of(client.get(reverse("desk:dossier", args=[reorganised])))
    assert f"nay là {NEW_NAME}" in text


def test_the_old_code_still_finds_it(client, reorganised):
    text = text_of(client.get("/tra-cuu/", {"ma": reorganised.lower()}))
    assert "Sở Tư pháp (nay là Sở Tư pháp TP.HCM)" in text


def test_lists_and_choices_name_the_agencies_of_today_only(at_home, world, reorganised):
    agencies = text_of(at_home.get(reverse("portal:agencies")))
    assert NEW_NAME in agencies
    assert "Cấp huyện" not in agencies
    assert "phường Vũng Tàu" in agencies
    assert "phường Thắng Tam" not in agencies
    page = at_home.get(reverse("portal:choose", kwargs={"code": PAUSE}))
    assert NEW_NAME in text_of(page)
    assert "Tỉnh Bà Rịa" not in text_of(page)


def test_an_ended_agency_has_no_list_of_procedures(client, reorganised):
    page = client.get(reverse("portal:procedures"), {"co-quan": "H06.30"})
    assert "Ủy ban nhân dân thành phố Vũng Tàu" not in text_of(page)


def test_a_draft_begun_before_is_filed_with_the_successor(world):
    assert world.procedures
    draft = dossiers.start_draft(
        user=world.citizen, procedure_code=PAUSE, case_key=CASE, agency_id=world.agency().id, now=world.now
    )
    dossiers.save_draft(user=world.citizen, draft_id=draft.id, answers=world.answers(), now=world.now)
    apply_all(world)
    assert dossiers.draft_of(world.citizen, draft.id, now=world.now).agency.name == NEW_NAME
    receipt = dossiers.submit_draft(
        user=world.citizen, draft_id=draft.id, owner=world.owner(), now=world.now, key=world.key()
    )
    assert receipt.code == "H29.03-250701-0001"


def test_an_old_paper_is_reprinted_with_the_name_of_its_day_and_the_successor_beside_it(at_home, world, reorganised):
    paper = dossiers.receipt_of(world.citizen, reorganised, now=world.now)
    text = text_of(at_home.get(reverse("portal:paper", args=[reorganised, paper])))
    assert f"Sở Tư pháp nay là {NEW_NAME}." in text
    pdf = at_home.get(reverse("portal:paper_pdf", args=[reorganised, paper]))
    assert (pdf.status_code, pdf["Content-Type"]) == (200, "application/pdf")

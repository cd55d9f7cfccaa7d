"""The list with which a day's results go over to the one-stop desk."""

import subprocess
from datetime import date

import pytest
from desk_pages import text_of

from haidang.dossiers import api as dossiers
from haidang.dossiers.api import State
from world import OTHER_DEPARTMENT

PAGE = "/mot-cua/ban-giao/"


def pdf_text(pdf):
    found = subprocess.run(["pdftotext", "-layout", "-", "-"], input=pdf, capture_output=True, check=True).stdout
    return " ".join(found.decode().split())


@pytest.fixture
def finished(world):
    other = world.answers(return_by="postal", return_address="12 Lê Lợi, Vũng Tàu")
    return [world.bring(State.DONE), world.bring(State.RETURNED, answers=other), world.bring(State.PROCESSING)]


def test_the_results_of_the_day_stand_on_the_page_and_in_the_pdf(world, as_user, finished):
    client = as_user(world.officer("clerk"))
    words = text_of(client.get(PAGE, {"ngay": "2024-11-04"}))
    pdf = client.get(PAGE, {"ngay": "2024-11-04", "dang": "pdf"})
    assert pdf["Content-Type"] == "application/pdf"
    for text in (words, pdf_text(pdf.content)):
        assert "PHIẾU BÀN GIAO KẾT QUẢ" in text
        assert "Nguyễn Thị An" in text
        assert finished[2] not in text
    assert all(code in words for code in finished[:2])


def test_a_day_without_results_says_so(world, as_user, finished):
    client = as_user(world.officer("clerk"))
    for day in ("2024-11-05", "2024-11-03"):
        assert "chưa có kết quả nào để bàn giao" in text_of(client.get(PAGE, {"ngay": day}))


@pytest.mark.parametrize("day", ["", "x", "2024-02-30", "0001-01-01", "9999-12-31"])
def test_without_a_day_it_is_today(world, as_user, finished, day):
    assert finished[0] in text_of(as_user(world.officer("clerk")).get(PAGE, {"ngay": day}))


def test_others_see_nothing_of_it(world, as_user, finished):
    stranger = world.officer("clerk", OTHER_DEPARTMENT)
    words = text_of(as_user(stranger).get(PAGE, {"ngay": "2024-11-04", "co-quan": world.agency().id}))
    assert "chưa có kết quả nào để bàn giao" in words
    day = date(2024, 11, 4)
    for user in (stranger, world.citizen):
        assert dossiers.handings(user, day, now=world.now) == []
        assert dossiers.results_list(user, world.agency().id, day, now=world.now).blocks[1].rows == ()


def test_what_is_to_be_collected_and_posted_is_marked(world, finished):
    sheet = dossiers.results_list(world.officer("clerk"), world.agency().id, date(2024, 11, 4), now=world.now)
    assert [(row[1], row[3], row[6]) for row in sheet.blocks[1].rows] == [
        (finished[0], "Giấy phép", ""),
        (finished[1], "Giấy phép", "X"),
    ]

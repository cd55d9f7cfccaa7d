"""The explorer: what is asked is answered, on the page and in every file; nonsense is a page, never an error."""

import csv
from io import BytesIO, StringIO

import pytest
from django.urls import reverse
from openpyxl import load_workbook

from haidang.ioc.api import questions
from haidang.operations import exports, values
from haidang.platform.errors import Refused
from world import DEPARTMENT, OTHER_DEPARTMENT

URL = reverse("operations:explorer")
BY_AGENCY = {"chi_so": "online-rate", "theo": "co-quan"}


def rows_of(client, **asked):
    response = client.get(URL, {"dang": "csv", **asked})
    assert response.status_code == 200
    return list(csv.DictReader(StringIO(response.content.decode("utf-8-sig"))))


def test_the_whole_is_a_line_with_its_target_and_table(world, shelf, client_of):
    page = client_of(world.leader).get(URL, {"chi_so": "online-rate"})
    text = page.content.decode()
    assert page.status_code == 200
    assert "Mục tiêu" in text
    assert "50,0\u00a0% *" in text, "two of four, which is few"
    assert text.count('<td class="number">–</td>') == 12, "months without dossiers have no figure, and not nought"
    assert 'class="chart chart--lines"' in text


def test_every_file_holds_the_same_figures(world, shelf, client_of):
    client = client_of(world.leader)
    last = {row["place"]: row for row in rows_of(client, **BY_AGENCY) if row["first"] == "2024-11-01"}
    assert {place: (int(row["numerator"]), int(row["denominator"])) for place, row in last.items()} == shelf
    assert float(last[DEPARTMENT]["value"]) == pytest.approx(100 / 3, abs=1e-5)
    book = load_workbook(BytesIO(client.get(URL, {**BY_AGENCY, "dang": "xlsx"}).content), read_only=True)
    cells = [[cell for cell in row if cell is not None] for row in book.active.iter_rows(values_only=True)]
    assert any(row[:1] == [OTHER_DEPARTMENT] and 100 in row for row in cells)
    for kind, head in (("png", b"\x89PNG"), ("pdf", b"%PDF")):
        for look in ("", "duong"):
            found = client.get(URL, {**BY_AGENCY, "dang": kind, "ve": look})
            assert (found.status_code, found.content[:4]) == (200, head)
            assert "attachment" in found["Content-Disposition"]


def test_nobody_is_told_of_agencies_out_of_his_reach(world, shelf, client_of):
    head = client_of(world.officer("leader"))
    assert {row["place"] for row in rows_of(head, **BY_AGENCY)} == {DEPARTMENT}
    (whole,) = [row for row in rows_of(head, chi_so="online-rate") if row["first"] == "2024-11-01"]
    assert (whole["numerator"], whole["denominator"]) == ("1", "3")


def test_one_place_over_quarters(world, shelf, client_of):
    client = client_of(world.leader)
    rows = rows_of(client, **BY_AGENCY, noi=DEPARTMENT, ky="quy", so_ky="2")
    assert [(row["first"], row["last"], row["denominator"]) for row in rows] == [
        ("2024-07-01", "2024-09-30", ""),
        ("2024-10-01", "2024-12-31", "3"),
    ]
    assert "IV/2024" in client.get(URL, {**BY_AGENCY, "noi": DEPARTMENT, "ky": "quy"}).content.decode()


NONSENSE = [
    {"chi_so": "no-such"},
    {"chi_so": "online-rate", "theo": "xa"},
    {"chi_so": "online-rate", "theo": "mars"},
    {"chi_so": "online-rate", "so_ky": "0"},
    {"chi_so": "online-rate", "so_ky": "²"},
    {"chi_so": "online-rate", "so_ky": "999"},
    {"chi_so": "online-rate", "ky": "tuan"},
    {"chi_so": "digital-economy"},
    {"chi_so": "\x00"},
    {"chi_so": "online-rate", "noi": "x"},
    {"chi_so": "online-rate", "theo": "co-quan", "noi": "x" * 100},
]


def test_nonsense_is_said_on_the_page(world, shelf, client_of):
    client = client_of(world.leader)
    for asked in NONSENSE:
        for kind in ("", "csv"):
            page = client.get(URL, {**asked, "dang": kind})
            assert page.status_code == 422, asked
            assert "text/html" in page["Content-Type"]
    # A place without figures has none, and is no error.
    assert {row["denominator"] for row in rows_of(client, **BY_AGENCY, noi="H06.99")} == {""}


@pytest.mark.parametrize(
    "texts", [{"chi_so": "online-rate"}, {**BY_AGENCY, "noi": "H06.03", "ky": "nam", "so_ky": "2"}]
)
def test_a_question_is_kept_as_texts(texts):
    assert questions.read(texts).plain() == texts


def test_unknown_texts_are_refused():
    with pytest.raises(Refused):
        questions.read({"chi_so": ["online-rate"]})


@pytest.mark.parametrize(("cell", "shown"), [("=1+1", "'=1+1"), ("@x", "'@x"), ("Sở", "Sở"), (-3, -3), (None, None)])
def test_a_spreadsheet_runs_nothing(cell, shown):
    assert exports.harmless(cell) == shown


def test_values_in_words(monkeypatch):
    unit = values.Unit
    assert values.number(70.5, unit.PERCENT) == "70,5\u00a0%"
    assert values.number(1505, unit.COUNT) == "1.505"
    assert values.number(7.25, unit.POINT) == "7,25"
    assert values.number(570, unit.MINUTE) == "1 ngày 2 giờ làm việc"
    assert values.words(None, unit.COUNT) == "chưa có số liệu"

"""The page of openness: the leaders' figures for everybody, and nothing by which a person could be found."""

import csv
import html
import io
import json
import re
from datetime import timedelta

import pytest
from django.urls import reverse
from hypothesis import given
from hypothesis import strategies as st

from haidang.ioc import lake
from haidang.ioc.api import indicators
from haidang.platform import clock
from world import HOURS, OTHER_DEPARTMENT, moment

LATER = moment("2024-11-29T15:00")
PAGE = reverse("portal:openness_indicator", args=["online-rate"])


def text_of(response):
    return html.unescape(" ".join(re.sub(r"<[^>]+>", " ", response.content.decode()).split()))


@pytest.fixture
def kept(world, lake_home, monkeypatch):
    """Twelve dossiers of one agency, one of another, whose figures were given out."""
    for minute in range(3):
        world.submit(HOURS, channel="direct", now=world.now + timedelta(minutes=minute))
    for minute in range(9):
        world.submit(now=world.now + timedelta(minutes=10 + minute))
    world.submit(agency=OTHER_DEPARTMENT)
    lake.update(now=LATER)
    indicators.keep(LATER)
    monkeypatch.setattr(clock, "now", lambda: LATER + timedelta(minutes=1))


def test_everybody_sees_what_leaders_see(client, kept):
    page = text_of(client.get(reverse("portal:openness")))
    assert "Tỷ lệ hồ sơ nộp trực tuyến 76,9 % 11/2024 10 / 13" in page
    assert "Tỷ lệ kết quả được ký số Chưa có số liệu" in page
    assert reverse("portal:openness") in client.get("/").content.decode()


def test_small_numbers_are_withheld_and_cannot_be_reckoned_back(client, kept):
    page = text_of(client.get(PAGE))
    assert "11/2024 76,9 % 10 / 13" in page
    # One agency has one dossier; the other's twelve would tell it, with the province's thirteen.
    assert page.count("dưới 10 hồ sơ") >= 2
    assert "9 / 12" not in page
    by_procedure = text_of(client.get(PAGE, {"theo": "procedure"}))
    assert "0 / 3" not in by_procedure
    assert client.get(reverse("portal:openness_indicator", args=["nothing"])).status_code == 404


def test_the_data_can_be_taken_away(client, kept):
    answer = client.get(reverse("portal:openness_download", args=["online-rate", "csv"]))
    rows = list(csv.DictReader(io.StringIO(answer.content.decode("utf-8-sig"))))
    (whole,) = [row for row in rows if row["grain"] == "province"]
    assert (whole["value"], whole["numerator"], whole["denominator"]) == ("76.923077", "10.0", "13.0")
    hidden = [row for row in rows if row["withheld"] == "true"]
    assert hidden
    assert all(not row["value"] + row["numerator"] + row["denominator"] for row in hidden)
    assert list(rows[0]) == [column.name for column in indicators.OPEN_COLUMNS]
    assert client.get(reverse("portal:openness_download", args=["online-rate", "exe"])).status_code == 404


def test_parquet_says_the_same_as_csv(client, kept):
    import pyarrow.parquet as pq

    table = pq.read_table(
        io.BytesIO(client.get(reverse("portal:openness_download", args=["tat-ca", "parquet"])).content)
    )
    rows = csv.DictReader(
        io.StringIO(client.get(reverse("portal:openness_download", args=["tat-ca", "csv"])).content.decode("utf-8-sig"))
    )
    plain = [(row["indicator"], row["place"], row["value"]) for row in rows]
    assert plain == [
        (row["indicator"], row["place"], "" if row["value"] is None else str(row["value"])) for row in table.to_pylist()
    ]
    assert {"online-rate", "time-cut-share"} <= {row["indicator"] for row in table.to_pylist()}


def test_the_catalogue_of_the_data_names_its_files(client, kept):
    found = json.loads(client.get(reverse("portal:openness_dcat")).content)
    assert found["@type"] == "dcat:Catalog"
    for dataset in found["dcat:dataset"]:
        for distribution in dataset["dcat:distribution"]:
            path = distribution["dcat:downloadURL"].partition("//")[2].partition("/")[2]
            assert client.get(f"/{path}").status_code == 200
    assert "Từ điển dữ liệu" in text_of(client.get(reverse("portal:openness_data")))


def figures(bases):
    return [indicators.Figure(0, base, base, 100, is_ratio=True) for base in bases]


@given(st.lists(st.integers(0, 40), min_size=1, max_size=12))
def test_what_is_withheld_is_never_one_alone(bases):
    hidden = indicators.withheld(figures(bases))
    rows = [base for base, is_hidden in zip(bases, hidden, strict=True) if is_hidden]
    assert all(is_hidden for base, is_hidden in zip(bases, hidden, strict=True) if 0 < base < 10)
    shown = [base for base, is_hidden in zip(bases, hidden, strict=True) if base and not is_hidden]
    # Whoever takes what is shown from the whole learns of at least two parts and ten dossiers, or all is withheld.
    assert not rows or not shown or (len(rows) > 1 and sum(rows) >= 10)

"""Sources in the browser: made by the wizard, loaded, repaired, a change decided, without a line of script."""

import json

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from haidang.ioc import api as ioc
from haidang.platform import clock

CSV = "Mã xã;Tháng;Số trạm\n26506;01/10/2024;12\n26526;01/10/2024;7\n"


@pytest.fixture(autouse=True)
def world_time(world, monkeypatch, settings, tmp_path):
    """Pages ask the clock; it says what the world says."""
    monkeypatch.setattr(clock, "now", lambda: world.now)
    settings.STATIC_ROOT = tmp_path


@pytest.fixture
def browser(world):
    client = Client()
    client.force_login(world.administrator)
    return client


def post(browser, world, name, kwargs=None, **data):
    return browser.post(reverse(f"operations:{name}", kwargs=kwargs), {"key": world.key(), **data})


def file(text, name="tram.csv"):
    return SimpleUploadedFile(name, text.encode())


def initial(response):
    """What a form shows: every field with the value that a browser would send back."""
    form = response.context["form"]
    values = {field.html_name: field.value() for field in form}
    return {name: value for name, value in values.items() if value not in (None, False)}


def made(browser, world):
    head = {"title": "Trạm 5G", "code": "tram_5g", "sector": "Viễn thông", "agency": "H06.11", "kind": "csv"}
    assert post(browser, world, "source_new", **{**head, "code": "Trạm!"}).status_code == 422
    answer = post(browser, world, "source_new", **head)
    number = int(answer["Location"].split("/")[-3])
    which = {"number": number}
    refused = post(browser, world, "source_settings", which, separator=";", decimal=",")
    assert refused.status_code == 422
    assert initial(refused)["separator"] == ";"
    answer = post(browser, world, "source_settings", which, separator=";", decimal=",", file=file(CSV))
    assert answer["Location"] == reverse("operations:source_columns", kwargs=which)
    columns = browser.get(answer["Location"])
    assert "26506" in columns.content.decode()
    chosen = {"use_0": "yes", "use_1": "yes", "use_2": "yes", "name_2": "stations", "minimum_2": "0"}
    entered = initial(columns) | chosen
    wrong = post(browser, world, "source_columns", which, **{**entered, "name_2": "Số trạm"})
    assert (wrong.status_code, initial(wrong)["name_2"]) == (422, "Số trạm")
    answer = post(browser, world, "source_columns", which, **entered)
    assert answer["Location"] == reverse("operations:source_terms", kwargs=which)
    entered = initial(browser.get(answer["Location"]))
    assert post(browser, world, "source_terms", which, **{**entered, "keys": []}).status_code == 422
    return post(browser, world, "source_terms", which, **{**entered, "keys": ["ma_xa", "thang"]})


def test_a_new_source_is_made_in_the_browser_and_loads_a_file(browser, world):
    answer = made(browser, world)
    assert answer["Location"] == reverse("operations:source", args=["tram_5g"])
    answer = post(browser, world, "source_hand_in", {"code": "tram_5g"}, file=file(CSV))
    page = browser.get(answer["Location"]).content.decode()
    assert "Xong" in page
    rows = [row.values for row in ioc.SourceRow.objects.order_by("line")]
    assert [row["stations"] for row in rows] == [12, 7]
    listed = browser.get(reverse("operations:source_rows", args=["tram_5g"])).content.decode()
    assert "26526" in listed
    row = browser.get(reverse("operations:source_row", args=[ioc.SourceRow.objects.first().pk])).content.decode()
    assert ioc.Delivery.objects.get().sha256 in row
    assert "Trạm 5G" in browser.get(reverse("operations:sources")).content.decode()
    saved = browser.get(reverse("operations:source_delivery", args=[ioc.Delivery.objects.get().pk]))
    assert b"".join(saved.streaming_content).decode() == CSV


def test_a_bad_row_is_repaired_on_its_page(browser, world):
    made(browser, world)
    post(browser, world, "source_hand_in", {"code": "tram_5g"}, file=file(CSV.replace(";7", ";bảy")))
    bad = ioc.BadRow.objects.get()
    which = {"number": bad.pk}
    listed = browser.get(reverse("operations:source_bad_rows", args=["tram_5g"])).content.decode()
    assert "không phải số nguyên" in listed
    cells = {"act": "sua", "cell_0": "26526", "cell_1": "01/10/2024", "cell_2": "bảy"}
    refused = post(browser, world, "source_bad_row", which, **cells)
    assert (refused.status_code, "bảy" in refused.content.decode()) == (422, True)
    assert post(browser, world, "source_bad_row", which, **{**cells, "cell_2": "7"}).status_code == 302
    assert ioc.SourceRow.objects.count() == 2
    assert post(browser, world, "source_bad_row", which, act="loai", note="Muộn").status_code == 422


def test_a_held_change_is_decided_on_its_page(browser, world):
    made(browser, world)
    renamed = CSV.replace("Số trạm", "Tổng số trạm")
    post(browser, world, "source_hand_in", {"code": "tram_5g"}, file=file(renamed))
    change = ioc.HeldChange.objects.get()
    page = browser.get(reverse("operations:source_change", args=[change.pk])).content.decode()
    assert "Tổng số trạm" in page
    answers = {"act": "duyet", "missing_0": "Tổng số trạm", "new_0": "ignore", "note": "Đổi mẫu báo cáo"}
    assert post(browser, world, "source_change", {"number": change.pk}, **answers).status_code == 302
    assert post(browser, world, "source_run", {"code": "tram_5g"}).status_code == 302
    assert ioc.SourceRow.objects.count() == 2


def test_secrets_are_never_shown(browser, world):
    made(browser, world)
    source = ioc.Source.objects.get()
    contract = source.contract.value
    common = {"actor": world.administrator, "now": world.now, "key": world.key()}
    ioc.publish_source(contract=contract, secrets={"token": "rất-bí-mật"}, **common)
    for name in ("source", "source_new"):
        address = reverse(f"operations:{name}", args=["tram_5g"] if name == "source" else [])
        assert "rất-bí-mật" not in browser.get(address, {"tu": "tram_5g"}).content.decode()


def test_a_signed_message_is_taken_and_a_forged_one_is_not(world):
    contract = ioc.SourceContractValue(
        code="camera", title="Camera", agency="H06.08", sector="Giao thông", kind="webhook", keys=("number",),
        columns=(ioc.SourceColumn(source="ma", name="number", type="integer", required=True),),
    )  # fmt: skip
    ioc.publish_source(
        contract=contract, secrets={"signing_key": "k"}, actor=world.administrator, now=world.now, key=world.key()
    )
    body, client = json.dumps({"ma": 1}).encode(), Client()

    def send(signature=None, at=None):
        from haidang.platform import clock

        at = at or str(int(clock.machine_now().timestamp()))
        sign = signature or ioc.sign(body, at=at, number="ban-tin-1", signing_key="k")
        headers = {"X-Haidang-Timestamp": at, "X-Haidang-Delivery": "ban-tin-1", "X-Haidang-Signature": sign}
        address = reverse("operations:source_webhook", args=["camera"])
        return client.post(address, body, content_type="application/json", headers=headers).status_code

    assert [send(), send(), send("sha256=0"), send(at="x")] == [202, 200, 403, 403]
    assert ioc.Delivery.objects.count() == 1

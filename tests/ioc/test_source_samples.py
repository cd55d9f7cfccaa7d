"""The samples of every sector: installed, delivered each in its own way, and the simulator's faults."""

from datetime import date

import httpx
import pytest

from haidang.ioc import api as ioc
from haidang.ioc.sources.samples.catalogue import SAMPLES, rows
from haidang.ioc.sources.samples.faults import JUNK, Faults
from haidang.ioc.sources.samples.installing import contracts
from haidang.ioc.sources.samples.site import Site
from haidang.platform import facts
from haidang.simulation.profile import folder


def test_every_sample_is_installed_and_delivered_in_its_own_way(world, settings, tmp_path):
    settings.SOURCE_FOLDER = tmp_path
    common = {"actor": world.administrator, "now": world.now}
    assert ioc.install_sample_sources(folder(), **common) == len(SAMPLES)
    assert ioc.install_sample_sources(folder(), **common) == 0
    runs = {run.source.code: run for run in ioc.deliver_sample_sources(folder(), **common)}
    assert {code: run.state for code, run in runs.items()} == dict.fromkeys(SAMPLES, "done")
    today = date(2024, 11, 4)
    assert {code: run.read for code, run in runs.items()} == {code: len(rows(code, today)) for code in SAMPLES}
    spoiled = {code: run.quarantined for code, run in runs.items() if run.quarantined}
    assert list(spoiled) == ["vien_thong_5g"]
    assert ioc.verify_sources() == []
    found = facts.datasets()["source_dan_so_theo_xa"]
    told = [dict(zip(found.names, row, strict=True)) for row in found.changes("", 1_000).rows]
    assert sum(row["people"] for row in told) == sum(row["dan_so"] for row in rows("dan_so_theo_xa", today))
    # The next pull of a source with a cursor asks from there on and finds nothing else.
    again = ioc.run_source(code="vien_thong_2g", key=world.key(), **common)
    assert (again.state, again.read, again.unchanged) == ("done", 83, 83)


def test_the_contracts_of_the_profile_are_those_of_the_samples():
    assert {contract.code for contract in contracts(folder())} == set(SAMPLES)
    assert all(contract.is_sample and "(mẫu)" in contract.title for contract in contracts(folder()))


def test_stations_grow_to_two_hundred_and_never_fall_while_2g_falls():
    found = rows("vien_thong_5g", date(2026, 1, 1))
    by_area, by_month = {}, {}
    for row in found:
        assert row["Số trạm 5G"] >= by_area.get(row["Mã xã"], 0)
        by_area[row["Mã xã"]] = row["Số trạm 5G"]
        by_month[row["Tháng"]] = by_month.get(row["Tháng"], 0) + row["Số trạm 5G"]
    assert list(by_month.values()) == sorted(by_month.values())
    assert by_month["01/12/2025"] == 200
    left = {}
    for row in rows("vien_thong_2g", date(2026, 1, 1)):
        left[row["thang"]] = left.get(row["thang"], 0) + row["thue_bao_2g"]
    assert list(left.values()) == sorted(left.values(), reverse=True)


def test_faults_are_as_many_as_asked_for_and_always_the_same():
    today = date(2024, 11, 4)
    clean, faults = rows("dat_dai_theo_xa", today), Faults(3.0, {"ma_xa": "ma_phuong"})
    found = rows("dat_dai_theo_xa", today, faults)
    assert found == rows("dat_dai_theo_xa", today, faults)
    assert "ma_phuong" in found[0]
    spoiled = [row for row, was in zip(found, clean, strict=True) if list(row.values()) != list(was.values())]
    assert 0.01 * len(clean) < len(spoiled) < 0.05 * len(clean)
    assert all(set(row.values()) & set(JUNK) for row in spoiled)


@pytest.mark.parametrize("path", ["", "khong-co.json", "dan_so_theo_xa.exe"])
def test_the_site_says_what_there_is(path):
    with httpx.Client(transport=httpx.WSGITransport(app=Site(lambda: date(2024, 11, 4)))) as client:
        answer = client.get(f"http://mau/{path}")
        assert answer.status_code == (404 if path else 200)
        assert "SỐ LIỆU MẪU" in answer.text


def test_the_site_gives_faults_when_the_address_asks_for_them():
    with httpx.Client(transport=httpx.WSGITransport(app=Site(lambda: date(2024, 11, 4)))) as client:
        page = client.get("http://mau/kinh_te_so.json", params={"doi_ten": "quy:ky", "tu": ""}).json()
        assert set(page["du_lieu"][0]) >= {"ky", "thanh_phan"}
        pages = client.get("http://mau/dat_dai_theo_xa.json?trang=1").json()
        assert len(pages["du_lieu"]) == 500
        assert pages["trang_sau"] == "/dat_dai_theo_xa.json?trang=2"

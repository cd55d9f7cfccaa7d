"""The profile's services, recounted by brute force from the file: 1,505, of which 574 full, 939 partial, 8 both."""

import json
import re
import subprocess
import sys
from collections import Counter
from pathlib import Path

import pytest
import shelf
from shelf import NOW

from haidang.catalogue import api as catalogue
from haidang.identity import api as identity

ROWS = [json.loads(line) for line in shelf.lines_of(shelf.PROFILE / "procedures.jsonl.gz")]
PROCESSES = {path.stem for path in (shelf.PROFILE / "processes").glob("*.bpmn")}


def levels_of(row):
    offer = row["offer"]
    by_case = offer.get("case_levels", {})
    return {by_case.get(case["key"], offer.get("service_level", "partial")) for case in row["facts"]["cases"]}


def brute_force():
    found = Counter(frozenset(levels_of(row)) for row in ROWS)
    both = found[frozenset({"full", "partial"})]
    assert sum(found.values()) == found[frozenset({"full"})] + found[frozenset({"partial"})] + both
    return {
        "total": len(ROWS),
        "full": found[frozenset({"full"})] + both,
        "partial": found[frozenset({"partial"})] + both,
        "both": both,
    }


@pytest.mark.django_db
def test_the_counts_are_exact_and_the_lists_behind_them_agree():
    assert brute_force() == {"total": 1505, "full": 574, "partial": 939, "both": 8}
    counts = catalogue.counts()
    assert (counts.total, counts.full, counts.partial, counts.both) == (1505, 574, 939, 8)
    for service, number in (("full", 574), ("partial", 939), ("both", 8), (None, 1505)):
        page = catalogue.search("", limit=2000, service=service)
        assert page.total == number == len({hit.code for hit in page.items})
        assert all(hit.offered for hit in page.items)


def test_procedures_are_real_and_stand_once():
    codes = [row["code"] for row in ROWS]
    assert len(set(codes)) == len(codes) == 1505
    assert all(re.fullmatch(r"\d\.\d{6}", code) for code in codes)
    assert codes == sorted(codes)
    folder = shelf.shared_folder()
    if folder:
        national = {
            json.loads(line)["code"].strip() for line in shelf.lines_of(folder / "tthc_national_2026-07.jsonl.gz")
        }
        assert set(codes) <= national


def test_both_ways_only_where_the_procedure_really_has_several_cases():
    for row in ROWS:
        levels = row["offer"].get("case_levels", {})
        if levels:
            keys = {case["key"] for case in row["facts"]["cases"]}
            assert set(levels) < keys
            assert levels_of(row) == {"full", "partial"}


def test_full_process_services_have_an_online_channel():
    for row in ROWS:
        if "full" in levels_of(row):
            assert any(channel["channel"] == "online" for channel in row["facts"]["channels"])
            assert row["facts"]["full_process"]


@pytest.mark.django_db
def test_every_service_has_agencies_that_execute_it_and_a_process():
    assert {row["offer"]["process_code"] for row in ROWS} <= set(PROCESSES)
    by_rule = {json.dumps(row["offer"]["executing"]): row["code"] for row in ROWS}
    executing = set()
    for code in by_rule.values():
        procedure = catalogue.published(code, on=NOW.date())
        found = catalogue.competent_agencies(procedure, on=NOW.date())
        assert found, code
        executing |= {view.code for view in found}
    everyone = {view.code for view in identity.agencies(NOW.date())}
    # The People's Committee decides on what departments prepare, its office passes on, and the national data gives the
    # procedures on ethnic affairs to districts and communes.
    assert everyone - executing == {"H06", "H06.01", "H06.21"}


@pytest.mark.django_db
def test_an_agency_knows_its_procedures():
    commune = identity.agencies(NOW.date(), level="commune")[0]
    codes = catalogue.procedures_of(commune.id, on=NOW.date())
    assert "1.001193" in codes
    assert codes == sorted(codes)
    page = catalogue.search("", agency_code=commune.code, limit=2000, on=NOW.date())
    assert {hit.code for hit in page.items} == set(codes)
    justice = identity.agency("H06.03", on=NOW.date())
    assert "1.001193" not in catalogue.procedures_of(justice.id, on=NOW.date())


@pytest.mark.django_db
def test_national_data_on_top_of_the_profile_leaves_the_offer_alone(tmp_path):
    folder = shelf.shared_folder()
    path = folder / "tthc_national_2026-07.jsonl.gz" if folder else shelf.EXCERPTS / "national.jsonl"
    chosen = {row["code"] for number, row in enumerate(ROWS) if row["offer"].get("case_levels") or number % 20 == 0}
    lines = [line for line in shelf.lines_of(path) if json.loads(line)["code"].strip() in {*chosen, "1.001193"}]
    before = catalogue.counts()
    report = catalogue.import_file(shelf.write_lines(tmp_path / "national.jsonl", *lines), now=NOW)
    assert report.updated == len(lines)
    assert catalogue.counts() == before
    content = catalogue.published("1.001193", on=NOW.date()).content
    assert content.offered
    assert content.levels == ("commune",)
    assert content.process_code == "commune-same-day"


@pytest.mark.django_db
def test_installing_again_changes_nothing():
    report = catalogue.install_profile_procedures(shelf.PROFILE, now=NOW)
    assert report.counts() | {"odd": 0} == {
        "read": 1505,
        "created": 0,
        "updated": 0,
        "unchanged": 1505,
        "rejected": 0,
        "odd": 0,
    }


def test_the_derivation_gives_the_same_bytes(tmp_path):
    folder = shelf.shared_folder()
    if folder is None:
        # Without the source data the file must at least be what its own rules say.
        assert brute_force()["total"] == 1505
        return
    root = Path(__file__).resolve().parents[2]
    code = "import sys, derive_procedures as d, pathlib; d.PROFILE = pathlib.Path(sys.argv[2]); d.main()"
    subprocess.run(
        [sys.executable, "-c", code, str(folder.parent), str(tmp_path)],
        check=True,
        capture_output=True,
        env={"PYTHONPATH": f"{root / 'profiles_tools'}:{root / 'src'}", "PYTHONDONTWRITEBYTECODE": "1"},
    )
    made = shelf.lines_of(tmp_path / "procedures.jsonl.gz")
    assert made == shelf.lines_of(shelf.PROFILE / "procedures.jsonl.gz")


def test_no_long_texts_are_shipped():
    for row in ROWS:
        assert not {"steps", "requirements", "receiving_places"} & set(row["facts"])
        for channel in row["facts"].get("channels", []):
            assert all(len(fee.get("note", "")) <= 302 for fee in channel.get("fees", []))

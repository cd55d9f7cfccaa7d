"""Every real file imports: counts equal its lines, nothing is lost, a second import changes nothing."""

import itertools
import json

import pytest
import shelf
from django.db import transaction
from shelf import NOW

from haidang.catalogue import api as catalogue
from haidang.catalogue.importing import run as importing
from haidang.catalogue.models import Procedure, ProcedureVersion, SourceRecord


def versions_and_records():
    versions = ProcedureVersion.objects.order_by("pk").values_list("pk", "content_hash")
    sources = SourceRecord.objects.order_by("pk").values_list("pk", "record_hash", "imported_at")
    return list(versions), list(sources)


@pytest.mark.django_db
@pytest.mark.parametrize("path", shelf.source_files(), ids=lambda path: path.name)
def test_counts_equal_the_lines_and_a_second_import_changes_nothing(path):
    first = catalogue.import_file(path, now=NOW)
    assert first.read == shelf.record_count(path)
    assert first.created + first.updated + first.unchanged + first.rejected == first.read
    assert first.rejected == 0
    assert first.odd == sum(1 for note in first.details if note.odd) <= first.read
    before = versions_and_records()

    second = catalogue.import_file(path, now=NOW)
    assert second.counts() == first.counts() | {"created": 0, "updated": 0, "unchanged": first.read}
    assert versions_and_records() == before


@pytest.mark.django_db
def test_the_original_is_kept_character_by_character():
    path = shelf.EXCERPTS / "national.jsonl"
    catalogue.import_file(path, now=NOW)
    originals = set(SourceRecord.objects.filter(kind="portal_lines").values_list("original", flat=True))
    assert set(shelf.lines_of(path)) <= originals
    raw = shelf.EXCERPTS / "raw.json"
    catalogue.import_file(raw, now=NOW)
    assert SourceRecord.objects.get(kind="portal_raw").original == raw.read_text(encoding="utf-8")


def contents_after(names):
    """What the excerpts' procedures say after importing files in an order, in a transaction that is taken back."""
    codes = [json.loads(line)["code"] for line in shelf.lines_of(shelf.EXCERPTS / "national.jsonl")]
    with transaction.atomic():
        for name in names:
            catalogue.import_file(shelf.EXCERPTS / name, now=NOW)
        found = {code: catalogue.published(code, on=NOW.date()).content for code in codes}
        assert catalogue.import_file(shelf.EXCERPTS / names[0], now=NOW).updated == 0
        transaction.set_rollback(True)
    return found


@pytest.mark.django_db
def test_sources_imported_in_any_order_give_the_same_content():
    names = ["national.jsonl", "list.jsonl", "export.xlsx"]
    expected = contents_after(names)
    assert all(contents_after(order) == expected for order in itertools.permutations(names))


@pytest.mark.django_db
def test_a_poorer_source_never_erases_what_a_richer_one_said(imported, content):
    imported(shelf.line())
    rich = content("9.900001")
    report = imported({"code": "9.900001", "name": "Tên khác", "field": "Lĩnh vực khác", "executing": ["Sở A"]})
    assert (report.created, report.updated) == (0, 1)
    poor = content("9.900001")
    assert poor.name == rich.name
    assert poor.fields == rich.fields
    assert poor.channels == rich.channels
    assert poor.executing_names == ("Sở A",)


@pytest.mark.django_db
def test_an_import_that_was_cut_off_is_resumed(tmp_path, monkeypatch):
    monkeypatch.setattr(importing, "BATCH", 10)
    path = shelf.write_lines(tmp_path / "many.jsonl", *(shelf.line(f"9.90{n:04}", f"Thủ tục {n}") for n in range(35)))

    class Cut(Exception):
        pass

    def cut(done, total):
        assert total == 35
        if done >= 20:
            raise Cut

    with pytest.raises(Cut):
        catalogue.import_file(path, now=NOW, progress=cut)
    report = catalogue.import_file(path, now=NOW)
    assert (report.created, report.unchanged) == (15, 20)


@pytest.mark.django_db
def test_a_batch_is_all_or_nothing(imported, monkeypatch):
    from haidang.catalogue.importing import store

    def fail(*_args, **_kwargs):
        raise RuntimeError

    monkeypatch.setattr(store, "publish", fail)
    with pytest.raises(RuntimeError):
        imported(shelf.line())
    assert not Procedure.objects.filter(code="9.900001").exists()


@pytest.mark.django_db
def test_steps_without_a_procedure_wait_for_its_name(imported, content):
    report = imported({"code": "9.900001", "steps": ["Bước 1\n\n Bước 2"]})
    assert report.created == 1
    with pytest.raises(catalogue.ProcedureNotFound):
        catalogue.published("9.900001", on=NOW.date())
    imported(shelf.line())
    assert content("9.900001").steps == ("Bước 1\nBước 2",)


@pytest.mark.django_db
def test_raw_record_and_lines_say_the_same():
    if shelf.shared_folder() is None:
        pairs = [(shelf.EXCERPTS / "raw.json", None)]
    else:
        pairs = [(path, path.stem) for path in sorted((shelf.shared_folder() / "raw_samples").glob("*.json"))]
    for path, _code in pairs:
        catalogue.import_file(path, now=NOW)
        code = json.loads(path.read_text())["code"]
        content = catalogue.published(code, on=NOW.date()).content
        assert content.channels
        assert content.cases[0].documents
        assert content.results
        assert content.legal_bases
        assert content.steps
        assert content.promulgator.code.startswith("G")

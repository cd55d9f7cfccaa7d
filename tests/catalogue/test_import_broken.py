"""Broken lines are rejected one by one with a reason, wrong files with one message; no file crashes the importer."""

import gzip
import json
from datetime import timedelta

import pytest
import shelf
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from shelf import NOW

from haidang.catalogue import api as catalogue
from haidang.catalogue.importing import records
from haidang.catalogue.importing.facts import Unreadable

BROKEN = {
    "not_json": [
        '{"code": "9.9',
        "{'code': 1}",
        '{"code": NaN}',
        '{"code": "9.900001", "name": "A"} x',
        "\x00",
        "Mã số",
    ],
    "not_object": ["[]", '"9.900001"', "7", "null", "[[[[" + "]]]]"],
    "no_code": [
        '{"name": "A"}',
        '{"code": null}',
        '{"code": " "}',
        '{"code": 1.5, "name": "A"}',
        '{"code": ["a"]}',
        "{}",
    ],
    "long_code": [json.dumps({"code": "9" * 65, "name": "A"})],
    "no_name": ['{"code": "9.900009"}', '{"code": "9.900009", "name": ""}', '{"code": "9.900009", "name": "\\u200b"}'],
    "too_deep": ['{"code": "9.900009", "name": "A", "x": ' + "[" * 80 + "]" * 80 + "}"],
    "bad_offer": ['{"code": "9.900009", "facts": {"name": "A"}, "offer": {"executing": 5}}'],
    "bad_facts": [
        '{"code": "9.900009", "facts": {"name": 5}, "offer": {"executing": [], "process_code": "p"}}',
    ],
}


@pytest.mark.parametrize(("reason", "line"), [(reason, line) for reason, lines in BROKEN.items() for line in lines])
def test_a_broken_line_is_rejected_with_its_number_and_the_rest_goes_on(reason, line, imported, content):
    report = imported(shelf.line(), line, shelf.line("9.900002", "Khác"))
    assert report.counts() == {"read": 3, "created": 2, "updated": 0, "unchanged": 0, "rejected": 1, "odd": 0}
    (note,) = report.details
    assert (note.number, note.rejected) == (2, reason)
    assert len(note.lines()) == 1
    assert content("9.900002").name == "Khác"


def test_bytes_that_are_no_text_are_rejected_by_line(db, tmp_path):
    path = tmp_path / "records.jsonl"
    good = json.dumps(shelf.line()).encode()
    path.write_bytes(
        b"\xef\xbb\xbf" + good + b'\r\n{"code": "\xff\xfe"}\n\n   \n' + good.replace(b"9.900001", b"9.900002")
    )
    report = catalogue.import_file(path, now=NOW)
    assert (report.read, report.created, report.rejected) == (3, 2, 1)
    assert [(note.number, note.rejected) for note in report.details if note.rejected] == [(2, "not_text")]


def test_a_whole_record_over_many_lines_is_one_record(db, tmp_path):
    path = tmp_path / "one.json"
    path.write_text(json.dumps(shelf.line(), indent=2), encoding="utf-8")
    assert catalogue.import_file(path, now=NOW).created == 1


def zipped(name, content):
    import io
    import zipfile

    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        archive.writestr(name, content)
    return out.getvalue()


def sheet(*rows):
    import io

    import openpyxl

    book, out = openpyxl.Workbook(), io.BytesIO()
    for row in rows:
        book.active.append(row)
    book.save(out)
    return out.getvalue()


WRONG = {
    "empty": (b"", "không có nội dung"),
    "blank": (b" \n\t\n", "không có nội dung"),
    "text": ("Kính gửi: Sở Tư pháp\n".encode(), "không phải là tệp thủ tục"),
    "html": (b"<html><body>login</body></html>", "không phải là tệp thủ tục"),
    "other json": (b'{"a": 1}', "không phải là tệp thủ tục"),
    "json list": (b'[{"code": "9.900001", "name": "A"}]', "không phải là tệp thủ tục"),
    "cut json": (json.dumps(shelf.line(), indent=1).encode()[:200], "không phải là tệp thủ tục"),
    "pdf": (b"%PDF-1.7\n...", "PDF"),
    "old excel": (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\x00" * 600, ".xlsx"),
    "cut gzip": (gzip.compress(b'{"code": "9.900001"}\n' * 100)[:-30], "bị hỏng"),
    "gzip of nothing": (gzip.compress(b""), "không có nội dung"),
    "zip": (zipped("a.txt", "x"), "Excel"),
    "word": (zipped("word/document.xml", "<x/>"), "Excel"),
    "cut zip": (sheet(["Mã số", "Tên"], ["9.900001", "A"])[:900], "Excel"),
    "sheet without header": (sheet(["Họ tên", "Ngày sinh"], ["A", "B"]), "tiêu đề"),
    "binary": (bytes(range(256)) * 4, "không phải là tệp thủ tục"),
}


@pytest.mark.parametrize("kind", WRONG)
def test_a_wrong_file_gives_one_clear_message(kind, db, tmp_path):
    content, words = WRONG[kind]
    path = tmp_path / "tệp lạ.dat"
    path.write_bytes(content)
    with pytest.raises(catalogue.FileUnusable) as refusal:
        catalogue.import_file(path, now=NOW)
    assert words in str(refusal.value)
    assert "tệp lạ.dat" in str(refusal.value)


@pytest.mark.parametrize("name", ["không-có.jsonl", ".", "a\x00b", "x" * 5000])
def test_a_path_that_cannot_be_read(name, db, tmp_path):
    with pytest.raises(catalogue.FileUnusable):
        catalogue.import_file(f"{tmp_path}/{name}", now=NOW)


json_values = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=20),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(max_size=8), inner, max_size=4),
    max_leaves=12,
)
KEYS = [*shelf.line(), "executing", "executing_groups", "authority", "subjects", "cases", "results", "legal", "steps"]
KEYS += ["full_process", "offline_only", "field", "agency", "detail", "facts", "offer", "cells", "kind", "internal"]
garbage = st.dictionaries(st.sampled_from(KEYS), json_values, max_size=10)


@given(garbage, st.booleans())
@settings(max_examples=300, deadline=None)
def test_any_record_is_read_or_rejected(record, named):
    if named:
        record = record | {"code": "9.900001", "name": "A"}
    try:
        reading = records.read(records.decode(json.dumps(record)))
    except Unreadable:
        return
    assert reading.code


@given(st.lists(st.text(max_size=60) | garbage.map(json.dumps), max_size=6), st.binary(max_size=40))
@settings(max_examples=60, deadline=timedelta(seconds=2), suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_any_lines_around_a_good_one_leave_it_whole(db, tmp_path, lines, tail):
    good = json.dumps(shelf.line("9.900777"))
    path = tmp_path / "garbage.jsonl"
    texts = [line.replace("\n", " ").replace("\r", " ") for line in [*lines, good]]
    path.write_bytes("\n".join(texts).encode("utf-8", "surrogatepass") + b"\n" + tail.replace(b"\n", b""))
    report = catalogue.import_file(path, now=NOW)
    assert report.created + report.updated + report.unchanged + report.rejected == report.read
    assert catalogue.published("9.900777", on=NOW.date()).code == "9.900777"
    again = catalogue.import_file(path, now=NOW)
    assert again.unchanged == again.read - again.rejected

"""Every trap of the national data is noticed by name, and the record is imported all the same."""

import json
import unicodedata

import pytest
import shelf

CODE = "9.900001"


def doc(number):
    return {"code": f"KQ.{number}", "name": f"Giấy tờ {number}", "original": 1}


def method(channel="ONLINE", time=5, unit="WORKING_DAY", **more):
    return {"channel": channel, "time": time, "unit": unit} | more


TRAPS = {
    "not_nfc": shelf.line(name=unicodedata.normalize("NFD", "Thủ tục cấp giấy phép")),
    "invisible_characters": shelf.line(name="Thủ\u00a0tục\u200b cấp\ufeff giấy phép"),
    "private_use_characters": shelf.line(name="Thủ tục \uf0a7 cấp giấy phép"),
    "control_characters": shelf.line(name="Thủ tục\u0000cấp giấy phép"),
    "code_with_space": shelf.line(code=f" {CODE}\u200b "),
    "tabs_or_newlines_in_name": shelf.line(name="Thủ tục\tcấp\ngiấy phép\r\n"),
    "very_long_name": shelf.line(name="Thủ tục cấp giấy phép " * 50),
    "null_in_list": shelf.line(subjects=["Doanh nghiệp", None], dossier=[None, {"docs": [None, doc(1)]}]),
    "unexpected_shape": shelf.line(methods="ONLINE", results=[17], levels={"a": 1}),
    "time_without_number": shelf.line(methods=[method(time="Không quy định", unit="OTHER")]),
    "unknown_time_unit": shelf.line(methods=[method(time=1, unit="OTHER")]),
    "implausible_time": shelf.line(methods=[method(time=-5)]),
    "time_differs_by_channel": shelf.line(methods=[method(), method("DIRECT", 3)]),
    "unknown_channel": shelf.line(methods=[method("PIGEON")]),
    "unknown_level": shelf.line(levels=["TINH", "KHU"]),
    "several_cases": shelf.line(dossier=[{"case": "Trường hợp cấp mới", "docs": [doc(1)]}, {"case": "Cấp lại"}]),
    "very_many_documents": shelf.line(dossier=[{"docs": [doc(number) for number in range(224)]}]),
    "implausible_fee": shelf.line(methods=[method(fees=[{"type": "FEE", "value": 17_500_000_000}])]),
    "full_process_without_online_channel": shelf.line(full_process=True, methods=[method("DIRECT")]),
}


@pytest.mark.parametrize("trap", TRAPS)
def test_a_trap_is_named_and_the_record_taken(trap, imported, content):
    report = imported(TRAPS[trap])
    assert report.counts() == {"read": 1, "created": 1, "updated": 0, "unchanged": 0, "rejected": 0, "odd": 1}
    (note,) = report.details
    assert trap in note.odd
    assert note.lines()
    assert content(CODE).code == CODE
    assert imported(TRAPS[trap]).unchanged == 1


def test_an_ordinary_record_is_not_odd(imported):
    report = imported(shelf.line())
    assert (report.created, report.odd, report.details) == (1, 0, [])


def test_unusual_codes_of_the_portal_are_taken(imported, content):
    report = imported(*(shelf.line(code=code, name=code) for code in ("2.009182739", "1.014955-Xoa")))
    assert report.created == 2
    assert all("unusual_code" in note.odd for note in report.details)
    assert content("1.014955-Xoa").name == "1.014955-Xoa"


def test_a_duplicate_name_is_reported_for_both(imported):
    report = imported(
        shelf.line(), shelf.line("9.900002", name="THỦ TỤC cấp giấy phép thử nghiệm"), shelf.line("9.900003", "Khác")
    )
    assert {note.code: note.odd["duplicate_name"] for note in report.details} == {
        "9.900001": "9.900002",
        "9.900002": "9.900001",
    }


def test_one_ministry_under_two_codes(imported):
    report = imported(
        shelf.line(promulgator={"code": "G17", "name": "Bộ Xây dựng"}),
        shelf.line("9.900002", "B", promulgator={"code": "G04", "name": "Bộ xây dựng (Giao thông vận tải cũ)"}),
        shelf.line("9.900003", "C"),
    )
    assert [note.code for note in report.details] == ["9.900001", "9.900002"]
    assert all("G04, G17" in note.odd["ministry_under_two_codes"] for note in report.details)


def test_the_same_code_twice_the_last_wins_and_nothing_is_lost(imported, content):
    from haidang.catalogue.models import SourceRecord

    records = [shelf.line(name="Tên cũ"), shelf.line("9.900002", "Khác"), shelf.line(name="Tên mới")]
    report = imported(*records)
    assert report.counts() == {"read": 3, "created": 2, "updated": 0, "unchanged": 1, "rejected": 0, "odd": 2}
    assert content(CODE).name == "Tên mới"
    assert json.loads(SourceRecord.objects.get(procedure__code=CODE).superseded[0])["name"] == "Tên cũ"
    again = imported(*records)
    assert again.counts() == {"read": 3, "created": 0, "updated": 0, "unchanged": 3, "rejected": 0, "odd": 2}


def test_texts_are_trimmed_composed_and_bare_of_what_nobody_sees(imported, content):
    name = unicodedata.normalize("NFD", "\u200b  Thủ\u00a0tục\tđăng\nký   khai sinh \ufeff")
    imported(shelf.line(name=name))
    assert content(CODE).name == "Thủ tục đăng ký khai sinh"


@pytest.mark.parametrize(
    ("time", "unit", "expected"),
    [
        (5, "WORKING_DAY", (5, "working_day")),
        (3.5, "WORKING_DAY", (3.5, "working_day")),
        (30, "DAY", (30, "calendar_day")),
        (8, "HOUR", (8, "working_hour")),
        (2, "MONTH", (2, "month")),
        (1, "YEAR", (1, "year")),
    ],
)
def test_the_five_units_stay_what_they_are(time, unit, expected, imported, content):
    imported(shelf.line(methods=[method(time=time, unit=unit)]))
    limit = content(CODE).channels[0].time
    assert (limit.value, limit.unit) == expected


def test_words_instead_of_a_number_are_kept_as_words(imported, content):
    imported(shelf.line(methods=[method(time="Không quá 15 ngày", unit="OTHER", note="Theo mô tả")]))
    (offer,) = content(CODE).channels
    assert offer.time is None
    assert offer.time_note == "Không quá 15 ngày Theo mô tả"


def test_the_time_of_the_portals_own_variants_stands_in_for_a_missing_one(imported, content):
    variants = [{"code": f"{CODE}.0{n}", "name": "A", "qty": 1, "unit": "WORKING_DAY"} for n in (1, 2)]
    imported(shelf.line(methods=[method(time=1, unit="OTHER")], cases=variants))
    assert content(CODE).channels[0].time.unit == "working_day"
    variants[1]["qty"] = 2
    imported(shelf.line(methods=[method(time=1, unit="OTHER")], cases=variants))
    assert content(CODE).channels[0].time is None


@pytest.mark.parametrize("value", [17_500_000_000, 150, -1, 0.5, "nhiều", 10**30, True])
def test_an_impossible_fee_is_never_charged_and_never_lost(value, imported, content):
    imported(shelf.line(methods=[method(fees=[{"type": "FEE", "value": value}])]))
    (fee,) = content(CODE).channels[0].fees
    assert fee.amount_vnd is None
    assert fee.note.startswith("Nguồn ghi: ")


def test_times_that_differ_by_channel_all_stand(imported, content):
    imported(shelf.line(methods=[method(), method("DIRECT", 7), method("POSTAL", 7)]))
    assert [(offer.channel, offer.time.value) for offer in content(CODE).channels] == [
        ("online", 5),
        ("direct", 7),
        ("postal", 7),
    ]


def test_excel_codes_that_became_numbers_get_their_zeros_back(db, tmp_path):
    import openpyxl
    from shelf import NOW

    from haidang.catalogue import api as catalogue

    book = openpyxl.Workbook()
    for row in (
        ["DANH SÁCH", None],
        [],
        ["STT", "Mã TTHC", "Tên thủ tục"],
        [1, 9.9002, "Thủ tục A"],
        [2, None, "Mất mã"],
        [],
    ):
        book.active.append(row)
    book.save(tmp_path / "a.xlsx")
    report = catalogue.import_file(tmp_path / "a.xlsx", now=NOW)
    assert (report.read, report.created, report.rejected) == (2, 1, 1)
    assert [(note.number, note.rejected) for note in report.details] == [(5, "no_code")]
    assert catalogue.published("9.900200", on=NOW.date()).name == "Thủ tục A"

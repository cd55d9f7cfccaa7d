"""Rules on contents: cases and mere headings, terms by channel, the province's layer."""

import pytest
import shelf
from shelf import NOW

from haidang.catalogue import api as catalogue
from haidang.catalogue.headings import display_name, is_case

CODE = "9.900001"


@pytest.mark.parametrize(
    "title",
    [
        "Trường hợp cấp lại",
        "b) Đối với cấp mới",
        "Hồ sơ đề nghị gia hạn sử dụng đất gồm",
        "Đối với tàu bị chìm đắm do tai nạn không thể trục vớt",
    ],
)
def test_a_case_is_a_case(title):
    assert is_case(title)


@pytest.mark.parametrize(
    "title",
    [
        "",
        "  ",
        "* Giấy tờ phải nộp:",
        "* Giấy tờ phải xuất trình:",
        "* Lưu ý :",
        "Bao gồm",
        "Thành phần hồ sơ:",
        "- Trường hợp ủy quyền cho tổ chức thực hiện thủ tục đăng ký doanh nghiệp",
        "Trường hợp đăng ký trên môi trường điện tử:",
    ],
)
def test_a_heading_is_no_case(title):
    assert not is_case(title)


@pytest.mark.parametrize(
    ("title", "shown"),
    [
        ("* Giấy tờ phải nộp:", "Giấy tờ phải nộp"),
        ("b) Đối với cấp lại", "Đối với cấp lại"),
        ("(1.1) Đối với công trình không theo tuyến:", "Đối với công trình không theo tuyến"),
        ("đối với xe", "Đối với xe"),
        ("Cấp lại", "Cấp lại"),
        ("***", "***"),
    ],
)
def test_headings_are_shown_without_list_marks(title, shown):
    assert display_name(title) == shown


def heading(title, *documents):
    return {"case": title, "docs": [{"code": code, "name": f"Giấy {code}", "original": 1} for code in documents]}


def test_papers_below_a_mere_heading_belong_to_every_case(imported, content):
    parts = [heading("a) Trường hợp cấp mới", "A"), heading("Lưu ý:", "N"), heading("b) Trường hợp cấp lại", "B", "B")]
    imported(shelf.line(dossier=parts))
    cases = content(CODE).cases
    assert [case.name for case in cases] == ["Trường hợp cấp mới", "Trường hợp cấp lại"]
    assert [[doc.key for doc in case.documents] for case in cases] == [["A", "N"], ["B", "B-2", "N"]]
    assert [doc.group for doc in cases[0].documents] == ["", "Lưu ý"]


def test_keys_survive_another_order(imported, content):
    parts = [heading("Trường hợp cấp mới", "A"), heading("Trường hợp cấp lại", "B")]
    imported(shelf.line(dossier=parts))
    before = {case.key: case for case in content(CODE).cases}
    imported(shelf.line(dossier=parts[::-1]))
    assert {case.key: case for case in content(CODE).cases} == before


def test_headings_alone_make_one_general_case(imported, content):
    imported(shelf.line(dossier=[heading("Giấy tờ phải nộp", "A"), heading("Giấy tờ phải xuất trình", "B")]))
    (case,) = content(CODE).cases
    assert (case.key, case.name, len(case.documents)) == ("chung", "Trường hợp chung", 2)
    imported(shelf.line(dossier=[]))
    assert [case.key for case in content(CODE).cases] == ["chung"]


def offer(**more):
    return {"executing": [{"agency": "03"}], "process_code": "department-standard"} | more


def facts(*channels, **more):
    return {"name": "Thủ tục thử nghiệm", "channels": list(channels), "cases": [{"key": "c1", "name": "A"}]} | more


def channel(name, value=None, unit="working_day"):
    return {"channel": name} | ({"time": {"value": value, "unit": unit}} if value is not None else {})


@pytest.fixture
def offered(imported):
    def make(*channels, **more):
        imported({"code": CODE, "facts": facts(*channels), "offer": offer(**more)})
        return catalogue.published(CODE, on=NOW.date())

    return make


def test_a_commitment_goes_before_the_law(offered):
    committed = {"online": {"value": 3, "unit": "working_day"}}
    procedure = offered(channel("online", 5), channel("direct", 5), committed=committed)
    assert str(catalogue.term_for(procedure, "online")) == "3 working_day"
    assert str(catalogue.term_for(procedure, "direct")) == "5 working_day"
    assert str(catalogue.statutory_term_for(procedure, "online")) == "5 working_day"


def test_the_longest_of_several_times_is_promised(offered):
    procedure = offered(channel("direct", 20), channel("direct", 1, "month"), channel("online"), channel("postal", 8))
    assert str(catalogue.term_for(procedure, "direct")) == "1 month"
    assert str(catalogue.term_for(procedure, "online")) == "1 month"
    assert str(catalogue.term_for(procedure, "postal")) == "8 working_day"


def test_no_number_no_term(offered):
    assert catalogue.term_for(offered(channel("direct")), "direct") is None
    assert catalogue.term_for(offered(), "online") is None


@pytest.mark.parametrize(
    ("value", "unit", "convention"),
    [
        (5, "working_day", "civil"),
        (3.5, "working_day", "running"),
        (8, "working_hour", "running"),
        (1, "month", "civil"),
    ],
)
def test_parts_of_days_and_hours_run(value, unit, convention, offered):
    assert offered(channel("direct", value, unit)).content.convention == convention


def test_levels_by_case(offered):
    content = offered(channel("online", 5), service_level="full").content
    assert content.service_levels == ("full",)
    assert offered(
        channel("online", 5), service_level="full", case_levels={"c1": "partial"}
    ).content.service_levels == ("partial",)
    assert content.case("c1").name == "A"
    assert content.case("c9") is None


@pytest.mark.parametrize("rule", [{"agency": "03"}, {"agency": "H06.03"}])
def test_a_department_is_named_by_code_or_suffix(rule, offered):
    found = catalogue.competent_agencies(offered(executing=[rule]), on=NOW.date())
    assert [view.name for view in found] == ["Sở Tư pháp"]


def test_a_level_means_every_agency_of_it(offered):
    found = catalogue.competent_agencies(
        offered(executing=[{"level": "district"}, {"level": "commune"}]), on=NOW.date()
    )
    assert len(found) == 90
    assert [view.code for view in found] == sorted(view.code for view in found)


def test_a_procedure_that_is_not_offered_has_no_competent_agency(imported):
    imported(shelf.line())
    assert catalogue.competent_agencies(catalogue.published(CODE, on=NOW.date()), on=NOW.date()) == []

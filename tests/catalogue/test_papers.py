"""Documents that are asked for, and remarks among them."""

from haidang.catalogue.api import Case, DocumentRequirement, bare_name, papers


def document(name, **more):
    return DocumentRequirement(key=name, name=name, **more)


def test_lines_without_count_in_a_counted_list_are_remarks():
    case = Case("c", "c", documents=(document("Tờ khai", originals=1), document("Xuất trình căn cước")))
    assert [item.name for item in papers(case).asked] == ["Tờ khai"]
    assert [item.name for item in papers(case).remarks] == ["Xuất trình căn cước"]


def test_list_that_counts_nothing_asks_for_everything_but_notes():
    case = Case("c", "c", documents=(document("Đơn"), document("Xem kỹ", group="Lưu ý")))
    assert [item.name for item in papers(case).asked] == ["Đơn"]


def test_document_with_a_template_is_asked_for_even_among_notes():
    case = Case("c", "c", documents=(document("Tờ khai", group="Lưu ý", originals=1),))
    assert len(papers(case).asked) == 1


def test_marks_before_a_name_are_dropped():
    assert bare_name("+ Tờ khai") == "Tờ khai"
    assert bare_name("--") == "--"

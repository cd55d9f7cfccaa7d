"""Excel and PDF of reports and books carry the same figures as the screen, and nothing that runs or leaks."""

import re
import subprocess
from datetime import date
from io import BytesIO

import pytest
from django.utils.translation import override
from openpyxl import load_workbook

from haidang.dossiers import api as dossiers
from haidang.dossiers.api import Command, State, reports
from world import CITIZEN_ID, DEPARTMENT, OTHER_DEPARTMENT, moment

DAY = date(2024, 11, 4)


@pytest.fixture
def period(world):
    """November, looked at from far away."""
    return reports.period(date(2024, 11, 1), date(2024, 11, 30), as_of=moment("2024-12-31T09:00"))


@pytest.fixture
def province(world):
    """One dossier in each state, in two departments and all channels."""
    for at, state in enumerate(State):
        channel = ("online", "direct", "postal")[at % 3]
        world.bring(state, channel=channel, agency=(DEPARTMENT, OTHER_DEPARTMENT)[at % 2])


def local(text):
    """A moment as Excel keeps it: local, without saying so."""
    return moment(text).replace(tzinfo=None)


def text_of(pdf):
    return subprocess.run(
        ["pdftotext", "-layout", "-", "-"], input=pdf, capture_output=True, check=True
    ).stdout.decode()


def rows_of(excel):
    page = load_workbook(BytesIO(excel)).active
    return page, [[cell.value for cell in row] for row in page.iter_rows()]


@pytest.mark.parametrize("kind", reports.Kind)
def test_excel_and_pdf_carry_the_figures_of_the_report(province, period, kind):
    found = reports.report(reports.Asked(kind, period, DAY), reports.EVERYTHING)
    assert found.total.of(reports.Cell.RECEIVED) == 8
    sheet = reports.report_sheet(found, made_on=DAY)
    page, rows = rows_of(reports.workbook(sheet))
    text = text_of(reports.document(sheet))
    below = next(at for at, row in enumerate(rows) if row[0] == "(1)") + 1
    assert page.freeze_panes == page.cell(below + 1, 3).coordinate
    lines = [*((reports.row_name(row), row.figures) for row in found.rows), ("Tổng cộng", found.total)]
    for (name, figures), row in zip(lines, rows[below:], strict=False):
        counts = [figures.of(cell) for cell in reports.CELLS]
        assert row[1:] == [name, *counts, figures.rate, figures.of(reports.Cell.REFUSED)]
        rate = "–" if figures.rate is None else f"{figures.rate * 100:.1f} %".replace(".", ",")
        printed = [*map(str, counts), rate, str(figures.of(reports.Cell.REFUSED))]
        # A long name is broken over lines of its own, but the figures stand in one line in their order.
        assert re.search(r"\s+".join(map(re.escape, printed)), text), (name, printed)
    for words in ("CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM", "Tổng cộng", "Không phát sinh hồ sơ"):
        assert words in " ".join(text.split()), words


def test_a_report_of_nothing_has_no_share(world, period):
    found = reports.report(reports.Asked(reports.Kind.AGENCIES, period, DAY), reports.EVERYTHING)
    assert (found.rows, found.total.rate) == ([], None)
    assert len(found.empty) > 50
    sheet = reports.report_sheet(found, made_on=DAY)
    assert "–" in text_of(reports.document(sheet))
    assert rows_of(reports.workbook(sheet))[1]


@pytest.fixture
def book(world, period):
    """The register of an agency: an owner with a name that Excel would run, one dossier handed over."""
    owner = dossiers.Owner(
        name='=HYPERLINK("http://x") Nguyễn Đặng Thùy Trâm #panic("x") *đậm*', id_number=CITIZEN_ID, phone="0987654321",
        address="Ấp Phước Lộc, xã Phước Hội",
    )  # fmt: skip
    code = world.submit(owner=owner, channel="direct").code
    world.act("accept", code, now=moment("2024-11-04T16:30"))
    world.bring(State.RETURNED)
    return reports.register(DEPARTMENT, period, reports.EVERYTHING, on=DAY)


def test_the_register_as_excel_and_pdf(book):
    lines = reports.all_lines(book, reports.register_lines, most=10)
    sheet = reports.register_sheet(book, lines, made_on=DAY)
    page, rows = rows_of(reports.workbook(sheet))
    told = [row for row in rows if row[1] in {line.code for line in lines}]
    assert [row[1] for row in told] == [line.code for line in lines]
    last = told[1]
    assert last[4] == '=HYPERLINK("http://x") Nguyễn Đặng Thùy Trâm #panic("x") *đậm*'
    assert last[7:10] == [local("2024-11-04T16:30"), local("2024-11-11T17:00"), None]
    assert told[0][9] == local("2024-11-04T09:00")
    assert "f" not in {cell.data_type for row in page.iter_rows() for cell in row}
    text = " ".join(text_of(reports.document(sheet)).split())
    for words in ("SỔ THEO DÕI HỒ SƠ", "Mẫu số 06, Thông tư 01/2018/TT-VPCP", "16:30", "0987654321", "Nội dung hồ sơ"):
        assert words in text, words
    assert CITIZEN_ID not in text + repr(rows)


def test_from_the_new_circular_on_the_register_has_its_number(world, book):
    later = reports.period(date(2025, 9, 1), date(2025, 9, 15), as_of=moment("2025-10-01T09:00"))
    sheet = reports.register_sheet(
        reports.register(DEPARTMENT, later, reports.EVERYTHING, on=DAY), [], made_on=date(2025, 9, 16)
    )
    assert sheet.form == "Mẫu số 07, Thông tư 03/2025/TT-VPCP"


@pytest.mark.parametrize(("channel", "count"), [("", 2), ("direct", 1), ("postal", 1), ("online", 0)])
def test_results_handed_over_by_channel(world, period, channel, count):
    world.bring(State.RETURNED)
    by_post = world.bring(State.DONE)
    world.act(Command.RETURN_RESULT, by_post, how="postal", receiver="VĐ 123")
    world.bring(State.DONE)
    book = reports.handovers(DEPARTMENT, period, reports.EVERYTHING, on=DAY, channel=channel)
    lines = reports.all_lines(book, reports.handover_lines, most=10)
    assert len(lines) == book.total == count
    sheet = reports.handover_sheet(book, lines, made_on=DAY)
    text = " ".join(text_of(reports.document(sheet)).split())
    assert "DANH SÁCH KẾT QUẢ ĐÃ TRẢ" in text
    if channel == "postal":
        assert (lines[0].results, lines[0].receiver, lines[0].by_post) == ("Giấy phép", "VĐ 123", True)
        assert [row[8] for row in rows_of(reports.workbook(sheet))[1] if row[1] == by_post] == ["X"]


def test_long_tables_repeat_their_heading_on_every_page(world, book):
    line = reports.all_lines(book, reports.register_lines, most=10)[0]
    text = text_of(reports.document(reports.register_sheet(book, [line] * 60, made_on=DAY)))
    pages = [page for page in text.split("\f") if page.strip()]
    assert len(pages) > 2
    assert all("Nội dung hồ sơ" in page for page in pages[:-1])
    assert re.search(r"^\s+2\s*$", pages[1], re.MULTILINE)


def test_too_long_a_book_is_refused_in_words(book):
    with pytest.raises(dossiers.Invalid, match="quá nhiều"):
        reports.all_lines(book, reports.register_lines, most=1)


def test_a_book_is_its_agency_s_alone(world, book, period):
    other = reports.of_registers(world.officer("reception", OTHER_DEPARTMENT), on=DAY)
    with pytest.raises(dossiers.Invalid):
        reports.register(DEPARTMENT, period, other, on=DAY)
    assert reports.register(OTHER_DEPARTMENT, period, other, on=DAY).total == 0
    with pytest.raises(dossiers.NotAllowed):
        reports.of_registers(world.citizen, on=DAY)
    with pytest.raises(dossiers.NotAllowed):
        reports.of_reports(world.officer("specialist"), on=DAY)


def test_papers_are_in_vietnamese_whoever_prints_them(book):
    with override("en"):
        sheet = reports.register_sheet(book, reports.all_lines(book, reports.register_lines, most=10), made_on=DAY)
    assert (sheet.title, sheet.lines[1].values[-1]) == ("Sổ theo dõi hồ sơ", "Được tiếp nhận")

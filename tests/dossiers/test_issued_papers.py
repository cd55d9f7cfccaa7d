"""The statutory papers as independent readers find them: every kind, both sets of forms, online and on paper."""

from datetime import date, timedelta
from urllib.parse import parse_qsl, urlsplit

import msgspec
import pytest
from django.utils.translation import override
from paper_readers import code_on, facts_of, pages_of, right_edge_of, text_of

from haidang.dossiers import api as dossiers
from haidang.dossiers.api import Command, State
from haidang.dossiers.papers.kinds import FORM_SETS, Kind, form_set
from haidang.dossiers.papers.matter import office
from haidang.dossiers.papers.models import IssuedPaper
from haidang.dossiers.papers.pdf import draw
from haidang.dossiers.papers.sheet import Facts, from_json
from haidang.identity.models import Succession
from haidang.platform import journal
from world import CITIZEN_ID, OTHER_DEPARTMENT, PAUSE, RUNS_ON, moment

OLD, NEW = moment("2024-11-04T09:00"), moment("2025-09-15T09:00")
ERAS = {"tt01-2018": OLD, "tt03-2025": NEW}
OWNER = dossiers.Owner(
    name='Nguyễn Đặng Thùy Trâm #panic("x") *đậm* $a$ @b <c> \\n',
    id_number=CITIZEN_ID,
    phone="0987654321",
    email="tram@vidu.example",
    address="Ấp Phước Lộc, xã Phước Hội, huyện Đất Đỏ",
)
TITLES = {
    ("tt01-2018", Kind.RECEIPT): "GIẤY TIẾP NHẬN HỒ SƠ VÀ HẸN TRẢ KẾT QUẢ",
    ("tt03-2025", Kind.RECEIPT): "GIẤY TIẾP NHẬN HỒ SƠ VÀ HẸN TRẢ KẾT QUẢ",
    ("tt01-2018", Kind.SUPPLEMENT): "PHIẾU YÊU CẦU BỔ SUNG, HOÀN THIỆN HỒ SƠ",
    ("tt03-2025", Kind.SUPPLEMENT): "PHIẾU YÊU CẦU BỔ SUNG, HOÀN THIỆN HỒ SƠ",
    ("tt01-2018", Kind.REFUSAL): "PHIẾU TỪ CHỐI TIẾP NHẬN GIẢI QUYẾT HỒ SƠ",
    ("tt03-2025", Kind.REFUSAL): "PHIẾU TỪ CHỐI TIẾP NHẬN GIẢI QUYẾT HỒ SƠ",
    ("tt01-2018", Kind.APOLOGY): "PHIẾU XIN LỖI VÀ HẸN LẠI NGÀY TRẢ KẾT QUẢ",
    ("tt03-2025", Kind.APOLOGY): "VĂN BẢN XIN LỖI VÀ ĐỀ NGHỊ GIA HẠN THỜI GIAN GIẢI QUYẾT",
    ("tt01-2018", Kind.STOP): "THÔNG BÁO Về việc dừng giải quyết hồ sơ",
    ("tt03-2025", Kind.STOP): "THÔNG BÁO DỪNG GIẢI QUYẾT HỒ SƠ",
}
FORMS = {
    Kind.RECEIPT: ("01", "01"),
    Kind.SUPPLEMENT: ("02", "02"),
    Kind.REFUSAL: ("03", "03"),
    Kind.APOLOGY: ("04", "04"),
    Kind.STOP: ("", "05"),
}
SAID = {
    Kind.RECEIPT: ("Tờ khai", "Giấy tờ tùy thân", "5 ngày làm việc", "01 bộ", "NGƯỜI TIẾP NHẬN HỒ SƠ"),
    Kind.SUPPLEMENT: ("Lần thứ 1", "Giấy tờ tùy thân", "Bản chụp bị mờ", "Thiếu giấy tờ", "NGƯỜI HƯỚNG DẪN"),
    Kind.REFUSAL: ("Không thuộc thẩm quyền", "Số giấy tờ đã nộp: 02", "NGƯỜI TỪ CHỐI TIẾP NHẬN"),
    Kind.APOLOGY: ("Kính gửi:", "Chờ xác minh thực địa", "Phòng Nghiệp vụ", "thêm 03 ngày làm việc", "GIÁM ĐỐC"),
    Kind.STOP: ("Kính gửi:", "Không đủ điều kiện", "Nơi nhận:", "Lưu: VT, hồ sơ.", "GIÁM ĐỐC"),
}


def issue(world, kind, at, *, channel="online", owner=OWNER):
    """A paper of that kind, issued by the act that causes it."""
    code = world.submit(channel=channel, owner=owner, now=at).code
    if kind not in {Kind.REFUSAL, Kind.SUPPLEMENT}:
        world.act("accept", code, now=at)
    if kind is Kind.STOP:
        world.act("complete_step", code, now=at)
    command = {
        Kind.SUPPLEMENT: Command.REQUEST_SUPPLEMENT,
        Kind.REFUSAL: Command.REJECT,
        Kind.APOLOGY: Command.REAPPOINT,
        Kind.STOP: Command.STOP,
    }.get(kind)
    if command:
        world.act(command, code, now=at + timedelta(hours=1))
    return IssuedPaper.objects.select_related("dossier").get(dossier__code=code, kind=kind)


def pdf_of(paper):
    return draw(from_json(paper.values))


@pytest.mark.parametrize("channel", ["online", "direct"])
@pytest.mark.parametrize("key", list(ERAS))
@pytest.mark.parametrize("kind", list(FORMS))
def test_a_paper_says_everything_with_every_diacritic(world, kind, key, channel):
    paper = issue(world, kind, ERAS[key], channel=channel)
    pdf = pdf_of(paper)
    text, sheet = text_of(pdf), from_json(paper.values)
    number = FORMS[kind][list(ERAS).index(key)]
    circular = next(forms.circular for forms in FORM_SETS if forms.key == key)
    for words in (
        *SAID[kind],
        TITLES[key, kind],
        "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM",
        "Độc lập - Tự do - Hạnh phúc",
        "ỦY BAN NHÂN DÂN",
        "TỈNH BÀ RỊA - VŨNG TÀU",
        "SỞ TƯ PHÁP",
        OWNER.name,
        OWNER.address,
        OWNER.phone,
        OWNER.email,
        "Cấp phép thử nghiệm 1",
        paper.dossier.code,
        f"Số: 1/{ERAS[key].year}/",
        "Bà Rịa - Vũng Tàu, ngày",
        sheet.signatures[-1].name,
        *([f"Mẫu số {number}, {circular}"] if number else []),
    ):
        assert words in text, words
    assert ("Mẫu số" in text) == bool(number)
    assert ("NGƯỜI NỘP HỒ SƠ" in text) == (channel == "direct" and kind in {Kind.RECEIPT, Kind.REFUSAL})
    assert CITIZEN_ID not in text
    facts = facts_of(pdf)
    assert "(A4)" in facts["Page size"]
    assert facts["Pages"] == "1"
    assert facts["Title"] == f"{paper.name} {paper.dossier.code}"


@pytest.mark.parametrize("key", list(ERAS))
@pytest.mark.parametrize("kind", list(FORMS))
def test_the_qr_says_what_the_circular_asks_and_leads_to_the_verification(world, settings, kind, key):
    settings.PUBLIC_URL = "https://dichvucong.tinh.example/"
    paper = issue(world, kind, ERAS[key])
    found = code_on(pdf_of(paper))
    address = urlsplit(found)
    assert found.startswith(f"https://dichvucong.tinh.example/xac-minh/{paper.verify_code}/?")
    assert dict(parse_qsl(address.query)) == {
        "hs": paper.dossier.code,
        "tt": PAUSE,
        "dd": "***234",
        "giay": found.rsplit("=", 1)[1],
    }
    assert found.isascii()
    assert CITIZEN_ID[:6] not in found


def test_the_names_of_papers_in_codes_are_readable(world):
    assert code_on(pdf_of(issue(world, Kind.APOLOGY, OLD))).endswith("giay=Phieu-xin-loi-va-hen-lai-ngay-tra-ket-qua")
    assert code_on(pdf_of(issue(world, Kind.STOP, NEW))).endswith("giay=Thong-bao-dung-giai-quyet-ho-so")


@pytest.mark.parametrize(
    ("day", "key"),
    [
        ("2018-01-01", "tt01-2018"),
        ("2025-07-01", "tt01-2018"),
        ("2025-09-14", "tt01-2018"),
        ("2025-09-15", "tt03-2025"),
    ],
)
def test_the_day_of_the_act_chooses_the_forms(day, key):
    assert form_set(date.fromisoformat(day)).key == key


def test_the_set_is_that_of_the_local_day(world):
    late = moment("2025-09-14T23:59")
    assert issue(world, Kind.REFUSAL, late - timedelta(hours=1)).form_set == "tt01-2018"
    assert issue(world, Kind.REFUSAL, late).form_set == "tt03-2025"


def test_a_paper_stays_as_it_was_issued(world):
    paper = issue(world, Kind.RECEIPT, OLD)
    before = pdf_of(paper)
    world.act("request_supplement", paper.dossier.code, now=OLD + timedelta(days=1))
    world.act("supplement", paper.dossier.code, now=OLD + timedelta(days=3))
    found = dossiers.paper_for(world.citizen, paper.dossier.code, paper.pk, now=OLD + timedelta(days=9))
    assert dossiers.draw_paper(found.sheet) == before
    assert "17 giờ 00 phút, ngày 11/11/2024" in text_of(before)


def test_papers_are_vietnamese_whatever_the_reader_speaks(world):
    with override("en"):
        paper = issue(world, Kind.RECEIPT, OLD)
        assert "5 ngày làm việc" in text_of(pdf_of(paper))
        assert "2024" in text_of(draw(dossiers.control_slip(world.officer("reception"), paper.dossier.code, now=OLD)))


def test_numbers_run_by_agency_kind_and_year(world):
    for at, kind in ((OLD, Kind.RECEIPT), (OLD, Kind.RECEIPT), (OLD, Kind.REFUSAL), (NEW, Kind.RECEIPT)):
        issue(world, kind, at)
    other = world.submit(agency="H06.02").code
    world.act("accept", other)
    found = [str(paper) for paper in IssuedPaper.objects.order_by("id")]
    assert found == [
        "receipt 1/2024/TNHS", "receipt 2/2024/TNHS", "refusal 1/2024/TCHS", "receipt 1/2025/TNHS",
        "receipt 1/2024/TNHS",
    ]  # fmt: skip


def test_a_refused_act_uses_up_no_number(world):
    code = world.bring(State.NEW)
    with pytest.raises(dossiers.Invalid):
        world.act("reject", code, reason=" ")
    with pytest.raises(dossiers.Invalid):
        world.act("accept", code, working_days=3)
    world.act("accept", code)
    assert [paper.number for paper in IssuedPaper.objects.all()] == [1]


def test_the_journal_names_the_paper_but_not_what_it_says(world):
    paper = issue(world, Kind.RECEIPT, OLD)
    line = journal.lines(paper.dossier.stream)[-1]
    told = journal.data(line)["paper"]
    assert (told["kind"], told["number"], told["hash"]) == ("receipt", 1, paper.content_hash)
    for words in (CITIZEN_ID, OWNER.phone, OWNER.address, OWNER.name):
        assert words not in line.payload


def test_224_documents_fill_pages_with_a_running_head(world):
    documents = [world.upload(f"Giấy tờ số {number} của hồ sơ", requirement="") for number in range(1, 225)]
    code = world.submit(documents=documents).code
    world.act("accept", code)
    pdf = pdf_of(IssuedPaper.objects.get(dossier__code=code))
    first, *others = pages_of(pdf)
    assert len(others) >= 4
    assert f"Trang 1/{len(others) + 1}" in first
    for number, page in enumerate(others, start=2):
        assert page.startswith(f"{number} Mã hồ sơ: {code}")
        assert f"Trang {number}/{len(others) + 1}" in page
    for page in others[:-1]:
        assert "TT Tên giấy tờ Hình thức" in page
    text = text_of(pdf)
    assert all(f"Giấy tờ số {number} của hồ sơ" in text for number in (1, 56, 113, 224))


@pytest.mark.parametrize(
    "name", ["Cấp giấy phép hoạt động thử nghiệm " * 30, "ĐặngThịỨớc" * 100], ids=["words", "one word"]
)
def test_names_of_a_thousand_letters_stay_on_the_paper(world, name):
    sheet = from_json(issue(world, Kind.APOLOGY, OLD).values)
    blocks = [
        msgspec.structs.replace(block, items=(("Nội dung", name),)) if isinstance(block, Facts) else block
        for block in sheet.blocks
    ]
    pdf = draw(msgspec.structs.replace(sheet, agency=name, blocks=tuple(blocks)))
    assert "".join(name.split()) in "".join(text_of(pdf).replace("\u200b", "").split())
    # Points; a comma or full stop may hang a little into the margin of 18 mm.
    assert right_edge_of(pdf) <= 595 - 18 * 72 / 25.4 + 6


def test_the_audit_finds_a_paper_that_was_changed_or_removed(world):
    issue(world, Kind.RECEIPT, OLD)
    paper = issue(world, Kind.RECEIPT, OLD)
    assert dossiers.verify().faults == []
    IssuedPaper.objects.filter(pk=paper.pk).update(values=paper.values.replace("Nguyễn", "Nguyên"))
    assert [fault.problem for fault in dossiers.verify().faults] == ["paper-damaged receipt 2/2024"]
    paper.delete()
    assert {fault.problem for fault in dossiers.verify().faults} == {
        "row-differs papers",
        "paper-missing receipt 2024: 1",
    }
    assert all(dossiers.fault_words(fault) for fault in dossiers.verify().faults)


def test_a_specialist_who_stops_signs_for_himself(world):
    code = world.bring(State.PROCESSING)
    world.act("stop", code, actor=world.officer("specialist"))
    paper = IssuedPaper.objects.get(kind=Kind.STOP)
    (place,) = from_json(paper.values).signatures
    assert (place.titles, place.name) == (("NGƯỜI THỤ LÝ HỒ SƠ",), "Cán bộ specialist H06.03")


def test_a_confirmed_withdrawal_is_named_in_the_notice(world):
    code = world.bring(State.WITHDRAWN)
    world.act("stop", code, reason="Theo đơn của công dân")
    text = text_of(pdf_of(IssuedPaper.objects.get(kind=Kind.STOP)))
    assert "Theo yêu cầu rút hồ sơ của Ông/Bà" in text


@pytest.mark.parametrize(
    ("procedure", "is_received", "words"),
    [
        (PAUSE, True, "tạm dừng kể từ khi yêu cầu"),
        (RUNS_ON, True, "vẫn được tính trong thời gian chờ bổ sung"),
        (PAUSE, False, "xem xét tiếp nhận ngay sau khi đã bổ sung đủ"),
    ],
)
def test_a_supplement_request_says_what_the_clock_does(world, procedure, is_received, words):
    code = world.submit(procedure).code
    if is_received:
        world.act("accept", code)
    world.act("request_supplement", code)
    assert words in text_of(pdf_of(IssuedPaper.objects.get(kind=Kind.SUPPLEMENT)))


def test_strangers_find_no_paper_and_citizens_no_control_slip(world):
    code = world.bring(State.RECEIVED)
    (paper,) = world.dossier(code).papers.all()
    for ask in (
        lambda: dossiers.paper_for(world.other_citizen, code, paper.pk, now=OLD),
        lambda: dossiers.paper_for(world.officer("reception", OTHER_DEPARTMENT), code, paper.pk, now=OLD),
        lambda: dossiers.control_slip(world.citizen, code, now=OLD),
        lambda: dossiers.control_slip(world.officer("reception", OTHER_DEPARTMENT), code, now=OLD),
    ):
        with pytest.raises(dossiers.DossierNotFound):
            ask()


def test_after_a_reorganisation_old_papers_keep_their_names_and_new_ones_are_the_successors(world):
    paper = issue(world, Kind.RECEIPT, OLD)
    code, day = paper.dossier.code, date(2024, 11, 8)
    world.act("complete_step", code)
    Succession.objects.create(
        predecessor_id=world.agency().id, successor_id=world.agency(OTHER_DEPARTMENT).id, on=day, kind="merge"
    )
    later = OLD + timedelta(days=4)
    found = dossiers.paper_for(world.citizen, code, paper.pk, now=later)
    assert (found.sheet.agency, found.now_known_as) == ("Sở Tư pháp", "Sở Nội vụ")
    told = dossiers.verify_paper(paper.verify_code, now=later)
    assert (told.agency, told.now_known_as) == ("Sở Tư pháp", "Sở Nội vụ")
    assert dossiers.verify_paper(paper.verify_code, now=OLD).now_known_as == ""
    leader = world.officer("leader", OTHER_DEPARTMENT)
    world.act("reappoint", code, now=later, actor=leader, **world.apology(leader))
    apology = IssuedPaper.objects.get(dossier__code=code, kind=Kind.APOLOGY)
    assert (apology.agency.code, from_json(apology.values).agency) == (OTHER_DEPARTMENT, "Sở Nội vụ")


@pytest.mark.parametrize(
    ("code", "place"),
    [
        ("H06", "Bà Rịa - Vũng Tàu"),
        ("H06.03", "Bà Rịa - Vũng Tàu"),
        ("H06.30", "Vũng Tàu"),
        ("H06.30.01", "Phường 1"),
    ],
)
def test_a_paper_is_dated_at_its_agencys_place(world, code, place):
    assert office(world.agency(code).id, on=OLD.date()).place == place

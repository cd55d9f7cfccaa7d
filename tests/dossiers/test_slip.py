"""The receipt-and-appointment slip: its words as a reader of the PDF finds them, and its QR."""

import subprocess

import pytest

from haidang.dossiers import api as dossiers
from haidang.dossiers.api import State
from world import moment


def run(*command, data):
    return subprocess.run(command, input=data, capture_output=True, check=True).stdout


def text_of(pdf):
    return " ".join(run("pdftotext", "-layout", "-", "-", data=pdf).decode().split())


@pytest.fixture
def received(world):
    owner = dossiers.Owner(
        name='Nguyễn Đặng Thùy Trâm #panic("x") *đậm*', id_number="077085001234", phone="0987654321",
        email="tram@vidu.example", address="Ấp Phước Lộc, xã Phước Hội, huyện Đất Đỏ",
    )  # fmt: skip
    code = world.submit(owner=owner).code
    world.act("accept", code, now=moment("2024-11-04T16:30"))
    return code


def test_the_slip_says_what_the_form_asks(world, received):
    text = text_of(dossiers.slip_pdf(world.citizen, received, now=world.now))
    for words in (
        "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM",
        "Độc lập - Tự do - Hạnh phúc",
        "GIẤY TIẾP NHẬN HỒ SƠ VÀ HẸN TRẢ KẾT QUẢ",
        "SỞ TƯ PHÁP",
        "ỦY BAN NHÂN DÂN TỈNH",
        f"Mã hồ sơ: {received}",
        'Nguyễn Đặng Thùy Trâm #panic("x") *đậm*',
        "Ấp Phước Lộc, xã Phước Hội, huyện Đất Đỏ",
        "Cấp phép thử nghiệm 1",
        "Tờ khai",
        "Giấy tờ tùy thân",
        "5 ngày làm việc",
        "16 giờ 30 phút, ngày 04/11/2024",
        "17 giờ 00 phút, ngày 11/11/2024",
        "Cán bộ reception H06.03",
        "Ngày 04 tháng 11 năm 2024",
    ):
        assert words in text, words
    assert "077085001234" not in text


def test_the_qr_is_the_code(world, received, tmp_path):
    pdf = dossiers.slip_pdf(world.citizen, received, now=world.now)
    page = tmp_path / "slip"
    run("pdftoppm", "-r", "150", "-png", "-singlefile", "-", str(page), data=pdf)
    found = run("zbarimg", "--quiet", "--raw", f"{page}.png", data=b"").decode().strip()
    assert found == received


def test_a_slip_shows_what_was_promised_then_and_not_what_came_later(world, received):
    world.act("request_supplement", received, now=moment("2024-11-06T10:00"))
    world.act("supplement", received, now=moment("2024-11-08T10:00"))
    slip = dossiers.slip(world.citizen, received, now=moment("2024-11-08T10:00"))
    assert slip.due_at == moment("2024-11-11T17:00")
    assert [item.title for item in slip.documents] == ["Tờ khai", "Giấy tờ tùy thân"]


def test_no_slip_before_receipt_and_none_for_strangers(world, received):
    with pytest.raises(dossiers.WrongState):
        dossiers.slip(world.citizen, world.bring(State.NEW), now=world.now)
    with pytest.raises(dossiers.DossierNotFound):
        dossiers.slip_pdf(world.other_citizen, received, now=world.now)

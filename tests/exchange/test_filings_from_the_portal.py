"""Dossiers filed on the national portal: kept, acknowledged once, made dossiers here by the portal's code, or held."""

import pytest

from haidang.dossiers import api as dossiers
from haidang.dossiers.api import Command, State
from haidang.exchange.errors import Conflict, Invalid, NotAllowed
from haidang.exchange.inbound.arriving import fetch_filings
from haidang.exchange.inbound.deciding import dismiss, settle
from haidang.exchange.models import Filing
from haidang.identity import api as identity
from haidang.platform import journal
from haidang.portal_simulator.faults import Fault
from world import CASE, CITIZEN_ID, OTHER_DEPARTMENT, PAUSE, pdf_bytes

CODE = "G09.20-20241104-0092637"


@pytest.fixture
def operator(world):
    return world.officer("administrator", world.province, with_descendants=True)


@pytest.fixture
def file_there(world, line):
    """Files on the portal; what is not said is sensible."""
    assert world.procedures
    assert world.citizen
    line.store.keep("file", "f1", {"hex": pdf_bytes("a").hex()})

    def filed(code=CODE, **changes):
        document = {"TenTepDinhKem": "Tờ khai.pdf", "DuongDanTaiTepTin": "http://portal.test/tep/f1"}
        record = {
            "MaHoSo": code,
            "MaTTHC": PAUSE,
            "TenTTHC": "Cấp phép",
            "TruongHop": "Cấp mới",
            "ChuHoSo": "Nguyễn Thị An",
            "SoGiayToChuHoSo": CITIZEN_ID,
            "LoaiDoiTuong": "1",
            "SoDienThoai": "0912345678",
            "TrangThaiHoSo": "1",
            "KenhThucHien": "2",
            "DonViXuLy": "H06.03",
            "ThongTinKhac": '{"request": "Đề nghị cấp phép", "what_we_do_not_ask": "x"}',
            "TaiLieuNop": [document],
        }
        line.store.file(record | changes)
        return code

    return filed


def fetch(line):
    return fetch_filings(line.portal, now=line.now)


def test_a_filing_becomes_a_dossier_under_the_portals_code(world, line, file_there):
    code = file_there()
    told = fetch(line)
    assert (told.arrived, told.filed, told.held) == (1, 1, 0), Filing.objects.get().reason
    dossier = world.dossier(code)
    assert (dossier.state, dossier.channel, dossier.applicant) == (State.NEW, "online", world.citizen)
    assert dossier.documents.count() == 1
    assert "what_we_do_not_ask" not in dossier.answers
    assert line.store.acknowledgements() == {code: 1}
    world.act(Command.ACCEPT, code)
    assert line.deliver().rejected == 0
    held = line.store.dossier(code)
    assert (held["TrangThaiHoSo"], held["NoiNopHoSo"], len(line.store.dossiers())) == ("2", "1", 1)
    assert dossiers.verify(with_files=True).faults == []


def test_looking_again_changes_nothing(world, line, file_there):
    code = file_there()
    for _look in range(3):
        fetch(line)
    assert dossiers.Dossier.objects.filter(code=code).count() == 1
    assert line.store.acknowledgements() == {code: 1}
    kinds = [entry.kind for entry in journal.lines(Filing.objects.get().stream)]
    assert kinds == ["exchange.filing.arrive", "exchange.filing.file"]


@pytest.mark.parametrize("fault", [Fault.LOST, Fault.TRUNCATED, Fault.DUPLICATE, Fault.SWAPPED, Fault.EXPIRED])
def test_no_fault_makes_two_of_one_or_loses_one(world, line, file_there, fault):
    from haidang.platform.delivery.letters import Unavailable

    code = file_there()
    for _look in range(4):
        line.faults.order(fault, 1)
        try:
            fetch(line)
        except Unavailable:
            continue
    fetch(line)
    assert dossiers.Dossier.objects.filter(code=code).count() == 1
    assert line.store.inbox(limit=9) == []


def test_an_unknown_procedure_is_held_and_nothing_is_lost(world, line, file_there, operator):
    code = file_there(MaTTHC="1.999999")
    assert fetch(line).held == 1
    row = Filing.objects.get()
    assert row.status == Filing.Status.HELD
    assert row.reason
    assert line.store.acknowledgements() == {code: 1}
    assert "Nguyễn Thị An" in row.record
    assert fetch(line).held == 0
    dismiss(code=code, reason="Thủ tục của tỉnh khác", actor=operator, now=line.now, key="dismiss-key")
    with pytest.raises(Conflict):
        dismiss(code=code, reason="Lần nữa", actor=operator, now=line.now, key="dismiss-other")
    assert Filing.objects.get().status == Filing.Status.DISMISSED


def test_what_is_not_clear_is_decided_by_an_operator(world, line, file_there, operator):
    code = file_there(TruongHop="", DonViXuLy="")
    assert fetch(line).held == 1
    agency = world.agency(OTHER_DEPARTMENT).id
    settle(code=code, case_key=CASE, agency_id=agency, actor=operator, now=line.now, key="settle-key")
    assert fetch(line).filed == 1
    assert world.dossier(code).agency_id == agency


def test_a_file_from_elsewhere_is_not_fetched(world, line, file_there):
    file_there(TaiLieuNop=[{"TenTepDinhKem": "a.pdf", "DuongDanTaiTepTin": "http://169.254.169.254/latest"}])
    assert fetch(line).held == 1
    assert "another host" in Filing.objects.get().reason


def test_only_the_house_files_under_a_given_code(world, line):
    filing = world.filing(given_code=CODE)
    with pytest.raises(NotAllowed):
        dossiers.submit(filing=filing, actor=world.citizen, now=line.now, key="given-key-1")
    system = identity.system_account(now=line.now)
    with pytest.raises(Invalid):
        dossiers.submit(filing=world.filing(given_code="x"), actor=system, now=line.now, key="given-key-2")
    assert dossiers.submit(filing=filing, actor=system, now=line.now, key="given-key-3").code == CODE
    with pytest.raises(Invalid):
        dossiers.submit(filing=world.filing(given_code=CODE), actor=system, now=line.now, key="given-key-4")


def test_only_an_operator_decides_about_filings(world, line, file_there):
    code = file_there(MaTTHC="1.999999")
    fetch(line)
    with pytest.raises(NotAllowed):
        dismiss(code=code, reason="x", actor=world.officer("leader"), now=line.now, key="dismiss-key")

"""What the portal sends about a filing, as a filing of ours; whatever does not fit is a reason to hold it.

The fields are those of the dossier object of generation A (DOMAIN §1.2). No source says how the portal hands filings
over; where the citizen's answers stand (`ThongTinKhac`, as an object of our form's keys) is an assumption.
"""

import json
from collections.abc import Callable, Mapping, Sequence
from datetime import date
from typing import Any

from django.utils.translation import gettext as _

from haidang.catalogue import api as catalogue
from haidang.dossiers import api as dossiers
from haidang.exchange.errors import Invalid
from haidang.platform import files
from haidang.platform.text import fold, tidy

Record = Mapping[str, Any]
Fetch = Callable[[str], bytes]
_OWNER_KINDS = {"1": "citizen", "2": "business", "4": "business"}
# Where the owner stands in forms of ours, by what the portal calls it.
_OWNER_ANSWERS = {
    "owner_name": "ChuHoSo",
    "owner_id_number": "SoGiayToChuHoSo",
    "owner_phone": "SoDienThoai",
    "owner_email": "Email",
}


def read(record: Record, *, case_key: str, agency_id: int | None, on: date, fetch: Fetch) -> dossiers.Filing:
    """The filing; raises Invalid, ProcedureNotFound or FileRefused, whose words are the reason to hold it."""
    published = catalogue.published(str(record.get("MaTTHC", "")), on=on)
    case = _case(published, record, case_key)
    return dossiers.Filing(
        procedure_code=published.code,
        case_key=case.key,
        agency_id=agency_id or _agency(published, record, on=on),
        channel="online",
        owner=_owner(record),
        answers=_answers(catalogue.form_for(published, case.key), record),
        documents=_documents(case, record, fetch),
        given_code=str(record["MaHoSo"]),
    )


def _case(published: catalogue.PublishedProcedure, record: Record, wanted: str) -> catalogue.Case:
    """The case that somebody has chosen, that the filing names, or the only one that can be filed online."""
    if wanted:
        chosen = published.content.case(wanted)
        if chosen:
            return chosen
    named = fold(str(record.get("TruongHop", "")))
    offered = [case for case in published.content.cases if case.service_level != "none"]
    found = [case for case in offered if named and fold(case.name) == named] or offered
    if len(found) != 1:
        raise Invalid(_("Thủ tục có nhiều trường hợp; hãy chọn trường hợp của hồ sơ này."), field="case")
    return found[0]


def _agency(published: catalogue.PublishedProcedure, record: Record, *, on: date) -> int:
    """The competent agency that the filing names by code or name, or the only one there is."""
    competent = catalogue.competent_agencies(published, on=on)
    named = fold(str(record.get("DonViXuLy", "")))
    found = [item for item in competent if named and named in (fold(item.code), fold(item.name))] or competent
    if len(found) != 1:
        raise Invalid(_("Chưa rõ cơ quan giải quyết; hãy chọn cơ quan."), field="agency")
    return found[0].id


def _owner(record: Record) -> dossiers.Owner:
    kind = _OWNER_KINDS.get(str(record.get("LoaiDoiTuong", "")))
    if kind is None:
        raise Invalid(_("Loại đối tượng của chủ hồ sơ không có trong danh mục mã."), field="owner_kind")
    return dossiers.Owner(
        name=_text(record, "ChuHoSo"),
        id_number=_text(record, "SoGiayToChuHoSo"),
        kind=kind,
        phone=_text(record, "SoDienThoai"),
        email=_text(record, "Email"),
    )


def _answers(form: catalogue.FormDefinition, record: Record) -> dict[str, str]:
    """Answers to questions that our form has; the others are the national form's and stay in the kept record."""
    try:
        told = json.loads(str(record.get("ThongTinKhac") or "{}"))
    except (ValueError, RecursionError):
        told = {}
    given = {str(key): str(value) for key, value in told.items()} if isinstance(told, dict) else {}
    given = {key: _text(record, name) for key, name in _OWNER_ANSWERS.items()} | given
    known = {field.key for field in form.fields}
    return catalogue.clean_answers(form, {key: value for key, value in given.items() if key in known and value})


def _documents(case: catalogue.Case, record: Record, fetch: Fetch) -> Sequence[dossiers.Upload]:
    keys = {item.code: item.key for item in case.documents if item.code}
    uploads = []
    for item in record.get("TaiLieuNop") or []:
        if not isinstance(item, dict) or item.get("IsDeleted") in ("True", "1", 1):
            continue
        address, name = str(item.get("DuongDanTaiTepTin", "")), _text(item, "TenTepDinhKem")
        if not address:
            raise Invalid(_("Tệp “%(name)s” không có địa chỉ để tải về.") % {"name": name}, field="documents")
        stored = files.store([fetch(address)], name=name)
        uploads.append(dossiers.Upload(stored, name, keys.get(str(item.get("MaThanhPhanHoSo", "")), "")))
    return uploads


def _text(record: Record, name: str) -> str:
    return tidy(str(record.get(name) or ""))

"""The kinds of message about a dossier, declared to `notifications` when Django starts."""

import json
from enum import StrEnum
from pathlib import Path

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from haidang.notifications import api as notifications
from haidang.notifications.api import Channel, Placeholder


class Told(StrEnum):
    """What a citizen is told."""

    RECEIVED = "dossier.received"
    SUPPLEMENT = "dossier.supplement"
    FEE = "dossier.fee"
    NEW_DATE = "dossier.new-date"
    APOLOGY = "dossier.apology"
    RESULT = "dossier.result"
    REFUSED = "dossier.refused"
    STOPPED = "dossier.stopped"


LABELS: dict[Told, str | Promise] = {
    Told.RECEIVED: _("Hồ sơ được tiếp nhận, hẹn ngày trả kết quả"),
    Told.SUPPLEMENT: _("Yêu cầu bổ sung hồ sơ"),
    Told.FEE: _("Yêu cầu nộp phí, lệ phí"),
    Told.NEW_DATE: _("Ngày hẹn trả kết quả được tính lại"),
    Told.APOLOGY: _("Xin lỗi và hẹn lại ngày trả kết quả"),
    Told.RESULT: _("Có kết quả giải quyết"),
    Told.REFUSED: _("Từ chối tiếp nhận hồ sơ"),
    Told.STOPPED: _("Dừng giải quyết hồ sơ"),
}
# Decree 61/2018 and its successors have all of these given in writing; that the clock simply runs on is a courtesy.
NOT_LEGAL = frozenset({Told.NEW_DATE})
_COMMON = (
    Placeholder("owner", _("Chủ hồ sơ"), "Nguyễn Thị An", limit=100, short=30),
    Placeholder("code", _("Mã hồ sơ"), "000.00.03.H06-241104-0001", limit=60, short=30),
    Placeholder("procedure", _("Tên thủ tục"), "Cấp giấy phép xây dựng nhà ở riêng lẻ", limit=300, short=60),
    Placeholder("agency", _("Cơ quan giải quyết"), "Sở Xây dựng", limit=200, short=50),
    Placeholder("link", _("Địa chỉ trang hồ sơ"), "https://dichvucong.example/ho-so/", limit=200, short=90),
)
_DUE = Placeholder("due", _("Ngày hẹn trả kết quả"), "17:00 11/11/2024", limit=40, short=20)
_REASON = Placeholder("reason", _("Lý do"), "Chờ xác minh thực địa", limit=1_500, short=60)
_NUMBER = Placeholder("number", _("Số của giấy, phiếu"), "12/2024/TNHS", limit=40, short=20)
_MORE: dict[Told, tuple[Placeholder, ...]] = {
    Told.RECEIVED: (_DUE, _NUMBER),
    Told.SUPPLEMENT: (
        _NUMBER,
        Placeholder("items", _("Những gì cần bổ sung"), "1. Giấy tờ tùy thân: bản chụp bị mờ", 2_500, 60),
    ),
    Told.FEE: (
        Placeholder("amount", _("Số tiền"), "150.000 đồng", limit=40, short=25),
        Placeholder("until", _("Câu nói hạn nộp, nếu có"), "Hạn nộp: 11/11/2024.", limit=60, short=25),
    ),
    Told.NEW_DATE: (_DUE,),
    Told.APOLOGY: (_DUE, _NUMBER, _REASON, Placeholder("before", _("Ngày hẹn trước"), "17:00 08/11/2024", 40, 20)),
    Told.RESULT: (Placeholder("desk", _("Nơi trả kết quả"), "Sở Xây dựng", limit=200, short=50),),
    Told.REFUSED: (_NUMBER, _REASON),
    Told.STOPPED: (_NUMBER, _REASON),
}  # fmt: skip


def declare() -> None:
    """Declares every kind with its shipped texts."""
    plain = json.loads((Path(__file__).parent / "texts.json").read_text())
    for told in Told:
        is_legal = told not in NOT_LEGAL
        usual = {Channel.INBOX, Channel.EMAIL, Channel.PUSH}
        kind = notifications.Kind(
            code=told.value,
            title=LABELS[told],
            placeholders=(*_COMMON, *_MORE[told]),
            texts=notifications.read_texts(plain[told.value]),
            channels=frozenset(usual | {Channel.SMS} if is_legal else usual),
            is_legal=is_legal,
        )
        notifications.register(kind)

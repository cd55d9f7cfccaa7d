"""What an import did, in numbers that always add up and record by record; and its words for people."""

from dataclasses import dataclass, field

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from haidang.catalogue.importing.oddities import Oddity

ODDITIES: dict[str, str | Promise] = {
    Oddity.NOT_NFC: _("chữ có dấu không ở dạng NFC"),
    Oddity.INVISIBLE: _("có ký tự vô hình"),
    Oddity.PRIVATE_USE: _("có ký tự của phông ký hiệu"),
    Oddity.CONTROL: _("có ký tự điều khiển"),
    Oddity.CODE_SPACE: _("mã thủ tục có khoảng trắng"),
    Oddity.CODE_UNUSUAL: _("mã thủ tục không theo mẫu d.dddddd"),
    Oddity.CODE_TWICE: _("mã lặp lại trong tệp, bản ghi sau cùng được dùng"),
    Oddity.NAME_BREAKS: _("tên có dấu tab hoặc xuống dòng"),
    Oddity.NAME_LONG: _("tên quá dài (số ký tự)"),
    Oddity.NAME_TWICE: _("trùng tên với thủ tục khác"),
    Oddity.NULL_IN_LIST: _("danh sách có phần tử rỗng (null)"),
    Oddity.SHAPE: _("giá trị sai kiểu"),
    Oddity.TIME_NO_NUMBER: _("thời hạn không có con số"),
    Oddity.TIME_UNIT_OTHER: _("đơn vị thời hạn không xác định"),
    Oddity.TIME_IMPLAUSIBLE: _("thời hạn bất thường"),
    Oddity.TIME_DIFFERS: _("thời hạn khác nhau giữa các hình thức nộp"),
    Oddity.CHANNEL_UNKNOWN: _("hình thức nộp không xác định"),
    Oddity.LEVEL_UNKNOWN: _("cấp thực hiện không xác định"),
    Oddity.CASES_SEVERAL: _("thành phần hồ sơ chia nhiều trường hợp"),
    Oddity.DOCUMENTS_MANY: _("số giấy tờ rất lớn"),
    Oddity.FEE_IMPLAUSIBLE: _("phí, lệ phí bất thường"),
    Oddity.FULL_WITHOUT_ONLINE: _("toàn trình nhưng không có hình thức trực tuyến"),
    Oddity.MINISTRY_CODES: _("một cơ quan ban hành mang hai mã"),
}
REASONS: dict[str, str | Promise] = {
    "not_text": _("dòng không phải văn bản UTF-8"),
    "not_json": _("dòng không phải JSON hợp lệ"),
    "not_object": _("dòng không phải một bản ghi"),
    "too_deep": _("bản ghi lồng nhau quá sâu"),
    "no_code": _("không có mã thủ tục"),
    "long_code": _("mã thủ tục quá dài"),
    "no_name": _("không có tên thủ tục"),
    "bad_offer": _("phần của tỉnh (offer) sai cấu trúc"),
    "bad_fee_rules": _("quy định phí (fee_rules) sai cấu trúc"),
    "bad_commitments": _("thời gian cam kết (commitments) sai cấu trúc"),
    "bad_facts": _("phần dữ kiện (facts) sai cấu trúc"),
}


@dataclass(frozen=True, slots=True)
class RecordNote:
    """A record worth reading about: `odd` maps names of `ODDITIES` to details; `rejected` is a key of `REASONS`."""

    number: int
    code: str
    name: str
    odd: dict[str, str] = field(default_factory=dict)
    rejected: str = ""
    detail: str = ""

    def lines(self) -> list[str]:
        """One line of words for each thing noticed."""
        if self.rejected:
            return [_worded(REASONS[self.rejected], self.detail)]
        return [_worded(ODDITIES.get(kind, kind), detail) for kind, detail in self.odd.items()]


@dataclass(slots=True)
class ImportReport:
    """Counts of an import; `created + updated + unchanged + rejected == read`. `details` holds the odd and rejected."""

    read: int = 0
    created: int = 0
    updated: int = 0
    unchanged: int = 0
    rejected: int = 0
    odd: int = 0
    details: list[RecordNote] = field(default_factory=list)

    def counts(self) -> dict[str, int]:
        """The six numbers."""
        names = ("read", "created", "updated", "unchanged", "rejected", "odd")
        return {name: getattr(self, name) for name in names}

    def note(self, entry: RecordNote) -> None:
        """Takes up an odd or rejected record."""
        self.details.append(entry)
        if entry.rejected:
            self.rejected += 1
        else:
            self.odd += 1

    def oddity_counts(self) -> dict[str, int]:
        """How many records have each oddity, most frequent first."""
        found: dict[str, int] = {}
        for entry in self.details:
            for kind in entry.odd:
                found[kind] = found.get(kind, 0) + 1
        return dict(sorted(found.items(), key=lambda item: -item[1]))


def _worded(label: str | Promise, detail: str) -> str:
    return f"{label}: {detail}" if detail else str(label)

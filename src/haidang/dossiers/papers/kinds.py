"""Which statutory papers there are and by which set of forms they are made: tables, no decisions elsewhere.

The circular in force on the day of the act decides: 01/2018/TT-VPCP until 14/9/2025, 03/2025/TT-VPCP from 15/9/2025
(DOMAIN §3.3). Titles are the exact words of the forms and are printed in Vietnamese whatever the reader's language.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum


class Kind(StrEnum):
    """Papers that an act on a dossier issues."""

    RECEIPT = "receipt"
    SUPPLEMENT = "supplement"
    REFUSAL = "refusal"
    APOLOGY = "apology"
    STOP = "stop"
    FEE_RECEIPT = "fee_receipt"
    """Biên lai: has the number of the receipt that it shows."""
    CONTROL = "control"
    """Made on demand from the events, never numbered, for officers only."""


@dataclass(frozen=True, slots=True)
class Form:
    """A form: `number` in its circular (empty: the circular has none), title lines, and the symbol of its numbers."""

    number: str
    title: tuple[str, ...]
    symbol: str
    subtitle: str = ""

    @property
    def name(self) -> str:
        """The paper's name on one line, as pages, registers and QR codes say it."""
        words = f"{' '.join(self.title)} {self.subtitle}".strip()
        return words[:1].upper() + words[1:].lower()


@dataclass(frozen=True, slots=True)
class FormSet:
    """The forms of one circular, in force from a day; `desk` is what it calls the place where dossiers are received."""

    key: str
    circular: str
    valid_from: date
    desk: str
    forms: Mapping[Kind, Form]


_RECEIPT = ("GIẤY TIẾP NHẬN HỒ SƠ VÀ HẸN TRẢ KẾT QUẢ",)
_SUPPLEMENT = ("PHIẾU YÊU CẦU BỔ SUNG, HOÀN THIỆN HỒ SƠ",)
_REFUSAL = ("PHIẾU TỪ CHỐI TIẾP NHẬN GIẢI QUYẾT HỒ SƠ",)
# Which form of the tax administration a receipt follows was not found: it has none here.
_FEE_RECEIPT = Form("", ("BIÊN LAI THU PHÍ, LỆ PHÍ",), "BL")
_CONTROL = ("PHIẾU KIỂM SOÁT QUÁ TRÌNH GIẢI QUYẾT HỒ SƠ",)

FORM_SETS = (
    FormSet(
        key="tt01-2018",
        circular="Thông tư số 01/2018/TT-VPCP",
        valid_from=date(2018, 11, 23),
        desk="Bộ phận Tiếp nhận và Trả kết quả",
        forms={
            Kind.RECEIPT: Form("01", _RECEIPT, "TNHS"),
            Kind.SUPPLEMENT: Form("02", _SUPPLEMENT, "HDHS"),
            Kind.REFUSAL: Form("03", _REFUSAL, "TCHS"),
            Kind.APOLOGY: Form("04", ("PHIẾU XIN LỖI VÀ HẸN LẠI NGÀY TRẢ KẾT QUẢ",), "PXL"),
            # The circular has no form for it: a plain notice of Annex III of Decree 30/2020/NĐ-CP.
            Kind.STOP: Form("", ("THÔNG BÁO",), "TB", subtitle="Về việc dừng giải quyết hồ sơ"),
            Kind.FEE_RECEIPT: _FEE_RECEIPT,
            Kind.CONTROL: Form("05", _CONTROL, ""),
        },
    ),
    FormSet(
        key="tt03-2025",
        circular="Thông tư số 03/2025/TT-VPCP",
        valid_from=date(2025, 9, 15),
        desk="Trung tâm Phục vụ hành chính công",
        forms={
            Kind.RECEIPT: Form("01", _RECEIPT, "TNHS"),
            Kind.SUPPLEMENT: Form("02", _SUPPLEMENT, "HDHS"),
            Kind.REFUSAL: Form("03", _REFUSAL, "TCHS"),
            Kind.APOLOGY: Form("04", ("VĂN BẢN XIN LỖI VÀ ĐỀ NGHỊ GIA HẠN", "THỜI GIAN GIẢI QUYẾT"), "PXL"),
            Kind.STOP: Form("05", ("THÔNG BÁO", "DỪNG GIẢI QUYẾT HỒ SƠ"), "TB"),
            Kind.FEE_RECEIPT: _FEE_RECEIPT,
            Kind.CONTROL: Form("06", _CONTROL, ""),
        },
    ),
)
BY_KEY = {forms.key: forms for forms in FORM_SETS}


def form_set(on: date) -> FormSet:
    """The set by which papers of the day `on` are made; the oldest one for days before all of them."""
    return max((forms for forms in FORM_SETS if forms.valid_from <= on), key=_since, default=FORM_SETS[0])


def form_of(key: str, kind: Kind | str) -> Form:
    """The form of `kind` in the set called `key`."""
    return BY_KEY[key].forms[Kind(kind)]


def number_words(*, number: int, year: int, form: Form) -> str:
    """A paper's number as it is written: 12/2024/PXL."""
    return f"{number}/{year}/{form.symbol}"


def _since(forms: FormSet) -> date:
    return forms.valid_from

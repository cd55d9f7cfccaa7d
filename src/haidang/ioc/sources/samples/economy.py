"""Samples of tourism, budget and digital economy. Made up; money in whole đồng."""

from collections.abc import Iterator
from datetime import date
from typing import Any

from haidang.ioc.sources.samples.areas import communes, months, since_first
from haidang.ioc.sources.samples.chance import around

Row = dict[str, Any]
_SEASON = (0.8, 1.1, 0.9, 1.05, 1.1, 1.35, 1.4, 1.25, 0.95, 0.8, 0.75, 0.9)
_ATTRACTION = {"Vũng Tàu": 10.0, "Xuyên Mộc": 3.0, "Côn Đảo": 1.4, "Long Điền": 2.0, "Đất Đỏ": 1.5, "Bà Rịa": 0.8}
BUDGET = (
    ("T1", "Thu nội địa", "thu", 47_000), ("T2", "Thu từ dầu thô", "thu", 24_000),
    ("T3", "Thu xuất nhập khẩu", "thu", 19_500),
    ("C1", "Chi đầu tư phát triển", "chi", 16_000), ("C2", "Chi sự nghiệp giáo dục", "chi", 3_900),
    ("C3", "Chi sự nghiệp y tế", "chi", 1_500),
    ("C4", "Chi quản lý hành chính", "chi", 2_100), ("C5", "Chi khoa học, công nghệ, chuyển đổi số", "chi", 420),
)  # fmt: skip
DIGITAL = (
    ("ict", "Công nghệ thông tin, viễn thông", 0.052),
    ("platform", "Kinh tế nền tảng", 0.028),
    ("sectors", "Kinh tế số trong các ngành", 0.041),
)
_BILLION = 1_000_000_000


def tourism(until: date) -> Iterator[Row]:
    """Each district, each month: guests, of whom from abroad, takings."""
    for month in months(until):
        for district in sorted({area.district for area in communes()}):
            weight = next((value for name, value in _ATTRACTION.items() if name in district), 0.3)
            guests = round(around(95_000 * weight * _SEASON[month.month - 1], 0.08, "guests", district, month))
            yield {
                "Địa bàn": district,
                "Tháng": f"{month:%d/%m/%Y}",
                "Lượt khách": guests,
                "Khách quốc tế": round(guests * around(0.035, 0.4, "abroad", district, month)),
                "Doanh thu (đồng)": round(guests * around(1_050_000, 0.1, "spent", district, month)),
                "Công suất phòng (%)": round(
                    min(98.0, around(48 * _SEASON[month.month - 1], 0.15, "rooms", district, month)), 1
                ),
            }


def budget(until: date) -> Iterator[Row]:
    """Each item, each month: the year's estimate, and what has come in or gone out from January on."""
    for month in months(until):
        for code, name, side, billions in BUDGET:
            pace = month.month / 12 * around(1.0, 0.06, code, month.year)
            late = 0.75 if code == "C1" and month.month < 10 else 1.0
            yield {
                "Mã": code,
                "Nội dung": name,
                "Thu/chi": side,
                "Tháng": month,
                "Dự toán năm": billions * _BILLION,
                "Lũy kế thực hiện": round(billions * pace * late * 1_000) * (_BILLION // 1_000),
            }


def digital_economy(until: date) -> Iterator[Row]:
    """Each component, each quarter that has ended: its value added, and the province's GRDP."""
    for month in months(until):
        if month.month % 3:
            continue
        grdp = round(around(97_000, 0.02, "grdp", month)) * _BILLION
        for code, name, part in DIGITAL:
            grown = part * (1 + 0.011 * since_first(month))
            yield {
                "quy": f"{month.year}-Q{month.month // 3}",
                "thanh_phan": code,
                "ten_thanh_phan": name,
                "gia_tri": round(grdp * around(grown, 0.03, code, month)),
                "grdp": grdp,
            }

"""Samples of health, education, land and population. Made up."""

from collections.abc import Iterator
from datetime import date, timedelta
from typing import Any

from haidang.ioc.sources.samples.areas import communes, months
from haidang.ioc.sources.samples.chance import around, share, whole

Row = dict[str, Any]
DAYS = 30
HOSPITALS = (
    ("BV01", "Bệnh viện mẫu Vũng Tàu", 350), ("BV02", "Bệnh viện mẫu Bà Rịa", 700),
    ("TT01", "Trung tâm Y tế mẫu Phú Mỹ", 160),
    ("TT02", "Trung tâm Y tế mẫu Châu Đức", 150), ("TT03", "Trung tâm Y tế mẫu Xuyên Mộc", 200),
    ("TT04", "Trung tâm Y tế mẫu Long Điền", 120), ("TT05", "Trung tâm Y tế mẫu Đất Đỏ", 80),
    ("TT06", "Trung tâm Y tế mẫu Côn Đảo", 40),
)  # fmt: skip
LEVELS = (("Mầm non", 0.055), ("Tiểu học", 0.095), ("Trung học cơ sở", 0.07))


def health(until: date) -> Iterator[Row]:
    """Each hospital, each of the last days: visits, inpatients, beds."""
    for back in range(DAYS, 0, -1):
        day = until - timedelta(days=back)
        for code, name, beds in HOSPITALS:
            quiet = 0.55 if day.weekday() >= 5 else 1.0
            inside = round(min(around(beds * 0.85, 0.15, code, day), beds * 1.2))
            yield {
                "ma_co_so": code,
                "ten_co_so": name,
                "ngay": day.isoformat(),
                "luot_kham": round(around(beds * 2.4, 0.2, "visits", code, day) * quiet),
                "dang_noi_tru": inside,
                "giuong_thuc_ke": beds,
                "cong_suat_giuong": round(100 * inside / beds, 1),
            }


def education(until: date) -> Iterator[Row]:
    """Each commune and level of school in the school year that runs at `until`."""
    year = until.year if until.month >= 8 else until.year - 1
    for area in communes():
        for level, part in LEVELS:
            pupils = round(around(area.people * part, 0.1, "pupils", area.code, level, year))
            yield {
                "Mã xã": area.code,
                "Tên xã": area.name,
                "Cấp học": level,
                "Năm học": f"{year}-{year + 1}",
                "Số trường": max(1, round(pupils / 620)),
                "Số lớp": max(1, round(pupils / whole(29, 38, "class", area.code, level))),
                "Số học sinh": pupils,
                "Số phòng học kiên cố": max(1, round(pupils / 36 * (0.8 + 0.2 * share("rooms", area.code, level)))),
            }


def land(until: date) -> Iterator[Row]:
    """Each commune, each month: certificates, changes registered, parcels with full data."""
    for month in months(until):
        for area in communes():
            parcels = round(area.people * 1.6)
            done = min(0.98, 0.55 + 0.02 * share("pace", area.code) + 0.015 * (month.month + 12 * (month.year - 2024)))
            yield {
                "ma_xa": area.code,
                "ten_xa": area.name,
                "thang": month.isoformat(),
                "gcn_cap_moi": round(around(area.people / 900, 0.5, "new", area.code, month)),
                "bien_dong": round(around(area.people / 260, 0.3, "change", area.code, month)),
                "thua_dat": parcels,
                "thua_dat_du_du_lieu": round(parcels * done),
            }


def population(until: date) -> Iterator[Row]:
    """Each commune, each year: people, women, households."""
    for year in range(2023, until.year + 1):
        for area in communes():
            people = round(area.people * 1.011 ** (year - 2023))
            yield {
                "ma_xa": area.code,
                "ten_xa": area.name,
                "huyen": area.district,
                "nam": year,
                "dan_so": people,
                "nu": round(people * (0.495 + 0.01 * share("women", area.code))),
                "so_ho": round(people / (3.5 + 0.4 * share("home", area.code))),
                "dien_tich_km2": round(4 + 60 * share("area", area.code) ** 2, 2),
            }

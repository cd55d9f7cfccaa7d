"""Dates and moments as papers write them."""

from datetime import datetime


def moment(at: datetime) -> str:
    """A local moment: 16 giờ 30 phút, ngày 04/11/2024."""
    return f"{at:%H} giờ {at:%M} phút, ngày {day(at)}"


def day(at: datetime) -> str:
    """A local day: 04/11/2024."""
    return f"{at:%d/%m}/{at.year:04d}"

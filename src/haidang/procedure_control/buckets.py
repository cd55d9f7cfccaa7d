"""Procedures sorted by how much they have been cut, for the overview."""

from collections.abc import Callable
from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from haidang.reform import api as reform
from haidang.reform.api import Apart, Entry


@dataclass(frozen=True, slots=True)
class Bucket:
    """A range of cuts: its key in an address, its words, and which procedures are in it."""

    key: str
    words: str | Promise
    has: Callable[[Entry], bool]


def _between(low: int, high: int) -> Callable[[Entry], bool]:
    return lambda row: reform.is_cut_by(row.cut, low) and not reform.is_cut_by(row.cut, high)


BUCKETS: tuple[Bucket, ...] = (
    Bucket("tu-45", _("Cắt từ 45 %"), lambda row: reform.is_cut_by(row.cut, 45)),
    Bucket("40-45", _("Cắt từ 40 % đến dưới 45 %"), _between(40, 45)),
    Bucket("20-40", _("Cắt từ 20 % đến dưới 40 %"), _between(20, 40)),
    Bucket(
        "duoi-20",
        _("Cắt dưới 20 %"),
        lambda row: row.cut.share is not None and row.cut.share > 0 and not reform.is_cut_by(row.cut, 20),
    ),
    Bucket("chua-cat", _("Chưa cắt giảm"), lambda row: row.cut.share is not None and row.cut.share <= 0),
)
APART: tuple[Bucket, ...] = (
    Bucket("khong-so", reform.APART_LABELS[Apart.NO_NUMBER], lambda row: row.cut.apart is Apart.NO_NUMBER),
    Bucket("ngay", reform.APART_LABELS[Apart.AT_ONCE], lambda row: row.cut.apart is Apart.AT_ONCE),
    Bucket("khac-don-vi", reform.APART_LABELS[Apart.OTHER_UNIT], lambda row: row.cut.apart is Apart.OTHER_UNIT),
)
BY_KEY = {bucket.key: bucket for bucket in (*BUCKETS, *APART)}

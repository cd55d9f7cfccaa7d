"""A question as people pick it, and as an address or a dashboard keeps it: a few plain texts. Pure."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from django.utils.translation import gettext_lazy as _

from haidang.ioc.errors import Invalid
from haidang.ioc.indicators.definition import CODE, Grain

MOST_PLACE = 60


class Step(StrEnum):
    """How long one period is."""

    MONTH = "thang"
    QUARTER = "quy"
    YEAR = "nam"


MOST = {Step.MONTH: 36, Step.QUARTER: 16, Step.YEAR: 10}
USUAL = {Step.MONTH: 13, Step.QUARTER: 8, Step.YEAR: 3}
GRAINS = {"": Grain.PROVINCE, "co-quan": Grain.AGENCY, "xa": Grain.COMMUNE, "thu-tuc": Grain.PROCEDURE}
"""How an address names what a figure is split by; nothing for the whole."""
_NAMES = {grain: name for name, grain in GRAINS.items()}


@dataclass(frozen=True, slots=True)
class Question:
    """The figures of one indicator by `grain` over the last `count` periods; of one `place` only, if it is given."""

    indicator: str
    grain: Grain = Grain.PROVINCE
    step: Step = Step.MONTH
    count: int = USUAL[Step.MONTH]
    place: str = ""

    def plain(self) -> dict[str, str]:
        """The texts that `read` makes the same question of; without what goes without saying."""
        found = {
            "chi_so": self.indicator,
            "theo": _NAMES[self.grain],
            "ky": "" if self.step is Step.MONTH else self.step.value,
            "so_ky": "" if self.count == USUAL[self.step] else str(self.count),
            "noi": self.place,
        }
        return {name: text for name, text in found.items() if text}


def read(texts: Mapping[str, Any]) -> Question:
    """The question that `texts` (an address, a stored tile) puts; raises Invalid with the field."""
    code = str(texts.get("chi_so", ""))
    if not CODE.fullmatch(code):
        raise Invalid(_("Hãy chọn chỉ số."), field="chi_so")
    grain = GRAINS.get(str(texts.get("theo", "")))
    if grain is None:
        raise Invalid(_("Không chia được theo mục đã chọn."), field="theo")
    place = str(texts.get("noi", ""))
    if len(place) > MOST_PLACE or (place and grain is Grain.PROVINCE):
        raise Invalid(_("Không có nơi đã chọn."), field="noi")
    step = _step(str(texts.get("ky", "")))
    return Question(code, grain, step, _count(str(texts.get("so_ky", "")), step), place)


def _step(text: str) -> Step:
    try:
        return Step(text or Step.MONTH)
    except ValueError:
        raise Invalid(_("Kỳ phải là tháng, quý hoặc năm."), field="ky") from None


def _count(text: str, step: Step) -> int:
    if not text:
        return USUAL[step]
    if not (text.isascii() and text.isdecimal() and len(text) < 4 and 1 <= int(text) <= MOST[step]):
        words = _("Số kỳ phải từ 1 đến %(most)s.")
        raise Invalid(words % {"most": MOST[step]}, field="so_ky")
    return int(text)

"""What a page is asked, as it stands in its address: the same words in links, bookmarks and forms."""

from collections.abc import Mapping

from django.utils.http import urlencode
from django.utils.translation import gettext_lazy as _

from haidang.dossiers import api as dossiers
from haidang.dossiers.api import boards
from haidang.platform.text import is_storable

Figure, Grouping = boards.Figure, boards.Grouping
FIGURES = {
    "dang-giai-quyet": Figure.OPEN,
    "cho-tiep-nhan": Figure.WAITING,
    "den-han-hom-nay": Figure.DUE_TODAY,
    "con-han": Figure.IN_TIME,
    "nguy-co": Figure.AT_RISK,
    "tre-han": Figure.LATE,
    "tam-dung": Figure.PAUSED,
    "da-xong": Figure.FINISHED,
    "xong-dung-han": Figure.FINISHED_ON_TIME,
    "xong-qua-han": Figure.FINISHED_LATE,
}
GROUPINGS = {
    "co-quan": Grouping.AGENCY,
    "so-sanh": Grouping.EACH_AGENCY,
    "don-vi": Grouping.UNIT,
    "thu-tuc": Grouping.PROCEDURE,
    "buoc": Grouping.STEP,
}
_NAME_OF_FIGURE = {figure: name for name, figure in FIGURES.items()}
_NAME_OF_GROUPING = {grouping: name for name, grouping in GROUPINGS.items()}
_LONGEST = 200


def asked(query: Mapping[str, str]) -> boards.Asked:
    """What an address asks for; raises Invalid for words that no link of ours has."""
    values = {name: query.get(name, "") for name in ("co_quan", "don_vi", "thu_tuc", "buoc", "ly_do")}
    figure = FIGURES.get(query.get("o", "") or "dang-giai-quyet")
    if figure is None or any(len(text) > _LONGEST or not is_storable(text) for text in values.values()):
        raise dossiers.Invalid(_("Địa chỉ này không đúng. Hãy mở lại từ trang Tổng quan."))
    return boards.Asked(
        figure=figure,
        agency=values["co_quan"],
        is_own=query.get("rieng") == "1",
        unit=values["don_vi"],
        procedure=values["thu_tuc"],
        step=values["buoc"],
        ground=values["ly_do"],
    )


def grouping(query: Mapping[str, str]) -> boards.Grouping | None:
    """By what the board is to be divided; None where the address does not say."""
    return GROUPINGS.get(query.get("theo", ""))


def words(wanted: boards.Asked, *, by: boards.Grouping | None = None, sort: str = "") -> str:
    """`wanted` as the query of an address, without what is not asked."""
    values = {
        "o": "" if wanted.figure is Figure.OPEN else _NAME_OF_FIGURE[wanted.figure],
        "co_quan": wanted.agency,
        "rieng": "1" if wanted.is_own else "",
        "don_vi": wanted.unit,
        "thu_tuc": wanted.procedure,
        "buoc": wanted.step,
        "ly_do": wanted.ground,
        "theo": _NAME_OF_GROUPING[by] if by else "",
        "xep": sort,
    }
    return urlencode({name: value for name, value in values.items() if value})

"""What a board or a list is narrowed by, in words, each with the address without it."""

from dataclasses import dataclass, replace
from datetime import datetime

from django.utils.translation import gettext as _

from haidang.dossiers.api import boards
from haidang.leaders import query
from haidang.platform import clock


@dataclass(frozen=True, slots=True)
class Chip:
    """One narrowing: what kind, its words, and the query without it."""

    kind: str
    words: str
    without: str
    is_agency: bool = False


def chips(asked: boards.Asked, reach: boards.Reach, *, now: datetime) -> list[Chip]:
    """The narrowings of `asked`, the widest first."""
    on = clock.local(now).date()
    found = []
    if asked.agency:
        head = boards.places(reach, head=asked.agency, on=on).head
        name = head.short_name if head else _("Không thuộc cơ cấu tổ chức hiện nay")
        words = _("%(agency)s (phần tự giải quyết)") % {"agency": name} if asked.is_own else name
        found.append(Chip(_("Cơ quan"), words, query.words(asked.within("")), is_agency=True))
    if place := boards.unit_of(asked.unit):
        words = boards.unit_names([place], on=on)[place]
        found.append(Chip(_("Đơn vị"), words, query.words(replace(asked, unit=""))))
    if asked.procedure:
        words = boards.procedure_names([asked.procedure], on=on)[asked.procedure]
        found.append(Chip(_("Thủ tục"), words, query.words(replace(asked, procedure=""))))
    if asked.step:
        found.append(Chip(_("Bước"), asked.step, query.words(replace(asked, step=""))))
    if asked.ground:
        found.append(
            Chip(_("Lý do tạm dừng"), boards.reason_words(asked.ground), query.words(replace(asked, ground="")))
        )
    return found

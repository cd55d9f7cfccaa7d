"""Rows set apart: repaired by hand and taken in, or dismissed with a reason. Both are lines of the source's journal."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.utils.translation import gettext_lazy as _

from haidang.identity.api import Permission, User
from haidang.ioc.sources import access, worries
from haidang.ioc.sources.errors import Conflict, Invalid, SourceNotFound, WrongState
from haidang.ioc.sources.formats.reading import habits
from haidang.ioc.sources.formats.sheet import Line
from haidang.ioc.sources.labels import REASONS
from haidang.ioc.sources.rows import Bad, judge
from haidang.ioc.sources.tables import BadRow, Source
from haidang.ioc.sources.upserting import Counts, Origin, upsert
from haidang.platform import clock
from haidang.platform.acts import Order, Payload, once, write
from haidang.platform.written import required


class StillBad(Invalid):
    """What was entered is still no row; `reasons` are pairs of a column's name in the source and words."""

    code = "still-bad"

    def __init__(self, reasons: list[tuple[str, str]]) -> None:
        super().__init__(_("Dòng vẫn chưa đúng hợp đồng: xem các ô được đánh dấu."))
        self.reasons = [(name, str(REASONS[code])) for name, code in reasons]


def repair(*, row_id: int, cells: Mapping[str, str], actor: User, now: datetime, key: str) -> str:
    """Takes in a row whose `cells` (by the source's names) a person has put right.

    What became of it: "added", "changed", "unchanged", or "outdated" when a newer row of its key is held. Raises
    SourceNotFound, NotAllowed, WrongState, StillBad, Conflict (the source is being run), KeyReused.
    """
    order = Order("ioc.source.repair", actor, now, key, {"row": row_id, "cells": dict(cells)})

    def act() -> Payload:
        bad, source = _open(row_id, order)
        contract = source.contract
        if contract is None:
            raise ValueError(f"{source.code} has no contract")
        judged = judge(Line(bad.line, dict(cells)), contract.value, habits(contract.value))
        if isinstance(judged, Bad):
            raise StillBad(judged.reasons)
        counts = Counts()
        upsert(source, [judged], Origin(bad.delivery, bad.run, contract, now, repair=bad), counts)
        outcome = next(name for name in ("outdated", "added", "changed", "unchanged") if getattr(counts, name))
        _close(bad, BadRow.State.REPAIRED, order, "")
        write(source, order, {"row": bad.pk, "key": judged.key_hash, "values": judged.values, "outcome": outcome})
        worries.quarantine(source, now=now)
        return {"outcome": outcome}

    answer, _replayed = once(order, act)
    return str(answer["outcome"])


def dismiss(*, row_id: int, note: str, actor: User, now: datetime, key: str) -> None:
    """Sets a row aside for good, with the reason; it stays where it is. Raises as `repair` does."""
    order = Order("ioc.source.dismiss", actor, now, key, {"row": row_id, "note": note})

    def act() -> Payload:
        bad, source = _open(row_id, order)
        words = required(note, field="note", message=_("Hãy ghi lý do loại dòng này."), limit=500)
        _close(bad, BadRow.State.DISMISSED, order, words)
        write(source, order, {"row": bad.pk, "note": words})
        worries.quarantine(source, now=now)
        return {"row": bad.pk}

    once(order, act)


def _open(row_id: int, order: Order[User]) -> tuple[BadRow, Source]:
    bad = BadRow.objects.filter(pk=row_id).select_related("source").first() if 0 < row_id < 2**63 else None
    on = clock.local(order.now).date()
    if bad is None or not access.may(order.actor, Permission.SOURCES_VIEW, bad.source.agency_id, on=on):
        raise SourceNotFound(_("Không tìm thấy dòng này, hoặc bạn không có quyền xem."))
    access.require(order.actor, Permission.SOURCES_TEND, bad.source.agency_id, on=on)
    source = Source.objects.select_for_update().get(pk=bad.source_id)
    if source.leased_until and source.leased_until > order.now:
        raise Conflict(_("Nguồn đang được nạp. Hãy đợi một phút rồi gửi lại."))
    bad.refresh_from_db()
    if bad.state != BadRow.State.OPEN:
        raise WrongState(_("Dòng này đã được xử lý."))
    return bad, source


def _close(bad: BadRow, state: BadRow.State, order: Order[User], note: str) -> None:
    bad.state, bad.closed_by, bad.closed_at, bad.note = state, order.actor, order.now, note
    bad.save()


def cells_to_edit(bad: BadRow) -> dict[str, Any]:
    """The cells as a form shows them; of a personal one nothing is known."""
    return {name: "" if cell is None or cell == "•••" else cell for name, cell in bad.cells.items()}

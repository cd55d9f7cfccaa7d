"""The dossiers and procedures behind an input that the house counts."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.utils.translation import gettext_lazy as _

from haidang.catalogue.api import Publicity
from haidang.dossiers import api as dossiers
from haidang.dossiers.api import Progress
from haidang.identity.api import User
from haidang.platform import clock
from haidang.reform.errors import Invalid
from haidang.reform.qd766.cards import Card


@dataclass(frozen=True, slots=True)
class Behind:
    """What an input counts: dossiers, of which only `visible` codes may be opened, or procedures."""

    total: int
    dossiers: Sequence[Progress] = ()
    visible: frozenset[str] = frozenset()
    procedures: Sequence[Publicity] = ()


def behind(
    card: Card, input_key: str, *, user: User, now: datetime, start: int, size: int, without: str = ""
) -> Behind:
    """`size` rows of what a house input counts from `start`, by code; raises Invalid for another input.

    `without`: leaves out what that input counts too, as the late ones among all.
    """
    if input_key in card.part.dossier_inputs and (not without or without in card.part.dossier_inputs):
        apart = {row.code for row in card.part.dossiers_of(without)} if without else set()
        rows = [row for row in card.part.dossiers_of(input_key) if row.code not in apart]
        shown = rows[start : start + size]
        seen = dossiers.visible_to(user, on=clock.local(now).date()).filter(code__in=[row.code for row in shown])
        return Behind(len(rows), shown, frozenset(seen.values_list("code", flat=True)))
    if input_key in card.part.procedure_inputs and (not without or without in card.part.procedure_inputs):
        named = {row.code for row in card.part.procedures_of(without)} if without else set()
        found = [row for row in card.part.procedures_of(input_key) if row.code not in named]
        return Behind(len(found), procedures=found[start : start + size])
    raise Invalid(_("Số này không có danh sách trong hệ thống."), field="input")

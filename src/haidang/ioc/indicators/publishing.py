"""Publishes indicators, version by version: the one write path of their tables."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.utils.translation import gettext_lazy as _

from haidang.identity import api as identity
from haidang.identity.api import Permission, User
from haidang.ioc.errors import Conflict, Invalid, NotAllowed
from haidang.ioc.indicators import definition, reading
from haidang.ioc.indicators.definition import Definition, Grain
from haidang.ioc.indicators.formula import Formula
from haidang.ioc.indicators.tables import Indicator, IndicatorVersion
from haidang.platform import acts, clock, journal
from haidang.platform.acts import Payload
from haidang.platform.canonical import canonical
from haidang.platform.written import required

Order = acts.Order[User]
Schemas = Mapping[str, reading.Schema]
PUBLISH = "ioc.indicator.publish"
MOST_CONTENT = 50_000


@dataclass(frozen=True, slots=True)
class Published:
    """What publishing answers."""

    code: str
    number: int
    replayed: bool = False


def may_publish(user: User, *, on: date) -> bool:
    """Whether `user` may publish indicators: they are the whole province's."""
    return identity.is_system(user) or identity.has_anywhere(user, Permission.IOC_PUBLISH, on=on)


def publish(
    *,
    content: Mapping[str, Any],
    reason: str,
    schemas: Schemas,
    actor: User,
    now: datetime,
    key: str,
    after: int | None = None,
    valid_from: date | None = None,
) -> Published:
    """Publishes the next version of the indicator that `content` names, valid from today or `valid_from`.

    `schemas`: the datasets of the lake; a formula of one that nobody supplies yet is refused, but for the house's own.
    `after`: the version that the author began from, 0 for none. Raises NotAllowed, Invalid, Conflict, KeyReused.
    """
    request = {"content": dict(content), "reason": reason, "after": after}
    order = Order(PUBLISH, actor, now, key, request)
    on = valid_from or clock.local(now).date()

    def act() -> Payload:
        if not may_publish(actor, on=clock.local(now).date()):
            raise NotAllowed(_("Bạn không có quyền công bố chỉ số."))
        written = required(reason, field="reason", message=_("Hãy ghi lý do hoặc căn cứ công bố."), limit=1_000)
        found = checked(content, schemas, is_house=identity.is_system(actor))
        Indicator.objects.get_or_create(code=found.code, defaults={"head_hash": journal.GENESIS})
        row = Indicator.objects.select_for_update().get(code=found.code)
        if after is not None and row.version != after:
            raise Conflict(_("Chỉ số này vừa được công bố phiên bản khác. Hãy xem lại rồi công bố lại."))
        _add_version(row, order, content, written, on)
        return {"code": row.code, "number": row.version}

    answer, replayed = acts.once(order, act)
    return Published(answer["code"], answer["number"], replayed)


def _add_version(row: Indicator, order: Order, content: Mapping[str, Any], reason: str, on: date) -> None:
    plain = dict(content)
    number = row.version + 1
    acts.write(row, order, {"number": number, "content": plain, "reason": reason, "from": on.isoformat()})
    IndicatorVersion.objects.create(
        indicator=row,
        number=number,
        content=plain,
        reason=reason,
        valid_from=on,
        published_at=order.now,
        published_by=order.actor,
    )


def checked(content: Mapping[str, Any], schemas: Schemas, *, is_house: bool = False) -> Definition:
    """The definition, read whole with its formula; raises Invalid with the field.

    Those that the house comes with may name datasets that nobody supplies yet: they say so instead of a figure.
    """
    if len(canonical(content)) > MOST_CONTENT:
        raise Invalid(_("Nội dung dài quá hoặc không phải chữ."), field="formula")
    found = definition.read(content)
    if is_house:
        return found
    try:
        formula = reading.read(found.formula, schemas)
    except reading.FormulaRefused as refusal:
        raise Invalid(refusal.message, field=f"formula.{refusal.field}" if refusal.field else "formula") from refusal
    _check_places(found, formula, schemas)
    return found


def datasets_of(formula: Mapping[str, Any]) -> tuple[str, ...]:
    """The datasets that an unread formula names, whether anybody supplies them or not."""
    parts = [formula, *(formula.get(name) for name in ("numerator", "denominator"))]
    names = [str(part["dataset"]) for part in parts if isinstance(part, Mapping) and "dataset" in part]
    return tuple(dict.fromkeys(names))


def _check_places(found: Definition, formula: Formula, schemas: Schemas) -> None:
    """Whoever sees only some agencies' figures must see all of such an indicator or its part of it."""
    for dataset in formula.datasets:
        missing = {column for column in found.places.values() if column not in schemas[dataset]}
        if missing:
            words = _("Bộ dữ liệu “%(dataset)s” không có cột “%(column)s”.")
            raise Invalid(words % {"dataset": dataset, "column": min(missing)}, field="places")
    if Grain.AGENCY not in found.places and any("agency_code" in schemas[name] for name in formula.datasets):
        raise Invalid(_("Dữ liệu có cơ quan thì chỉ số phải chia được theo cơ quan, để giữ đúng phạm vi được xem."),
                      field="places")  # fmt: skip
    if found.item and found.item not in schemas[formula.numerator.dataset]:
        raise Invalid(_("Không có cột để liệt kê."), field="item")

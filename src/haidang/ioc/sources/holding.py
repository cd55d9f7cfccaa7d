"""Deciding about a held delivery: approved with a mapping, which becomes the contract's next version, or refused."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

import msgspec
from django.utils.translation import gettext_lazy as _

from haidang.identity.api import Permission, User
from haidang.ioc.sources import access, problems, worries
from haidang.ioc.sources.contract import Column, ColumnType, Contract
from haidang.ioc.sources.deliveries import content_of
from haidang.ioc.sources.differences import differences
from haidang.ioc.sources.errors import ContractRefused, Invalid, SourceNotFound, WrongState
from haidang.ioc.sources.formats.reading import habits, read
from haidang.ioc.sources.formats.sheet import Sheet
from haidang.ioc.sources.guessing import guess_columns, guess_name
from haidang.ioc.sources.publishing import add_version
from haidang.ioc.sources.tables import Delivery, HeldChange, Source, SourceContract
from haidang.platform import clock
from haidang.platform.acts import Order, Payload, once, write
from haidang.platform.written import optional, required


@dataclass(frozen=True, slots=True)
class Mapped:
    """What becomes of each difference, by the source's names.

    `renames`: a declared column → its new name; `drops`: declared columns that are gone; `ignores`, `adds`: new ones;
    `types`: another type for a column.
    """

    renames: Mapping[str, str] = field(default_factory=dict)
    drops: Sequence[str] = ()
    ignores: Sequence[str] = ()
    adds: Sequence[str] = ()
    types: Mapping[str, ColumnType] = field(default_factory=dict)

    @property
    def plain(self) -> dict[str, Any]:
        """As plain values."""
        return {
            "renames": dict(self.renames),
            "drops": list(self.drops),
            "ignores": list(self.ignores),
            "adds": list(self.adds),
            "types": dict(self.types),
        }


def proposed(change: HeldChange) -> Mapped:
    """The mapping that the differences suggest: what was renamed follows, what is new is left out until asked for."""
    found = change.difference
    renames = dict(found["renamed"])
    return Mapped(
        renames=renames,
        drops=[name for name in found["missing"] if name not in renames],
        ignores=[name for name in found["new"] if name not in renames.values()],
        types={item["name"]: item["found"] for item in found["retyped"]},
    )


def approve(*, change_id: int, mapped: Mapped, actor: User, now: datetime, key: str, note: str = "") -> int:
    """Publishes the contract that fits the held delivery and lets it be loaded; the number of the new version.

    Raises SourceNotFound, NotAllowed, WrongState, Invalid (a difference is left), ContractRefused, KeyReused.
    """
    content = {"change": change_id, "mapped": mapped.plain, "note": note}
    order = Order("ioc.source.approve", actor, now, key, content)

    def act() -> Payload:
        change, source = _open(change_id, order)
        contract = fitted(change, mapped)
        version = add_version(source, contract, secrets=None, note=optional(note, field="note", limit=500), order=order)
        _decide(change, source, HeldChange.State.APPROVED, order, note)
        Delivery.objects.filter(pk=change.delivery_id).update(state=Delivery.State.WAITING)
        _follow_waiting(source, version)
        worries.held_change(source, now=now)
        return {"number": version.number}

    answer, _replayed = once(order, act)
    return int(answer["number"])


def refuse(*, change_id: int, actor: User, now: datetime, key: str, note: str) -> None:
    """Leaves a held delivery out for good, with the reason; what waits behind it goes on.

    Raises SourceNotFound, NotAllowed, WrongState, Invalid, KeyReused.
    """
    order = Order("ioc.source.refuse", actor, now, key, {"change": change_id, "note": note})

    def act() -> Payload:
        change, source = _open(change_id, order)
        words = required(note, field="note", message=_("Hãy ghi lý do không nhận."), limit=500)
        _decide(change, source, HeldChange.State.REFUSED, order, words)
        Delivery.objects.filter(pk=change.delivery_id).update(state=Delivery.State.REFUSED, detail=words)
        source.next_run_at = now
        write(source, order, {"change": change.pk, "delivery": change.delivery_id, "note": words})
        worries.held_change(source, now=now)
        return {"change": change.pk}

    once(order, act)


def _open(change_id: int, order: Order[User]) -> tuple[HeldChange, Source]:
    """The change and its locked source, if `order`'s actor may decide and nobody has yet."""
    change = HeldChange.objects.filter(pk=change_id).select_related("delivery", "source").first()
    on = clock.local(order.now).date()
    if change is None or not access.may(order.actor, Permission.SOURCES_VIEW, change.source.agency_id, on=on):
        raise SourceNotFound(_("Không tìm thấy thay đổi này, hoặc bạn không có quyền xem."))
    access.require(order.actor, Permission.SOURCES_TEND, change.source.agency_id, on=on)
    source = Source.objects.select_for_update().get(pk=change.source_id)
    change.refresh_from_db()
    if change.state != HeldChange.State.OPEN:
        raise WrongState(_("Thay đổi này đã được người khác quyết định."))
    return change, source


def _decide(change: HeldChange, source: Source, state: HeldChange.State, order: Order[User], note: str) -> None:
    change.state, change.decided_by, change.decided_at, change.note = state, order.actor, order.now, note.strip()[:500]
    change.save()
    source.next_run_at = order.now
    source.save()


def _follow_waiting(source: Source, version: SourceContract) -> None:
    # Deliveries that nobody has looked into yet are read under the contract that holds when they are.
    source.deliveries.filter(state=Delivery.State.WAITING).update(contract=version)


def sheet_of(change: HeldChange) -> Sheet:
    """What the held delivery holds."""
    contract = change.contract.value
    delivery = change.delivery
    return read(content_of(delivery), name=delivery.name, kind=contract.kind, settings=contract.settings)


def fitted(change: HeldChange, mapped: Mapped) -> Contract:
    """The contract after `mapped`; raises Invalid while something of the delivery still differs from it."""
    contract, sheet = change.contract.value, sheet_of(change)
    columns = [_follow(column, mapped) for column in contract.columns if column.source not in mapped.drops]
    names = {column.name for column in columns}
    guessed = {column.source: column for column in guess_columns(sheet, habits(contract))}
    for source in mapped.adds:
        if source in guessed:
            column = msgspec.structs.replace(guessed[source], name=guess_name(source, names), required=False)
            columns.append(column)
            names.add(column.name)
    found = msgspec.structs.replace(
        contract, columns=tuple(columns), ignored=tuple(dict.fromkeys([*contract.ignored, *mapped.ignores]))
    )
    if faults := problems.check(found, lambda _contract: iter(())):
        raise ContractRefused(faults)
    if differences(found, sheet, habits(found)):
        raise Invalid(
            _("Vẫn còn cột chưa được xếp: mỗi cột mới, mất hoặc đổi kiểu cần một cách xử lý."), field="mapped"
        )
    return found


def _follow(column: Column, mapped: Mapped) -> Column:
    return msgspec.structs.replace(
        column,
        source=mapped.renames.get(column.source, column.source),
        type=mapped.types.get(column.source, column.type),
    )

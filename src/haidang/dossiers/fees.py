"""What is to be paid for a dossier, and when which act on money is possible. Pure functions and values.

Amounts are whole đồng. A reduction is taken off each line and the rest rounded down to a whole đồng, in favour of
whoever pays. Several exemptions do not add up: on each line the one that takes most off holds, of equal ones the
first claimed.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum

from haidang.dossiers.lifecycle import Command, State

MAX_VND = 10**13
"""No request asks for more; single fees of 17.5 billion exist, sums fit 64 bits by far."""

MAX_QUANTITY = 100_000

MONEY_ACTS = frozenset(
    {
        Command.REQUEST_PAYMENT,
        Command.COLLECT_FEE,
        Command.RECORD_PAYMENT,
        Command.WAIVE_FEE,
        Command.RETRACT_FEE,
        Command.CANCEL_RECEIPT,
    }
)
"""Commands that depend on what is owed and paid (`allows`)."""


class Money(StrEnum):
    """How a dossier stands with its fees, apart from its state of business."""

    NONE = "none"
    REQUESTED = "requested"
    PAID = "paid"
    WAIVED = "waived"


@dataclass(frozen=True, slots=True)
class Tariff:
    """A fee as published. `amount_vnd` None: the amount is no number and an officer enters it.

    `case` empty: for all cases; `channels` empty: for all; `per` is the unit that it is counted by, empty: paid once.
    """

    key: str
    name: str
    amount_vnd: int | None
    kind: str = "fee"
    note: str = ""
    case: str = ""
    channels: tuple[str, ...] = ()
    per: str = ""


@dataclass(frozen=True, slots=True)
class Relief:
    """An exemption as published: `percent` (0–100) off the fees named, or off all; `ground` is the provision."""

    key: str
    name: str
    percent: int
    ground: str
    fees: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Entered:
    """An amount that an officer entered for a fee whose amount is no number, and why it is that much."""

    amount_vnd: int
    reason: str


@dataclass(frozen=True, slots=True)
class Line:
    """A fee as it is asked for: `unit_vnd` × `quantity`, less `percent` by the exemption `relief`, is `total_vnd`."""

    key: str
    name: str
    kind: str
    per: str
    unit_vnd: int
    quantity: int
    relief: str
    percent: int
    total_vnd: int
    reason: str = ""


@dataclass(frozen=True, slots=True)
class OpenItem:
    """What is still missing for a fee: its "quantity", its "amount", or the "reason" of an amount entered."""

    key: str
    name: str
    missing: str


@dataclass(frozen=True, slots=True)
class Quote:
    """What is to be paid; with `open_items` it is not whole and must not be asked for."""

    lines: tuple[Line, ...]
    total_vnd: int
    open_items: tuple[OpenItem, ...] = ()
    used: tuple[Relief, ...] = field(default=())
    """The exemptions that took something off."""


class Unacceptable(ValueError):
    """Something that cannot be in a quote: `problem` says what as a word, `key` of which fee or exemption."""

    def __init__(self, problem: str, key: str) -> None:
        super().__init__(f"{problem}: {key}")
        self.problem, self.key = problem, key


def quote(
    fees: Sequence[Tariff],
    exemptions: Sequence[Relief],
    *,
    case: str,
    channel: str,
    quantities: Mapping[str, int],
    claimed: Sequence[str],
    entered: Mapping[str, Entered] | None = None,
) -> Quote:
    """What a dossier of `case` that came by `channel` has to pay, in the order of `fees`.

    `quantities` by fee: 0 leaves a fee out; a fee paid once needs none. `claimed` names exemptions, `entered` holds
    the amounts of fees without one. Raises Unacceptable for a fee or exemption that is not due here, a quantity or
    amount out of range, and an amount entered where the rule has one.
    """
    entered = entered or {}
    due = [fee for fee in fees if fee.case in ("", case) and (not fee.channels or channel in fee.channels)]
    reliefs = _claimed(exemptions, claimed)
    _check_named(due, quantities, entered)
    lines, missing, used = list[Line](), list[OpenItem](), list[Relief]()
    for fee in due:
        quantity = quantities.get(fee.key, None if fee.per else 1)
        if quantity == 0:
            continue
        if lacks := _missing(fee, quantity, entered):
            missing.append(OpenItem(fee.key, fee.name, lacks))
            continue
        relief = _best(fee, reliefs)
        lines.append(_line(fee, quantity or 0, relief, entered.get(fee.key)))
        if relief and relief not in used:
            used.append(relief)
    total = sum(line.total_vnd for line in lines)
    if total > MAX_VND:
        raise Unacceptable("too-much", "")
    return Quote(tuple(lines), total, tuple(missing), tuple(used))


def _claimed(exemptions: Sequence[Relief], claimed: Sequence[str]) -> list[Relief]:
    known = {relief.key: relief for relief in exemptions}
    for key in claimed:
        if key not in known:
            raise Unacceptable("unknown-exemption", key)
    return [known[key] for key in claimed]


def _check_named(due: Sequence[Tariff], quantities: Mapping[str, int], entered: Mapping[str, Entered]) -> None:
    known = {fee.key: fee for fee in due}
    for key in (*quantities, *entered):
        if key not in known:
            raise Unacceptable("unknown-fee", key)
    for key, quantity in quantities.items():
        most = MAX_QUANTITY if known[key].per else 1
        if not 0 <= quantity <= most:
            raise Unacceptable("quantity", key)
    for key, amount in entered.items():
        if known[key].amount_vnd is not None:
            raise Unacceptable("amount-is-fixed", key)
        if not 0 <= amount.amount_vnd <= MAX_VND:
            raise Unacceptable("amount", key)


def _missing(fee: Tariff, quantity: int | None, entered: Mapping[str, Entered]) -> str:
    if quantity is None:
        return "quantity"
    if fee.amount_vnd is not None:
        return ""
    if fee.key not in entered:
        return "amount"
    return "" if entered[fee.key].reason.strip() else "reason"


def _best(fee: Tariff, reliefs: Sequence[Relief]) -> Relief | None:
    fitting = [relief for relief in reliefs if not relief.fees or fee.key in relief.fees]
    return max(fitting, key=lambda relief: relief.percent, default=None)


def _line(fee: Tariff, quantity: int, relief: Relief | None, amount: Entered | None) -> Line:
    unit = fee.amount_vnd if fee.amount_vnd is not None else amount.amount_vnd if amount else 0
    percent = relief.percent if relief else 0
    return Line(
        key=fee.key,
        name=fee.name,
        kind=fee.kind,
        per=fee.per,
        unit_vnd=unit,
        quantity=quantity,
        relief=relief.key if relief else "",
        percent=percent,
        total_vnd=unit * quantity * (100 - percent) // 100,
        reason=amount.reason.strip() if amount else "",
    )


def money(statuses: Sequence[str]) -> Money:
    """How a dossier stands whose fee requests have these statuses: what is owed goes before what was paid."""
    for standing in (Money.REQUESTED, Money.PAID, Money.WAIVED):
        if standing.value in statuses:
            return standing
    return Money.NONE


def allows(command: Command, *, state: State, standing: Money, is_charged: bool, is_receipted: bool) -> bool:
    """Whether an act on money is possible, beyond what the lifecycle says; other commands always are.

    `is_charged`: the procedure has a fee for this dossier; `is_receipted`: a receipt stands that was not cancelled.
    A dossier without a fee is never asked for money (DOMAIN §11.1).
    """
    is_asked = standing is Money.REQUESTED
    can_waive = is_charged and standing is Money.NONE and state is not State.RETURNED
    return {
        Command.REQUEST_PAYMENT: is_charged and not is_asked,
        Command.COLLECT_FEE: is_charged and not is_asked,
        Command.RECORD_PAYMENT: is_asked,
        Command.WAIVE_FEE: is_asked or can_waive,
        # A dossier that an older rule brought to state 6 has no request, but must find its way out.
        Command.RETRACT_FEE: is_asked or state is State.PAYMENT,
        Command.CANCEL_RECEIPT: is_receipted,
    }.get(command, True)

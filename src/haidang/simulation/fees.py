"""What of a story is about money: asking, paying, exemptions, and the errors that happen with them."""

from collections.abc import Generator, Iterator

from haidang.dossiers.api import Command, Entered, FeeChoice
from haidang.simulation.pen import Act, Pen

Part = Generator[Act, None, bool]
_C = Command
_THOUSANDS = (20, 300)
_COPIES = (1, 4)


def at_the_counter(pen: Pen) -> Iterator[Act]:
    """After a dossier was received at the counter: its fee is paid there, or its owner is exempt."""
    if not pen.matter.fees or not pen.at_counter:
        return
    if pen.happens("fee_waived"):
        pen.work(pen.rng.uniform(2, 6))
        yield _waive(pen)
    elif pen.happens("collected_at_intake"):
        pen.work(pen.rng.uniform(2, 6))
        choice, amount = _choice(pen)
        yield pen.act(_C.COLLECT_FEE, "reception", choice=choice, amount_vnd=amount, **_way_to_pay(pen))
        yield from _error(pen, amount)
        pen.is_settled = True


def later(pen: Pen) -> Part:
    """A fee asked for while the dossier is being processed; True if it is not paid and the story ends."""
    pen.deal(pen.rates.reception_minutes)
    choice, amount = _choice(pen)
    yield pen.act(_C.REQUEST_PAYMENT, "specialist", choice=choice, note=pen.words("payment"))
    if pen.happens("fee_retracted"):
        pen.deal(pen.rates.reception_minutes)
        yield pen.act(_C.RETRACT_FEE, "specialist", reason=pen.words("fee_retracted"))
        return False
    if pen.happens("unpaid"):
        pen.wait(pen.rates.patience_days)
        pen.work(pen.rng.uniform(5, 200))
        yield pen.act(_C.STOP, "specialist", reason=pen.words("not_paid"))
        return True
    pen.wait(pen.rates.pay_days.draw(pen.rng))
    pen.deal(pen.rates.handover_minutes)
    yield pen.act(_C.RECORD_PAYMENT, "reception", amount_vnd=amount, **_way_to_pay(pen))
    yield from _error(pen, amount)
    return False


def _error(pen: Pen, amount: int) -> Iterator[Act]:
    """Now and then a receipt is wrong: it is cancelled, and another given."""
    if pen.happens("receipt_cancelled"):
        pen.deal(pen.rates.reception_minutes)
        yield pen.act(_C.CANCEL_RECEIPT, "leader", reason=pen.words("receipt_cancelled"), is_refund=False)
        pen.work(pen.rng.uniform(2, 20))
        yield pen.act(_C.RECORD_PAYMENT, "reception", amount_vnd=amount, **_way_to_pay(pen))


def _choice(pen: Pen) -> tuple[FeeChoice, int]:
    """One of the fees, as often as it is due, and what it comes to; an amount that no rule gives is entered."""
    fee = pen.rng.choice(pen.matter.fees)
    quantity = pen.rng.randint(*_COPIES) if fee.per else 1
    quantities = {other.key: 0 for other in pen.matter.fees} | {fee.key: quantity}
    if fee.amount_vnd is not None:
        return FeeChoice(quantities=quantities), fee.amount_vnd * quantity
    unit = pen.rng.randint(*_THOUSANDS) * 1_000
    entered = {fee.key: Entered(unit, pen.words("fee_amount"))}
    return FeeChoice(quantities=quantities, entered=entered), unit * quantity


def _way_to_pay(pen: Pen) -> dict[str, str]:
    if pen.rng.random() < 0.5:
        return {"method": "cash", "reference": ""}
    return {"method": "transfer", "reference": f"FT{pen.rng.randrange(10**9):09d}"}


def _waive(pen: Pen) -> Act:
    ground, evidence = pen.words("fee_ground"), pen.words("fee_evidence")
    return pen.act(_C.WAIVE_FEE, "reception", ground=ground, evidence=evidence)

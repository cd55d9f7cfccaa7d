"""How one dossier goes through the house: a lazy, seeded sequence of acts, drawn without touching the database.

The sequence does not depend on when the simulation ends, so a run that stops at a moment and a later one that goes
on tell the same story. Each part of it says at its end whether the story is over.
"""

import random
from collections.abc import Iterator
from contextlib import suppress

from haidang.dossiers.api import Command, Ground
from haidang.simulation import fees
from haidang.simulation.matter import Matter
from haidang.simulation.office import Part, processing
from haidang.simulation.pen import OWNER, Act, Pen
from haidang.simulation.rates import Rates
from haidang.worktime import api as worktime

_C = Command


def story(matter: Matter, rates: Rates, rng: random.Random) -> Iterator[Act]:
    """All acts of a dossier in order of time, from its filing to its end or to that of the office calendar."""
    pen = Pen(matter, rates, rng)
    with suppress(worktime.CalendarRangeError):
        yield from _whole(pen)


def _whole(pen: Pen) -> Iterator[Act]:
    yield pen.act(_C.SUBMIT, "reception" if pen.at_counter else OWNER)
    if (yield from _reception(pen)) or (yield from processing(pen, _trouble)):
        return
    yield from _handover(pen)


def _reception(pen: Pen) -> Part:
    span = pen.rates.counter_minutes if pen.at_counter else pen.rates.reception_minutes
    pen.deal(span)
    if pen.happens("refused"):
        yield pen.act(_C.REJECT, "reception", reason=pen.words("refused"))
        return True
    if pen.happens("withdrawn") and pen.matter.has_account:
        return (yield from _withdrawal(pen))
    if pen.documents and pen.happens("supplement_before"):
        if (yield from _supplement(pen, by="reception", give_up=_C.REJECT)):
            return True
        pen.deal(span)
    if pen.rng.random() < pen.rates.documents.checked:
        yield from _checks(pen)
    yield pen.act(_C.ACCEPT, "reception")
    yield from fees.at_the_counter(pen)
    return False


def _checks(pen: Pen) -> Iterator[Act]:
    for document in range(pen.documents):
        yield pen.act(_C.CHECK_DOCUMENT, "reception", document=document, verdict="accepted", reason="")
        pen.work(pen.rng.uniform(2, 5))


def _trouble(pen: Pen) -> Part:
    if pen.happens("withdrawn") and pen.matter.has_account:
        pen.wait(pen.rates.answer_days.draw(pen.rng) / 2)
        return (yield from _withdrawal(pen))
    if pen.happens("stopped"):
        pen.deal(pen.rates.reception_minutes)
        yield pen.act(_C.STOP, "specialist", reason=pen.words("stopped"))
        return True
    if pen.documents and pen.happens("supplement_after"):
        pen.deal(pen.rates.reception_minutes)
        if (yield from _supplement(pen, by="specialist", give_up=_C.STOP)):
            return True
        if pen.happens("second_supplement"):
            pen.deal(pen.rates.reception_minutes)
            if (yield from _supplement(pen, by="specialist", give_up=_C.STOP)):
                return True
    if pen.matter.fees and not pen.is_settled and pen.happens("payment") and (yield from fees.later(pen)):
        return True
    if pen.happens("other_agency"):
        yield from _other_agency(pen)
    return False


def _supplement(pen: Pen, *, by: str, give_up: Command) -> Part:
    wrong = pen.rng.randrange(pen.documents)
    why = pen.words("wrong_document")
    yield pen.act(_C.CHECK_DOCUMENT, by, document=wrong, verdict="wrong", reason=why)
    pen.work(pen.rng.uniform(3, 15))
    yield pen.act(_C.REQUEST_SUPPLEMENT, by, document=wrong, why=why, reason=pen.words("supplement"))
    if pen.happens("unanswered"):
        pen.wait(pen.rates.patience_days)
        pen.work(pen.rng.uniform(5, 200))
        officer = "reception" if give_up is _C.REJECT else "specialist"
        yield pen.act(give_up, officer, reason=pen.words("no_answer"))
        return True
    pen.wait(pen.rates.answer_days.draw(pen.rng))
    pen.documents += 1
    yield pen.act(
        _C.SUPPLEMENT, "reception" if pen.at_counter else OWNER, document=wrong, note=pen.words("supplement_note")
    )
    return False


def _other_agency(pen: Pen) -> Iterator[Act]:
    pen.deal(pen.rates.reception_minutes)
    yield pen.act(_C.PAUSE, "specialist", ground=Ground.OTHER_AGENCY, reason=pen.words("other_agency"))
    days = pen.rates.other_agency_days.draw(pen.rng)
    pen.work(days * pen.matter.calendar.day_minutes)
    yield pen.act(_C.RESUME, "specialist", reason=pen.words("answered"))


def _withdrawal(pen: Pen) -> Part:
    yield pen.act(_C.WITHDRAW, OWNER, reason=pen.words("withdrawn"))
    pen.deal(pen.rates.confirmation_minutes)
    yield pen.act(_C.STOP, "specialist", reason=pen.words("withdrawal_confirmed"))
    return True


def _handover(pen: Pen) -> Iterator[Act]:
    how = _way(pen)
    if how == "online":
        pen.deal(pen.rates.handover_minutes)
    elif pen.happens("never_collected"):
        return
    else:
        pen.work(pen.rates.collect_days.draw(pen.rng) * pen.matter.calendar.day_minutes)
    yield pen.act(_C.RETURN_RESULT, "reception", how=how)
    if pen.matter.has_account and pen.happens("rated"):
        pen.wait(pen.rates.collect_days.draw(pen.rng))
        yield _rating(pen)


def _way(pen: Pen) -> str:
    if pen.matter.channel == "online":
        return pen.rng.choices(["online", "direct", "postal"], [78, 14, 8])[0]
    return "postal" if pen.matter.channel == "postal" else "direct"


def _rating(pen: Pen) -> Act:
    scores = pen.rates.scores
    score = int(pen.rng.choices(list(scores), list(scores.values()))[0])
    comment = pen.words("complaint" if score == 1 else "praise")
    return pen.act(_C.RATE, OWNER, score=score, comment=comment)

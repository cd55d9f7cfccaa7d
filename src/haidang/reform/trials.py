"""A shorter term tried on a procedure's past dossiers, before anybody promises it."""

from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal

from django.utils.translation import get_language

from haidang.catalogue import api as catalogue
from haidang.catalogue.api import PublishedProcedure, TimeLimit
from haidang.dossiers import api as dossiers
from haidang.dossiers.api import History
from haidang.platform import clock
from haidang.reform import evidence
from haidang.reform.errors import Invalid
from haidang.reform.what_if import LimitOf, Trial, cut_by, to_limit, tried
from haidang.worktime import api as worktime


@dataclass(frozen=True, slots=True)
class Wish:
    """What to try: a term of `amount` `unit`, or (`is_cut`) each own term less so much; on one channel or all."""

    amount: Decimal
    unit: str
    is_cut: bool = False
    channel: str = ""


@dataclass(frozen=True, slots=True)
class Answer:
    """What the wish would have meant for dossiers received in [since, until), as known at `as_of`.

    `promises`: for each share on time of the target the shortest term, in the unit of least terms, that keeps it.
    """

    procedure: PublishedProcedure
    wish: Wish
    since: datetime
    until: datetime | None
    as_of: datetime
    trial: Trial
    promises: dict[int, int | None]
    histories: tuple[History, ...]


def what_if(
    code: str, wish: Wish, *, as_of: datetime, since: datetime | None = None, until: datetime | None = None
) -> Answer:
    """Tries `wish`; without `since` on the dossiers of the last two years.

    Raises ProcedureNotFound, and Invalid for a term that nobody can count.
    """
    procedure = catalogue.published(code, on=clock.local(as_of).date())
    begin = since or evidence.since(as_of)
    found = [
        item
        for item in dossiers.histories(code, as_of=as_of, since=begin, until=until)
        if wish.channel in ("", item.channel)
    ]
    try:
        trial = tried(found, _limit_of(wish))
    except worktime.WorktimeError as error:
        english = (get_language() or "vi").startswith("en")
        raise Invalid(error.text("en" if english else "vi"), field="amount") from error
    promises = evidence.promises(found, wish.unit)
    answers = {int(percent): term for percent, term in promises.items()}
    return Answer(procedure, wish, begin, until, as_of, trial, answers, tuple(found))


def _limit_of(wish: Wish) -> LimitOf:
    if wish.is_cut:
        return cut_by(wish.amount, wish.unit)
    whole = wish.amount == wish.amount.to_integral_value()
    return to_limit(TimeLimit(int(wish.amount) if whole else float(wish.amount), wish.unit))

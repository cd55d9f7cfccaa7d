"""Leaves the demonstration's citizen a fee to pay: asked for on the last morning, by a real command."""

from datetime import datetime

from haidang.dossiers import api as dossiers
from haidang.dossiers.api import Command, FeeChoice, State
from haidang.identity import api as identity
from haidang.platform import clock
from haidang.platform.errors import Refused
from haidang.simulation.accounts import DEMO_ACCOUNTS


def play(now: datetime) -> int:
    """Asks each citizen of the demonstration for one fee, where a dossier of his has one; how many were asked."""
    return sum(_ask(account.username, now) for account in DEMO_ACCOUNTS)


def _ask(username: str, now: datetime) -> bool:
    own = dossiers.Dossier.objects.filter(applicant__username=username)
    if own.filter(money=dossiers.Money.REQUESTED).exists():
        return True
    return any(_ask_about(row, now) for row in own.filter(state=State.PROCESSING).order_by("code"))


def _ask_about(row: dossiers.Dossier, now: datetime) -> bool:
    """Whether a fee of the dossier was asked for by an officer who may."""
    sheet = dossiers.fee_sheet(row)
    fee = next((tariff for tariff in sheet.tariffs if tariff.amount_vnd), None)
    holders = identity.holders(
        identity.Role.SPECIALIST,
        agency_id=row.agency_id,
        procedure_code=row.procedure_code,
        on=clock.local(now).date(),
    )
    may = (user for user in holders if Command.REQUEST_PAYMENT in dossiers.allowed_commands(user, row, now=now))
    actor = next(may, None)
    if fee is None or actor is None:
        return False
    choice = FeeChoice(quantities={other.key: 0 for other in sheet.tariffs} | {fee.key: 1})
    try:
        dossiers.request_payment(code=row.code, choice=choice, actor=actor, now=now, key=f"demo-fee:{row.code}")
    except Refused:
        return False
    return True

"""Paying fees online: the room's side of `payments`. A fee request is offered there in the act that makes it.

A payment's subject is "dossier:<code>:<number of the request>". What comes in is noted by the command that records any
payment (`services.fee_receipts.record_online_payment`).
"""

from dataclasses import dataclass
from datetime import datetime

from haidang.dossiers import access
from haidang.dossiers.fee_tables import FeeRequest
from haidang.dossiers.models import Dossier
from haidang.identity import api as identity
from haidang.identity.api import User
from haidang.payments import api as payments
from haidang.platform import clock

KIND = "dossier"


@dataclass(frozen=True, slots=True)
class OnlinePayment:
    """The latest payment that was offered for a dossier."""

    code: str
    payment: payments.PaymentView


def subject_of(request: FeeRequest) -> str:
    """What `payments` calls a request."""
    return f"{KIND}:{request.dossier.code}:{request.number}"


def read_subject(subject: str) -> tuple[str, int]:
    """(code of the dossier, number of the request) of a subject."""
    _kind, code, number = subject.split(":")
    return code, int(number)


def offer(request: FeeRequest, *, actor: User, now: datetime) -> None:
    """Lets an open request be paid online too, where its agency has an account; inside the act that opens it."""
    dossier, subject = request.dossier, subject_of(request)
    on = clock.local(now).date()
    place = identity.heir_of([dossier.agency_id], procedure_code=dossier.procedure_code, on=on)[dossier.agency_id]
    wish = payments.Wish(
        subject=subject,
        # On the payer's receipt and at the gateway it stands in Vietnamese, whoever asked.
        title=f"Phí, lệ phí hồ sơ {dossier.code}",
        agency_id=place,
        agency_code=identity.agencies_by_id([place], on=on)[place].code,
        amount_vnd=request.total_vnd,
        payer_id=dossier.applicant_id,
    )
    payments.request(wish=wish, actor=actor, now=now, key=f"offer:{subject}:{dossier.version}")


def give_up(request: FeeRequest, reason: str, *, actor: User, now: datetime) -> None:
    """Ends the offer of a request that was settled otherwise: what comes in for it later goes back."""
    payments.cancel(subject=subject_of(request), reason=reason, actor=actor, now=now)


def online_payment(user: User, code: str, *, now: datetime) -> OnlinePayment | None:
    """How paying online stands for a dossier that `user` may see; None where there is nothing to say."""
    dossier = access.get(user, code, on=clock.local(now).date())
    return of(dossier)


def of(dossier: Dossier) -> OnlinePayment | None:
    """The newest payment of `dossier` that there is something to say of."""
    subjects = [subject_of(request) for request in dossier.fee_requests.all()]
    found = payments.newest_of(subjects) if subjects else None
    return OnlinePayment(dossier.code, found) if found else None

"""From an act to what its dossier's owner is told, in the transaction of the act."""

from collections.abc import Callable, Mapping
from datetime import date, datetime
from typing import Any

from django.conf import settings
from django.utils.translation import gettext as _

from haidang.catalogue import api as catalogue
from haidang.dossiers.labels import dong_words
from haidang.dossiers.lifecycle import Command
from haidang.dossiers.models import Dossier
from haidang.dossiers.papers.kinds import form_of, number_words
from haidang.dossiers.telling.kinds import Told
from haidang.identity import api as identity
from haidang.notifications import api as notifications
from haidang.platform import clock

Payload = Mapping[str, Any]
BY_COMMAND = {
    Command.ACCEPT: Told.RECEIVED,
    Command.REQUEST_SUPPLEMENT: Told.SUPPLEMENT,
    Command.REQUEST_PAYMENT: Told.FEE,
    Command.REAPPOINT: Told.APOLOGY,
    Command.FINISH: Told.RESULT,
    Command.REJECT: Told.REFUSED,
    Command.STOP: Told.STOPPED,
}


def told_of(command: Command, dossier: Dossier, *, due_before: datetime | None) -> Told | None:
    """What the owner is told of an act that has just been done; None: nothing."""
    if command in BY_COMMAND:
        return BY_COMMAND[command]
    is_new_date = dossier.due_at is not None and dossier.due_at != due_before
    return Told.NEW_DATE if is_new_date else None


def tell(told: Told, dossier: Dossier, payload: Payload, *, seq: int, now: datetime) -> None:
    """Tells the owner of journal line `seq`, whose `payload` is what the act said of itself."""
    # Encrypted columns are read apart: the act's row leaves them out and must not write them again.
    fields = ("owner_phone", "owner_email")
    phone, email = Dossier.objects.filter(pk=dossier.pk).values_list(*fields).get()
    link = f"ho-so/{dossier.code}/"

    def values() -> dict[str, str]:
        return _common(dossier, link, now=now) | _MORE[told](dossier, payload)

    news = notifications.News(told.value, f"{dossier.stream}:{seq}", values, link)
    notifications.tell(news, notifications.Recipient(dossier.applicant, email=email, phone=phone), now=now)


def _common(dossier: Dossier, link: str, *, now: datetime) -> dict[str, str]:
    return {
        "owner": dossier.owner_name,
        "code": dossier.code,
        "procedure": catalogue.version(dossier.procedure_version_id).name,
        "agency": _named(dossier.agency_id, now),
        "desk": _named(dossier.intake_agency_id, now),
        "link": f"{settings.PUBLIC_URL.rstrip('/')}/{link}",
    }


def _named(agency_id: int, now: datetime) -> str:
    return identity.agency_name(agency_id, on=clock.local(now).date())


def _moment(at: datetime | str | None) -> str:
    if not at:
        return ""
    return f"{clock.local(datetime.fromisoformat(at) if isinstance(at, str) else at):%H:%M %d/%m/%Y}"


def _number(payload: Payload) -> dict[str, str]:
    """The number of the paper that the act has issued, as it is written on it."""
    paper = payload["paper"]
    form = form_of(paper["form_set"], paper["kind"])
    return {"number": number_words(number=paper["number"], year=paper["year"], form=form)}


def _received(dossier: Dossier, payload: Payload) -> dict[str, str]:
    return {"due": _moment(dossier.due_at), **_number(payload)}


def _supplement(_dossier: Dossier, payload: Payload) -> dict[str, str]:
    lines = [f"{place}. {item['title']}: {item['reason']}" for place, item in enumerate(payload["items"], 1)]
    return {"items": "\n".join(lines), **_number(payload)}


def _fee(_dossier: Dossier, payload: Payload) -> dict[str, str]:
    if "fee" not in payload:
        # Before fees were asked by lines a request was a pause, with its reason in the act.
        return {"amount": "", "until": payload.get("reason", "")}
    fee = payload["fee"]
    day = f"{date.fromisoformat(fee['due_on']):%d/%m/%Y}" if fee["due_on"] else ""
    until = _("Hạn nộp: %(day)s.") % {"day": day} if day else ""
    return {"amount": dong_words(fee["total_vnd"]), "until": until}


def _new_date(dossier: Dossier, _payload: Payload) -> dict[str, str]:
    return {"due": _moment(dossier.due_at)}


def _apology(_dossier: Dossier, payload: Payload) -> dict[str, str]:
    before, after = _moment(payload["due_before"]), _moment(payload["due_at"])
    return {"before": before, "due": after, "reason": payload["reason"], **_number(payload)}


def _result(_dossier: Dossier, _payload: Payload) -> dict[str, str]:
    return {}


def _ended(_dossier: Dossier, payload: Payload) -> dict[str, str]:
    return {"reason": payload["reason"], **_number(payload)}


_MORE: dict[Told, Callable[[Dossier, Payload], dict[str, str]]] = {
    Told.RECEIVED: _received,
    Told.SUPPLEMENT: _supplement,
    Told.FEE: _fee,
    Told.NEW_DATE: _new_date,
    Told.APOLOGY: _apology,
    Told.RESULT: _result,
    Told.REFUSED: _ended,
    Told.STOPPED: _ended,
}

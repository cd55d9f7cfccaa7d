"""Issues a paper: gives it a number, composes and freezes it; called only inside the act that causes it."""

import hashlib
import hmac
from collections.abc import Mapping
from typing import Any

from django.conf import settings

from haidang.dossiers import access
from haidang.dossiers.kernel import Order, Payload
from haidang.dossiers.models import Dossier
from haidang.dossiers.papers import qr
from haidang.dossiers.papers.compose import BODIES, Draft
from haidang.dossiers.papers.kinds import Form, FormSet, Kind, form_set, number_words
from haidang.dossiers.papers.matter import matter_of, office
from haidang.dossiers.papers.models import IssuedPaper, PaperCounter
from haidang.dossiers.papers.sheet import Sheet, to_json
from haidang.dossiers.papers.signing import Signer
from haidang.platform import clock


def issue(
    order: Order,
    dossier: Dossier,
    kind: Kind,
    *,
    details: Mapping[str, Any],
    signer: Signer | None = None,
    number: int | None = None,
) -> Payload:
    """Issues the paper that `order` causes, and returns what the journal must say of it: {"paper": …}.

    It is the paper of the agency for which the actor acts, who signs it himself unless there is a `signer`.
    `number`: one that the act has given out already; else the next of its kind.
    `details` is what the act adds to what the dossier says by itself; `compose` reads it, kind by kind.
    """
    at = clock.local(order.now)
    forms, by = form_set(at.date()), signer or Signer(order.actor)
    house = office(access.acts_for(order.actor, order.command, dossier, on=at.date()), on=at.date())
    matter = matter_of(dossier, on=at.date())
    draft = Draft(matter, house, forms, by.user.full_name, by.lines, at, details)
    number = number or _next_number(house.id, kind, at.year)
    code = qr.verify_code(f"{house.id}:{kind}:{at.year}:{number}")
    words = number_words(number=number, year=at.year, form=forms.forms[kind])
    values = to_json(_sheet(draft, kind, number=words, code=code))
    paper = IssuedPaper.objects.create(
        dossier=dossier,
        kind=kind,
        form_set=forms.key,
        agency_id=house.id,
        year=at.year,
        number=number,
        issued_at=order.now,
        issued_by=order.actor,
        signer=by.user,
        values=values,
        content_hash=content_hash(values),
        verify_code=code,
    )
    return {"paper": describe(paper)}


def content_hash(values: str) -> str:
    """Keyed hash of a paper's content: it names people, whom a plain hash would let others guess."""
    return hmac.new(settings.JOURNAL_KEY, f"dossiers.paper\0{values}".encode(), hashlib.sha256).hexdigest()


def describe(paper: IssuedPaper) -> dict[str, Any]:
    """The paper as the journal names it: everything of its row but its content, of which it has the hash."""
    return {
        "kind": str(paper.kind),
        "form_set": paper.form_set,
        "agency": paper.agency_id,
        "year": paper.year,
        "number": paper.number,
        "signer": paper.signer_id,
        "hash": paper.content_hash,
        "verify": paper.verify_code,
    }


def foot_of(forms: FormSet, form: Form, *, how_to_check: str) -> tuple[str, str]:
    """(form and circular, the line below every page) of a paper."""
    named = f"Mẫu số {form.number}, {forms.circular}" if form.number else ""
    return named, made_from_data(how_to_check)


def made_from_data(how_to_check: str) -> str:
    """What a paper made from data says of itself (Decree 45/2020/NĐ-CP, article 18): where from, how to check it."""
    return f"Giấy này được lập từ hồ sơ điện tử trên Hệ thống thông tin giải quyết thủ tục hành chính. {how_to_check}"


def _sheet(draft: Draft, kind: Kind, *, number: str, code: str) -> Sheet:
    matter, form, body = draft.matter, draft.forms.forms[kind], BODIES[kind](draft)
    named = qr.Named(matter.code, matter.procedure_code, matter.owner_id, form.name)
    check = f"Kiểm tra tại {qr.public_url('xac-minh/')} với mã {qr.spaced(code)}."
    form_words, foot = foot_of(draft.forms, form, how_to_check=check)
    return Sheet(
        name=form.name,
        form=form_words,
        title=form.title,
        subtitle=form.subtitle,
        about=body.about,
        superior=draft.office.superior,
        agency=draft.office.name,
        number=number,
        place=draft.office.place,
        day=f"{draft.at:%Y-%m-%d}",
        dossier_code=matter.code,
        blocks=body.blocks,
        signatures=body.signatures,
        recipients=body.recipients,
        qr=qr.public_url(f"xac-minh/{code}/?{named.query}"),
        foot=foot,
    )


def _next_number(agency_id: int, kind: Kind, year: int) -> int:
    """The agency's next number for that kind that year; the counter's row is locked until the act ends: no gaps."""
    first = PaperCounter(agency_id=agency_id, year=year, kind=kind, last=0)
    PaperCounter.objects.bulk_create([first], ignore_conflicts=True)
    counter = PaperCounter.objects.select_for_update().get(agency_id=agency_id, year=year, kind=kind)
    counter.last += 1
    counter.save(update_fields=["last"])
    return counter.last

"""Questions about single dossiers: the page of one, the list of one's own, the public look-up."""

import json
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from io import BufferedReader

from django.core.exceptions import ValidationError
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from haidang.catalogue import api as catalogue
from haidang.dossiers import access, codes
from haidang.dossiers.documents import not_answered
from haidang.dossiers.errors import DossierNotFound, Invalid
from haidang.dossiers.fee_sheet import FeeSheet, fee_sheet
from haidang.dossiers.labels import CHANNEL_LABELS, STATE_LABELS
from haidang.dossiers.lifecycle import Command, State
from haidang.dossiers.models import Document, Dossier, Rating, SupplementRequest
from haidang.dossiers.office.standings import OpenStep, steps_of
from haidang.dossiers.papers.registry import PaperRow, papers_of
from haidang.dossiers.papers.signing import Signer, possible_signers
from haidang.dossiers.promise import Promise, promise
from haidang.dossiers.risk import Risk, risk
from haidang.dossiers.timeline import Line, timeline
from haidang.identity import api as identity
from haidang.platform import clock, files
from haidang.platform.secrets import mask
from haidang.platform.text import fold, is_storable
from haidang.workflow import api as workflow


@dataclass(frozen=True, slots=True)
class Row:
    """A dossier in a list."""

    code: str
    procedure_name: str
    owner_name: str
    agency_name: str
    intake_name: str
    """The place of intake, where it is another one than the competent agency; else blank."""
    channel: str
    state: State
    state_label: str
    risk: Risk
    task: str
    submitted_at: datetime
    act_by: datetime | None
    """Until when somebody must act: the due date, or the time to answer a filing."""
    step_id: int | None = None
    holder_id: int | None = None
    holder: str = ""
    """Who has the step that is to be done, if anybody."""


@dataclass(frozen=True, slots=True)
class View:
    """Everything about one dossier for the page of a person who may see it."""

    dossier: Dossier
    published: catalogue.PublishedProcedure
    case: catalogue.Case
    agency: identity.AgencyView
    """The competent agency as it was called when the dossier was filed; `agency_now`: who has its work today, if it
    goes by another name. `intake_agency` and `intake_now` likewise."""
    agency_now: identity.AgencyView | None
    intake_agency: identity.AgencyView
    intake_now: identity.AgencyView | None
    help_agency: identity.AgencyView | None
    state: State
    state_label: str
    channel_label: str
    risk: Risk
    promise: Promise
    answers: list[tuple[str, list[tuple[str, str]]]]
    """What was filled in: label and words, under the headings of the form."""
    owner_id_masked: str
    documents: list[Document]
    results: list[Document]
    requirements_missing: list[catalogue.DocumentRequirement]
    supplement: SupplementRequest | None
    """The supplement request that waits for an answer, if any."""
    papers: list[PaperRow]
    fees: FeeSheet
    timeline: list[Line]
    steps: list[workflow.StepInstance]
    open_steps: list[OpenStep]
    """Each open step with who has it and what may be done about it; nothing of it is for citizens."""
    own_steps: list[workflow.Outlook]
    """The open steps that are this person's to do, with the ways on and back from each."""
    process_svg: str
    """The process as a drawing with what is done and open marked; for officers only."""
    allowed: set[Command]
    signers: list[Signer]
    """Who may sign an apology; empty where the reader may not issue one."""
    needs_working_days: bool
    """Whether the officer must enter a time limit on accepting, because the law gives none in numbers."""
    rating: Rating | None


@dataclass(frozen=True, slots=True)
class PublicView:
    """What anybody who knows the code may see: no names, no documents."""

    code: str
    procedure_name: str
    agency_name: str
    intake_name: str
    state: State
    state_label: str
    risk: Risk
    submitted_at: datetime
    received_at: datetime | None
    due_at: datetime | None
    finished_at: datetime | None


def view(user: identity.User, code: str, *, now: datetime) -> View:
    """The page of a dossier; raises DossierNotFound if it is not there or not for `user`."""
    on = clock.local(now).date()
    dossier = access.get(user, code, on=on)
    published = catalogue.version(dossier.procedure_version_id)
    case = next(item for item in published.content.cases if item.key == dossier.case_key)
    named = _named(dossier, on=on)
    documents = list(dossier.documents.all())
    state = State(dossier.state)
    rights = identity.rights(user, on=on)
    open_steps = steps_of(user, dossier, on=on, rights=rights)
    allowed = access.allowed_commands(user, dossier, now=now, rights=rights)
    return View(
        dossier=dossier,
        published=published,
        case=case,
        agency=named[dossier.agency_id].then,
        agency_now=named[dossier.agency_id].now,
        intake_agency=named[dossier.intake_agency_id].then,
        intake_now=named[dossier.intake_agency_id].now,
        help_agency=named[dossier.help_agency_id].then if dossier.help_agency_id else None,
        state=state,
        state_label=str(STATE_LABELS[state]),
        channel_label=str(CHANNEL_LABELS[dossier.channel]),
        risk=risk_of(dossier, now=now),
        promise=promise(dossier, now=now),
        answers=_answers(published, dossier),
        owner_id_masked=mask(dossier.owner_id_number),
        documents=[item for item in documents if item.kind == Document.Kind.INPUT],
        results=[item for item in documents if item.kind == Document.Kind.RESULT and _has_result(user, dossier)],
        requirements_missing=not_answered(case, documents),
        supplement=dossier.supplements.filter(answered_at__isnull=True).last(),
        papers=papers_of(dossier),
        fees=fee_sheet(dossier),
        timeline=timeline(dossier, with_opinions=user.is_officer),
        steps=workflow.all_steps(dossier.stream),
        open_steps=open_steps,
        own_steps=[workflow.outlook(item.step) for item in open_steps if Command.COMPLETE_STEP in item.commands],
        process_svg=workflow.drawing_of(dossier.process) if user.is_officer and dossier.process else "",
        allowed=allowed,
        signers=possible_signers(dossier, user, on=on) if Command.REAPPOINT in allowed else [],
        needs_working_days=catalogue.term_for(published, dossier.channel) is None,
        rating=Rating.objects.filter(dossier=dossier).first(),
    )


def public_view(code: str, *, now: datetime) -> PublicView:
    """The minimum about a dossier, by its code in any accepted spelling."""
    try:
        spelled = _as_written_here(code)
    except ValueError as error:
        raise Invalid(
            _("Mã hồ sơ không đúng dạng, ví dụ 000.00.09.H06-241104-0001. Hãy xem mã trên giấy tiếp nhận."),
            field="code",
        ) from error
    dossier = Dossier.objects.filter(code=spelled).first()
    if dossier is None:
        raise DossierNotFound(_("Không có hồ sơ mang mã này. Hãy kiểm tra lại từng chữ số."), field="code")
    state = State(dossier.state)
    named = _named(dossier, on=clock.local(now).date())
    is_elsewhere = dossier.intake_agency_id != dossier.agency_id
    return PublicView(
        code=dossier.code,
        procedure_name=catalogue.version(dossier.procedure_version_id).name,
        agency_name=named[dossier.agency_id].short_words,
        intake_name=named[dossier.intake_agency_id].short_words if is_elsewhere else "",
        state=state,
        state_label=str(STATE_LABELS[state]),
        risk=risk_of(dossier, now=now),
        submitted_at=dossier.submitted_at,
        received_at=dossier.received_at,
        due_at=dossier.due_at,
        finished_at=dossier.finished_at,
    )


def _as_written_here(text: str) -> str:
    """A code in any spelling as this house wrote it on its day; raises ValueError."""
    found = codes.parse(text)
    agency = identity.to_canonical(found.agency) if identity.is_legacy(found.agency) else found.agency
    return codes.make(code=agency, legacy_code=identity.to_legacy(agency), day=found.day, ordinal=found.ordinal)


def mine(user: identity.User, *, now: datetime, limit: int = 200) -> list[Row]:
    """The dossiers whose applicant is `user`, newest first."""
    rows = Dossier.objects.filter(applicant=user).order_by("-submitted_at", "-id")[:limit]
    return as_rows(rows, now=now)


def search_for_officer(user: identity.User, words: str, *, now: datetime, limit: int = 50) -> list[Row]:
    """Dossiers that `user` may see by code, name of owner or procedure (without diacritics), or identity number."""
    words = words.strip()
    if not words or not is_storable(words):
        return []
    rows = access.visible_to(user, on=clock.local(now).date())
    by_text = Q()
    for word in fold(words).split():
        by_text &= Q(search_text__contains=word)
    found = rows.filter(by_text | Q(owner_id_index=identity.id_index(words)))
    return as_rows(found.order_by(F("due_at").asc(nulls_last=True), "-submitted_at")[:limit], now=now)


def document_for(user: identity.User, document_id: str, *, now: datetime) -> tuple[Document, BufferedReader]:
    """A file that `user` may open; a citizen opens a result once it is returned to him."""
    try:
        document = Document.objects.filter(pk=document_id).select_related("dossier").first()
    except ValidationError as error:
        raise access.not_found() from error
    if document is None:
        raise access.not_found()
    dossier = access.get(user, document.dossier.code, on=clock.local(now).date())
    if document.kind == Document.Kind.RESULT and not _has_result(user, dossier):
        raise access.not_found()
    try:
        return document, files.open_file(document.sha256)
    except FileNotFoundError as error:
        raise DossierNotFound(_("Kho tệp không còn giữ tệp này. Hãy báo quản trị hệ thống.")) from error


def _has_result(user: identity.User, dossier: Dossier) -> bool:
    """Whether the result is `user`'s to open: officers see it at once, the citizen when it is returned."""
    return user.is_officer or dossier.state == State.RETURNED


def risk_of(dossier: Dossier, *, now: datetime) -> Risk:
    """How `dossier` stands against its deadline at `now`."""
    return risk(
        state=State(dossier.state),
        receive_by=dossier.receive_by,
        due_at=dossier.due_at,
        warn_at=dossier.warn_at,
        is_paused=dossier.is_paused,
        finished_at=dossier.finished_at,
        now=now,
    )


def as_rows(dossiers: Iterable[Dossier], *, now: datetime) -> list[Row]:
    """`dossiers` as list rows, without what is to be done: that depends on who asks."""
    found = list(dossiers)
    names = catalogue.names({item.procedure_version_id for item in found})
    pairs = {(place, item.procedure_code) for item in found for place in _places(item)}
    agencies = identity.current(pairs, on=clock.local(now).date())
    return [
        Row(
            code=item.code,
            procedure_name=names[item.procedure_version_id],
            owner_name=item.owner_name,
            agency_name=agencies[item.agency_id, item.procedure_code].short_name,
            intake_name=_elsewhere(item, agencies),
            channel=str(CHANNEL_LABELS[item.channel]),
            state=State(item.state),
            state_label=str(STATE_LABELS[State(item.state)]),
            risk=risk_of(item, now=now),
            task="",
            submitted_at=item.submitted_at,
            act_by=item.due_at if item.received_at else item.receive_by,
        )
        for item in found
    ]


def _places(dossier: Dossier) -> set[int]:
    return {dossier.agency_id, dossier.intake_agency_id} | (
        {dossier.help_agency_id} if dossier.help_agency_id else set()
    )


def _named(dossier: Dossier, *, on: date) -> dict[int, identity.Named]:
    """The places of a dossier with their names of its day, and of `on` where these are others."""
    filed = clock.local(dossier.submitted_at).date()
    return identity.then_and_now(_places(dossier), procedure_code=dossier.procedure_code, then=filed, on=on)


def _elsewhere(dossier: Dossier, agencies: dict[tuple[int, str], identity.AgencyView]) -> str:
    """The place of intake by name, where it is not the competent agency."""
    competent, intake = ((place, dossier.procedure_code) for place in (dossier.agency_id, dossier.intake_agency_id))
    return agencies[intake].short_name if agencies[intake].id != agencies[competent].id else ""


def _answers(published: catalogue.PublishedProcedure, dossier: Dossier) -> list[tuple[str, list[tuple[str, str]]]]:
    """Label and answer under the headings of the form that the dossier was filed with."""
    form = catalogue.form_version(
        dossier.form_code, dossier.form_number, procedure=published, case_key=dossier.case_key
    )
    return catalogue.shown_answers(form, json.loads(dossier.answers or "{}"))

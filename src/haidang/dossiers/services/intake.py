"""Filing and receiving: submit, check documents, accept, reject."""

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from datetime import date, datetime
from typing import Any

from django.db import IntegrityError, transaction
from django.utils.translation import gettext_lazy as _

from haidang.catalogue import api as catalogue
from haidang.dossiers import codes, deadlines, ledger, money
from haidang.dossiers.documents import Upload, add_documents, describe, input_document
from haidang.dossiers.errors import Invalid, NotAllowed
from haidang.dossiers.kernel import (
    Order,
    Payload,
    Receipt,
    counting,
    perform,
    recall,
    record,
    require_text,
)
from haidang.dossiers.lifecycle import Command, State
from haidang.dossiers.models import CodeCounter, Document, Dossier
from haidang.dossiers.papers.issuing import issue
from haidang.dossiers.papers.kinds import Kind
from haidang.dossiers.places import check_places
from haidang.dossiers.step_places import places_of
from haidang.identity import api as identity
from haidang.platform import clock, idempotency
from haidang.platform.canonical import canonical
from haidang.platform.text import fold, tidy
from haidang.workflow import api as workflow
from haidang.worktime import api as worktime


@dataclass(frozen=True, slots=True)
class Owner:
    """Whose matter it is: a citizen (identity number) or a business (tax code), with how to reach them."""

    name: str
    id_number: str
    kind: str = identity.User.Kind.CITIZEN
    phone: str = ""
    email: str = ""
    address: str = ""


@dataclass(frozen=True, slots=True)
class Filing:
    """What is filed: which case of which procedure, with which agency, by whom, with which answers and files.

    `intake_agency_id`: where it is handed in and the result is fetched, by default the competent agency itself.
    `help_agency_id`: where somebody helped to prepare it, if anywhere.
    `given_code`: the code that another portal has given it, where the citizen filed there; the house itself files such
    a one, with the answers that were given there: what our form asks besides is asked for by a supplement.
    """

    procedure_code: str
    case_key: str
    agency_id: int
    channel: str
    owner: Owner
    answers: Mapping[str, Any]
    documents: Sequence[Upload] = ()
    intake_agency_id: int | None = None
    help_agency_id: int | None = None
    given_code: str = ""

    def plain(self) -> dict[str, Any]:
        """The filing as plain values, for the fingerprint of its idempotency key."""
        found = asdict(self) | {"answers": dict(self.answers), "documents": [asdict(item) for item in self.documents]}
        if not self.given_code:
            # As it was before there were such: keys given then still find their answers.
            del found["given_code"]
        return found


def submit(*, filing: Filing, actor: identity.User, now: datetime, key: str) -> Receipt:
    """Files a dossier: by a citizen online, or by a reception officer for somebody at the counter or by post.

    Raises Invalid (naming the field), NotAllowed, ProcedureNotFound, KeyReused.
    """
    order = Order(Command.SUBMIT, actor, now, key, filing.plain())
    idempotency.check_write(order.key, order.request)
    if earlier := recall(order):
        return earlier
    try:
        with transaction.atomic(), counting():
            return _submit(order, filing)
    except IntegrityError:
        # Another request with the same key was faster: give its answer.
        if earlier := recall(order):
            return earlier
        raise


def _submit(order: Order, filing: Filing) -> Receipt:
    on = clock.local(order.now).date()
    published = catalogue.published(filing.procedure_code, on=on)
    _check_filing(filing, published, on=on)
    _check_filer(order.actor, filing, on=on)
    intake = filing.intake_agency_id or filing.agency_id
    dossier = _new(order, filing, published, intake_agency_id=intake)
    documents = add_documents(dossier, filing.documents, now=order.now)
    payload: Payload = {
        "procedure": published.code,
        "procedure_version": published.version_id,
        "case": filing.case_key,
        "form": [dossier.form_code, dossier.form_number],
        "agency": dossier.agency_id,
        "intake_agency": intake,
        "help_agency": dossier.help_agency_id,
        "channel": filing.channel,
        "applicant": dossier.applicant_id,
        "owner_index": dossier.owner_id_index,
        "receive_by": dossier.receive_by.isoformat(),
        "documents": describe(documents),
    }
    return record(order, dossier, payload=payload)


def _check_filing(filing: Filing, published: catalogue.PublishedProcedure, *, on: date) -> None:
    case = published.content.case(filing.case_key)
    if case is None:
        raise Invalid(_("Hãy chọn trường hợp của thủ tục."), field="case")
    if filing.agency_id not in {agency.id for agency in catalogue.competent_agencies(published, on=on)}:
        raise Invalid(_("Cơ quan này không có thẩm quyền giải quyết thủ tục. Hãy chọn cơ quan khác."), field="agency")
    if filing.channel not in {"direct", "online", "postal"}:
        raise Invalid(_("Hãy chọn cách nộp hồ sơ."), field="channel")
    check_places(
        agency_id=filing.agency_id,
        intake_agency_id=filing.intake_agency_id,
        help_agency_id=filing.help_agency_id,
        on=on,
    )
    if filing.channel == "online" and case.service_level == "none":
        raise Invalid(_("Trường hợp này chưa nhận hồ sơ trực tuyến. Hãy nộp tại Bộ phận Một cửa."), field="channel")
    _check_owner(filing.owner)
    problems = catalogue.check_answers(catalogue.form_for(published, filing.case_key), filing.answers)
    for field, message in problems.items():
        if not filing.given_code or filing.answers.get(field):
            raise Invalid(message, field=field)


def _check_owner(owner: Owner) -> None:
    if not 2 <= len(tidy(owner.name)) <= 200:
        raise Invalid(_("Hãy nhập tên chủ hồ sơ (2–200 ký tự)."), field="owner_name")
    if owner.kind not in identity.User.Kind.values:
        raise Invalid(_("Hãy chọn chủ hồ sơ là công dân hay doanh nghiệp, tổ chức."), field="owner_kind")


def _check_filer(actor: identity.User, filing: Filing, *, on: date) -> None:
    if filing.given_code:
        _check_given(actor, filing)
        return
    if filing.channel == "online":
        if actor.is_officer:
            raise NotAllowed(
                _("Cán bộ tiếp nhận hồ sơ trực tiếp hoặc qua bưu chính, không nộp trực tuyến thay công dân.")
            )
        return
    intake = filing.intake_agency_id or filing.agency_id
    permission = identity.Permission.DOSSIER_RECEIVE
    if not identity.may(actor, permission, agency_id=intake, procedure_code=filing.procedure_code, on=on):
        raise NotAllowed(_("Bạn không có quyền tiếp nhận hồ sơ của thủ tục này tại cơ quan này."))


def _check_given(actor: identity.User, filing: Filing) -> None:
    if not identity.is_system(actor) or filing.channel != "online":
        raise NotAllowed(_("Chỉ hệ thống tự nhận hồ sơ nộp từ cổng khác, với mã mà cổng đó đã cấp."))
    try:
        codes.parse(filing.given_code)
    except ValueError as error:
        raise Invalid(_("Mã hồ sơ do cổng khác cấp không đúng cấu trúc."), field="code") from error
    if Dossier.objects.filter(code=filing.given_code).exists():
        raise Invalid(_("Đã có hồ sơ mang mã này."), field="code")


def _new(order: Order, filing: Filing, published: catalogue.PublishedProcedure, *, intake_agency_id: int) -> Dossier:
    owner, on = filing.owner, clock.local(order.now).date()
    calendar_version = identity.calendar_version_of(filing.agency_id, on=on)
    online = filing.channel == "online"
    form = catalogue.form_for(published, filing.case_key)
    has_filed = online and not filing.given_code
    applicant = order.actor if has_filed else identity.find_by_id_number(owner.id_number) if owner.id_number else None
    dossier = Dossier(
        code=filing.given_code or _next_code(intake_agency_id, on),
        state=State.NEW,
        procedure_code=published.code,
        procedure_version_id=published.version_id,
        case_key=filing.case_key,
        form_code=form.code,
        form_number=form.number,
        agency_id=filing.agency_id,
        intake_agency_id=intake_agency_id,
        help_agency_id=filing.help_agency_id,
        channel=filing.channel,
        applicant=applicant,
        owner_name=tidy(owner.name),
        owner_kind=owner.kind,
        owner_id_number=owner.id_number,
        owner_id_index=identity.id_index(owner.id_number) if owner.id_number else "",
        owner_phone=owner.phone,
        owner_email=owner.email,
        owner_address=owner.address,
        answers=canonical(dict(filing.answers)),
        submitted_at=order.now,
        receive_by=deadlines.receive_by(identity.calendar(calendar_version.pk), order.now),
    )
    dossier.search_text = fold(f"{dossier.code} {owner.name} {published.name}")[:600]
    dossier.save(force_insert=True)
    return dossier


def _next_code(agency_id: int, day: date) -> str:
    """The next code of the agency that day; the counter's row is locked until the act ends, so none is given twice."""
    CodeCounter.objects.bulk_create([CodeCounter(agency_id=agency_id, day=day, last=0)], ignore_conflicts=True)
    counter = CodeCounter.objects.select_for_update().get(agency_id=agency_id, day=day)
    counter.last += 1
    counter.save(update_fields=["last"])
    agency = identity.Agency.objects.get(pk=agency_id)
    return codes.make(code=agency.code, legacy_code=agency.legacy_code, day=day, ordinal=counter.last)


def check_document(
    *,
    code: str,
    document_id: str,
    verdict: str,
    actor: identity.User,
    now: datetime,
    key: str,
    reason: str = "",
    expected_version: int | None = None,
) -> Receipt:
    """Records whether one document is accepted or wrong; a wrong one needs a reason that the citizen can act on."""

    def change(dossier: Dossier) -> Payload:
        document = input_document(dossier, document_id)
        if verdict not in {Document.Verdict.ACCEPTED, Document.Verdict.WRONG}:
            raise Invalid(_("Hãy chọn Đạt hoặc Chưa đạt."), field="verdict")
        why = reason.strip()
        if verdict == Document.Verdict.WRONG:
            why = require_text(why, field="reason", message=_("Hãy ghi rõ vì sao giấy tờ chưa đạt."))
        document.verdict, document.verdict_reason = verdict, why
        document.save(update_fields=["verdict", "verdict_reason"])
        return {"document": str(document.pk), "sha256": document.sha256, "verdict": verdict, "reason": why}

    request = {"code": code, "document": str(document_id), "verdict": verdict, "reason": reason}
    order = Order(Command.CHECK_DOCUMENT, actor, now, key, request)
    return perform(order, code=code, expected_version=expected_version, change=change)


def accept(
    *,
    code: str,
    actor: identity.User,
    now: datetime,
    key: str,
    working_days: int | None = None,
    expected_version: int | None = None,
) -> Receipt:
    """Receives a dossier: its clock starts, the due date is promised, the internal process opens its first step.

    `working_days` is needed where the law gives the procedure no time limit in numbers, and refused otherwise.
    """

    def change(dossier: Dossier) -> Payload:
        published = catalogue.version(dossier.procedure_version_id)
        term = _term(published, dossier.channel, working_days)
        dossier.term, dossier.convention = str(term), str(published.content.convention)
        dossier.pause_policy = str(published.content.pause_policy)
        dossier.calendar_version = identity.calendar_version_of(dossier.agency_id, on=clock.local(now).date())
        dossier.received_at = now
        ledger.start(dossier, actor=actor, now=now)
        calendar = identity.calendar(dossier.calendar_version.pk)
        process = workflow.current(published.content.process_code)
        by = workflow.Mover(actor, now, calendar, places_of(dossier, on=clock.local(now).date()))
        started = workflow.start(process, subject=dossier.stream, agency_id=dossier.agency_id, by=by)
        dossier.process = started.instance
        return {
            "term": dossier.term,
            "convention": dossier.convention,
            "pause_policy": dossier.pause_policy,
            "calendar_version": dossier.calendar_version.pk,
            "due_at": dossier.due_at.isoformat() if dossier.due_at else None,
            "process_version": process.pk,
            "opens": [step.node for step in started.opened],
            "move": started.move,
            **issue(order, dossier, Kind.RECEIPT, details={}),
        }

    request = {"code": code, "working_days": working_days}
    order = Order(Command.ACCEPT, actor, now, key, request)
    return perform(order, code=code, expected_version=expected_version, change=change)


def _term(published: catalogue.PublishedProcedure, channel: str, working_days: int | None) -> worktime.Term:
    term = catalogue.term_for(published, channel)
    if term is not None:
        if working_days is not None:
            raise Invalid(_("Thủ tục này đã có thời hạn theo quy định, không nhập số ngày khác."), field="working_days")
        return term
    if working_days is None or not 0 <= working_days <= 365:
        raise Invalid(
            _("Quy định không ghi thời hạn bằng số. Hãy nhập số ngày làm việc để hẹn trả kết quả (0–365)."),
            field="working_days",
        )
    return worktime.Term.parse(f"{working_days} working_day")


def reject(
    *,
    code: str,
    reason: str,
    actor: identity.User,
    now: datetime,
    key: str,
    expected_version: int | None = None,
) -> Receipt:
    """Refuses to receive a dossier, with a reason that goes to the citizen."""

    def change(dossier: Dossier) -> Payload:
        why = require_text(reason, field="reason", message=_("Hãy ghi rõ lý do từ chối tiếp nhận."))
        dossier.closed_at = now
        ended = {"reason": why, **money.end(dossier, actor=actor, now=now)}
        return ended | issue(order, dossier, Kind.REFUSAL, details={"reason": why})

    order = Order(Command.REJECT, actor, now, key, {"code": code, "reason": reason})
    return perform(order, code=code, expected_version=expected_version, change=change)

"""Filings that are not submitted yet: kept at every step, so that nothing typed or uploaded is lost."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext_lazy as _

from haidang.catalogue import api as catalogue
from haidang.dossiers.documents import Upload, check_requirements, not_answered
from haidang.dossiers.errors import DossierNotFound, Invalid
from haidang.dossiers.kernel import Receipt, earlier_receipt
from haidang.dossiers.lifecycle import Command
from haidang.dossiers.models import Draft, DraftDocument
from haidang.dossiers.places import check_places
from haidang.dossiers.services.intake import Filing, Owner, submit
from haidang.identity import api as identity
from haidang.platform import clock, idempotency
from haidang.platform.canonical import canonical
from haidang.platform.files import StoredFile
from haidang.platform.text import tidy

MAX_FILES = 60


@dataclass(frozen=True, slots=True)
class DraftView:
    """A draft for a page: what was chosen, typed and attached so far."""

    id: str
    published: catalogue.PublishedProcedure
    case: catalogue.Case
    agency: identity.AgencyView
    intake_agency: identity.AgencyView
    help_agency: identity.AgencyView | None
    answers: dict[str, Any]
    documents: list[DraftDocument]
    updated_at: datetime

    @property
    def missing(self) -> list[catalogue.DocumentRequirement]:
        """Required documents of the case that no file answers yet."""
        return not_answered(self.case, self.documents)


def start_draft(
    *,
    user: identity.User,
    procedure_code: str,
    case_key: str,
    agency_id: int,
    now: datetime,
    intake_agency_id: int | None = None,
    help_agency_id: int | None = None,
) -> DraftView:
    """Begins a filing of one case of a procedure with one agency.

    `intake_agency_id`: where its author wants to fetch the result, `help_agency_id`: where he is helped to file.
    """
    on = clock.local(now).date()
    published = catalogue.published(procedure_code, on=on)
    if case_key not in {case.key for case in published.content.cases}:
        raise Invalid(_("Hãy chọn trường hợp của thủ tục."), field="case")
    if agency_id not in {agency.id for agency in catalogue.competent_agencies(published, on=on)}:
        raise Invalid(_("Hãy chọn cơ quan giải quyết."), field="agency")
    check_places(agency_id=agency_id, intake_agency_id=intake_agency_id, help_agency_id=help_agency_id, on=on)
    draft = Draft.objects.create(
        user=user,
        procedure_code=published.code,
        procedure_version_id=published.version_id,
        case_key=case_key,
        agency_id=agency_id,
        intake_agency_id=intake_agency_id,
        help_agency_id=help_agency_id,
        answers="{}",
        created_at=now,
        updated_at=now,
    )
    return _view(draft, now)


def draft_of(user: identity.User, draft_id: str, *, now: datetime) -> DraftView:
    """One of the user's own drafts; raises DossierNotFound for any other."""
    return _view(_own(user, draft_id), now)


def drafts_of(user: identity.User, *, now: datetime) -> list[DraftView]:
    """The user's drafts, newest first."""
    return [_view(draft, now) for draft in Draft.objects.filter(user=user).order_by("-updated_at")[:50]]


def save_draft(*, user: identity.User, draft_id: str, answers: Mapping[str, Any], now: datetime) -> DraftView:
    """Keeps what was typed, right or wrong; it is checked when the dossier is submitted."""
    draft = _own(user, draft_id)
    draft.answers, draft.updated_at = canonical(dict(answers)), now
    draft.save(update_fields=["answers", "updated_at"])
    return _view(draft, now)


@transaction.atomic
def attach_to_draft(*, user: identity.User, draft_id: str, upload: Upload, now: datetime) -> DraftDocument:
    """Attaches a stored file; the same file for the same requirement is attached once."""
    draft = _own(user, draft_id)
    check_requirements(_case(draft), [upload])
    if draft.documents.count() >= MAX_FILES:
        raise Invalid(_("Một hồ sơ nhận tối đa %(limit)s tệp.") % {"limit": MAX_FILES}, field="documents")
    document, _made = DraftDocument.objects.get_or_create(
        draft=draft,
        requirement_key=upload.requirement_key,
        sha256=upload.file.sha256,
        defaults={
            "title": tidy(upload.title)[:500],
            "name": upload.file.name,
            "size": upload.file.size,
            "media_type": upload.file.media_type,
            "added_at": now,
        },
    )
    return document


def detach_from_draft(*, user: identity.User, draft_id: str, document_id: str) -> None:
    """Takes a file out of a draft; taking it out twice changes nothing."""
    try:
        DraftDocument.objects.filter(draft=_own(user, draft_id), pk=document_id).delete()
    except ValidationError as error:
        raise _not_found() from error


def delete_draft(*, user: identity.User, draft_id: str) -> None:
    """Throws a draft away."""
    _own(user, draft_id).delete()


def submit_draft(*, user: identity.User, draft_id: str, owner: Owner, now: datetime, key: str) -> Receipt:
    """Submits a draft online and removes it, both or neither; the same key again gives the same receipt."""
    idempotency.check_key(key)
    with transaction.atomic():
        draft = Draft.objects.select_for_update().filter(user=user, pk=_uuid(draft_id)).first()
        if draft is None:
            return _already(user, key)
        uploads = [
            Upload(StoredFile(item.sha256, item.size, item.media_type, item.name), item.title, item.requirement_key)
            for item in draft.documents.all()
        ]
        agency_id, intake_agency_id, help_agency_id = _places(draft, now)
        filing = Filing(
            procedure_code=draft.procedure_code,
            case_key=draft.case_key,
            agency_id=agency_id,
            channel="online",
            owner=owner,
            answers=json.loads(draft.answers),
            documents=uploads,
            intake_agency_id=intake_agency_id,
            help_agency_id=help_agency_id,
        )
        receipt = submit(filing=filing, actor=user, now=now, key=key)
        draft.delete()
        return receipt


def _already(user: identity.User, key: str) -> Receipt:
    """The draft is gone: it was submitted under this key, or it never was this user's."""
    found = earlier_receipt(user, key, command=Command.SUBMIT)
    if found is None:
        raise _not_found()
    return found


def _own(user: identity.User, draft_id: str) -> Draft:
    found = Draft.objects.filter(user=user, pk=_uuid(draft_id)).select_related("procedure_version").first()
    if found is None:
        raise _not_found()
    return found


def _uuid(draft_id: str) -> str:
    try:
        return str(Draft._meta.pk.to_python(draft_id))
    except ValidationError as error:
        raise _not_found() from error


def _not_found() -> DossierNotFound:
    return DossierNotFound(_("Không tìm thấy hồ sơ nháp này. Có thể hồ sơ đã được nộp hoặc đã xóa."))


def _places(draft: Draft, now: datetime) -> tuple[int, int | None, int | None]:
    """The competent agency and the places of intake and help: of those that have ended since, the heirs."""
    chosen = (draft.agency_id, draft.intake_agency_id, draft.help_agency_id)
    heirs = identity.heir_of(
        {place for place in chosen if place}, procedure_code=draft.procedure_code, on=clock.local(now).date()
    )
    return heirs[draft.agency_id], heirs.get(chosen[1] or 0), heirs.get(chosen[2] or 0)


def _view(draft: Draft, now: datetime) -> DraftView:
    agency_id, intake_agency_id, help_agency_id = places = _places(draft, now)
    agencies = identity.agencies_by_id({place for place in places if place}, on=clock.local(now).date())
    return DraftView(
        id=str(draft.pk),
        published=catalogue.version(draft.procedure_version_id),
        case=_case(draft),
        agency=agencies[agency_id],
        intake_agency=agencies[intake_agency_id or agency_id],
        help_agency=agencies.get(help_agency_id or 0),
        answers=json.loads(draft.answers),
        documents=list(draft.documents.all()),
        updated_at=draft.updated_at,
    )


def _case(draft: Draft) -> catalogue.Case:
    content = catalogue.version(draft.procedure_version_id).content
    return next(item for item in content.cases if item.key == draft.case_key)

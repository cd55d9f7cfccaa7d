"""Files of a dossier: what an upload is, and how it becomes a row."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from haidang.catalogue import api as catalogue
from haidang.dossiers.errors import Invalid
from haidang.dossiers.models import Document, Dossier, DraftDocument
from haidang.platform.files import StoredFile
from haidang.platform.text import tidy


@dataclass(frozen=True, slots=True)
class Upload:
    """A file that is already in the store, and the required document that it answers (blank: another paper)."""

    file: StoredFile
    title: str
    requirement_key: str = ""


def add_documents(
    dossier: Dossier, uploads: Sequence[Upload], *, now: datetime, kind: str = Document.Kind.INPUT, round_: int = 0
) -> list[Document]:
    """Adds `uploads` to the dossier in their order; `round_` is the number of the supplement that brought them."""
    check_requirements(catalogue.version(dossier.procedure_version_id).content.case(dossier.case_key), uploads)
    return Document.objects.bulk_create(
        Document(
            dossier=dossier,
            kind=kind,
            requirement_key=upload.requirement_key,
            title=tidy(upload.title)[:500] or upload.file.name,
            name=upload.file.name,
            sha256=upload.file.sha256,
            size=upload.file.size,
            media_type=upload.file.media_type,
            round=round_,
            added_at=now,
            position=position,
        )
        for position, upload in enumerate(uploads)
    )


def check_requirements(case: catalogue.Case | None, uploads: Iterable[Upload]) -> None:
    """Refuses an upload that claims to answer a document which the case does not ask for."""
    known = {"", *(item.key for item in case.documents)} if case else {""}
    for upload in uploads:
        if upload.requirement_key not in known:
            raise Invalid(
                _("Tệp “%(name)s” không ứng với giấy tờ nào của trường hợp này. Hãy chọn lại giấy tờ.")
                % {"name": upload.file.name},
                field="documents",
            )


def input_document(dossier: Dossier, document_id: str) -> Document:
    """The document that was handed in under that id; raises Invalid."""
    try:
        return dossier.documents.get(pk=document_id, kind=Document.Kind.INPUT)
    except (Document.DoesNotExist, ValidationError) as error:
        raise Invalid(_("Không có giấy tờ này trong hồ sơ."), field="document") from error


def describe(documents: Iterable[Document]) -> list[dict[str, Any]]:
    """The documents as the journal names them: by id, content hash and what they answer."""
    return [
        {
            "id": str(item.pk),
            "sha256": item.sha256,
            "size": item.size,
            "media_type": item.media_type,
            "name": item.name,
            "title": item.title,
            "requirement": item.requirement_key,
        }
        for item in documents
    ]


def not_answered(
    case: catalogue.Case, documents: Iterable[Document | DraftDocument]
) -> list[catalogue.DocumentRequirement]:
    """The papers that `case` asks for and that none of `documents` answers."""
    answered = {item.requirement_key for item in documents}
    return [item for item in catalogue.papers(case).asked if item.key not in answered]

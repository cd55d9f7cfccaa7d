"""Files of a dossier: what an upload is, and how it becomes a row."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from haidang.dossiers.models import Document, Dossier
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

"""Taking uploaded files in: each goes to the store, or is refused with its own reason."""

from collections.abc import Iterable
from dataclasses import dataclass, field

from django import forms
from django.conf import settings
from django.core.files.uploadedfile import UploadedFile

from haidang.platform import files


def limit_mb() -> int:
    """The largest file that this installation takes, in megabytes."""
    return int(settings.MAX_DOCUMENT_BYTES) // 1024**2


@dataclass(slots=True)
class Taken:
    """What became of the files of one input: those stored, and the words about those refused."""

    stored: list[files.StoredFile] = field(default_factory=list)
    refused: list[str] = field(default_factory=list)


def take(uploads: Iterable["UploadedFile[bytes]"]) -> Taken:
    """Stores every upload that can be taken; one bad file never costs a good one."""
    taken = Taken()
    for upload in uploads:
        try:
            taken.stored.append(files.store(upload.chunks(), name=upload.name or ""))
        except files.FileRefused as refusal:
            taken.refused.append(str(refusal))
    return taken


def take_from(form: forms.Form, field: str) -> list[files.StoredFile] | None:
    """The stored files of a valid form's field; None where one was refused, which the form then says."""
    taken = take(form.cleaned_data.get(field, []))
    for words in taken.refused:
        form.add_error(field, words)
    return None if taken.refused else taken.stored

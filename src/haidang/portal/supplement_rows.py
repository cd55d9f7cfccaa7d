"""The inputs of the supplement page, and the files that stay while a refused one is mended.

A file that was taken is named in the page by a signed note (content hash, size, type, name), so that it need not be
sent again and nobody can name a file that he did not send himself.
"""

from collections.abc import Sequence
from dataclasses import asdict, dataclass, field

from django.core import signing
from django.http import HttpRequest

from haidang.dossiers.api import View
from haidang.platform.files import StoredFile
from haidang.ui import uploads

_MAX_AGE = 24 * 3600


@dataclass(slots=True)
class SupplementRow:
    """One thing to supplement; the last row of a page has no title and takes any other paper."""

    number: int
    title: str = ""
    reason: str = ""
    requirement_key: str = ""
    stored: list[StoredFile] = field(default_factory=list)
    notes: list[tuple[str, str]] = field(default_factory=list)
    refused: list[str] = field(default_factory=list)

    @property
    def input_name(self) -> str:
        """The name of the file input."""
        return f"files-{self.number}"

    @property
    def input_id(self) -> str:
        """The id of the file input."""
        return f"id_{self.input_name}"

    @property
    def kept_name(self) -> str:
        """The name of the boxes that stand for files already sent."""
        return f"kept-{self.number}"


def rows_of(view: View, request: HttpRequest) -> list[SupplementRow]:
    """The rows for what the officer asked, with the files that this request brings or brings again."""
    asked: Sequence[dict[str, str]] = view.supplement.items if view.supplement else []
    rows = [
        SupplementRow(number, item["title"], item["reason"], item["requirement_key"])
        for number, item in enumerate(asked, start=1)
    ]
    rows.append(SupplementRow(len(rows) + 1))
    if request.method == "POST":
        for row in rows:
            _fill(row, request, salt=_salt(view, request))
    return rows


def _fill(row: SupplementRow, request: HttpRequest, *, salt: str) -> None:
    for note in request.POST.getlist(row.kept_name):
        try:
            row.stored.append(StoredFile(**signing.loads(note, salt=salt, max_age=_MAX_AGE)))
        except signing.BadSignature:
            continue
    taken = uploads.take(request.FILES.getlist(row.input_name))
    known = {one.sha256 for one in row.stored}
    row.stored += [one for one in taken.stored if one.sha256 not in known]
    row.refused = taken.refused
    row.notes = [(signing.dumps(asdict(one), salt=salt), one.name) for one in row.stored]


def _salt(view: View, request: HttpRequest) -> str:
    return f"portal.supplement:{request.user.pk}:{view.dossier.code}"

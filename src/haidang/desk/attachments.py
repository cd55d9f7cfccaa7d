"""Files of a form, kept across redisplays: what is already in the store travels as signed hidden values.

A browser never sends a file twice by itself. So that an officer who corrects one field does not have to scan again,
each file that the store has taken is named in the page by a value that only this officer's next request can use.
"""

from collections.abc import Sequence
from dataclasses import asdict, dataclass, field

from django.core import signing
from django.http import HttpRequest
from django.utils.translation import gettext as _

from haidang.dossiers import api as dossiers
from haidang.identity.api import User
from haidang.platform.files import ACCEPT, StoredFile
from haidang.ui.uploads import take

MAX_FILES = 60
_KEPT_SECONDS = 12 * 3600


@dataclass(frozen=True, slots=True)
class Kept:
    """A stored file of a form, and the signed value that stands for it in the page."""

    file: StoredFile
    token: str


@dataclass(slots=True)
class Slot:
    """A place for files in a form: the required document (`key`, blank for other papers), its title and a hint."""

    key: str
    title: str
    hint: str = ""
    id: str = ""
    name: str = ""
    kept: list[Kept] = field(default_factory=list)
    errors: list[str] = field(default_factory=list)


class Attachments:
    """The file part of a form; `prefix` keeps its ids apart from those of other forms on the page."""

    accept = ACCEPT

    def __init__(self, slots: Sequence[Slot], *, user: User, prefix: str) -> None:
        self.slots = list(slots)
        self._salt = f"desk.attachments:{user.pk}"
        for number, slot in enumerate(self.slots):
            slot.id, slot.name = f"{prefix}-tep-{number}", f"tep-{number}"

    def receive(self, request: HttpRequest) -> None:
        """Takes in what the request brings: files kept earlier, except those crossed out, and new ones."""
        dropped = set(request.POST.getlist("bo"))
        for slot in self.slots:
            for token in request.POST.getlist(f"giu-{slot.name}"):
                if token not in dropped and (file := self._unseal(token)):
                    slot.kept.append(Kept(file, token))
            taken = take(request.FILES.getlist(slot.name))
            slot.errors += taken.refused
            known = {kept.file.sha256 for kept in slot.kept}
            slot.kept += [Kept(file, self._seal(file)) for file in taken.stored if file.sha256 not in known]
        if len(self.uploads) > MAX_FILES:
            self.slots[0].errors.append(_("Một hồ sơ nhận tối đa %(limit)s tệp. Hãy bỏ bớt.") % {"limit": MAX_FILES})

    @property
    def uploads(self) -> list[dossiers.Upload]:
        """Every stored file with the title of its place; other papers are called by their file name."""
        return [
            dossiers.Upload(kept.file, slot.title if slot.key else kept.file.name, slot.key)
            for slot in self.slots
            for kept in slot.kept
        ]

    @property
    def problems(self) -> list[tuple[str, str]]:
        """What was refused, as (id of the input, words)."""
        return [(slot.id, words) for slot in self.slots for words in slot.errors]

    def _seal(self, file: StoredFile) -> str:
        return signing.dumps(asdict(file), salt=self._salt)

    def _unseal(self, token: str) -> StoredFile | None:
        try:
            return StoredFile(**signing.loads(token, salt=self._salt, max_age=_KEPT_SECONDS))
        except signing.BadSignature:
            return None

"""What is behind an entered count: its file, and everything that was ever entered."""

from dataclasses import dataclass
from datetime import datetime

from django.utils.translation import gettext_lazy as _

from haidang.identity.api import User
from haidang.platform import journal
from haidang.platform.files import StoredFile
from haidang.reform.errors import MeasureNotFound
from haidang.reform.qd766.tables import EnteredCount


@dataclass(frozen=True, slots=True)
class Change:
    """One entry: what was entered, from which source, by whom and when. `value` None: taken back."""

    at: datetime
    actor: str
    value: int | None
    source: str


def evidence(entry_id: int) -> StoredFile:
    """The file of an entered count; raises MeasureNotFound."""
    row = EnteredCount.objects.filter(pk=entry_id).exclude(evidence_sha256="").first() if entry_id < 2**63 else None
    if row is None:
        raise MeasureNotFound(_("Không tìm thấy tệp minh chứng này."))
    return StoredFile(row.evidence_sha256, 0, row.evidence_type, row.evidence_name)


def history(entry: EnteredCount) -> list[Change]:
    """Every entry of that count, oldest first."""
    found = [(line, journal.data(line)) for line in journal.lines(entry.stream)]
    names = _names({line.actor for line, _data in found})
    return [Change(line.at, names.get(line.actor, line.actor), data["value"], data["source"]) for line, data in found]


def _names(references: set[str]) -> dict[str, str]:
    ids = [int(each.removeprefix("user:")) for each in references if each.removeprefix("user:").isdecimal()]
    return {user.reference: user.full_name for user in User.objects.filter(pk__in=ids)}

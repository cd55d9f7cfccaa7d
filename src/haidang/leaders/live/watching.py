"""What has happened to dossiers since one last looked: by agency and procedure, read off the journal."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import Max

from haidang.dossiers import api as dossiers
from haidang.identity import api as identity
from haidang.platform.models import JournalEntry

_PREFIX = "dossier:"
MOST = 5_000
"""Lines read at one look; more than that is taken for a change of everything."""


@dataclass(frozen=True, slots=True)
class Change:
    """What has changed: pairs of agency and procedure code; None for too much to tell."""

    places: frozenset[tuple[int, str]] | None

    def concerns(self, held: Iterable[identity.Scope]) -> bool:
        """Whether anything of it lies where rights of `held` reach."""
        if self.places is None:
            return True
        found = list(held)
        return any(identity.covers(found, agency_id=place, procedure_code=code) for place, code in self.places)


def last_line() -> int:
    """The number of the journal's last line; 0 for an empty one."""
    return JournalEntry.objects.aggregate(last=Max("pk"))["last"] or 0


def since(line: int) -> tuple[int, Change | None]:
    """The last line now, and what the lines after `line` changed; None where they changed no dossier.

    A transaction that takes its number early and ends late can be passed over: pages ask by themselves too.
    """
    rows = JournalEntry.objects.filter(pk__gt=line).order_by("pk").values_list("pk", "stream")
    found = list(rows[: MOST + 1])
    if not found:
        return line, None
    if len(found) > MOST:
        return last_line(), Change(None)
    codes = {stream.removeprefix(_PREFIX) for _pk, stream in found if stream.startswith(_PREFIX)}
    places = dossiers.Dossier.objects.filter(code__in=codes).values_list("agency_id", "procedure_code").distinct()
    changed = frozenset(places)
    return found[-1][0], Change(changed) if changed else None

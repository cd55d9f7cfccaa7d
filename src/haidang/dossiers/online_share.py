"""How many dossiers were paid online: components 3.5 and 3.6 of Decision 766, as numerator and denominator.

3.6 counts dossiers with an online payment among those of procedures with a fee, without those whose every fee is 0;
3.5b counts procedures with at least one online payment among procedures with a fee. Here both of those with a dossier
that was received in the period.
"""

from dataclasses import dataclass
from datetime import datetime

from django.db.models import QuerySet

from haidang.catalogue import api as catalogue
from haidang.dossiers import charging
from haidang.dossiers.fee_tables import FeeReceipt
from haidang.dossiers.models import Dossier


@dataclass(frozen=True, slots=True)
class OnlineShare:
    """`numerator` of `denominator` dossiers were paid online, as it is known at `as_of`."""

    numerator: int
    denominator: int
    procedures_paid_online: int
    procedures_with_fee: int
    as_of: datetime

    @property
    def percent(self) -> float | None:
        """The share in percent; None where there is nothing to take a share of."""
        return 100 * self.numerator / self.denominator if self.denominator else None


@dataclass(frozen=True, slots=True)
class Charged:
    """Dossiers with a fee that is not 0, and those of them that were paid online, by code."""

    all: frozenset[str]
    paid_online: frozenset[str]


def online_share(*, since: datetime, until: datetime, as_of: datetime) -> OnlineShare:
    """Of the dossiers received from `since` up to but without `until`; a cancelled receipt does not count."""
    rows = _charged(since, until)
    paid = [procedure for _code, procedure, is_paid in rows if is_paid]
    return OnlineShare(
        len(paid), len(rows), len(set(paid)), len({procedure for _code, procedure, _paid in rows}), as_of
    )


def charged(*, since: datetime, until: datetime) -> Charged | None:
    """The dossiers behind component 3.6, received in [since, until); None while nothing has ever been paid online."""
    if not _receipts().filter(dossier__received_at__lt=until).exists():
        return None
    rows = _charged(since, until)
    return Charged(
        frozenset(code for code, _procedure, _paid in rows),
        frozenset(code for code, _procedure, is_paid in rows if is_paid),
    )


def _receipts() -> QuerySet[FeeReceipt]:
    return FeeReceipt.objects.filter(cancelled_at=None, method=FeeReceipt.Method.ONLINE)


def _charged(since: datetime, until: datetime) -> list[tuple[str, str, bool]]:
    """The dossiers with a fee that is not 0, as (code, procedure code, whether it was paid online)."""
    rows = Dossier.objects.filter(received_at__gte=since, received_at__lt=until)
    paid = set(_receipts().filter(dossier__in=rows).values_list("dossier_id", flat=True))
    known: dict[tuple[int, str, str], bool] = {}
    found = []
    fields = ("pk", "code", "procedure_code", "procedure_version_id", "case_key", "channel")
    for pk, code, procedure, version_id, case_key, channel in rows.values_list(*fields):
        of = (version_id, case_key, channel)
        if of not in known:
            known[of] = _is_charged(*of)
        if known[of]:
            found.append((code, procedure, pk in paid))
    return found


def _is_charged(version_id: int, case_key: str, channel: str) -> bool:
    """Whether the procedure has a fee for such a dossier that is not 0."""
    content = catalogue.version(version_id).content
    found = charging.tariffs(content, case_key=case_key, channel=channel)
    return any(tariff.amount_vnd != 0 for tariff in found)

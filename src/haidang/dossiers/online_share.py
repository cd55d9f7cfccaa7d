"""How many dossiers were paid online: components 3.5 and 3.6 of Decision 766, as numerator and denominator.

3.6 counts dossiers with an online payment among those of procedures with a fee, without those whose every fee is 0;
3.5b counts procedures with at least one online payment among procedures with a fee. Here both of those with a dossier
that was received in the period.
"""

from dataclasses import dataclass
from datetime import datetime

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


def online_share(*, since: datetime, until: datetime, as_of: datetime) -> OnlineShare:
    """Of the dossiers received from `since` up to but without `until`; a cancelled receipt does not count."""
    rows = Dossier.objects.filter(received_at__gte=since, received_at__lt=until)
    standing = FeeReceipt.objects.filter(cancelled_at=None, method=FeeReceipt.Method.ONLINE)
    paid = set(standing.filter(dossier__in=rows).values_list("dossier_id", flat=True))
    known: dict[tuple[int, str, str], bool] = {}
    charged, codes, codes_paid = 0, set[str](), set[str]()
    numerator = 0
    fields = ("pk", "procedure_code", "procedure_version_id", "case_key", "channel")
    for pk, code, version_id, case_key, channel in rows.values_list(*fields):
        of = (version_id, case_key, channel)
        if of not in known:
            known[of] = _is_charged(*of)
        if not known[of]:
            continue
        charged += 1
        codes.add(code)
        if pk in paid:
            numerator += 1
            codes_paid.add(code)
    return OnlineShare(numerator, charged, len(codes_paid), len(codes), as_of)


def _is_charged(version_id: int, case_key: str, channel: str) -> bool:
    """Whether the procedure has a fee for such a dossier that is not 0."""
    content = catalogue.version(version_id).content
    found = charging.tariffs(content, case_key=case_key, channel=channel)
    return any(tariff.amount_vnd != 0 for tariff in found)

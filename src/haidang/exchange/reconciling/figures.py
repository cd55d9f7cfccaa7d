"""How far the portal and the house are in step: by verdict, by procedure, and indicator 1.4 of Decision 766."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Count, Exists, F, Max, Min, OuterRef, Q, QuerySet, Value
from django.db.models.functions import Concat

from haidang.dossiers.api import Dossier
from haidang.exchange.models import DossierCheck
from haidang.exchange.national import TOPIC
from haidang.platform.models import OutboxMessage
from haidang.platform.text import is_storable

V = DossierCheck.Verdict


@dataclass(frozen=True, slots=True)
class Standing:
    """Dossiers by verdict, how many have never been compared, and the span of the comparisons."""

    by_verdict: dict[str, int]
    never: int
    oldest_at: datetime | None
    newest_at: datetime | None

    @property
    def compared(self) -> int:
        """How many have been compared at all."""
        return sum(self.by_verdict.values())


@dataclass(frozen=True, slots=True)
class ProcedureStanding:
    """One procedure's dossiers: compared, in step, not in step."""

    procedure_code: str
    compared: int
    same: int
    uneven: int


@dataclass(frozen=True, slots=True)
class SyncShare:
    """Indicator 1.4 of Decision 766: of the dossiers received in [since, until), those that the portal has been told.

    A dossier counts as told when the portal has taken every message up to that of its receipt. The denominator is
    ours; the portal's own count, of which the decision takes the larger, is not offered by its services.
    """

    since: datetime
    until: datetime
    as_of: datetime
    numerator: int
    denominator: int

    @property
    def share(self) -> float | None:
        """The share; None where nothing was received: nothing is 100 % of nothing."""
        return self.numerator / self.denominator if self.denominator else None


def standing() -> Standing:
    """How the comparisons stand."""
    counts = dict(DossierCheck.objects.values_list("verdict").annotate(Count("pk")))
    span = DossierCheck.objects.aggregate(oldest=Min("checked_at"), newest=Max("checked_at"))
    never = Dossier.objects.count() - sum(counts.values())
    return Standing({str(verdict): counts.get(verdict, 0) for verdict in V}, never, span["oldest"], span["newest"])


def by_procedure(*, limit: int) -> list[ProcedureStanding]:
    """Procedures with dossiers that are not in step, the most first."""
    rows = DossierCheck.objects.values("procedure_code").annotate(
        compared=Count("pk"), same=Count("pk", filter=Q(verdict=V.SAME))
    )
    uneven = rows.annotate(uneven=F("compared") - F("same")).filter(uneven__gt=0).order_by("-uneven", "procedure_code")
    return [
        ProcedureStanding(row["procedure_code"], row["compared"], row["same"], row["uneven"]) for row in uneven[:limit]
    ]


def checks(verdict: str = "", *, procedure_code: str = "") -> QuerySet[DossierCheck]:
    """Comparisons with that verdict, by default all that are not in step; the longest not compared first."""
    rows = DossierCheck.objects.select_related("dossier").only(
        "dossier__code", "procedure_code", "verdict", "our_state", "their_state", "differs", "checked_at"
    )
    rows = rows.filter(verdict=verdict) if verdict in V.values else rows.exclude(verdict=V.SAME)
    is_narrowed = procedure_code and is_storable(procedure_code)
    return (rows.filter(procedure_code=procedure_code) if is_narrowed else rows).order_by("checked_at", "pk")


def sync_share(*, since: datetime, until: datetime, as_of: datetime) -> SyncShare:
    """Indicator 1.4 for the whole province."""
    received = Dossier.objects.filter(received_at__gte=since, received_at__lt=until)
    return SyncShare(since, until, as_of, _told(received).count(), received.count())


def sync_shares(
    agency_ids: Iterable[int], *, since: datetime, until: datetime, as_of: datetime
) -> dict[int, SyncShare]:
    """Indicator 1.4 for each of these agencies, as competent agency."""
    wanted = list(agency_ids)
    received = Dossier.objects.filter(received_at__gte=since, received_at__lt=until, agency_id__in=wanted)
    whole = dict(received.values_list("agency_id").annotate(Count("pk")))
    told = dict(_told(received).values_list("agency_id").annotate(Count("pk")))
    return {each: SyncShare(since, until, as_of, told.get(each, 0), whole.get(each, 0)) for each in wanted}


def told_codes(*, since: datetime, until: datetime) -> frozenset[str] | None:
    """The dossiers behind the numerator of indicator 1.4, by code; None while the portal has never been told anything.

    A house that is not connected has not failed to tell: it has no figure.
    """
    if not OutboxMessage.objects.filter(topic=TOPIC, delivered_at__lt=until).exists():
        return None
    received = Dossier.objects.filter(received_at__gte=since, received_at__lt=until)
    return frozenset(_told(received).values_list("code", flat=True))


def _told(received: QuerySet[Dossier]) -> QuerySet[Dossier]:
    """Those whose messages up to their receipt have all been taken."""
    of_dossier = OutboxMessage.objects.filter(topic=TOPIC, stream=OuterRef("stream_name"))
    lacking = of_dossier.filter(created_at__lte=OuterRef("received_at"), delivered_at__isnull=True)
    receipt = of_dossier.filter(created_at=OuterRef("received_at"), delivered_at__isnull=False)
    named = received.alias(stream_name=Concat(Value("dossier:"), "code"))
    return named.filter(Exists(receipt), ~Exists(lacking))

"""Asks the portal for dossiers and keeps what it found: those that changed first, then those that did not agree.

The protocol has no list of dossiers, so a dossier that only the portal knows cannot be found from here.
"""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from django.db.models import F, Max, Q
from django.utils.translation import override

from haidang.dossiers.api import Dossier
from haidang.exchange.messages import build
from haidang.exchange.models import DossierCheck
from haidang.exchange.national import TOPIC
from haidang.exchange.ports import NationalPortal
from haidang.platform import outbox
from haidang.platform.delivery.letters import Rejected, Unavailable
from haidang.platform.delivery.worker import Moment
from haidang.platform.models import OutboxLane, OutboxMessage

V = DossierCheck.Verdict
CHUNK = 200
GIVE_UP_AFTER = 5
"""So many questions in a row without an answer, and the portal is left alone until the next run."""


@dataclass(slots=True)
class Outcome:
    """What a run found, by verdict; `is_whole` is False where it ended because the portal did not answer."""

    verdicts: Counter[str] = field(default_factory=Counter)
    is_whole: bool = True

    @property
    def checked(self) -> int:
        """How many dossiers were looked at."""
        return sum(self.verdicts.values())


@dataclass(slots=True)
class Run:
    """A run over some dossiers against `portal`; `silent` counts questions in a row that nobody answered."""

    portal: NationalPortal
    moment: Moment
    outcome: Outcome = field(default_factory=Outcome)
    silent: int = 0

    def over(self, ids: Sequence[int]) -> Outcome:
        """Compares the dossiers with these ids."""
        for start in range(0, len(ids), CHUNK):
            rows = _rows(ids[start : start + CHUNK])
            streams = [f"dossier:{row.code}" for row in rows]
            waiting, stopped, told = outbox.waiting_streams(TOPIC, streams), _stopped(streams), _last_told(streams)
            for row in rows:
                stream = f"dossier:{row.code}"
                seq = told.get(stream, 0)
                if stream in stopped or stream in waiting or not seq:
                    self._keep(row, V.STOPPED if stream in stopped else V.WAITING)
                elif not self._ask(row, seq):
                    self.outcome.is_whole = False
                    return self.outcome
        return self.outcome

    def _ask(self, row: Dossier, seq: int) -> bool:
        """Compares one dossier; False once the portal has been silent too often."""
        try:
            held = self.portal.look_up(row.code)
        except (Unavailable, Rejected):
            self.silent += 1
            self._keep(row, V.UNANSWERED)
            return self.silent < GIVE_UP_AFTER
        self.silent = 0
        if held is None:
            self._keep(row, V.MISSING)
            return True
        with override("vi"):
            # Where it was filed is not compared.
            differs = self.portal.differences(build(row.code, seq), held)
        self._keep(row, V.DIFFERS if differs else V.SAME, their_state=held.state, differs=differs)
        return True

    def _keep(self, row: Dossier, verdict: str, *, their_state: str = "", differs: Sequence[str] = ()) -> None:
        self.outcome.verdicts[str(verdict)] += 1
        values = {
            "procedure_code": row.procedure_code,
            "agency_id": row.agency_id,
            "verdict": verdict,
            "seq": row.version,
            "our_state": row.state,
            "their_state": their_state[:4],
            "differs": list(differs),
            "checked_at": self.moment(),
        }
        DossierCheck.objects.update_or_create(dossier=row, defaults=values)


def reconcile(*, portal: NationalPortal, moment: Moment, most: int) -> Outcome:
    """Compares up to `most` dossiers: never compared or changed since, then not in step, then longest not compared."""
    changed = Dossier.objects.filter(Q(exchange_check__isnull=True) | Q(exchange_check__seq__lt=F("version")))
    ids = list(changed.order_by("pk").values_list("pk", flat=True)[:most])
    uneven = DossierCheck.objects.exclude(verdict=V.SAME).order_by("checked_at")
    oldest = DossierCheck.objects.filter(verdict=V.SAME).order_by("checked_at")
    for rows in (uneven, oldest):
        ids += list(rows.values_list("dossier_id", flat=True)[: max(most - len(ids), 0)])
    return Run(portal, moment).over(list(dict.fromkeys(ids)))


def reconcile_these(codes: Iterable[str], *, portal: NationalPortal, moment: Moment) -> Outcome:
    """Compares the dossiers with these codes."""
    ids = Dossier.objects.filter(code__in=list(codes)).order_by("pk").values_list("pk", flat=True)
    return Run(portal, moment).over(list(ids))


def _rows(ids: Sequence[int]) -> list[Dossier]:
    fields = ("code", "procedure_code", "agency_id", "version", "state")
    return list(Dossier.objects.filter(pk__in=ids).only(*fields).order_by("pk"))


def _stopped(streams: Iterable[str]) -> set[str]:
    rows = OutboxLane.objects.filter(topic=TOPIC, subject__in=list(streams), stopped_at__isnull=False)
    return set(rows.values_list("subject", flat=True))


def _last_told(streams: Iterable[str]) -> dict[str, int]:
    """The last line of each stream of which the portal was to be told; one that was given up counts, so it shows."""
    rows = OutboxMessage.objects.filter(topic=TOPIC, stream__in=list(streams))
    return dict(rows.values_list("stream").annotate(Max("seq")))

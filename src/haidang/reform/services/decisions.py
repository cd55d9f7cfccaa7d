"""What plans and reviews have in common on their way: submitted, decided, withdrawn."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.utils.translation import gettext_lazy as _

from haidang.identity.api import User
from haidang.platform import clock
from haidang.platform.acts import Payload
from haidang.platform.files import StoredFile
from haidang.platform.written import optional, required
from haidang.reform.errors import Invalid, NotAllowed
from haidang.reform.models import Measure

Change = Callable[[Measure], Payload]
NUMBER_LIMIT = 60


@dataclass(frozen=True, slots=True)
class Decision:
    """The paper behind a decision: number, date, and a note (the reason, when it refuses)."""

    number: str
    date: date
    note: str = ""

    @property
    def plain(self) -> dict[str, Any]:
        """As plain values."""
        return {"number": self.number, "date": self.date.isoformat(), "note": self.note}


def document_plain(document: StoredFile | None) -> dict[str, Any]:
    """The paper's file as plain values; empty without one."""
    if document is None:
        return {}
    return {"document": {"sha256": document.sha256, "name": document.name, "type": document.media_type}}


def submitted(now: datetime) -> Change:
    """The change of laying a measure before the province."""

    def change(measure: Measure) -> Payload:
        measure.submitted_at = now
        return {}

    return change


def decided(
    decision: Decision, *, actor: User, now: datetime, document: StoredFile | None, effective_on: date | None
) -> Change:
    """The change of deciding on a measure, either way. Raises Invalid and, four eyes, NotAllowed for its proposer."""

    def change(measure: Measure) -> Payload:
        if measure.proposed_by_id == actor.pk:
            raise NotAllowed(_("Người đề xuất không tự quyết định đề xuất của mình."))
        _fill(measure, decision, now=now)
        if effective_on is not None and effective_on < decision.date:
            raise Invalid(_("Ngày có hiệu lực không được trước ngày quyết định."), field="effective_on")
        measure.decided_by, measure.decided_at, measure.effective_on = actor, now, effective_on
        if document:
            measure.document_sha256, measure.document_name = document.sha256, document.name
            measure.document_type = document.media_type
        on = effective_on and effective_on.isoformat()
        return {**decision.plain, "effective_on": on, **document_plain(document)}

    return change


def _fill(measure: Measure, decision: Decision, *, now: datetime) -> None:
    message = _("Hãy ghi số, ký hiệu của quyết định.")
    measure.decision_number = required(decision.number, field="number", message=message, limit=NUMBER_LIMIT)
    if decision.date > clock.local(now).date():
        raise Invalid(_("Ngày quyết định không được ở tương lai."), field="date")
    measure.decision_date = decision.date
    measure.decision_note = optional(decision.note, field="note")


def withdrawn(reason: str, now: datetime) -> Change:
    """The change of withdrawing a measure, with a reason."""

    def change(measure: Measure) -> Payload:
        measure.withdrawn_reason = required(reason, field="reason", message=_("Hãy ghi lý do rút."))
        measure.withdrawn_at = now
        return {"reason": measure.withdrawn_reason}

    return change

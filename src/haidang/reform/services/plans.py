"""Time-reduction plans: propose, amend, submit, decide, publish, withdraw."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

import msgspec
from django.utils.translation import gettext_lazy as _

from haidang.catalogue import api as catalogue
from haidang.catalogue.api import Commitment, PublishedProcedure, TimeLimit
from haidang.identity.api import User
from haidang.platform import clock
from haidang.platform.acts import Payload
from haidang.platform.files import StoredFile
from haidang.platform.written import required
from haidang.reform import evidence
from haidang.reform.acts import Done, Order, perform, propose
from haidang.reform.errors import Invalid
from haidang.reform.lifecycle import Command, Status
from haidang.reform.models import ReductionPlan
from haidang.reform.services import decisions


@dataclass(frozen=True, slots=True)
class Proposed:
    """A time to commit to for one way to file; addressed as in `catalogue.Commitment`."""

    channel: catalogue.Channel
    limit: TimeLimit
    note: str = ""
    place: int = 0

    @property
    def key(self) -> tuple[str, str, int]:
        """Which offer is meant."""
        return self.channel, self.note, self.place

    @property
    def plain(self) -> dict[str, Any]:
        """As plain values."""
        limit = msgspec.to_builtins(self.limit)
        return {"channel": self.channel, "note": self.note, "place": self.place, "limit": limit}


def propose_plan(
    *, procedure_code: str, items: Sequence[Proposed], reason: str, actor: User, now: datetime, key: str
) -> Done:
    """Proposes to commit to shorter times; what they would have meant for past dossiers is frozen as evidence.

    Raises ProcedureNotFound, NotAllowed, KeyReused, and Invalid for times that cannot be promised or cut nothing.
    """
    order = Order(Command.PROPOSE, actor, now, key, _request(procedure_code, items, reason))

    def make() -> tuple[ReductionPlan, Payload]:
        plan = ReductionPlan(procedure_code=procedure_code)
        return plan, _fill(plan, items, reason, now=now)

    return propose(order, ReductionPlan, make=make)


def amend_plan(
    *,
    plan_id: int,
    items: Sequence[Proposed],
    reason: str,
    actor: User,
    now: datetime,
    key: str,
    expected_version: int | None = None,
) -> Done:
    """Replaces what is proposed, and its evidence, before it is submitted; against the version in force now."""
    order = Order(Command.AMEND, actor, now, key, {"plan": plan_id, **_request("", items, reason)})
    return perform(
        order,
        ReductionPlan,
        id_=plan_id,
        expected_version=expected_version,
        change=lambda plan: _fill(plan, items, reason, now=now),
    )


def _request(procedure_code: str, items: Sequence[Proposed], reason: str) -> dict[str, Any]:
    return {"procedure": procedure_code, "items": [item.plain for item in items], "reason": reason}


def _fill(plan: ReductionPlan, items: Sequence[Proposed], reason: str, *, now: datetime) -> Payload:
    """Writes the proposal into the row; returns what the journal holds."""
    published = catalogue.published(plan.procedure_code, on=clock.local(now).date())
    plan.from_version_id = published.version_id
    plan.reason = required(reason, field="reason", message=_("Hãy ghi lý do đề xuất cắt giảm."))
    plan.items = _items(published, items)
    plan.evidence = evidence.for_items(plan.procedure_code, plan.items, as_of=now)
    return {
        "procedure": plan.procedure_code,
        "from_version": plan.from_version_id,
        "items": plan.items,
        "evidence": plan.evidence,
        "reason": plan.reason,
    }


def _items(published: PublishedProcedure, items: Sequence[Proposed]) -> list[dict[str, Any]]:
    offers = dict(catalogue.keyed(published.content))
    found = []
    if not items or len({item.key for item in items}) != len(items):
        raise Invalid(_("Hãy nhập thời gian đề xuất cho ít nhất một cách nộp hồ sơ."), field="items")
    for place, item in enumerate(items):
        offer = offers.get(item.key)
        if offer is None:
            raise Invalid(_("Thủ tục không có cách nộp hồ sơ này."), field=f"items.{place}")
        words = catalogue.limit_problem(item.limit, published.content, statutory=offer.time)
        if words:
            raise Invalid(words, field=f"items.{place}")
        _check_shorter(item.limit, offer, place=place)
        now_and_then = {"statutory": offer.time, "before": offer.committed, "proposed": item.limit}
        found.append(
            {
                "channel": item.channel,
                "note": item.note,
                "place": item.place,
                **{name: msgspec.to_builtins(value) for name, value in now_and_then.items()},
            }
        )
    return found


def _check_shorter(limit: TimeLimit, offer: catalogue.ChannelOffer, *, place: int) -> None:
    """A plan is there to cut: it must promise less than what holds now."""
    held = offer.committed or offer.time
    both = catalogue.in_one_unit(limit, held) if held else None
    if both and both[0] >= both[1]:
        raise Invalid(_("Thời gian đề xuất phải ngắn hơn thời gian đang áp dụng."), field=f"items.{place}")


def submit_plan(*, plan_id: int, actor: User, now: datetime, key: str, expected_version: int | None = None) -> Done:
    """Lays the plan before the province."""
    order = Order(Command.SUBMIT, actor, now, key, {"plan": plan_id})
    return perform(
        order, ReductionPlan, id_=plan_id, expected_version=expected_version, change=decisions.submitted(now)
    )


def approve_plan(
    *,
    plan_id: int,
    decision: decisions.Decision,
    effective_on: date,
    actor: User,
    now: datetime,
    key: str,
    document: StoredFile | None = None,
    expected_version: int | None = None,
) -> Done:
    """Records the decision that approves the plan; nobody decides what he has proposed himself."""
    request = {"plan": plan_id, **decision.plain, "on": effective_on.isoformat()}
    order = Order(Command.APPROVE, actor, now, key, request | decisions.document_plain(document))
    change = decisions.decided(decision, actor=actor, now=now, document=document, effective_on=effective_on)
    return perform(order, ReductionPlan, id_=plan_id, expected_version=expected_version, change=change)


def refuse_plan(
    *,
    plan_id: int,
    decision: decisions.Decision,
    actor: User,
    now: datetime,
    key: str,
    document: StoredFile | None = None,
    expected_version: int | None = None,
) -> Done:
    """Records the decision that refuses the plan, with its reason."""
    required(decision.note, field="note", message=_("Hãy ghi lý do không phê duyệt."))
    order = Order(Command.REFUSE, actor, now, key, {"plan": plan_id, **decision.plain})
    change = decisions.decided(decision, actor=actor, now=now, document=document, effective_on=None)
    return perform(order, ReductionPlan, id_=plan_id, expected_version=expected_version, change=change)


def publish_plan(*, plan_id: int, actor: User, now: datetime, key: str, expected_version: int | None = None) -> Done:
    """Publishes the committed times as the procedure's next version, from the effective date of the decision on.

    Dossiers that were received before keep their version, and their promise. Raises Invalid before that date, and
    CommitmentRefused where the procedure has changed so that the times no longer fit.
    """
    order = Order(Command.PUBLISH, actor, now, key, {"plan": plan_id})

    def change(plan: ReductionPlan) -> Payload:
        on = clock.local(now).date()
        if plan.effective_on is None or on < plan.effective_on:
            raise Invalid(_("Chưa đến ngày có hiệu lực của quyết định nên chưa công bố được."))
        after = catalogue.publish_commitments(
            code=plan.procedure_code,
            items=[_commitment(item, msgspec.convert(item["proposed"], TimeLimit)) for item in plan.items],
            decision=f"{plan.decision_number} ({plan.decision_date:%d/%m/%Y})",
            reason=plan.reason,
            by=actor.reference,
            now=now,
        )
        plan.new_version_id, plan.published_by, plan.published_at = after.version_id, actor, now
        return {"new_version": after.version_id, "number": after.number}

    return perform(order, ReductionPlan, id_=plan_id, expected_version=expected_version, change=change)


def withdraw_plan(
    *, plan_id: int, reason: str, actor: User, now: datetime, key: str, expected_version: int | None = None
) -> Done:
    """Withdraws the plan; if it was published, a further version takes its times back for dossiers from now on."""
    order = Order(Command.WITHDRAW, actor, now, key, {"plan": plan_id, "reason": reason})

    def change(plan: ReductionPlan) -> Payload:
        payload = decisions.withdrawn(reason, now)(plan)
        if plan.status != Status.PUBLISHED:
            return payload
        after = _take_back(plan, actor=actor, now=now)
        return payload | {"taken_back": after}

    return perform(order, ReductionPlan, id_=plan_id, expected_version=expected_version, change=change)


def _take_back(plan: ReductionPlan, *, actor: User, now: datetime) -> int | None:
    """Publishes what held before the plan, where its times still stand; the new version, None if none still does."""
    offers = dict(catalogue.keyed(catalogue.published(plan.procedure_code, on=clock.local(now).date()).content))
    items = []
    for item in plan.items:
        offer = offers.get((item["channel"], item["note"], item["place"]))
        if offer and offer.committed == msgspec.convert(item["proposed"], TimeLimit):
            items.append(_commitment(item, msgspec.convert(item["before"], TimeLimit | None)))
    if not items:
        return None
    after = catalogue.publish_commitments(
        code=plan.procedure_code,
        items=items,
        decision=plan.decision_number,
        reason=plan.withdrawn_reason,
        by=actor.reference,
        now=now,
    )
    return after.version_id


def _commitment(item: dict[str, Any], time: TimeLimit | None) -> Commitment:
    return Commitment(channel=item["channel"], note=item["note"], place=item["place"], time=time)

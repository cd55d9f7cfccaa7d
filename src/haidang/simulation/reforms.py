"""Plays a few time-reduction plans and simplification reviews of the demonstration through the real commands.

All of it is made up, and says so: decisions carry numbers that no province gives.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import partial

from haidang.catalogue import api as catalogue
from haidang.catalogue.api import PublishedProcedure, TimeLimit
from haidang.identity import api as identity
from haidang.identity.api import User
from haidang.platform import clock
from haidang.reform import api as reform
from haidang.reform.api import Command, Decision, Proposed, ProposedChange, Saving
from haidang.simulation.profile import names
from haidang.simulation.profile import rates as profile_rates
from haidang.simulation.staff import ADMINISTRATOR, ensure_staff

SMALLEST_DAYS = 3
KEPT_SHARE = 0.55
"""What is left of the statutory days: a cut of 45 % or a little more."""
EARLY, LATE = 12, 8
"""How many plans are in force before the first dossier comes, and how many are on their way at the end."""
REASON = "Dữ liệu mô phỏng: quy trình nội bộ đã điện tử hóa, bớt một lần chuyển giấy."


@dataclass(frozen=True, slots=True)
class Stage:
    """The province's people of a plan, and the moment of the next act."""

    decider: User
    publisher: User
    now: datetime

    def later(self, **span: float) -> "Stage":
        """The same people some time later."""
        return Stage(self.decider, self.publisher, self.now + timedelta(**span))

    def decision(self, name: str, note: str = "") -> Decision:
        """A decision of today, with a number that no province gives."""
        return Decision(f"MP-{name}/QĐ-MÔPHỎNG", clock.local(self.now).date(), note)


def is_untouched() -> bool:
    """Whether no plan has been proposed here: a demonstration that was built before is not played again."""
    return not reform.plans(limit=1)[1]


def before_the_first_dossier(opens_at: datetime) -> int:
    """Publishes the early plans, in force when the demonstration opens; returns how many."""
    # Half past eight in the morning, three weeks before the day on which it opens.
    stage = _stage(opens_at - timedelta(days=21) + timedelta(hours=8, minutes=30))
    done = 0
    for done, procedure in enumerate(_cuttable(stage.now, EARLY), start=1):
        plan = _propose(procedure, stage)
        if plan is None:
            continue
        _decide(plan, stage.later(days=7), name=f"{done:02d}")
        last = stage.later(days=14)
        key = partial(_key, procedure.code)
        reform.publish_plan(plan_id=plan, actor=stage.publisher, now=last.now, key=key("publish"))
    return done


def on_the_last_days(moment: datetime) -> int:
    """Plans and reviews that are still on their way at `moment`: one of each status; returns how many plans."""
    stage = _stage(moment - timedelta(days=5))
    found = list(_cuttable(stage.now, LATE, skip=_busy()))
    for place, procedure in enumerate(found):
        plan = _propose(procedure, stage)
        if plan is not None:
            _leave(plan, procedure, stage.later(days=1), place)
    for place, procedure in enumerate(found[:3]):
        _review(procedure, stage.later(hours=place), place)
    return len(found)


def _leave(plan: int, procedure: PublishedProcedure, stage: Stage, place: int) -> None:
    """Brings a plan as far as its place says: proposed, submitted, refused, approved, withdrawn, else published."""
    key = partial(_key, procedure.code)
    proposer = _proposer(procedure, stage)
    if place == 0 or proposer is None:
        return
    if place == 1:
        reform.submit_plan(plan_id=plan, actor=proposer, now=stage.now, key=key("submit"))
    elif place == 2:
        reform.submit_plan(plan_id=plan, actor=proposer, now=stage.now, key=key("submit"))
        decision = stage.decision("T1", "Kết quả thử cho thấy chưa đủ chắc chắn (mô phỏng).")
        reform.refuse_plan(plan_id=plan, decision=decision, actor=stage.decider, now=stage.now, key=key("refuse"))
    elif place == 3:
        _decide(plan, stage, name="T2", in_days=30)
    elif place == 4:
        reason = "Ghép vào phương án chung của ngành (mô phỏng)."
        reform.withdraw_plan(plan_id=plan, reason=reason, actor=proposer, now=stage.now, key=key("withdraw"))
    else:
        _decide(plan, stage, name=f"T{place}")
        last = stage.later(days=3)
        reform.publish_plan(plan_id=plan, actor=stage.publisher, now=last.now, key=key("publish"))


def _propose(procedure: PublishedProcedure, stage: Stage) -> int | None:
    proposer = _proposer(procedure, stage)
    if proposer is None:
        return None
    items = [
        Proposed(channel, TimeLimit(int(offer.time.value * KEPT_SHARE), offer.time.unit), note, place)  # type: ignore[arg-type]
        for (channel, note, place), offer in catalogue.keyed(procedure.content)
        if offer.time
    ]
    key = _key(procedure.code, "propose")
    return reform.propose_plan(
        procedure_code=procedure.code, items=items, reason=REASON, actor=proposer, now=stage.now, key=key
    ).id


def _decide(plan: int, stage: Stage, *, name: str, in_days: int = 0) -> None:
    """Submits and approves a plan; it takes effect so many days after."""
    view = reform.plan_view(stage.decider, plan, now=stage.now)
    measure, key = view.measure, partial(_key, view.measure.procedure_code)
    reform.submit_plan(plan_id=plan, actor=measure.proposed_by, now=stage.now, key=key("submit"))
    reform.approve_plan(
        plan_id=plan,
        decision=stage.decision(name),
        effective_on=clock.local(stage.now).date() + timedelta(days=in_days),
        actor=stage.decider,
        now=stage.now,
        key=key("approve"),
    )


def _review(procedure: PublishedProcedure, stage: Stage, place: int) -> None:
    """A review that is proposed, submitted or approved, by its place."""
    proposer = _proposer(procedure, stage)
    papers = [document for case in procedure.content.cases for document in case.documents if not document.is_note]
    if proposer is None:
        return
    change = (
        ProposedChange("drop_document", papers[-1].name[:500], "Lấy từ cơ sở dữ liệu đã có (mô phỏng).")
        if (papers)
        else ProposedChange("merge_steps", "Thẩm định và trình ký", "Gộp thành một bước (mô phỏng).")
    )
    key = partial(_key, procedure.code)
    review = reform.propose_review(
        procedure_code=procedure.code,
        changes=[change],
        reason=REASON,
        saving=Saving(12_000_000, "200 hồ sơ mỗi năm × 60.000 đồng đi lại, sao chụp (mô phỏng)."),
        actor=proposer,
        now=stage.now,
        key=key("review"),
    ).id
    if place:
        reform.submit_review(review_id=review, actor=proposer, now=stage.now, key=key("review-submit"))
    if place > 1:
        last = stage.later(days=1)
        reform.approve_review(
            review_id=review,
            decision=last.decision("R1"),
            effective_on=clock.local(last.now).date(),
            actor=stage.decider,
            now=last.now,
            key=key("review-approve"),
        )


def _key(code: str, act: str) -> str:
    return f"demo:{code}:{act}"


def _stage(now: datetime) -> Stage:
    agencies = identity.agencies(clock.local(now).date())
    ensure_staff(agencies, names=names(), rates=profile_rates())
    return Stage(User.objects.get(username="lanhdao.tinh"), User.objects.get(username=ADMINISTRATOR), now)


def _busy() -> set[str]:
    return {plan.procedure_code for plan in reform.plans(limit=10_000)[0]}


def _cuttable(now: datetime, wanted: int, *, skip: Sequence[str] | set[str] = ()) -> Iterator[PublishedProcedure]:
    """The first procedures people come for whose every way to file has days enough to cut."""
    on = clock.local(now).date()
    popular = [code for code in profile_rates().popular if code not in skip]
    for code in popular:
        try:
            procedure = catalogue.published(code, on=on)
        except catalogue.ProcedureNotFound:
            continue
        times = [offer.time for offer in procedure.content.channels]
        in_days = all(time and time.unit != "working_hour" and time.value >= SMALLEST_DAYS for time in times)
        if times and in_days and procedure.content.offered:
            yield procedure
            wanted -= 1
        if not wanted:
            return


def _proposer(procedure: PublishedProcedure, stage: Stage) -> User | None:
    """Somebody at an executing agency who may propose."""
    on = clock.local(stage.now).date()
    for agency in catalogue.competent_agencies(procedure, on=on):
        for item in identity.officers(agency_ids={agency.id}):
            if item["assignment"].role in {identity.Role.MANAGER, identity.Role.LEADER} and reform.may(
                item["user"], Command.PROPOSE, procedure.code, on=on
            ):
                return User.objects.get(pk=item["user"].pk)
    return None

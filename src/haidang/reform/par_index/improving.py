"""Improvement plans: for a criterion's lost points, which measure, who, by when, and whether it is done."""

import hashlib
from datetime import date, datetime

from django.utils.translation import gettext as _

from haidang.identity import api as identity
from haidang.identity.api import User
from haidang.platform import acts, clock, journal
from haidang.platform.acts import Payload
from haidang.platform.written import required
from haidang.reform.errors import Conflict, Invalid, MeasureNotFound, NotAllowed, WrongStatus
from haidang.reform.par_index.acts import Done, done, locked, may_assess, order
from haidang.reform.par_index.sums import Mark
from haidang.reform.par_index.tables import Assessment, Improvement
from haidang.steering import api as steering


def mark_of(row: Assessment) -> Mark:
    """The points of an assessment as they stand."""
    return Mark(row.maximum, row.own_points, row.appraised_points)


def plan_improvement(
    *,
    assessment_id: int,
    measure: str,
    owner_code: str,
    due_on: date,
    actor: User,
    now: datetime,
    key: str,
    as_directive: bool = False,
) -> Done:
    """Plans a measure for the points that a criterion has lost; if wanted, gives it out as a directive.

    Raises Invalid where nothing is lost, and what `assign` raises.
    """
    content = {
        "assessment": assessment_id,
        "measure": measure,
        "owner": owner_code,
        "due": due_on.isoformat(),
        "directive": as_directive,
    }
    found = order("improve", actor, now, key, content)

    def act() -> Payload:
        on = clock.local(now).date()
        parent = locked(assessment_id)
        if not may_assess(actor, parent.of_year.agency_id, on=on):
            raise NotAllowed(_("Bạn không có quyền lập kế hoạch cải thiện của cơ quan này."))
        lost = mark_of(parent).lost
        if not lost:
            raise Invalid(_("Tiêu chí này chưa chấm hoặc không mất điểm."))
        if due_on < on:
            raise Invalid(_("Hạn hoàn thành phải từ hôm nay trở đi."), field="due_on")
        words = required(measure, field="measure", message=_("Hãy ghi giải pháp."), limit=2_000)
        owner = identity.agency(owner_code, on=on)
        row = Improvement(assessment=parent, lost=lost, measure=words, owner_id=owner.id, due_on=due_on)
        row.made_by, row.made_at, row.head_hash = actor, now, journal.GENESIS
        if as_directive:
            wish = steering.Wish(words[:200], due_on, [steering.Assigned(owner.id)], text=words)
            derived = f"par:{hashlib.sha256(key.encode()).hexdigest()[:40]}"
            row.directive = steering.issue(wish=wish, actor=actor, now=now, key=derived).id
        row.save()
        acts.write(row, found, {**content, "lost": str(lost), "number": row.directive})
        return {"id": row.pk, "version": row.version}

    return done(acts.once(found, act))


def record_improvement(
    *, improvement_id: int, note: str, actor: User, now: datetime, key: str, expected_version: int | None = None
) -> Done:
    """Records that a measure is done, with what came of it; the agency's people or its owner's."""
    found = order("improved", actor, now, key, {"improvement": improvement_id, "note": note})

    def act() -> Payload:
        on = clock.local(now).date()
        rows = Improvement.objects.select_for_update(of=("self",)).select_related("assessment__of_year")
        row = rows.filter(pk=improvement_id).first() if 0 < improvement_id < 2**31 else None
        if row is None:
            raise MeasureNotFound(_("Không tìm thấy giải pháp này."))
        places = (row.assessment.of_year.agency_id, row.owner_id)
        if not any(may_assess(actor, place, on=on) for place in places):
            raise NotAllowed(_("Bạn không có quyền ghi kết quả của giải pháp này."))
        if expected_version is not None and expected_version != row.version:
            raise Conflict(_("Giải pháp này vừa được người khác cập nhật. Hãy xem lại rồi thực hiện lại."))
        if row.done_at is not None:
            raise WrongStatus(_("Giải pháp này đã được ghi là hoàn thành."))
        row.done_note = required(note, field="note", message=_("Hãy ghi kết quả của giải pháp."), limit=2_000)
        row.done_at = now
        acts.write(row, found, {"note": row.done_note})
        return {"id": row.pk, "version": row.version}

    return done(acts.once(found, act))

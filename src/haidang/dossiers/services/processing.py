"""Work inside the agency: completing steps, pausing the clock on a legal ground, letting it run again."""

from datetime import datetime

from django.utils.translation import gettext_lazy as _

from haidang.dossiers import ledger
from haidang.dossiers.deadlines import Ground
from haidang.dossiers.errors import Invalid
from haidang.dossiers.kernel import Order, Payload, Receipt, perform, require_text
from haidang.dossiers.lifecycle import Command
from haidang.dossiers.models import Dossier
from haidang.dossiers.office.authority import judge
from haidang.dossiers.services.office import allow, named, open_step
from haidang.dossiers.step_places import mover
from haidang.identity import api as identity
from haidang.platform import clock
from haidang.workflow import api as workflow


def complete_step(
    *,
    code: str,
    step_id: int,
    actor: identity.User,
    now: datetime,
    key: str,
    note: str = "",
    choice: str = "",
    asked_agency_id: int | None = None,
    expected_version: int | None = None,
) -> Receipt:
    """Completes an open step of the internal process, by who has it or, if nobody has, who holds its role there.

    Done by a deputy, or for somebody who is away, it is recorded as done in that person's place.

    `choice`: the decision, where the step asks for one; `asked_agency_id`: whom a consultation that follows asks.
    """

    def change(dossier: Dossier) -> Payload:
        step = open_step(dossier, step_id)
        stand = allow(judge(actor, step, dossier, on=clock.local(now).date()))
        definition = workflow.definition_of(step)
        by = mover(dossier, actor=actor, now=now)
        done = workflow.complete(step, by=by, choice=choice, asked_agency_id=_existing(asked_agency_id, now=now))
        if stand.on_behalf_of_id is not None:
            workflow.stand_in(step, stand.on_behalf_of_id)
        return {
            **named(step),
            "on_behalf_of": stand.on_behalf_of_id,
            "capacity": str(stand.capacity),
            "choice": choice,
            "choice_label": next((item.label for item in definition.choices if item.key == choice), ""),
            "note": note.strip(),
            "opens": [following.node for following in done.opened],
            "move": done.move,
        }

    request = {"code": code, "step": step_id, "note": note, "choice": choice, "asked_agency": asked_agency_id}
    order = Order(Command.COMPLETE_STEP, actor, now, key, request)
    return perform(order, code=code, expected_version=expected_version, change=change)


def _existing(agency_id: int | None, *, now: datetime) -> int | None:
    if agency_id is not None and agency_id not in {item.id for item in identity.agencies(clock.local(now).date())}:
        raise Invalid(_("Không có cơ quan này. Hãy chọn cơ quan được lấy ý kiến."), field="asked_agency")
    return agency_id


def pause(
    *,
    code: str,
    ground: Ground | str,
    reason: str,
    actor: identity.User,
    now: datetime,
    key: str,
    expected_version: int | None = None,
) -> Receipt:
    """Stops the clock because another agency must be heard where the law says so.

    `reason` names the document or the provision. A supplement and a fee have commands of their own: a fee stops the
    clock only where the procedure says so.
    """
    if ground == Ground.PAYMENT:
        raise Invalid(
            _("Chờ nộp phí chỉ tạm dừng thời hạn khi thủ tục quy định. Hãy dùng “Yêu cầu nộp phí, lệ phí”."),
            field="ground",
        )
    if ground != Ground.OTHER_AGENCY:
        raise Invalid(_("Hãy chọn căn cứ pháp lý của việc tạm dừng."), field="ground")
    ground = Ground(ground)

    def change(dossier: Dossier) -> Payload:
        why = require_text(reason, field="reason", message=_("Hãy ghi văn bản hoặc quy định làm căn cứ tạm dừng."))
        ledger.pause(dossier, ground, actor=actor, reason=why, now=now)
        return {"ground": ground.value, "reason": why}

    order = Order(Command.PAUSE, actor, now, key, {"code": code, "ground": ground.value, "reason": reason})
    return perform(order, code=code, expected_version=expected_version, change=change)


def resume(
    *,
    code: str,
    actor: identity.User,
    now: datetime,
    key: str,
    reason: str = "",
    expected_version: int | None = None,
) -> Receipt:
    """Lets a paused clock run again."""

    def change(dossier: Dossier) -> Payload:
        ledger.resume(dossier, actor=actor, reason=reason.strip(), now=now)
        return {"reason": reason.strip(), "due_at": dossier.due_at.isoformat() if dossier.due_at else None}

    order = Order(Command.RESUME, actor, now, key, {"code": code, "reason": reason})
    return perform(order, code=code, expected_version=expected_version, change=change)

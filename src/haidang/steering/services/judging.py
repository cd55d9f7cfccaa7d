"""What the giver does with an answer: verify it or send it back; and close what is verified."""

from datetime import datetime

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from haidang.identity.api import User
from haidang.platform.acts import Payload
from haidang.platform.written import optional, required
from haidang.steering import notices, subjects
from haidang.steering.acts import Done, Order, perform
from haidang.steering.lifecycle import Command
from haidang.steering.models import Answer, Directive
from haidang.steering.services.issuing import tell_parties


def verify(
    *, directive_id: int, actor: User, now: datetime, key: str, note: str = "", expected_version: int | None = None
) -> Done:
    """Finds the answer enough; what came of the subject by now goes into the journal. Not by who answered."""
    order = Order("steering.directive.verify", actor, now, key, {"directive": directive_id, "note": note})

    def change(row: Directive) -> Payload:
        words = optional(note, field="note")
        answer = _judge(row, Answer.Verdict.VERIFIED, words, actor=actor, now=now)
        row.verified_at = now
        title = _("Đã xác nhận hoàn thành: %(title)s") % {"title": row.title}
        tell_parties(row, notices.about(row, "judged", f"judged:{answer.round}", title, words), now=now)
        effects = [[line.what, line.before, line.after] for line in subjects.effect(row, now=now)]
        return {"round": answer.round, "note": words, "effect": effects}

    return perform(order, Command.VERIFY, id_=directive_id, expected_version=expected_version, change=change)


def send_back(
    *, directive_id: int, reason: str, actor: User, now: datetime, key: str, expected_version: int | None = None
) -> Done:
    """Finds the answer not enough, with the reason; whoever leads must answer again. The due date stays."""
    order = Order("steering.directive.send_back", actor, now, key, {"directive": directive_id, "reason": reason})

    def change(row: Directive) -> Payload:
        why = required(reason, field="reason", message=gettext_lazy("Hãy ghi lý do yêu cầu làm lại."))
        answer = _judge(row, Answer.Verdict.SENT_BACK, why, actor=actor, now=now)
        row.answered_at = None
        title = _("Yêu cầu làm lại: %(title)s") % {"title": row.title}
        tell_parties(row, notices.about(row, "judged", f"judged:{answer.round}", title, why), now=now)
        return {"round": answer.round, "reason": why}

    return perform(order, Command.SEND_BACK, id_=directive_id, expected_version=expected_version, change=change)


def _judge(row: Directive, verdict: Answer.Verdict, words: str, *, actor: User, now: datetime) -> Answer:
    answer = row.answers.get(verdict=Answer.Verdict.WAITING)
    answer.verdict, answer.judged_by, answer.judged_at, answer.reason = verdict, actor, now, words
    answer.save()
    return answer


def close(*, directive_id: int, actor: User, now: datetime, key: str, expected_version: int | None = None) -> Done:
    """Puts a verified directive away."""
    order = Order("steering.directive.close", actor, now, key, {"directive": directive_id})

    def change(row: Directive) -> Payload:
        row.ended_at = now
        return {}

    return perform(order, Command.CLOSE, id_=directive_id, expected_version=expected_version, change=change)

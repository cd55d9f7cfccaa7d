"""The journal of a dossier in words: the same lines are the citizen's timeline and the legal register."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.utils.translation import gettext as _

from haidang.dossiers.deadlines import Ground
from haidang.dossiers.fee_tables import receipt_code
from haidang.dossiers.labels import GROUND_LABELS, RATING_LABELS, dong_words
from haidang.dossiers.lifecycle import INTERNAL, Command, State
from haidang.dossiers.models import Dossier
from haidang.dossiers.office import notes
from haidang.identity.api import User
from haidang.platform import clock, journal
from haidang.platform.models import JournalEntry

Payload = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Line:
    """One thing that happened: when, what in words, more in detail, by whom (blank on public pages)."""

    seq: int
    at: datetime
    command: Command
    state: State
    title: str
    detail: str
    actor: str
    data: Payload


def timeline(dossier: Dossier, *, with_opinions: bool) -> list[Line]:
    """Everything that happened to `dossier`, oldest first.

    `with_opinions`: with what officers noted for one another, and what concerns the office alone; not for citizens.
    """
    return in_words(journal.lines(dossier.stream), with_opinions=with_opinions)


def in_words(lines: Iterable[JournalEntry], *, with_opinions: bool) -> list[Line]:
    """Lines of a dossier's journal in words, as `timeline` gives them."""
    entries = [(entry, Command(entry.kind.rsplit(".", 1)[1])) for entry in lines]
    if not with_opinions:
        entries = [(entry, command) for entry, command in entries if command not in INTERNAL]
    found = [(entry, command, journal.data(entry)) for entry, command in entries]
    names = _names({entry.actor for entry, _command, _data in found}.union(*(_people(data) for _e, _c, data in found)))
    worded = []
    for entry, command, data in found:
        title, detail = WORDS[command]({**data, "assignee_name": names.get(_reference(data, "assignee"), "")})
        if command is Command.COMPLETE_STEP and not with_opinions:
            detail = ""
        actor = _actor(names.get(entry.actor, ""), data, names) if with_opinions else names.get(entry.actor, "")
        worded.append(Line(entry.seq, entry.at, command, State(data["to"]), title, detail, actor, data))
    return worded


def _reference(data: Payload, name: str) -> str:
    return f"user:{data[name]}" if data.get(name) is not None else ""


def _people(data: Payload) -> set[str]:
    return {_reference(data, name) for name in ("assignee", "on_behalf_of")} - {""}


def _actor(name: str, data: Payload, names: dict[str, str]) -> str:
    """Who did it, and in whose place."""
    stood_for = names.get(_reference(data, "on_behalf_of"), "")
    if not stood_for:
        return name
    words = _("%(actor)s ký thay %(name)s") if data.get("capacity") == "deputy" else _("%(actor)s làm thay %(name)s")
    return words % {"actor": name, "name": stood_for}


def _names(references: set[str]) -> dict[str, str]:
    ids = [int(reference.removeprefix("user:")) for reference in references if reference.startswith("user:")]
    return {user.reference: user.full_name for user in User.objects.filter(pk__in=ids)}


def _submitted(data: Payload) -> tuple[str, str]:
    return _("Hồ sơ được nộp"), _("%(count)s tệp kèm theo") % {"count": len(data["documents"])}


def _accepted(_data: Payload) -> tuple[str, str]:
    return _("Hồ sơ được tiếp nhận"), ""


def _rejected(data: Payload) -> tuple[str, str]:
    return _("Hồ sơ không được tiếp nhận"), data["reason"]


def _checked(data: Payload) -> tuple[str, str]:
    title = _("Một giấy tờ được kiểm tra: đạt") if data["verdict"] == "accepted" else _("Một giấy tờ chưa đạt")
    return title, data["reason"]


def _supplement_asked(data: Payload) -> tuple[str, str]:
    items = "; ".join(f"{item['title']}: {item['reason']}" for item in data["items"])
    return _("Yêu cầu bổ sung lần %(number)s") % {"number": data["number"]}, items


def _supplemented(data: Payload) -> tuple[str, str]:
    return _("Hồ sơ được bổ sung lần %(number)s") % {"number": data["number"]}, data["note"]


def _step_done(data: Payload) -> tuple[str, str]:
    said = [text for text in (data.get("choice_label", ""), data["note"]) if text]
    return _("Hoàn thành: %(step)s") % {"step": data["name"]}, " – ".join(said)


def _step_returned(data: Payload) -> tuple[str, str]:
    words = {"step": data["name"], "to": data["to_name"]}
    return _("%(step)s: trả lại bước “%(to)s”") % words, data["reason"]


def _step_recalled(data: Payload) -> tuple[str, str]:
    return _("Thu hồi để làm lại: %(step)s") % {"step": data["name"]}, data["reason"]


def _process_migrated(data: Payload) -> tuple[str, str]:
    words = {"from": data["from_number"], "to": data["to_number"]}
    return _("Chuyển quy trình từ phiên bản %(from)s sang phiên bản %(to)s") % words, ""


def _timer_fired(data: Payload) -> tuple[str, str]:
    return _("Đến giờ hẹn của quy trình"), data["name"]


def _paused(data: Payload) -> tuple[str, str]:
    return _("Tạm dừng tính thời hạn: %(ground)s") % {"ground": GROUND_LABELS[Ground(data["ground"])]}, data["reason"]


def _payment_asked(data: Payload) -> tuple[str, str]:
    if "fee" not in data:
        # Journals from before fees were requested by lines: the request was a pause and no more.
        return _paused(data)
    words = [f"{line['name']}: {dong_words(line['total_vnd'])}" for line in data["fee"]["lines"]]
    words += [_("Tạm dừng tính thời hạn: %(ground)s") % {"ground": data["reason"]}] if data["ground"] else []
    title = _("Yêu cầu nộp %(amount)s") % {"amount": dong_words(data["fee"]["total_vnd"])}
    return title, "; ".join(word for word in [*words, data["fee"]["note"]] if word)


def _paid(data: Payload) -> tuple[str, str]:
    told = data["receipt"]
    title = _("Đã nộp %(amount)s") % {"amount": dong_words(told["amount_vnd"])}
    return title, _("Phiếu thu số %(code)s") % {"code": receipt_code(told["number"], told["series"])}


def _waived(data: Payload) -> tuple[str, str]:
    grounds = [f"{item['name']} ({item['ground']})" for item in data["fee"]["exemptions"]]
    return _("Được miễn phí, lệ phí"), "; ".join(grounds)


def _retracted(data: Payload) -> tuple[str, str]:
    return _("Yêu cầu nộp phí được thu hồi"), data["reason"]


def _receipt_cancelled(data: Payload) -> tuple[str, str]:
    told = data["receipt"]
    code = receipt_code(told["number"], told["series"])
    return _("Phiếu thu số %(code)s bị hủy") % {"code": code}, data["reason"]


def _resumed(data: Payload) -> tuple[str, str]:
    return _("Tiếp tục tính thời hạn"), data["reason"]


def _reappointed(data: Payload) -> tuple[str, str]:
    due = datetime.fromisoformat(data["due_at"])
    title = _("Xin lỗi và hẹn lại ngày trả kết quả: %(due)s") % {"due": f"{clock.local(due):%H:%M %d/%m/%Y}"}
    return title, data["reason"]


def _withdrawn(data: Payload) -> tuple[str, str]:
    return _("Người nộp yêu cầu rút hồ sơ"), data["reason"]


def _stopped(data: Payload) -> tuple[str, str]:
    return _("Dừng xử lý hồ sơ"), data["reason"]


def _finished(data: Payload) -> tuple[str, str]:
    return _("Đã có kết quả giải quyết"), data["note"]


def _returned(data: Payload) -> tuple[str, str]:
    return _("Kết quả đã được trả"), data["receiver"]


def _rated(data: Payload) -> tuple[str, str]:
    return _("Người nộp đánh giá: %(score)s") % {"score": RATING_LABELS[data["score"]]}, data["comment"]


def _claimed(data: Payload) -> tuple[str, str]:
    return _("Nhận việc: %(step)s") % {"step": data["name"]}, ""


def _released(data: Payload) -> tuple[str, str]:
    return _("Trả lại việc chung: %(step)s") % {"step": data["name"]}, ""


def _assigned(data: Payload) -> tuple[str, str]:
    names = {"step": data["name"], "name": data["assignee_name"]}
    return _("Phân công: %(step)s, giao %(name)s") % names, data["reason"]


def _noted(data: Payload) -> tuple[str, str]:
    return _("Ghi chú nội bộ"), notes.opened(data)


WORDS: dict[Command, Callable[[Payload], tuple[str, str]]] = {
    Command.SUBMIT: _submitted,
    Command.ACCEPT: _accepted,
    Command.REJECT: _rejected,
    Command.CHECK_DOCUMENT: _checked,
    Command.REQUEST_SUPPLEMENT: _supplement_asked,
    Command.SUPPLEMENT: _supplemented,
    Command.COMPLETE_STEP: _step_done,
    Command.RETURN_STEP: _step_returned,
    Command.RECALL: _step_recalled,
    Command.MIGRATE_PROCESS: _process_migrated,
    Command.FIRE_TIMER: _timer_fired,
    Command.PAUSE: _paused,
    Command.REQUEST_PAYMENT: _payment_asked,
    Command.RECORD_PAYMENT: _paid,
    Command.COLLECT_FEE: _paid,
    Command.WAIVE_FEE: _waived,
    Command.RETRACT_FEE: _retracted,
    Command.CANCEL_RECEIPT: _receipt_cancelled,
    Command.RESUME: _resumed,
    Command.REAPPOINT: _reappointed,
    Command.WITHDRAW: _withdrawn,
    Command.STOP: _stopped,
    Command.FINISH: _finished,
    Command.RETURN_RESULT: _returned,
    Command.RATE: _rated,
    Command.CLAIM: _claimed,
    Command.RELEASE: _released,
    Command.ASSIGN: _assigned,
    Command.NOTE: _noted,
}

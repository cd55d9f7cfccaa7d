"""What whoever leads does with a directive: accept it, report progress, answer with evidence."""

from collections.abc import Sequence
from datetime import datetime

from django.utils.translation import gettext_lazy as _

from haidang.identity.api import User
from haidang.platform import clock
from haidang.platform.acts import Payload
from haidang.platform.files import StoredFile
from haidang.platform.written import required
from haidang.steering import notices, people
from haidang.steering.acts import Done, Order, perform
from haidang.steering.errors import Invalid
from haidang.steering.lifecycle import Command
from haidang.steering.models import Answer, Directive
from haidang.steering.services.parts import next_round, take_files


def accept(*, directive_id: int, actor: User, now: datetime, key: str, expected_version: int | None = None) -> Done:
    """Takes the directive on."""
    order = Order("steering.directive.accept", actor, now, key, {"directive": directive_id})

    def change(row: Directive) -> Payload:
        row.accepted_at, row.accepted_by = now, actor
        return {}

    return perform(order, Command.ACCEPT, id_=directive_id, expected_version=expected_version, change=change)


def report(
    *,
    directive_id: int,
    text: str,
    actor: User,
    now: datetime,
    key: str,
    files: Sequence[StoredFile] = (),
    expected_version: int | None = None,
) -> Done:
    """Reports how far it is; the directive stays open."""
    content = {"directive": directive_id, "text": text, "files": [item.sha256 for item in files]}
    order = Order("steering.directive.report", actor, now, key, content)

    def change(row: Directive) -> Payload:
        words = required(text, field="text", message=_("Hãy ghi tiến độ."))
        answer = Answer.objects.create(
            directive=row, round=0, text=words, by=actor, at=now, verdict=Answer.Verdict.PROGRESS
        )
        take_files(row, files, actor=actor, now=now, answer=answer)
        return {"text": words, "files": content["files"]}

    return perform(order, Command.REPORT, id_=directive_id, expected_version=expected_version, change=change)


def answer(
    *,
    directive_id: int,
    text: str,
    actor: User,
    now: datetime,
    key: str,
    files: Sequence[StoredFile] = (),
    expected_version: int | None = None,
) -> Done:
    """Answers what was done, with evidence: files, or for a directive about a dossier what the dossier shows.

    Raises Invalid without words, or without evidence.
    """
    content = {"directive": directive_id, "text": text, "files": [item.sha256 for item in files]}
    order = Order("steering.directive.answer", actor, now, key, content)

    def change(row: Directive) -> Payload:
        words = required(text, field="text", message=_("Hãy ghi kết quả thực hiện."))
        if not files and row.subject_kind == "none":
            raise Invalid(_("Hãy đính kèm minh chứng (PDF, ảnh, DOCX hoặc XLSX)."), field="attached")
        number = next_round(row)
        found = Answer.objects.create(directive=row, round=number, text=words, by=actor, at=now)
        take_files(row, files, actor=actor, now=now, answer=found)
        row.answered_at = now
        on = clock.local(now).date()
        message = notices.about(row, "answered", f"answered:{number}", row.title, words)
        notices.tell(people.givers(row.given_agency_id, row.given_by, on=on), message, now=now)
        return {"text": words, "round": number, "files": content["files"]}

    return perform(order, Command.ANSWER, id_=directive_id, expected_version=expected_version, change=change)

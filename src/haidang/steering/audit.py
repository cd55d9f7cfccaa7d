"""Checks the journals of directives, rules of attention and quiet hours, and the files of directives."""

from collections.abc import Iterator

from haidang.platform import files, journal
from haidang.platform.journal import Fault, Head
from haidang.steering.models import Attachment, Directive
from haidang.steering.notice_tables import AttentionRule, QuietHours

MODELS = (Directive, AttentionRule, QuietHours)


def verify(*, with_files: bool = True) -> list[Fault]:
    """What is wrong with the journal of any row: altered, missing, reordered lines, another end, no row.

    And, `with_files`, with what was handed in: a file that is gone or has another content than when it was stored.
    """
    faults: list[Fault] = []
    for model in MODELS:
        heads = {row.stream: Head(row.version, row.head_hash) for row in model.objects.all().iterator()}
        faults += journal.check_streams(f"{model.PREFIX}:", heads)
    return [*faults, *(_damaged() if with_files else [])]


def _damaged() -> Iterator[Fault]:
    rows = Attachment.objects.values_list("directive_id", "sha256").distinct().order_by("directive_id", "sha256")
    for directive_id, sha256 in rows.iterator():
        if not files.is_intact(sha256):
            yield Fault(f"{Directive.PREFIX}:{directive_id}", 0, f"file-damaged {sha256}")

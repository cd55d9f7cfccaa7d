"""Checks the journals of directives, rules of attention and quiet hours."""

from haidang.platform import journal
from haidang.platform.journal import Fault, Head
from haidang.steering.models import Directive
from haidang.steering.notice_tables import AttentionRule, QuietHours

MODELS = (Directive, AttentionRule, QuietHours)


def verify() -> list[Fault]:
    """What is wrong with the journal of any row: altered, missing, reordered lines, another end, no row."""
    faults: list[Fault] = []
    for model in MODELS:
        heads = {row.stream: Head(row.version, row.head_hash) for row in model.objects.all().iterator()}
        faults += journal.check_streams(f"{model.PREFIX}:", heads)
    return faults

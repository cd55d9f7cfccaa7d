"""Checks the journals of texts, choices, and messages that operators have touched."""

from haidang.notifications.models import Delivery, MessageTemplateSet, Preferences
from haidang.platform import journal
from haidang.platform.journal import Fault, Head

MODELS = (MessageTemplateSet, Preferences, Delivery)


def verify() -> list[Fault]:
    """What is wrong with the journal of any row: altered, missing, reordered lines, another end, no row."""
    faults: list[Fault] = []
    for model in MODELS:
        rows = model.objects.filter(version__gt=0).only("version", "head_hash")
        heads = {row.stream: Head(row.version, row.head_hash) for row in rows.iterator()}
        faults += journal.check_streams(f"{model.PREFIX}:", heads)
    return faults

"""Checks the journals of plans and reviews."""

from haidang.platform import journal
from haidang.platform.journal import Fault, Head
from haidang.reform.models import ReductionPlan, SimplificationReview

MODELS = (ReductionPlan, SimplificationReview)


def verify() -> list[Fault]:
    """What is wrong with the journal of any plan or review: altered, missing, reordered lines, another end, no row."""
    faults: list[Fault] = []
    for model in MODELS:
        heads = {row.stream: Head(row.version, row.head_hash) for row in model.objects.all().iterator()}
        faults += journal.check_streams(f"{model.PREFIX}:", heads)
    return faults

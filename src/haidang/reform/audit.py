"""Checks the journals of plans, reviews and scores."""

from haidang.platform import journal
from haidang.platform.journal import Fault, Head
from haidang.reform.models import SCORE_TABLES, ReductionPlan, SimplificationReview

MODELS = (ReductionPlan, SimplificationReview, *SCORE_TABLES)


def verify() -> list[Fault]:
    """What is wrong with the journal of any plan, review or score.

    Altered, missing or reordered lines, another end, no row.
    """
    faults: list[Fault] = []
    for model in MODELS:
        heads = {row.stream: Head(row.version, row.head_hash) for row in model.objects.all().iterator()}
        faults += journal.check_streams(f"{model.PREFIX}:", heads)
    return faults

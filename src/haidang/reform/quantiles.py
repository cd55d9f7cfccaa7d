"""Quantiles of times of which some have not ended yet. Pure, in whole numbers, exact."""

from collections import Counter
from collections.abc import Sequence


def quantile(ended: Sequence[int], running: Sequence[int], percent: int) -> int | None:
    """The smallest time within which at least `percent` % of the dossiers have ended; None where that is not known.

    `ended`: times of dossiers that have ended; `running`: how long the open ones have taken so far. An open dossier is
    not a fast one: it counts among those that may take longer than it has taken (the product-limit estimate of Kaplan
    and Meier). Without open dossiers this is the nearest-rank quantile, a time that has really occurred. None where
    nothing has ended, or where too much is still open to tell. `percent`: 1–99.
    """
    if not 1 <= percent <= 99:
        raise ValueError(f"percent must be 1–99, not {percent}")
    endings, open_at = Counter(ended), Counter(running)
    at_risk = len(ended) + len(running)
    # The share that takes longer, as a fraction of whole numbers: its numerator and denominator are never rounded.
    longer, whole = 1, 1
    for time in sorted(endings.keys() | open_at.keys()):
        if endings[time]:
            longer, whole = longer * (at_risk - endings[time]), whole * at_risk
            if longer * 100 <= whole * (100 - percent):
                return time
        at_risk -= endings[time] + open_at[time]
    return None

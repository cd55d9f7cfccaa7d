"""Drawing persons by chance, stratum by stratum: the same seed draws the same, in whatever order they come. Pure.

Every dossier gets a lot from the seed and its code; within a stratum those with the least lots are drawn. More asked
for with the same seed adds persons and takes none away.
"""

import hashlib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

SMALLEST = 5
"""A stratum of fewer persons would give its few answers away; it is joined with others."""
OTHERS = 0
"""The key of the stratum that small ones are joined in."""


@dataclass(frozen=True, slots=True)
class Candidate:
    """A finished dossier: its stratum, whose it is, and its code."""

    stratum: int
    person: str
    code: str


def strata(candidates: Sequence[Candidate]) -> dict[int, list[Candidate]]:
    """One candidate a person, by stratum; small strata are joined as OTHERS, and left out if these are small too.

    A person with several dossiers counts with the one whose code is least.
    """
    first: dict[str, Candidate] = {}
    for item in candidates:
        held = first.get(item.person)
        if held is None or item.code < held.code:
            first[item.person] = item
    found: dict[int, list[Candidate]] = {}
    for item in first.values():
        found.setdefault(item.stratum, []).append(item)
    small = [item for group in found.values() if len(group) < SMALLEST for item in group]
    kept = {key: group for key, group in found.items() if len(group) >= SMALLEST}
    return kept | ({OTHERS: small} if len(small) >= SMALLEST else {})


def draw(groups: Mapping[int, Iterable[Candidate]], *, size: int, seed: str) -> dict[int, list[Candidate]]:
    """Up to `size` of each stratum, by lot."""
    return {key: sorted(group, key=lambda item: lot(seed, item.code))[:size] for key, group in groups.items()}


def lot(seed: str, code: str) -> str:
    """The lot of a dossier."""
    return hashlib.sha256(f"{seed}\x1f{code}".encode()).hexdigest()

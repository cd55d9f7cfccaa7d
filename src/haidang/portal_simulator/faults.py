"""What goes wrong between a province and the portal: by seeded chance on every request, or as ordered."""

import threading
from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from random import Random


class Fault(StrEnum):
    """Ways in which a request goes wrong; what is said of each holds for the portal's memory."""

    TIMEOUT = "timeout"
    """No answer for a long while; a coin says whether the request was carried out."""
    BAD_GATEWAY = "bad_gateway"
    """502 before the portal has read anything."""
    TRUNCATED = "truncated"
    """Carried out, and half of the reply arrives."""
    EXPIRED = "expired"
    """The session ends just now; nothing is carried out."""
    EXISTS = "exists"
    """A new dossier is taken and answered as one that already exists, as after a reply that was lost."""
    SLOW = "slow"
    """Carried out, after a while."""
    DUPLICATE = "duplicate"
    """Carried out twice; the second reply arrives."""
    SWAPPED = "swapped"
    """Carried out, and the reply to an earlier request arrives."""
    LOST = "lost"
    """Carried out, and 504 arrives."""


@dataclass(slots=True)
class Faults:
    """The chances by kind (0–1), how long a time-out and slowness take in seconds, and what was ordered next."""

    chances: dict[Fault, float] = field(default_factory=dict)
    seed: int = 1
    hang_seconds: float = 65.0
    slow_seconds: float = 0.3
    is_down: bool = False
    _ordered: list[Fault] = field(default_factory=list)
    _lock: threading.Lock = field(default_factory=threading.Lock)
    _rng: Random = field(init=False)
    met: dict[str, int] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self._rng = Random(self.seed)  # noqa: S311 chance, not secrecy

    def draw(self) -> Fault | None:
        """What goes wrong with the request that has just come, if anything."""
        with self._lock:
            found = self._ordered.pop(0) if self._ordered else self._by_chance()
            if found is not None:
                self.met[found] = self.met.get(found, 0) + 1
            return found

    def coin(self) -> bool:
        """Heads or tails."""
        with self._lock:
            return self._rng.random() < 0.5

    def order(self, fault: Fault, times: int = 1) -> None:
        """Lets the next `times` requests go wrong in that way."""
        with self._lock:
            self._ordered += [fault] * times

    def _by_chance(self) -> Fault | None:
        point = self._rng.random()
        for fault, chance in self.chances.items():
            point -= chance
            if point < 0:
                return fault
        return None


def read_chances(text: str) -> dict[Fault, float]:
    """Chances from words: "all=0.02" or "timeout=0.01,lost=0.05"; raises ValueError."""
    found: dict[Fault, float] = {}
    for part in filter(None, text.split(",")):
        name, _, number = part.partition("=")
        chance = float(number)
        if not 0 <= chance <= 1:
            raise ValueError(f"{part!r}: 0–1")
        found |= dict.fromkeys(Fault, chance) if name == "all" else {Fault(name): chance}
    if sum(found.values()) > 1:
        raise ValueError("the chances add up to more than 1")
    return found


def plain(faults: Faults) -> Mapping[str, object]:
    """How the faults stand, for the page and for tests."""
    chances = {str(kind): chance for kind, chance in faults.chances.items()}
    return {"chances": chances, "met": dict(faults.met), "down": faults.is_down}

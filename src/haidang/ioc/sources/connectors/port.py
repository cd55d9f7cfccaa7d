"""What every connector is: it fetches deliveries, and says what is wrong with its settings."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Protocol

from haidang.ioc.sources.deliveries import Arrived


class Failed(Exception):
    """The source could not be read; `code` of `labels.PROBLEMS`, `detail` without secrets or data."""

    def __init__(self, code: str, detail: str = "") -> None:
        super().__init__(f"{code}: {detail}")
        self.code = code
        self.detail = detail[:500]


@dataclass(frozen=True, slots=True)
class Ask:
    """What is asked of a connector: its settings and secrets, from which value of the order column on, at which moment.

    `cursor`: blank for everything.
    """

    settings: Mapping[str, Any]
    secrets: Mapping[str, str] = field(default_factory=dict)
    cursor: str = ""
    now: datetime | None = None


Problems = Iterator[tuple[str, Any]]


class Connector(Protocol):
    """One kind of source."""

    def fetch(self, ask: Ask) -> Iterator[Arrived]:
        """Everything that is new, in order; raises Failed. What has been given stays good when a later part fails."""

    def problems(self, settings: Mapping[str, Any]) -> Problems:
        """What is wrong with the settings: pairs of a field ("settings.url") and words."""

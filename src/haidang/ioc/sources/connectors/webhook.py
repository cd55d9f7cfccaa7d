"""Webhook: the source sends by itself; there is nothing to fetch. `receiving` takes what it sends."""

from collections.abc import Iterator, Mapping
from typing import Any

from haidang.ioc.sources.connectors.port import Ask, Problems
from haidang.ioc.sources.deliveries import Arrived


class Webhook:
    """Settings: rows (where the list stands in what is sent). Secret: signing_key."""

    def fetch(self, ask: Ask) -> Iterator[Arrived]:  # noqa: ARG002
        """Nothing."""
        return iter(())

    def problems(self, settings: Mapping[str, Any]) -> Problems:  # noqa: ARG002
        """Nothing can be wrong."""
        return iter(())

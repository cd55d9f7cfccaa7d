"""Connectors, one file a kind, behind the port in `port`."""

from collections.abc import Iterator
from typing import Any

from haidang.ioc.sources.connectors.file_address import FileAddress
from haidang.ioc.sources.connectors.folder import Folder
from haidang.ioc.sources.connectors.port import Ask, Connector, Failed
from haidang.ioc.sources.connectors.rest import Rest
from haidang.ioc.sources.connectors.sql import Sql
from haidang.ioc.sources.connectors.webhook import Webhook
from haidang.ioc.sources.contract import Contract, Kind

__all__ = ["CONNECTORS", "SECRETS", "Ask", "Connector", "Failed", "settings_problems"]

CONNECTORS: dict[Kind, Connector] = {
    "rest": Rest(),
    "csv": FileAddress(),
    "excel": FileAddress(),
    "sql": Sql(),
    "folder": Folder(),
    "webhook": Webhook(),
}
SECRETS: dict[Kind, str] = {
    "rest": "token",
    "csv": "token",
    "excel": "token",
    "sql": "password",
    "webhook": "signing_key",
}
"""The one secret that a kind may have."""


def settings_problems(contract: Contract) -> Iterator[tuple[str, Any]]:
    """What is wrong with a contract's settings: pairs of a field and words."""
    connector = CONNECTORS.get(contract.kind)
    if connector is not None:
        yield from connector.problems(contract.settings)

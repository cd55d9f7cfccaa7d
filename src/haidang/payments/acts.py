"""How the room writes: `platform.acts` for its people; the one place that posts to the ledger is `ledger`."""

from haidang.identity.api import User
from haidang.platform import acts
from haidang.platform.acts import Payload, once, write

__all__ = ["Order", "Payload", "once", "write"]

Order = acts.Order[User]

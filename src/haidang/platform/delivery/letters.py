"""What a partner's room is handed to send, and the ways in which sending can fail."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Any


@dataclass(frozen=True, slots=True)
class Letter:
    """One message to send: about line `seq` of `stream`; `attempt` counts from 1.

    `deadline` is a reading of `time.monotonic`: after it the lane may be another worker's, so nothing may be sent.
    """

    topic: str
    stream: str
    seq: int
    payload: dict[str, Any]
    created_at: datetime
    attempt: int
    deadline: float


Send = Callable[[Letter], None]
"""Sends a letter; returns when the partner has taken it. Sending one twice must be harmless.

Raises Unavailable or Rejected; anything else it raises is taken for a fault of the house.
"""


class Unavailable(Exception):
    """The partner did not answer, or nothing that can be used; the message may or may not have arrived."""


class Rejected(Exception):
    """The partner has read the message and says no; sending it again would not help. The text is for operators."""

"""What the house asks of the national portal, whichever generation of its protocol answers."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Protocol

from haidang.exchange.messages import Message
from haidang.platform.delivery.letters import Rejected, Unavailable  # noqa: F401 raised by every adapter

Record = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Held:
    """A dossier as the portal holds it: its state (TrangThaiHoSo "1" to "10") and the rest of its record."""

    code: str
    state: str
    record: Record


class AlreadyThere(Exception):
    """A dossier that was to be made new is known to the portal."""


class NotOffered(Exception):
    """No public source says that this generation of the protocol has such a service."""


class NationalPortal(Protocol):
    """The port. Every method raises Unavailable or Rejected; what a generation lacks raises NotOffered."""

    @property
    def offers(self) -> frozenset[str]:
        """The names of the methods that this generation has."""

    def look_up(self, code: str) -> Held | None:
        """The dossier with that code; None if the portal does not know it."""

    def differences(self, message: Message, held: Held) -> list[str]:
        """The fields in which the portal's record is another than the message's; no text that names a person."""

    def put_dossier(self, message: Message, *, is_update: bool) -> None:
        """Makes the dossier known as of the message's line, or brings it up to date; raises AlreadyThere."""

    def add_progress(self, message: Message) -> None:
        """Adds the message's line to the dossier's history; the same line twice is one."""

    def put_rating(self, message: Message) -> None:
        """Tells how the citizen rated the dossier."""

    def procedure(self, code: str) -> Record:
        """A procedure as the portal publishes it."""

    def procedures(self) -> Sequence[tuple[str, str]]:
        """Codes and names of all procedures."""

    def shared_list(self, name: str) -> Sequence[Record]:
        """A shared list of codes (LayDanhMuc…)."""

    def filings(self) -> Sequence[Record]:
        """Dossiers filed on the portal that nobody has acknowledged."""

    def file(self, address: str) -> bytes:
        """A file of a filing, from an address that the portal gave; only from the portal's own host."""

    def acknowledge(self, code: str) -> None:
        """Takes a filing off the portal's list; once more is harmless."""

    def questions(self) -> Sequence[Record]:
        """Questions that were asked on the portal."""

    def put_question(self, record: Record) -> None:
        """Sends a question that was asked here (DongBoHoiDap)."""

    def put_answer(self, record: Record) -> None:
        """Sends the answer to a question that was asked on the portal."""

"""Generation A of the protocol: a session, one address, one POST a call with the service's name in the body.

DOMAIN §1.2. What no source says is a setting or is left out; see `connectors/generation_a.json` and ADR 0024.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlsplit

from haidang.exchange.adapters.fields_a import dossier_object, progress_object, rating_object
from haidang.exchange.adapters.line import Line
from haidang.exchange.connector import Connector
from haidang.exchange.masking import masked_text
from haidang.exchange.messages import Message
from haidang.exchange.ports import AlreadyThere, Held, Record
from haidang.platform.delivery.letters import Rejected, Unavailable

Witness = Callable[[str, str, Mapping[str, Any], str], None]
"""Told of a call that did not go well: service, dossier, body, problem."""


@dataclass(frozen=True, slots=True)
class Account:
    """How the province signs in: its addresses, account, unit, and where messages are routed to (`dstcode`)."""

    auth_url: str
    services_url: str
    username: str
    password: str
    unit: str
    destination: str


class GenerationA:
    """The port over generation A. `is_named`: replies about a dossier name it, so that another's is noticed."""

    offers = frozenset(
        {
            "look_up", "differences", "put_dossier", "add_progress", "put_rating", "procedure", "procedures",
            "shared_list", "filings", "file", "acknowledge", "questions", "put_question", "put_answer",
        }
    )  # fmt: skip

    def __init__(
        self, account: Account, connector: Connector, line: Line, *, witness: Witness, is_named: bool = True
    ) -> None:
        self._account, self._to, self._line, self._witness = account, connector, line, witness
        self._is_named = is_named
        self._session = ""

    def look_up(self, code: str) -> Held | None:
        """See the port."""
        rows = self._rows(self._call("look_up", {"mahoso": code}, about=code))
        if not rows:
            return None
        if rows[0].get("MaHoSo") != code:
            raise Unavailable("reply about another dossier")
        return Held(code, str(rows[0].get("TrangThaiHoSo", "")), rows[0])

    def differences(self, message: Message, held: Held) -> list[str]:
        """See the port."""
        ours = dossier_object(message, self._to)
        return [name for name in self._to.words("compared") if ours[name] != held.record.get(name, "")]

    def put_dossier(self, message: Message, *, is_update: bool) -> None:
        """See the port."""
        body = {"isUpdating": str(is_update), "data": [dossier_object(message, self._to)]}
        self._about(message.code, self._call("dossier", body, about=message.code, may_exist=not is_update))

    def add_progress(self, message: Message) -> None:
        """See the port."""
        body = {"data": [progress_object(message, self._to)]}
        self._about(message.code, self._call("progress", body, about=message.code))

    def put_rating(self, message: Message) -> None:
        """See the port."""
        self._call("rating", {"data": [rating_object(message)]}, about=message.code)

    def procedure(self, code: str) -> Record:
        """See the port."""
        rows = self._rows(self._call("procedure", {"maTTHC": code}))
        if not rows or rows[0].get("MATTHC") != code:
            raise Unavailable("reply about another procedure")
        return rows[0]

    def procedures(self) -> Sequence[tuple[str, str]]:
        """See the port."""
        rows = self._rows(self._call("procedures", {}))
        return [(str(row["MATTHC"]), str(row.get("TENTTHC", ""))) for row in rows if row.get("MATTHC")]

    def shared_list(self, name: str) -> Sequence[Record]:
        """See the port."""
        return self._rows(self._call(name, {}, is_ours=False))

    def filings(self) -> Sequence[Record]:
        """See the port."""
        return self._rows(self._call("inbox", {}))

    def file(self, address: str) -> bytes:
        """See the port."""
        # Never whomever a record names: the portal's own host, by the portal's own scheme.
        if urlsplit(address)[:2] != urlsplit(self._account.services_url)[:2]:
            raise Rejected("a file at another host than the portal's")
        return self._line.get(address, headers={"dstcode": self._account.destination})

    def acknowledge(self, code: str) -> None:
        """See the port."""
        self._call("acknowledge", {"mahoso": code}, about=code)

    def questions(self) -> Sequence[Record]:
        """See the port."""
        return self._rows(self._call("questions_from_portal", {}))

    def put_question(self, record: Record) -> None:
        """See the port."""
        self._call("question", {"data": [dict(record)]})

    def put_answer(self, record: Record) -> None:
        """See the port."""
        self._call("answer", {"data": [dict(record)]})

    # The way

    def _call(
        self,
        name: str,
        body: Mapping[str, Any],
        *,
        about: str = "",
        may_exist: bool = False,
        is_ours: bool = True,
    ) -> dict[str, Any]:
        """The reply to a service, which said yes; signs in first, and once again if the session has ended."""
        service = self._to.service(name) if is_ours else name
        try:
            if not self._session:
                self._sign_in()
            reply = self._post(service, body)
            if self._has_expired(reply):
                self._sign_in()
                reply = self._post(service, body)
            return self._accepted(reply, may_exist=may_exist)
        except (Unavailable, Rejected) as error:
            self._witness(service, about, body, str(error))
            raise

    def _post(self, service: str, body: Mapping[str, Any]) -> dict[str, Any]:
        whole = {"session": self._session, "madonvi": self._account.unit, "service": service, **body}
        headers = {"dstcode": self._account.destination}
        return self._line.post(self._account.services_url, whole, headers=headers)

    def _sign_in(self) -> None:
        body = {"username": self._account.username, "password": self._account.password}
        reply = self._line.post(self._account.auth_url, body, headers={"dstcode": self._account.destination})
        session = reply.get("session")
        if not self._is_good(reply) or not isinstance(session, str) or not session:
            # The account is wrong, not the message: nothing is refused for it.
            raise Unavailable(f"sign-in refused: {masked_text(str(reply.get('message', '')))}")
        self._session = session

    def _accepted(self, reply: dict[str, Any], *, may_exist: bool) -> dict[str, Any]:
        code, words = _code(reply), str(reply.get("message", ""))
        exists = self._to.data["exists_words"] in words and code in self._to.words("exists_codes")
        if exists and may_exist:
            raise AlreadyThere(words)
        if self._has_expired(reply):
            raise Unavailable("session ended")
        if not self._is_good(reply):
            if "error_code" not in reply:
                raise Unavailable("unreadable reply")
            raise Rejected(f"{code}: {masked_text(words)}")
        return reply

    def _has_expired(self, reply: Mapping[str, Any]) -> bool:
        """Whether the reply says that the session has ended; no source gives its code, so its words are looked at."""
        words = str(reply.get("message", "")).lower()
        return not self._is_good(reply) and any(word in words for word in self._to.words("session_words"))

    def _is_good(self, reply: Mapping[str, Any]) -> bool:
        return _code(reply) in self._to.words("good_codes")

    def _about(self, code: str, reply: Mapping[str, Any]) -> None:
        """Notices a reply that belongs to another request: then nobody knows what became of this one."""
        names = [str(row.get("MaHoSo", "")) for row in self._rows(reply)]
        if (self._is_named and not names) or any(name != code for name in names):
            raise Unavailable("reply about another dossier")

    def _rows(self, reply: Mapping[str, Any]) -> list[dict[str, Any]]:
        """The objects of `result` or `data`; raises Unavailable for anything that is no list of them."""
        found = reply.get("result", reply.get("data", []))
        rows = found if isinstance(found, list) else [found]
        if not all(isinstance(row, dict) for row in rows):
            raise Unavailable("unreadable reply")
        return rows


def _code(reply: Mapping[str, Any]) -> str:
    return str(reply.get("error_code", ""))

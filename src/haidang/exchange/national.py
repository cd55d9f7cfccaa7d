"""The line to the national portal: which generation is set up, and how one message of the outbox is sent.

Look up, make or bring up to date, then tell the line: `TraCuuHoSo` → `DongBoHoSoMC` → `CapNhatTienDoHoSoMC`.
Every call may be repeated; a message is built from its journal line and is the same at each attempt.
"""

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Any

from django.conf import settings
from django.utils.translation import override

from haidang.exchange.adapters.generation_a import Account, GenerationA
from haidang.exchange.adapters.line import Line
from haidang.exchange.connector import connector
from haidang.exchange.masking import masked
from haidang.exchange.messages import build
from haidang.exchange.models import Filing, TroubledCall
from haidang.exchange.ports import AlreadyThere, NationalPortal
from haidang.platform.delivery.letters import Letter
from haidang.platform.delivery.worker import Moment

if TYPE_CHECKING:
    import httpx

TOPIC = "national-portal"


def is_connected() -> bool:
    """Whether this installation has been given a portal to talk to; without one messages wait."""
    return bool(settings.PORTAL["services_url"])


class Link:
    """One process's connection: an HTTP client and a session that are kept from message to message."""

    def __init__(self, moment: Moment, *, transport: "httpx.BaseTransport | None" = None) -> None:
        import httpx

        self._moment = moment
        self._client = httpx.Client(transport=transport, trust_env=False)
        self._line = Line(self._client, read_seconds=settings.PORTAL_READ_SECONDS)
        names = ("auth_url", "services_url", "username", "password", "unit", "destination")
        account = Account(**{name: settings.PORTAL[name] for name in names})
        self.portal: NationalPortal = GenerationA(account, connector("a"), self._line, witness=self._note)

    def send(self, letter: Letter) -> None:
        """Sends one message; raises as `delivery.letters.Send` says."""
        self._line.deadline = letter.deadline
        try:
            # What the portal shows to citizens is Vietnamese, whoever runs the worker.
            with override("vi"):
                _tell(self.portal, letter.payload["code"], letter.seq, command=letter.payload["command"])
        finally:
            self._line.deadline = None

    def close(self) -> None:
        """Closes the connection."""
        self._client.close()

    def _note(self, service: str, code: str, body: Mapping[str, Any], problem: str) -> None:
        TroubledCall.objects.create(
            at=self._moment(), service=service[:60], code=code[:60], problem=problem[:500], request=masked(body)
        )


def _tell(portal: NationalPortal, code: str, seq: int, *, command: str) -> None:
    message = build(code, seq, is_from_portal=Filing.objects.filter(code=code).exists())
    if command == "rate":
        portal.put_rating(message)
        return
    is_known = portal.look_up(code) is not None
    try:
        portal.put_dossier(message, is_update=is_known)
    except AlreadyThere:
        portal.put_dossier(message, is_update=True)
    portal.add_progress(message)


def forget_calls(now: datetime) -> int:
    """Removes what was kept of troubled calls more than 30 days ago."""
    return TroubledCall.objects.filter(at__lt=now - timedelta(days=30)).delete()[0]

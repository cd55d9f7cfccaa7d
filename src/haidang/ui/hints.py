"""Where a page listens for hints that its figures have changed, and the leave that its browser needs to do so."""

from typing import Any, cast
from urllib.parse import urlsplit

from csp.constants import SELF
from django.conf import settings
from django.http import HttpRequest, HttpResponse


def address(request: HttpRequest) -> str:
    """The address of the hints: what the operator says, else the next port of this very host; "" without any."""
    if settings.LIVE_URL or not settings.LIVE_PORT:
        return str(settings.LIVE_URL)
    host = urlsplit(f"//{request.get_host()}").hostname or ""
    return f"{request.scheme}://{f'[{host}]' if ':' in host else host}:{settings.LIVE_PORT}/dieu-hanh/truc-tiep/"


def allowed(response: HttpResponse, found: str) -> HttpResponse:
    """Lets the page connect to that address, and to nothing else besides its own site."""
    parts = urlsplit(found)
    if parts.netloc:
        # What `csp.decorators.csp_update` does for an address that is known beforehand.
        cast(Any, response)._csp_update = {"connect-src": [SELF, f"{parts.scheme}://{parts.netloc}"]}
    return response

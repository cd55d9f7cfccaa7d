"""A stand-in of the national portal beside a demonstration."""

import os
from collections.abc import Iterator
from contextlib import contextmanager

from django.conf import settings

from haidang.config import processes


@contextmanager
def beside(*, port: int) -> Iterator[None]:
    """The stand-in on `port` for as long as the block runs; this process and those it starts exchange with it."""
    address = f"http://127.0.0.1:{port}"
    os.environ |= {"HAIDANG_PORTAL_URL": address, "HAIDANG_PORTAL_PAGE_URL": f"{address}/"}
    places = {"auth_url": f"{address}/auth", "services_url": f"{address}/services", "page_url": f"{address}/"}
    settings.PORTAL = {**settings.PORTAL, **places}
    command = ["simulate-portal", "--port", str(port), "--steps", "wide"]
    with processes.beside(*command, "--db", str(settings.HAIDANG_HOME / "portal.sqlite3")):
        yield

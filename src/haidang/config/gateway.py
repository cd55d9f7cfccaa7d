"""The stand-in of a payment gateway beside a demonstration's site, so that a visitor can pay."""

import os
from collections.abc import Iterator
from contextlib import contextmanager

from django.conf import settings

from haidang.config import processes


@contextmanager
def beside(*, host: str, port: int, site_port: int) -> Iterator[None]:
    """Runs the stand-in for as long as the block does, and has the site use it.

    What it holds is kept in the home: a demonstration that is started again finds its gateway as it was.
    """
    address = f"http://{host}:{port}"
    call_back = f"http://{host}:{site_port}/thanh-toan/bao/{settings.PAYMENT_GATEWAY}/"
    # For processes that load settings themselves, and for those that are given these.
    os.environ["HAIDANG_PAYMENT_GATEWAY_URL"] = settings.PAYMENT_GATEWAY_URL = address
    kept = ("--db", str(settings.HAIDANG_HOME / "gateway-simulator.sqlite3"))
    where = ("--host", host, "--port", str(port), "--call-back", call_back)
    with processes.beside("simulate-gateway", *where, *kept):
        yield

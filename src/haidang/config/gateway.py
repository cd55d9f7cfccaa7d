"""The stand-in of a payment gateway beside a demonstration's site, so that a visitor can pay."""

import os
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager

from django.conf import settings


@contextmanager
def beside(*, host: str, port: int, site_port: int) -> Iterator[None]:
    """Runs the stand-in for as long as the block does, and has the site use it.

    What it holds is kept in the home: a demonstration that is started again finds its gateway as it was.
    """
    address = f"http://{host}:{port}"
    call_back = f"http://{host}:{site_port}/thanh-toan/bao/{settings.PAYMENT_GATEWAY}/"
    command = [sys.executable, "-m", "haidang", "simulate-gateway", "--host", host, "--port", str(port)]
    command += ["--db", str(settings.HAIDANG_HOME / "gateway-simulator.sqlite3"), "--call-back", call_back]
    # For processes that load settings themselves, and for those that are given these.
    os.environ["HAIDANG_PAYMENT_GATEWAY_URL"] = settings.PAYMENT_GATEWAY_URL = address
    process = subprocess.Popen(command)  # noqa: S603
    try:
        yield
    finally:
        process.terminate()
        try:
            process.wait(timeout=10)
        except subprocess.TimeoutExpired:
            process.kill()

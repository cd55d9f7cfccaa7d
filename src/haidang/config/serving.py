"""Serves the site with granian (WSGI: measured many times faster than ASGI for synchronous views)."""

import os
from contextlib import nullcontext

from django.conf import settings
from django.db import connections

from haidang.config import gateway, live, portal, worker

MOST_BY_DEFAULT = 4


def default_workers() -> int:
    """A process for each core, as pages keep the interpreter busy; more than a few only when somebody says so."""
    return min(os.cpu_count() or 1, MOST_BY_DEFAULT)


def serve(
    *,
    host: str,
    port: int,
    workers: int | None = None,
    with_worker: bool = True,
    with_live: bool = True,
    with_gateway: bool = False,
    with_portal: bool = False,
) -> int:
    """Serves until interrupted; beside the site a worker for periodic work and, on the next port, hints for boards.

    For a demonstration, on the ports after that: `with_gateway` the stand-in of a payment gateway, unless one is set;
    `with_portal` a stand-in of the national portal, with which this installation exchanges.
    """
    from granian import Granian
    from granian.constants import Interfaces

    print(f"Hải Đăng: http://{host}:{port}/  (Ctrl+C để dừng)", flush=True)
    site = Granian(
        "haidang.config.wsgi:application",
        address=host,
        port=port,
        interface=Interfaces.WSGI,
        workers=workers or default_workers(),
        blocking_threads=4,
        log_access=False,
        websockets=False,
    )
    # Where the operator has given the hints an address of their own, he runs them too.
    with_live = with_live and "HAIDANG_LIVE_URL" not in os.environ
    if with_live:
        # For workers that load settings themselves, and for those that are given these.
        os.environ["HAIDANG_LIVE_PORT"] = str(port + 1)
        settings.LIVE_PORT = port + 1
    with (
        # First: what is started after it finds the gateway's address in its environment.
        gateway.beside(host=host, port=port + 2, site_port=port)
        if with_gateway and not settings.PAYMENT_GATEWAY_URL
        else nullcontext(),
        portal.beside(port=port + 3) if with_portal else nullcontext(),
        worker.beside() if with_worker else nullcontext(),
        live.beside(host=host, port=port + 1) if with_live else nullcontext(),
    ):
        # Workers are forked: a connection that preparing the home has opened would be one for all of them, and they
        # would read each other's answers.
        connections.close_all()
        site.serve()
    return 0

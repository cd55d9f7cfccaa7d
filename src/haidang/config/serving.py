"""Serves the site with granian (WSGI: measured many times faster than ASGI for synchronous views)."""

from contextlib import nullcontext

from haidang.config import worker


def serve(*, host: str, port: int, workers: int = 1, with_worker: bool = True) -> int:
    """Serves until interrupted, with a worker for periodic work beside the site unless one runs elsewhere."""
    from granian import Granian
    from granian.constants import Interfaces

    print(f"Hải Đăng: http://{host}:{port}/  (Ctrl+C để dừng)", flush=True)
    site = Granian(
        "haidang.config.wsgi:application",
        address=host,
        port=port,
        interface=Interfaces.WSGI,
        workers=workers,
        blocking_threads=4,
        log_access=False,
        websockets=False,
    )
    with worker.beside() if with_worker else nullcontext():
        site.serve()
    return 0

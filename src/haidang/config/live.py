"""`haidang live`: tells open boards that something has changed, in a process beside the site."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from haidang.config import installation, processes


def add_arguments(commands: Any) -> None:
    """Adds `live` to the parsers of `haidang`."""
    text = "báo cho các bảng điều hành đang mở rằng số liệu đã đổi (SSE); `serve` tự chạy lệnh này ở cổng kế tiếp"
    parser = commands.add_parser("live", help=text, description=text)
    parser.add_argument("--host", default="127.0.0.1")
    parser.add_argument("--port", type=int, default=8001)
    parser.set_defaults(run=lambda args: serve(host=args.host, port=args.port))


def serve(*, host: str, port: int) -> int:
    """Serves until interrupted. One worker: all connections share one look at the journal."""
    from granian import Granian
    from granian.constants import Interfaces

    Granian(
        "haidang.config.live:application",
        address=host,
        port=port,
        interface=Interfaces.ASGI,
        workers=1,
        # A connection stays open, so that the queue of those that wait is not what limits them.
        backlog=4096,
        backpressure=4096,
        log_access=False,
        websockets=False,
    ).serve()
    return 0


@contextmanager
def beside(*, host: str, port: int) -> Iterator[None]:
    """The same in a process of its own for as long as the block runs."""
    with processes.beside("live", "--host", host, "--port", str(port)):
        yield


def __getattr__(name: str) -> Any:
    """The application, made when the server first asks for it."""
    if name != "application":
        raise AttributeError(name)
    installation.start_django()
    from haidang.leaders.live.stream import Live

    found = globals()["application"] = Live()
    return found

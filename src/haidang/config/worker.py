"""`haidang worker`: does the house's periodic work whenever its time has come, until told to stop."""

import argparse
import json
import signal
from collections.abc import Iterator
from contextlib import contextmanager
from threading import Event
from typing import Any

from haidang.config import processes

PAUSE_SECONDS = 10
"""Between two looks at the schedule; the finest job runs every minute."""


def add_arguments(commands: Any) -> None:
    """Adds `worker` to the parsers of `haidang`."""
    text = "làm các việc định kỳ của hệ thống (hẹn giờ, đôn đốc, dự báo) khi đến lúc; `serve` tự chạy lệnh này"
    parser = commands.add_parser("worker", help=text, description=text)
    parser.add_argument("--once", action="store_true", help="làm những việc đã đến lúc rồi dừng; mã thoát 1 nếu có lỗi")
    parser.add_argument("--json", action="store_true", help="in mỗi việc một dòng JSON")
    parser.set_defaults(run=run)


def run(args: argparse.Namespace) -> int:
    """Works until SIGTERM or Ctrl+C, or once; a job in hand is finished first."""
    if args.once:
        return 1 if _round(as_json=args.json) else 0
    stop = Event()
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, lambda *_: stop.set())
    while not stop.is_set():
        _round(as_json=args.json)
        stop.wait(PAUSE_SECONDS)
    return 0


def _round(*, as_json: bool) -> int:
    """Does what is due and returns how many jobs failed."""
    from django.db import close_old_connections

    from haidang.platform import clock, periodic

    failed = 0
    # A server that closed the connection while the worker slept must not cost a round.
    close_old_connections()
    for outcome in periodic.run_due(clock.now()):
        failed += bool(outcome.problem)
        if as_json:
            line = {"job": outcome.name, "done": outcome.done, "seconds": round(outcome.seconds, 3)}
            print(json.dumps(line | {"problem": outcome.problem}, ensure_ascii=False), flush=True)
        elif outcome.done or outcome.problem:
            print(f"{outcome.name}: {outcome.problem or outcome.done}", flush=True)
    return failed


@contextmanager
def beside() -> Iterator[None]:
    """A worker in a process of its own for as long as the block runs."""
    with processes.beside("worker", patience=30):
        yield

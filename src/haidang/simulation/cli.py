"""The commands `simulate` and `demo`."""

import argparse
import json
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import datetime
from typing import Any

from django.conf import settings

from haidang.dossiers import api as dossiers
from haidang.platform import clock
from haidang.simulation import reforms, scores, steering
from haidang.simulation.accounts import DEMO_ACCOUNTS, DEMO_PASSWORD, open_demo_accounts
from haidang.simulation.messages import send_messages
from haidang.simulation.models import SimulationRun
from haidang.simulation.run import Outcome, Progress, Wish, played_count, simulate
from haidang.simulation.summary import Summary, summary
from haidang.worktime import api as worktime

Serve = Callable[..., int]
DEMO_OPENS = datetime(2024, 8, 1, tzinfo=clock.LOCAL)
DEMO_MOMENT = datetime(2024, 11, 4, 9, 0, tzinfo=clock.LOCAL)
_LINE_EVERY_SECONDS = 10


def add_arguments(commands: Any, *, serve: Serve | None = None) -> None:
    """Adds both commands; `serve(host=, port=)` is what `demo` ends with."""
    _add_simulate(commands)
    _add_demo(commands, serve)


def _add_simulate(commands: Any) -> None:
    text = "thêm hồ sơ mô phỏng qua đúng các nghiệp vụ thật; chạy lại thì làm tiếp chỗ dở"
    parser = commands.add_parser("simulate", help=text, description=text)
    parser.add_argument("--dossiers", type=_count, required=True, metavar="N", help="số hồ sơ của hạt giống này")
    parser.add_argument("--seed", type=int, required=True, metavar="S", help="hạt giống: cùng số cho cùng kết quả")
    parser.add_argument("--until", type=_moment, metavar="ISO", help="mô phỏng đến lúc nào (mặc định: bây giờ)")
    parser.add_argument("--json", action="store_true", help="in kết quả dạng JSON")
    parser.set_defaults(run=_simulate)


def _add_demo(commands: Any, serve: Serve | None) -> None:
    text = "dựng một tỉnh mẫu sống động (tháng 8–11/2024) rồi mở trang web; đã dựng rồi thì chỉ mở trang web"
    parser = commands.add_parser("demo", help=text, description=text)
    parser.add_argument("--dossiers", type=_count, default=5_000, metavar="N", help="số hồ sơ (mặc định 5000)")
    parser.add_argument("--seed", type=int, default=2024, metavar="S")
    parser.add_argument("--host", default="127.0.0.1")
    parser.add_argument("--port", type=int, default=8000)
    parser.add_argument("--no-serve", action="store_true", help="dựng xong thì dừng, không mở trang web")
    parser.set_defaults(run=lambda args: _demo(args, serve))


def _count(text: str) -> int:
    number = int(text) if text.isdecimal() else 0
    if not 1 <= number <= 10_000_000:
        raise argparse.ArgumentTypeError(f"“{text}” không phải số từ 1 đến 10.000.000")
    return number


def _moment(text: str) -> datetime:
    try:
        moment = datetime.fromisoformat(text)
    except ValueError:
        raise argparse.ArgumentTypeError(f"“{text}” không phải thời điểm, ví dụ 2024-11-04T09:00") from None
    return moment if moment.tzinfo else moment.replace(tzinfo=clock.LOCAL)


def _simulate(args: argparse.Namespace) -> int:
    until = args.until or clock.now()
    started = time.perf_counter()
    try:
        with _progress() as progress:
            outcome = simulate(Wish(args.dossiers, args.seed, until), progress=progress)
    except worktime.CalendarRangeError as error:
        print(f"haidang: {error}", file=sys.stderr)
        return 2
    _report(outcome, summary(until), seconds=time.perf_counter() - started, as_json=args.json)
    return 0


def _demo(args: argparse.Namespace, serve: Serve | None) -> int:
    if not _is_demo():
        if dossiers.Dossier.objects.exists():
            print("haidang: nơi này đã có hồ sơ thật. Hãy chạy demo với một HAIDANG_HOME khác.", file=sys.stderr)
            return 2
        clock.set_demo_time(DEMO_MOMENT)
    if played_count(args.seed) < args.dossiers:
        _build_demo(args)
    open_demo_accounts()
    _print_accounts(args)
    if args.no_serve or serve is None:
        return 0
    return serve(host=args.host, port=args.port)


def _is_demo() -> bool:
    return SimulationRun.objects.filter(opens_at=DEMO_OPENS, closes_at=DEMO_MOMENT).exists()


def _build_demo(args: argparse.Namespace) -> None:
    started = time.perf_counter()
    is_new = reforms.is_untouched()
    if is_new:
        reforms.before_the_first_dossier(DEMO_OPENS)
    with _progress() as progress:
        outcome = simulate(Wish(args.dossiers, args.seed, DEMO_MOMENT, since=DEMO_OPENS), progress=progress)
    if is_new:
        reforms.on_the_last_days(DEMO_MOMENT)
    if steering.is_untouched():
        steering.play(DEMO_MOMENT)
    send_messages(DEMO_MOMENT)
    if scores.is_untouched():
        scores.play(DEMO_MOMENT)
    _report(outcome, summary(DEMO_MOMENT), seconds=time.perf_counter() - started, as_json=False)


@contextmanager
def _progress() -> Iterator[Progress]:
    """A bar on a terminal, else a line now and then, on standard error."""
    if not sys.stderr.isatty():
        yield _Lines()
        return
    from rich.console import Console
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn

    columns = (TextColumn("Mô phỏng hồ sơ"), BarColumn(), MofNCompleteColumn(), TimeRemainingColumn())
    with Progress(*columns, console=Console(stderr=True)) as bar:
        task = bar.add_task("", total=None)
        yield lambda done, total: bar.update(task, completed=done, total=total)


class _Lines:
    """Progress for logs: a line every few seconds and at the end."""

    def __init__(self) -> None:
        self._last = time.perf_counter()

    def __call__(self, done: int, total: int) -> None:
        now = time.perf_counter()
        if done == total or now - self._last >= _LINE_EVERY_SECONDS:
            self._last = now
            print(f"Mô phỏng hồ sơ: {done}/{total}", file=sys.stderr, flush=True)


def _report(outcome: Outcome, found: Summary, *, seconds: float, as_json: bool) -> None:
    if as_json:
        print(json.dumps(_plain(outcome, found, seconds), ensure_ascii=False))
        return
    print(
        f"Đã nộp {outcome.filed} hồ sơ, làm tiếp {outcome.carried_on}, qua {outcome.commands} nghiệp vụ, "
        f"trong {seconds:.0f} giây. Toàn tỉnh: {found.total} hồ sơ, {found.online} trực tuyến."
    )
    for state, count in found.by_state.items():
        print(f"  {dossiers.STATE_LABELS[state]}: {count}")


def _plain(outcome: Outcome, found: Summary, seconds: float) -> dict[str, Any]:
    return {
        "filed": outcome.filed,
        "carried_on": outcome.carried_on,
        "commands": outcome.commands,
        "seconds": round(seconds, 2),
        "dossiers": found.total,
        "online": found.online,
        "states": {str(int(state)): count for state, count in found.by_state.items()},
        "risks": {str(risk): count for risk, count in found.by_risk.items()},
    }


def _print_accounts(args: argparse.Namespace) -> None:
    print(f"Tài khoản mẫu (mật khẩu chung: {DEMO_PASSWORD}; mọi cán bộ khác theo mẫu motcua.<mã cơ quan> …):")
    for account in DEMO_ACCOUNTS:
        print(f"  {account.username:<18} {account.what}")
    print(f"Dữ liệu tại {settings.HAIDANG_HOME}. Trang web: http://{args.host}:{args.port}/", flush=True)

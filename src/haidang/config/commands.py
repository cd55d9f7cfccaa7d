"""The commands that work on an installation: they start Django and, on first use, make its home."""

import argparse
import json
import sys
from functools import partial
from typing import Any

from haidang.config import installation, live, worker
from haidang.config.home import home
from haidang.config.serving import default_workers, serve

Commands = Any  # argparse keeps the type of its sub-parsers private


def add(commands: Commands) -> None:
    """Adds every command that needs Django; Django is started by the first that runs, or asks for help."""
    installation.start_django()
    from haidang.catalogue import cli as procedures
    from haidang.console import cli as agencies
    from haidang.dossiers import cli as reports
    from haidang.exchange import cli as exchange
    from haidang.gateway_simulator import cli as gateway
    from haidang.ioc import cli as ioc
    from haidang.notifications import cli as messages
    from haidang.reform import cli as reform
    from haidang.simulation import cli as simulation
    from haidang.steering import cli as steering
    from haidang.steering import forecast_cli as forecasts

    _add_serve(commands)
    worker.add_arguments(commands)
    live.add_arguments(commands)
    _add_audit(commands)
    procedures.add_arguments(commands)
    messages.add_arguments(commands)
    reform.add_arguments(commands)
    forecasts.add_arguments(commands)
    steering.add_arguments(commands)
    agencies.add_arguments(commands)
    reports.add_arguments(commands)
    gateway.add_arguments(commands, key_file=home() / "keys" / "payment-gateway", offset_seconds=_offset_seconds())
    ioc.add_arguments(commands)
    exchange.add_arguments(commands)
    simulation.add_arguments(commands, serve=serve)
    for parser in _leaves(commands):
        run = parser.get_default("run")
        parser.set_defaults(run=partial(_ready, run))


def _offset_seconds() -> float:
    from haidang.platform import clock

    return clock.offset().total_seconds()


def _leaves(commands: Commands) -> list[argparse.ArgumentParser]:
    """Every parser below `commands` that stands for one command of the house."""
    found = []
    for name, parser in commands.choices.items():
        groups = [action for action in parser._actions if isinstance(action, argparse._SubParsersAction)]
        found += [leaf for group in groups for leaf in group.choices.values()] or (
            [parser] if name not in {"deadline", "simulate-portal"} else []
        )
    return found


def _ready(run: Any, args: argparse.Namespace) -> int:
    """Runs a command once the home is ready; a refusal is one line on standard error and exit code 2."""
    from django.utils.translation import activate

    from haidang.platform.errors import Refused

    activate("vi")
    try:
        if not hasattr(args, "needs_home") or args.needs_home(args):
            installation.prepare()
        return int(run(args))
    except Refused as refusal:
        print(f"haidang: {refusal}", file=sys.stderr)
        return 2


def _add_serve(commands: Commands) -> None:
    text = "chạy trang web (cổng công dân, một cửa, quản trị)"
    parser = commands.add_parser("serve", help=text, description=text)
    parser.add_argument("--host", default="127.0.0.1")
    parser.add_argument("--port", type=int, default=8000)
    parser.add_argument(
        "--workers",
        type=int,
        default=default_workers(),
        help="số tiến trình trả lời trang (mặc định: mỗi lõi một, tối đa 4)",
    )
    parser.add_argument(
        "--no-worker", action="store_true", help="không chạy việc định kỳ (đã có `haidang worker` ở nơi khác)"
    )
    parser.add_argument(
        "--no-live",
        action="store_true",
        help="không báo số liệu đổi (đã có `haidang live` ở nơi khác)",
    )
    parser.set_defaults(run=_serve)


def _serve(args: argparse.Namespace) -> int:
    return serve(
        host=args.host, port=args.port, workers=args.workers, with_worker=not args.no_worker, with_live=not args.no_live
    )


def _add_audit(commands: Commands) -> None:
    text = "kiểm tra nhật ký và kho tệp"
    group = commands.add_parser("audit", help=text, description=text).add_subparsers(required=True, metavar="LỆNH")
    text = "tìm mọi sự kiện bị sửa, xóa, đảo thứ tự; mã thoát 1 nếu có"
    parser = group.add_parser("verify", help=text, description=text)
    parser.add_argument("--json", action="store_true", help="in kết quả dạng JSON")
    parser.add_argument("--no-files", action="store_true", help="không đọc lại nội dung các tệp")
    parser.set_defaults(run=_audit)


def _audit(args: argparse.Namespace) -> int:
    from rich.console import Console
    from rich.progress import Progress

    from haidang.dossiers import api as dossiers
    from haidang.exchange import api as exchange
    from haidang.ioc import api as ioc
    from haidang.notifications import api as notifications
    from haidang.payments import api as payments
    from haidang.reform import api as reform
    from haidang.steering import api as steering

    with Progress(console=Console(stderr=True), transient=True, disable=not sys.stderr.isatty()) as bar:
        task = bar.add_task("Kiểm tra nhật ký", total=None)
        audit = dossiers.verify(
            with_files=not args.no_files, progress=lambda done, total: bar.update(task, completed=done, total=total)
        )
    found = [*audit.faults, *exchange.verify(), *reform.verify(), *steering.verify(with_files=not args.no_files)]
    found += [*ioc.verify_sources(with_files=not args.no_files), *ioc.verify_indicators(), *ioc.verify_dashboards()]
    found += ioc.verify_watching()
    found += [*notifications.verify(), *payments.verify()]
    if args.json:
        faults = [{"stream": item.stream, "seq": item.seq, "problem": item.problem} for item in found]
        counts = {name: getattr(audit, name) for name in ("dossiers", "events", "files", "plans")}
        print(json.dumps(counts | {"faults": faults}))
    else:
        for item in found:
            words = dossiers.fault_words(item)
            print(f"{item.stream.removeprefix('dossier:')} · sự kiện {item.seq}: {words}")
        print(
            f"Đã kiểm tra {audit.dossiers} hồ sơ, {audit.events} sự kiện, {audit.files} tệp, "
            f"{audit.plans} kế hoạch sắp xếp: " + (f"{len(found)} lỗi." if found else "không có lỗi.")
        )
    return 1 if found else 0

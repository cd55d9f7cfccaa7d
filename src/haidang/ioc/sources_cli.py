"""The commands `sources` and `simulate-sectors`."""

import argparse
import json
from typing import Any

from rich.console import Console
from rich.table import Table

from haidang.identity import api as identity
from haidang.ioc.alerts import open_alerts
from haidang.ioc.sources import ending, schedule, selectors, worries
from haidang.ioc.sources.errors import Refused, SourceNotFound
from haidang.ioc.sources.labels import PROBLEMS, RUN_LABELS
from haidang.ioc.sources.running import run
from haidang.ioc.sources.samples.faults import Faults
from haidang.ioc.sources.samples.site import Site
from haidang.ioc.sources.tables import Source, SourceRun
from haidang.platform import clock


def add_arguments(commands: Any) -> None:
    """Adds both commands to the parsers of `haidang`."""
    text = "nguồn dữ liệu của các ngành: danh sách, tình trạng, nạp"
    group = commands.add_parser("sources", help=text, description=text).add_subparsers(required=True, metavar="LỆNH")
    text = "mọi nguồn với tình trạng"
    parser = group.add_parser("list", help=text, description=text)
    parser.add_argument("--json", action="store_true", help="in dạng JSON")
    parser.set_defaults(run=_list)
    text = "một nguồn: lần chạy cuối, dòng cách ly, cảnh báo; mã thoát 1 nếu có việc phải xem"
    parser = group.add_parser("status", help=text, description=text)
    parser.add_argument("code", metavar="MÃ")
    parser.add_argument("--json", action="store_true", help="in dạng JSON")
    parser.set_defaults(run=_status)
    text = "nạp các nguồn đã nêu, hoặc mọi nguồn đã đến lúc; mã thoát 1 nếu có lần nạp lỗi hoặc bị giữ"
    parser = group.add_parser("run", help=text, description=text)
    parser.add_argument("codes", metavar="MÃ", nargs="*")
    parser.add_argument("--json", action="store_true", help="in dạng JSON")
    parser.set_defaults(run=_run)
    _add_simulator(commands)


def _add_simulator(commands: Any) -> None:
    text = "máy chủ số liệu mẫu của các ngành (REST, CSV, Excel), có thể gây lỗi theo ý; không phải số liệu thật"
    parser = commands.add_parser("simulate-sectors", help=text, description=text)
    parser.add_argument("--host", default="127.0.0.1")
    parser.add_argument("--port", type=int, default=8765)
    parser.add_argument("--garbage", type=float, default=0.0, metavar="PHẦN_TRĂM", help="phần trăm dòng có ô rác")
    parser.add_argument("--rename", action="append", default=[], metavar="CŨ=MỚI", help="đổi tên cột")
    parser.set_defaults(run=_simulate)


def _health(item: selectors.Health) -> dict[str, Any]:
    run_ = item.last_run
    return {
        "code": item.source.code,
        "title": item.source.title,
        "sector": item.source.sector,
        "agency": item.source.agency.code,
        "kind": item.source.kind,
        "version": item.number,
        "status": item.status,
        "rows": item.rows,
        "open_bad": item.open_bad,
        "loaded_at": item.source.loaded_at.isoformat() if item.source.loaded_at else None,
        "next_run_at": item.source.next_run_at.isoformat() if item.source.next_run_at else None,
        "last_run": {"id": run_.pk, **ending.figures(run_)} if run_ else None,
    }


def _list(args: argparse.Namespace) -> int:
    rows = Source.objects.select_related("contract", "agency").order_by("sector", "title")
    found = selectors.healths(list(rows), now=clock.now())
    if args.json:
        print(json.dumps([_health(item) for item in found], ensure_ascii=False))
        return 0
    table = Table("Mã", "Tên", "Tình trạng", "Số dòng", "Cách ly", "Nạp lần cuối")
    for item in found:
        loaded = f"{clock.local(item.source.loaded_at):%d/%m/%Y %H:%M}" if item.source.loaded_at else "–"
        figures = (str(item.rows), str(item.open_bad), loaded)
        table.add_row(item.source.code, item.source.title, item.status, *figures)
    Console(soft_wrap=True, highlight=False, markup=False).print(table)
    return 0


def _status(args: argparse.Namespace) -> int:
    source = Source.objects.filter(code=args.code).select_related("contract", "agency").first()
    if source is None:
        raise SourceNotFound(f"Không có nguồn {args.code}.")
    (health,) = selectors.healths([source], now=clock.now())
    alerts = open_alerts(worries.subject(source))
    if args.json:
        plain = [{"kind": alert.kind, "title": alert.title, "since": alert.raised_at.isoformat()} for alert in alerts]
        print(json.dumps({**_health(health), "alerts": plain}, ensure_ascii=False))
    else:
        print(f"{source.code}  {source.title}: {health.status}, {health.rows} dòng, {health.open_bad} dòng cách ly.")
        for alert in alerts:
            print(f"  {alert.title}")
    return 1 if alerts else 0


def _run(args: argparse.Namespace) -> int:
    now = clock.now()
    actor, ended = identity.system_account(now=now), list[SourceRun]()
    for code in args.codes or schedule.due(now):
        ended.append(run(code=code, actor=actor, now=now, key=new_key(code, now), trigger="command"))
    if args.json:
        print(json.dumps([{"code": item.source.code, **ending.figures(item)} for item in ended], ensure_ascii=False))
    for item in ended if not args.json else []:
        words = PROBLEMS.get(item.problem, "") if item.problem else RUN_LABELS[SourceRun.State(item.state)]
        print(
            f"{item.source.code}: {words}. Đọc {item.read} = thêm {item.added} + đổi {item.changed}"
            f" + không đổi {item.unchanged} + cách ly {item.quarantined}; {item.repeated} tệp trùng."
        )
    return 1 if any(item.state != SourceRun.State.DONE for item in ended) else 0


def new_key(code: str, now: Any) -> str:
    """An idempotency key for a run that somebody asks for from a shell: each call is another wish."""
    return f"cli:{code}:{now.timestamp():.6f}"


def _simulate(args: argparse.Namespace) -> int:
    from socketserver import ThreadingMixIn
    from wsgiref.simple_server import WSGIRequestHandler, WSGIServer, make_server

    class Server(ThreadingMixIn, WSGIServer):
        daemon_threads = True

    class Quiet(WSGIRequestHandler):
        def log_message(self, *_args: Any) -> None:
            """Says nothing."""

    pairs = [text.split("=", 1) for text in args.rename]
    if any(len(pair) != 2 for pair in pairs):
        raise Refused("--rename CŨ=MỚI")
    faults = Faults(args.garbage, dict(pairs)) if args.garbage or pairs else None
    site = Site(clock.today, faults)
    with make_server(args.host, args.port, site, server_class=Server, handler_class=Quiet) as server:
        print(f"Số liệu mẫu: http://{args.host}:{server.server_port}/  (Ctrl+C để dừng)", flush=True)
        server.serve_forever()
    return 0

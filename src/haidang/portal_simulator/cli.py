"""`haidang simulate-portal`: the stand-in of the national portal, as a process of its own."""

import argparse
import json
import os
from typing import Any

_SETTINGS = "HAIDANG_PORTAL_SIMULATOR"


def add_arguments(commands: Any) -> None:
    """Adds the command to `haidang`."""
    text = "chạy hệ thống mô phỏng Cổng dịch vụ công quốc gia, có thể gây lỗi theo ý muốn"
    parser = commands.add_parser("simulate-portal", help=text, description=text)
    parser.add_argument("--host", default="127.0.0.1")
    parser.add_argument("--port", type=int, default=8900)
    parser.add_argument("--db", default=":memory:", metavar="TỆP", help="tệp SQLite (mặc định: chỉ trong bộ nhớ)")
    parser.add_argument(
        "--faults",
        default="",
        metavar="LOẠI=XÁC_SUẤT,…",
        help="ví dụ timeout=0.01,lost=0.05 hoặc all=0.02; các loại: timeout, bad_gateway, truncated, expired, exists, "
        "slow, duplicate, swapped, lost",
    )
    parser.add_argument("--seed", type=int, default=1, help="hạt giống của lỗi")
    parser.add_argument(
        "--hang", type=float, default=65.0, metavar="GIÂY", help="một lần không trả lời kéo dài bao lâu"
    )
    parser.add_argument("--session", type=float, default=900.0, metavar="GIÂY", help="phiên làm việc sống bao lâu")
    parser.add_argument(
        "--steps",
        choices=["safe", "wide"],
        default="safe",
        help="bước chuyển trạng thái được nhận: safe theo bảng tổng hợp an toàn, wide thêm các bước tỉnh hay dùng",
    )
    parser.add_argument("--unit", default="H06", help="mã đơn vị của tài khoản")
    parser.set_defaults(run=run)


def run(args: argparse.Namespace) -> int:
    """Serves until interrupted; one worker process, whose memory is the portal's."""
    from granian import Granian
    from granian.constants import Interfaces

    from haidang.portal_simulator.faults import read_chances

    read_chances(args.faults)
    names = ("db", "faults", "seed", "hang", "session", "steps", "unit")
    os.environ[_SETTINGS] = json.dumps({name: getattr(args, name) for name in names})
    print(f"Cổng dịch vụ công quốc gia (mô phỏng): http://{args.host}:{args.port}/", flush=True)
    Granian(
        "haidang.portal_simulator.cli:application",
        address=args.host,
        port=args.port,
        interface=Interfaces.WSGI,
        workers=1,
        # A request that hangs holds its thread.
        blocking_threads=32,
        log_access=False,
        websockets=False,
    ).serve()
    return 0


def __getattr__(name: str) -> Any:
    """The application, made when the server first asks for it."""
    if name != "application":
        raise AttributeError(name)
    from haidang.portal_simulator.app import Application
    from haidang.portal_simulator.faults import Faults, read_chances
    from haidang.portal_simulator.services import Portal
    from haidang.portal_simulator.store import Store

    told = json.loads(os.environ[_SETTINGS])
    store = Store(told["db"], session_seconds=told["session"])
    portal = Portal(store, unit=told["unit"], wide_steps=told["steps"] == "wide")
    faults = Faults(read_chances(told["faults"]), seed=told["seed"], hang_seconds=told["hang"])
    found = globals()["application"] = Application(portal, faults)
    return found

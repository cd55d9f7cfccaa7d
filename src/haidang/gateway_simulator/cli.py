"""`haidang simulate-gateway`: the stand-in of a payment gateway, as a process of its own."""

import argparse
import json
import os
from pathlib import Path
from typing import Any

_SETTINGS = "HAIDANG_GATEWAY_SIMULATOR"


def add_arguments(commands: Any, *, key_file: Path, offset_seconds: float) -> None:
    """Adds the command to `haidang`; the shared secret and the demonstration's time are the house's by default."""
    text = "chạy cổng thanh toán mô phỏng: trang thanh toán, báo kết quả có chữ ký, sao kê, lỗi theo ý muốn"
    parser = commands.add_parser("simulate-gateway", help=text, description=text)
    parser.add_argument("--host", default="127.0.0.1")
    parser.add_argument("--port", type=int, default=8910)
    parser.add_argument("--db", default=":memory:", metavar="TỆP", help="tệp SQLite (mặc định: chỉ trong bộ nhớ)")
    parser.add_argument(
        "--call-back",
        default="http://127.0.0.1:8000/thanh-toan/bao/cong-thanh-toan/",
        metavar="URL",
        help="nơi nhận báo kết quả; trống: không báo",
    )
    parser.add_argument("--key-file", type=Path, default=key_file, metavar="TỆP", help="khóa chung với hệ thống")
    parser.add_argument("--offset-seconds", type=float, default=offset_seconds, help="giờ mô phỏng lệch giờ máy")
    parser.set_defaults(run=run, needs_home=lambda _args: False)


def run(args: argparse.Namespace) -> int:
    """Serves until interrupted; one worker process, whose memory is the gateway's."""
    from granian import Granian
    from granian.constants import Interfaces

    told = {name: getattr(args, name) for name in ("db", "call_back", "offset_seconds")}
    os.environ[_SETTINGS] = json.dumps(told | {"key": args.key_file.read_bytes().hex()})
    print(f"Cổng thanh toán mô phỏng: http://{args.host}:{args.port}/", flush=True)
    Granian(
        "haidang.gateway_simulator.cli:application",
        address=args.host,
        port=args.port,
        interface=Interfaces.WSGI,
        workers=1,
        blocking_threads=8,
        log_access=False,
        websockets=False,
    ).serve()
    return 0


def __getattr__(name: str) -> Any:
    """The application, made when the server first asks for it."""
    if name != "application":
        raise AttributeError(name)
    told = json.loads(os.environ[_SETTINGS])
    found = globals()["application"] = make(
        db=told["db"],
        call_back=told["call_back"],
        offset_seconds=told["offset_seconds"],
        key=bytes.fromhex(told["key"]),
    )
    return found


def make(*, db: str | Path, call_back: str, offset_seconds: float, key: bytes) -> Any:
    """The application with its store and its caller."""
    from haidang.gateway_simulator.app import Application
    from haidang.gateway_simulator.calling import Caller
    from haidang.gateway_simulator.clock import Clock
    from haidang.gateway_simulator.store import Store

    store, clock = Store(db), Clock(offset_seconds)
    return Application(store, clock, Caller(store, clock, key, call_back), key)

"""The commands `haidang exchange …`."""

import argparse
import json
import secrets
import signal
from datetime import timedelta
from threading import Event
from typing import Any

from haidang.exchange import acts, delivering
from haidang.exchange.models import DossierCheck
from haidang.exchange.national import TOPIC, is_connected
from haidang.identity import api as identity
from haidang.platform import clock
from haidang.platform.delivery import partners
from haidang.platform.delivery.figures import figures
from haidang.platform.delivery.rests import Rules
from haidang.platform.delivery.worker import Tally

_PAUSE_SECONDS = 1.0


def add_arguments(commands: Any) -> None:
    """Adds the commands to `haidang`."""
    text = "liên thông với Cổng dịch vụ công quốc gia: gửi, theo dõi, gửi lại"
    group = commands.add_parser("exchange", help=text, description=text).add_subparsers(required=True, metavar="LỆNH")
    _add_deliver(group)
    text = "đang chờ gì, từ bao giờ, tốc độ gửi; mã thoát 1 nếu có hồ sơ bị dừng"
    parser = group.add_parser("status", help=text, description=text)
    parser.add_argument("--json", action="store_true", help="in kết quả dạng JSON")
    parser.set_defaults(run=_status)
    text = "đối soát với Cổng: của ta, của Cổng, chỗ lệch; mã thoát 1 nếu có hồ sơ lệch"
    parser = group.add_parser("reconcile", help=text, description=text)
    parser.add_argument("codes", nargs="*", metavar="MÃ_HỒ_SƠ", help="mặc định: những hồ sơ đến lượt")
    parser.add_argument("--most", type=int, default=delivering.EACH_NIGHT, metavar="N")
    parser.add_argument("--json", action="store_true", help="in kết quả dạng JSON")
    parser.set_defaults(run=_reconcile)
    text = "gửi lại các thông điệp của một hồ sơ, từ một sự kiện trở đi"
    parser = group.add_parser("replay", help=text, description=text)
    parser.add_argument("code", metavar="MÃ_HỒ_SƠ")
    parser.add_argument("--from-seq", type=int, default=1, metavar="N", help="từ sự kiện thứ N (mặc định 1)")
    parser.add_argument("--json", action="store_true", help="in kết quả dạng JSON")
    parser.set_defaults(run=_replay)


def _add_deliver(group: Any) -> None:
    text = "gửi những gì đến lúc; có thể chạy nhiều tiến trình cùng lúc"
    parser = group.add_parser("deliver", help=text, description=text)
    parser.add_argument("--follow", action="store_true", help="gửi tiếp mãi, đến khi bị dừng")
    parser.add_argument(
        "--most", type=int, default=10_000, metavar="N", help="mỗi lượt nhiều nhất bao nhiêu thông điệp"
    )
    parser.add_argument("--lease", type=float, default=300.0, metavar="GIÂY", help="giữ một hồ sơ trong bao lâu")
    parser.add_argument("--first-rest", type=float, default=10.0, metavar="GIÂY", help="nghỉ sau lần lỗi đầu tiên")
    parser.add_argument("--longest-rest", type=float, default=3600.0, metavar="GIÂY", help="nghỉ nhiều nhất")
    parser.add_argument("--json", action="store_true", help="in kết quả dạng JSON")
    parser.set_defaults(run=_deliver)


def _deliver(args: argparse.Namespace) -> int:
    rules = Rules(
        lease=timedelta(seconds=args.lease),
        send_within=timedelta(seconds=args.lease * 0.6),
        first_rest=timedelta(seconds=args.first_rest),
        longest_rest=timedelta(seconds=args.longest_rest),
        longest_down=timedelta(seconds=min(300.0, args.longest_rest)),
    )
    stop = Event()
    if args.follow:
        for number in (signal.SIGTERM, signal.SIGINT):
            signal.signal(number, lambda *_: stop.set())
    while True:
        tally = delivering.deliver(moment=clock.now, most=args.most, rules=rules)
        if tally.tried or not args.follow:
            _print(tally, as_json=args.json)
        if not args.follow or stop.wait(_PAUSE_SECONDS):
            return 0


def _print(tally: Tally, *, as_json: bool) -> None:
    told = {name: getattr(tally, name) for name in ("delivered", "unavailable", "rejected", "faults")}
    if as_json:
        print(json.dumps(told), flush=True)
    elif not is_connected():
        print("Chưa cấu hình địa chỉ của Cổng dịch vụ công quốc gia (HAIDANG_PORTAL_URL).")
    else:
        print(
            f"Đã gửi {tally.delivered} thông điệp; {tally.unavailable} lần không liên lạc được, "
            f"{tally.rejected} bị từ chối, {tally.faults} lỗi nội bộ.",
            flush=True,
        )


def _status(args: argparse.Namespace) -> int:
    found, partner = figures(TOPIC, now=clock.now()), partners.standing(TOPIC)
    lanes = {str(state): count for state, count in found.lanes.items()}
    if args.json:
        told = {
            "as_of": found.as_of.isoformat(),
            "connected": is_connected(),
            "waiting": found.waiting,
            "oldest_at": found.oldest_at.isoformat() if found.oldest_at else None,
            "lanes": lanes,
            "delivered": {"minute": found.last_minute, "hour": found.last_hour, "day": found.last_day},
            "down_since": partner.down_since.isoformat() if partner.down_since else None,
        }
        print(json.dumps(told))
    else:
        since = f", lâu nhất từ {clock.local(found.oldest_at):%H:%M %d/%m/%Y}" if found.oldest_at else ""
        print(f"Chờ gửi: {found.waiting} thông điệp{since}.")
        print(f"Hồ sơ đến lượt {lanes['due']}, đang gửi {lanes['held']}, nghỉ chờ thử lại {lanes['resting']},")
        print(f"bị dừng {lanes['stopped']}. Đã gửi trong một giờ qua: {found.last_hour}.")
        if partner.down_since:
            print(f"Không liên lạc được với Cổng từ {clock.local(partner.down_since):%H:%M %d/%m/%Y}.")
    return 1 if lanes["stopped"] else 0


def _reconcile(args: argparse.Namespace) -> int:
    outcome = delivering.reconcile(moment=clock.now, most=args.most, codes=args.codes)
    counts = {str(verdict): outcome.verdicts.get(str(verdict), 0) for verdict in DossierCheck.Verdict}
    if args.json:
        print(json.dumps({"checked": outcome.checked, "whole": outcome.is_whole, "verdicts": counts}))
    else:
        words = ", ".join(f"{DossierCheck.Verdict(name).label} {count}" for name, count in counts.items())
        print(f"Đã đối soát {outcome.checked} hồ sơ: {words}.")
        if not outcome.is_whole:
            print("Chưa đối soát hết: không liên lạc được với Cổng.")
    return 1 if any(counts[name] for name in ("missing", "differs", "stopped")) else 0


def _replay(args: argparse.Namespace) -> int:
    now = clock.now()
    actor = identity.system_account(now=now)
    key = f"cli-{secrets.token_hex(12)}"
    done = acts.replay(code=args.code, from_seq=args.from_seq, actor=actor, now=now, key=key)
    if args.json:
        print(json.dumps({"code": args.code, "messages": done.messages}))
    else:
        print(f"Sẽ gửi lại {done.messages} thông điệp của hồ sơ {args.code}.")
    return 0

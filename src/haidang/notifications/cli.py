"""The commands `haidang messages …`."""

import argparse
import json
import uuid
from typing import Any

from django.utils.translation import gettext as _

from haidang.identity.api import User
from haidang.notifications import operating, providers
from haidang.notifications.channels import LEAVING, Channel
from haidang.notifications.models import ProviderStanding, State
from haidang.platform import clock
from haidang.platform.errors import Refused


def add_arguments(commands: Any) -> None:
    """Adds the commands to `haidang`."""
    text = "tin gửi cho người dân, cán bộ: tình trạng, gửi lại"
    group = commands.add_parser("messages", help=text, description=text).add_subparsers(required=True, metavar="LỆNH")
    text = "bao nhiêu tin chờ, đã gửi, đã đến, không gửi được; nhà cung cấp nào đang hỏng"
    status = group.add_parser("status", help=text, description=text)
    status.add_argument("--json", action="store_true", help="in kết quả dạng JSON")
    status.set_defaults(run=_status)
    text = f"gửi lại các tin không gửi được, mới nhất trước, mỗi lần nhiều nhất {operating.MOST_AT_ONCE}"
    retry = group.add_parser("retry", help=text, description=text)
    retry.add_argument("--channel", choices=[way.value for way in LEAVING], default="", help="chỉ kênh này")
    retry.add_argument("--as", dest="actor", required=True, metavar="TÀI_KHOẢN", help="quản trị viên đứng tên việc này")
    retry.add_argument("--key", default="", help="chạy lại với cùng khóa (8–80 ký tự) thì không gửi lại lần nữa")
    retry.add_argument("--json", action="store_true", help="in kết quả dạng JSON")
    retry.set_defaults(run=_retry)


def _status(args: argparse.Namespace) -> int:
    now = clock.now()
    found, standings = operating.figures(now=now), providers.standings()
    if args.json:
        plain = {
            "as_of": now.isoformat(),
            "channels": [_channel(each) for each in found],
            "providers": [_provider(way, each.name, row) for way, each, row in standings],
        }
        print(json.dumps(plain, ensure_ascii=False))
        return 0
    for each in found:
        print(f"{each.channel.label}: " + ", ".join(f"{state.label} {each.by_state[state]}" for state in State))
    for _way, provider, row in standings:
        print(provider.name + (f": {row.failures} lần hỏng liền ({row.problem})" if row.failures else ""))
    return 0


def _channel(found: operating.Figures) -> dict[str, Any]:
    counts = {state.value: found.by_state[state] for state in State}
    oldest = found.oldest_at.isoformat() if found.oldest_at else None
    return {"channel": found.channel.value, **counts, "oldest_at": oldest}


def _provider(way: Channel, name: str, row: ProviderStanding) -> dict[str, Any]:
    until = row.closed_until.isoformat() if row.closed_until else None
    return {"name": name, "channel": way.value, "failures": row.failures, "closed_until": until, "problem": row.problem}


def _retry(args: argparse.Namespace) -> int:
    now = clock.now()
    actor = User.objects.filter(username=args.actor).first()
    if actor is None:
        raise Refused(_("Không có tài khoản “%(name)s”.") % {"name": args.actor})
    key = args.key or uuid.uuid4().hex
    count = operating.retry_failed(actor=actor, now=now, key=key, channel=args.channel)
    if args.json:
        print(json.dumps({"as_of": now.isoformat(), "retried": count}))
    else:
        print(f"Đã cho gửi lại {count} tin.")
    return 0

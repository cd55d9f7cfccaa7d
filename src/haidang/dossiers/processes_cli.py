"""`haidang processes` and `haidang timers`: internal processes and their timers, from a shell."""

import argparse
import json
import sys
from collections.abc import Iterable
from pathlib import Path
from typing import Any

from django.utils.translation import gettext as _

from haidang.dossiers.errors import Invalid
from haidang.dossiers.services.process import Moved, fire_timers, migrate_many, movable_to
from haidang.identity import api as identity
from haidang.platform import clock
from haidang.workflow import api as workflow


def add_arguments(subparsers: Any) -> None:
    """Adds `processes` and `timers` with their commands to the parsers of `haidang`."""
    text = "quy trình nội bộ (BPMN 2.0): kiểm tra, công bố, chuyển hồ sơ sang phiên bản mới"
    commands = subparsers.add_parser("processes", help=text, description=text)
    commands = commands.add_subparsers(required=True, metavar="LỆNH")
    _add_check(commands)
    _add_publish(commands)
    _add_migrate(commands)
    text = "hẹn giờ của quy trình, tính theo giờ hành chính"
    timers = subparsers.add_parser("timers", help=text, description=text)
    text = "chạy mọi hẹn giờ đã đến lúc; nên đặt lịch chạy vài phút một lần trong giờ hành chính"
    fire = timers.add_subparsers(required=True, metavar="LỆNH").add_parser("fire", help=text, description=text)
    fire.add_argument("--json", action="store_true", help="in kết quả từng hồ sơ dạng JSON")
    fire.set_defaults(run=lambda args: _told(fire_timers(now=clock.now()), as_json=args.json))


def _add_check(commands: Any) -> None:
    text = "kiểm tra một tệp BPMN; mã thoát 1 nếu không công bố được"
    parser = commands.add_parser("check", help=text, description=text)
    parser.add_argument("file", metavar="TỆP", type=Path)
    parser.add_argument("--json", action="store_true", help="in các lỗi dạng JSON")
    parser.set_defaults(run=_check)


def _add_publish(commands: Any) -> None:
    text = "công bố phiên bản tiếp theo của một quy trình"
    parser = commands.add_parser("publish", help=text, description=text)
    parser.add_argument("code", metavar="MÃ")
    parser.add_argument("file", metavar="TỆP", type=Path)
    parser.add_argument("--name", required=True, metavar="TÊN")
    parser.set_defaults(run=_publish)


def _add_migrate(commands: Any) -> None:
    text = "chuyển hồ sơ đang xử lý sang một phiên bản khác của quy trình; mã thoát 1 nếu có hồ sơ không chuyển được"
    parser = commands.add_parser("migrate", help=text, description=text)
    parser.add_argument("code", metavar="MÃ", help="mã quy trình")
    parser.add_argument("--to", type=int, required=True, metavar="SỐ", help="số phiên bản chuyển đến")
    parser.add_argument("--as", dest="username", required=True, metavar="TÀI KHOẢN", help="quản trị viên thực hiện")
    parser.add_argument("--dossier", action="append", metavar="MÃ HỒ SƠ", help="chỉ hồ sơ này; lặp lại được")
    parser.add_argument("--json", action="store_true", help="in kết quả từng hồ sơ dạng JSON")
    parser.set_defaults(run=_migrate)


def _check(args: argparse.Namespace) -> int:
    problems = workflow.check(_content(args.file))
    if args.json:
        print(json.dumps([_plain(problem) for problem in problems], ensure_ascii=False))
    for problem in [] if args.json else problems:
        print(problem)
    return 1 if problems else 0


def _plain(problem: workflow.Problem) -> dict[str, str]:
    return {"element": problem.element, "id": problem.id, "name": problem.name, "message": problem.message}


def _publish(args: argparse.Namespace) -> int:
    version = workflow.publish(args.code, name=args.name, bpmn=_content(args.file), now=clock.now())
    print(_("%(code)s: phiên bản %(number)s") % {"code": version.code, "number": version.number})
    return 0


def _content(path: Path) -> bytes:
    try:
        return path.read_bytes()
    except OSError as error:
        raise Invalid(_("Không đọc được tệp %(file)s.") % {"file": path}) from error


def _migrate(args: argparse.Namespace) -> int:
    version = workflow.ProcessVersion.objects.filter(code=args.code, number=args.to).first()
    actor = identity.User.objects.filter(username=args.username).first()
    if version is None or actor is None:
        raise Invalid(_("Không có phiên bản quy trình hoặc tài khoản này."))
    now = clock.now()
    codes = args.dossier or movable_to(version, user=actor, on=clock.local(now).date())
    key = f"cli-{version.pk}-{now:%Y%m%d%H%M%S}"
    return _told(migrate_many(codes, version_id=version.pk, actor=actor, now=now, key=key), as_json=args.json)


def _told(outcomes: Iterable[Moved], *, as_json: bool) -> int:
    """Prints a result a dossier as it comes; exit code 1 if one was refused."""
    found = []
    for outcome in outcomes:
        found.append(outcome)
        if not as_json:
            print(f"{outcome.code}: {outcome.problem or _('xong')}", file=sys.stderr if outcome.problem else sys.stdout)
    if as_json:
        print(json.dumps([{"code": item.code, "problem": item.problem} for item in found], ensure_ascii=False))
    return 1 if any(item.problem for item in found) else 0

"""`haidang agencies`: plans that merge, split, move, rename and end agencies."""

import argparse
import json
import sys
from typing import Any

from django.utils.translation import gettext as _

from haidang.console import plans
from haidang.console.plan_report import print_effects, print_standings
from haidang.dossiers import api as dossiers
from haidang.identity import api as identity
from haidang.platform import clock
from haidang.platform.errors import Refused

REFUSED = 2


def add_arguments(subparsers: Any) -> None:
    """Adds `agencies` with its commands to the parsers of `haidang`."""
    text = "cơ quan qua thời gian: xem, áp dụng, thu hồi kế hoạch sắp xếp"
    group = subparsers.add_parser("agencies", help=text, description=text)
    commands = group.add_subparsers(required=True, metavar="LỆNH")
    _add_plans(commands)
    _add_apply(commands)
    _add_revert(commands)


def _add_plans(commands: Any) -> None:
    text = "các kế hoạch của hồ sơ tỉnh và các kế hoạch đã áp dụng"
    parser = commands.add_parser("plans", help=text, description=text)
    parser.add_argument("--json", action="store_true", help="in kết quả dạng JSON")
    parser.set_defaults(run=_plans)


def _add_apply(commands: Any) -> None:
    text = "áp dụng một kế hoạch sắp xếp; áp dụng lại thì không đổi gì; trước ngày hiệu lực còn thu hồi được"
    parser = commands.add_parser("apply-plan", help=text, description=text)
    parser.add_argument("file", metavar="TỆP", help="tệp kế hoạch JSON, hoặc mã một kế hoạch của hồ sơ tỉnh")
    parser.add_argument("--dry-run", action="store_true", help="chỉ cho xem kế hoạch sẽ làm gì, không ghi gì")
    _add_actor(parser)
    parser.set_defaults(run=_apply)


def _add_revert(commands: Any) -> None:
    text = "thu hồi một kế hoạch đã áp dụng, khi chưa đến ngày hiệu lực"
    parser = commands.add_parser("revert-plan", help=text, description=text)
    parser.add_argument("code", metavar="MÃ", help="mã kế hoạch")
    _add_actor(parser)
    parser.set_defaults(run=_revert)


def _add_actor(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--as", dest="actor", metavar="TÀI_KHOẢN", help="quản trị viên toàn tỉnh đứng tên việc này")
    parser.add_argument("--json", action="store_true", help="in kết quả dạng JSON")


def _plans(args: argparse.Namespace) -> int:
    found = plans.standings(on=clock.today())
    if args.json:
        rows = [{"code": row.code, "name": row.name, "date": row.on.isoformat(), "status": row.status} for row in found]
        print(json.dumps(rows, ensure_ascii=False))
    else:
        print_standings(found)
    return 0


def _apply(args: argparse.Namespace) -> int:
    try:
        plan = plans.from_file(args.file)
        if args.dry_run:
            return _show(dossiers.rehearsal(plan, now=clock.now()), as_json=args.json)
        return _done(plans.apply(plan, actor=_actor(args), now=clock.now()), as_json=args.json)
    except identity.PlanRefused as refusal:
        return _refused(refusal, as_json=args.json)


def _revert(args: argparse.Namespace) -> int:
    try:
        outcome = identity.revert_plan(args.code, actor=_actor(args), now=clock.now())
    except identity.PlanRefused as refusal:
        return _refused(refusal, as_json=args.json)
    return _done(outcome, as_json=args.json)


def _actor(args: argparse.Namespace) -> identity.User:
    if not args.actor:
        raise Refused(_("Hãy ghi ai đứng tên việc này: --as TÀI_KHOẢN."), code="no-account")
    return plans.account(args.actor)


def _show(effects: dossiers.Effects, *, as_json: bool) -> int:
    if as_json:
        print(json.dumps(effects.plain(), ensure_ascii=False))
    else:
        print_effects(effects)
    return 0


def _done(outcome: identity.Outcome, *, as_json: bool) -> int:
    if as_json:
        print(json.dumps({"code": outcome.code, "changed": outcome.changed, "rows": outcome.rows}))
    elif outcome.changed:
        rows = ", ".join(f"{name} {count}" for name, count in outcome.rows.items())
        print(_("%(code)s: đã ghi vào nhật ký (%(rows)s).") % {"code": outcome.code, "rows": rows})
    else:
        print(_("%(code)s: không có gì thay đổi.") % {"code": outcome.code})
    return 0


def _refused(refusal: identity.PlanRefused, *, as_json: bool) -> int:
    """One line a problem on standard error, or all of them as JSON; nothing was written."""
    if as_json:
        found = [{"place": problem.place, "message": problem.message} for problem in refusal.problems]
        print(json.dumps({"problems": found}, ensure_ascii=False))
    for problem in refusal.problems if not as_json else ():
        print(f"haidang: {problem}", file=sys.stderr)
    return REFUSED

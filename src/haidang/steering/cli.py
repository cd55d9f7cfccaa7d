"""The commands `haidang steering …` and `haidang plan06 …`."""

import argparse
import json
from pathlib import Path
from typing import Any

from haidang.identity import api as identity
from haidang.platform import clock
from haidang.platform.errors import Invalid
from haidang.steering.attention.rehearsal import MOST_DAYS, Trial, tried
from haidang.steering.notice_tables import AttentionRule
from haidang.steering.plan06.columns import MOST_BYTES
from haidang.steering.plan06.importing import Imported, Result, import_plan
from haidang.steering.services.urging import urge_due


def add_arguments(commands: Any) -> None:
    """Adds the commands to `haidang`."""
    _add_steering(commands)
    _add_plan(commands)


def _add_steering(commands: Any) -> None:
    text = "đôn đốc việc được giao, thử quy tắc cảnh báo"
    group = commands.add_parser("steering", help=text, description=text).add_subparsers(required=True, metavar="LỆNH")
    text = "đôn đốc theo quy tắc những việc đến lúc; chạy lại không đôn đốc hai lần"
    urge = group.add_parser("urge", help=text, description=text)
    urge.add_argument("--json", action="store_true", help="in kết quả dạng JSON")
    urge.set_defaults(run=_urge)
    text = "quy tắc cảnh báo"
    rules = group.add_parser("rules", help=text, description=text)
    text = "mỗi quy tắc đã gây bao nhiêu cảnh báo nếu có từ trước; không ghi gì"
    rules.add_argument("what", choices=["dry-run"], help=text)
    rules.add_argument("--days", type=_days, default=30, help=f"số ngày nhìn lại (1–{MOST_DAYS}, mặc định 30)")
    rules.add_argument("--json", action="store_true", help="in kết quả dạng JSON")
    rules.set_defaults(run=_dry_run)


def _add_plan(commands: Any) -> None:
    text = "kế hoạch Đề án 06"
    group = commands.add_parser("plan06", help=text, description=text).add_subparsers(required=True, metavar="LỆNH")
    text = "nhập nhiệm vụ từ tệp Excel; mã thoát 1 nếu có dòng không nhận được"
    parser = group.add_parser("import", help=text, description=text)
    parser.add_argument("file", type=Path, metavar="TỆP.xlsx")
    parser.add_argument("--dry-run", action="store_true", help="chỉ kiểm tra, không ghi")
    parser.add_argument("--json", action="store_true", help="in kết quả dạng JSON")
    parser.set_defaults(run=_import)


def _days(text: str) -> int:
    if not (text.isascii() and text.isdecimal() and 1 <= int(text) <= MOST_DAYS):
        raise argparse.ArgumentTypeError(f"phải là số từ 1 đến {MOST_DAYS}")
    return int(text)


def _urge(args: argparse.Namespace) -> int:
    now = clock.now()
    urged = urge_due(now)
    if args.json:
        print(json.dumps({"as_of": now.isoformat(), "urged": urged}))
    else:
        print(f"Đã đôn đốc {urged} việc.")
    return 0


def _dry_run(args: argparse.Namespace) -> int:
    now = clock.now()
    rows = list(AttentionRule.objects.order_by("pk"))
    trials = tried(rows, now=now, days=args.days)
    if args.json:
        print(json.dumps([_trial_plain(trial) for trial in trials], ensure_ascii=False))
        return 0
    if not trials:
        print("Chưa có quy tắc nào.")
    for trial in trials:
        _print_trial(trial)
    return 0


def _print_trial(trial: Trial) -> None:
    name = f"{trial.rule.name} (phiên bản {trial.rule.version})"
    if not trial.can_be_tried:
        print(f"{name}: không thử được, dự báo của những ngày trước không được giữ.")
        return
    print(f"{name}: {trial.fresh} cảnh báo mới, {trial.backlog} tồn từ trước; {trial.matters} nội dung.")
    for user, count in trial.recipients:
        print(f"  {user.full_name}: {count}")
    if trial.nobody:
        print(f"  Không có người nhận: {trial.nobody}")


def _trial_plain(trial: Trial) -> dict[str, Any]:
    return {
        "rule": trial.rule.pk,
        "name": trial.rule.name,
        "version": trial.rule.version,
        "can_be_tried": trial.can_be_tried,
        "backlog": trial.backlog,
        "by_day": {day.isoformat(): count for day, count in trial.by_day.items()},
        "by_recipient": {user.username: count for user, count in trial.recipients},
        "matters": trial.matters,
        "nobody": trial.nobody,
    }


def _import(args: argparse.Namespace) -> int:
    now = clock.now()
    try:
        with args.file.open("rb") as handle:
            content = handle.read(MOST_BYTES + 1)
    except OSError as error:
        raise Invalid(f"Không mở được tệp {args.file}: {error.strerror}") from error
    found = import_plan(content, actor=identity.system_account(now=now), now=now, is_rehearsal=args.dry_run)
    if args.json:
        print(json.dumps(_imported_plain(found), ensure_ascii=False))
    else:
        _print_imported(found)
    return 1 if found.count(Result.REFUSED) else 0


def _print_imported(found: Imported) -> None:
    for outcome in found.outcomes:
        if outcome.result is Result.REFUSED:
            print(f"Dòng {outcome.line} (số {outcome.number or '?'}): {' '.join(outcome.problems)}")
    counts = {result: found.count(result) for result in Result}
    print(
        f"{len(found.outcomes)} dòng: {counts[Result.CREATED]} mới, {counts[Result.CHANGED]} cập nhật, "
        f"{counts[Result.UNCHANGED]} không đổi, {counts[Result.REFUSED]} không nhận được."
        + (" Chưa ghi gì (chạy thử)." if found.is_rehearsal else "")
    )


def _imported_plain(found: Imported) -> dict[str, Any]:
    return {
        "dry_run": found.is_rehearsal,
        **{result.value: found.count(result) for result in Result},
        "rows": [
            {"line": item.line, "number": item.number, "result": item.result.value, "problems": list(item.problems)}
            for item in found.outcomes
        ],
    }

"""`haidang reports`: statutory reports, registers, and the recount that proves them from the journal."""

import argparse
import json
import sys
from datetime import date
from typing import Any

from rich.console import Console
from rich.progress import Progress

from haidang.dossiers.reports import asked, periods
from haidang.dossiers.reports.recount import Difference, Recount, recount
from haidang.platform import clock


def add_arguments(commands: Any) -> None:
    """Adds `reports` with its commands to the parsers of `haidang`."""
    text = "báo cáo 06a, 07a, sổ theo dõi hồ sơ, phiếu bàn giao; đếm lại từ nhật ký"
    group = commands.add_parser("reports", help=text, description=text).add_subparsers(required=True, metavar="LỆNH")
    _add_recount(group)


def _add_recount(group: Any) -> None:
    text = "đếm lại mọi con số của kỳ từ nhật ký và so với cơ sở dữ liệu; mã thoát 1 nếu có chỗ khác nhau"
    parser = group.add_parser("recount", help=text, description=text)
    add_days(parser)
    parser.add_argument("--json", action="store_true", help="in kết quả dạng JSON")
    parser.set_defaults(run=_recount)


def add_days(parser: argparse.ArgumentParser) -> None:
    """The period of a report."""
    parser.add_argument(
        "--from", dest="first", type=_day, required=True, metavar="NGÀY", help="ngày đầu kỳ, YYYY-MM-DD"
    )
    parser.add_argument("--to", dest="last", type=_day, required=True, metavar="NGÀY", help="ngày cuối kỳ, YYYY-MM-DD")


def _day(text: str) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError as error:
        raise argparse.ArgumentTypeError(f"{text!r} không phải là ngày dạng YYYY-MM-DD") from error


def period_of(args: argparse.Namespace) -> periods.Period:
    """The period that the arguments ask for, as known now; raises Refused."""
    return asked.period(args.first, args.last, as_of=clock.now())


def _recount(args: argparse.Namespace) -> int:
    with Progress(console=Console(stderr=True), transient=True, disable=not sys.stderr.isatty()) as bar:
        task = bar.add_task("Đếm lại từ nhật ký", total=None)
        found = recount(period_of(args), progress=lambda done: bar.update(task, completed=done))
    if args.json:
        print(json.dumps(_plain(found), ensure_ascii=False))
    else:
        for item in found.differences:
            print(_words(item))
        print(
            f"Đã đọc {found.lines} sự kiện của {found.dossiers} hồ sơ, so {found.figures} con số: "
            + (f"{len(found.differences)} chỗ khác nhau." if found.differences else "khớp hoàn toàn.")
        )
    return 1 if found.differences else 0


def _plain(found: Recount) -> dict[str, Any]:
    differences = [
        {
            **item.key._asdict(),
            "cell": item.cell.value,
            "by_database": item.by_database,
            "by_journal": item.by_journal,
            "only_database": item.only_database,
            "only_journal": item.only_journal,
        }
        for item in found.differences
    ]
    counts = {"dossiers": found.dossiers, "events": found.lines, "figures": found.figures}
    return {**counts, "differences": differences}


def _words(item: Difference) -> str:
    codes = ", ".join([*item.only_database, *item.only_journal])
    return (
        f"Cơ quan {item.key.agency_id}, thủ tục {item.key.procedure_code}, ô {item.cell.value}: "
        f"cơ sở dữ liệu {item.by_database}, nhật ký {item.by_journal} ({codes})"
    )

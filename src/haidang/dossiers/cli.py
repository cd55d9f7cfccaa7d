"""`haidang reports`: statutory reports, registers, and the recount that proves them from the journal."""

import argparse
import json
import sys
from collections.abc import Callable
from dataclasses import asdict
from datetime import date
from pathlib import Path
from typing import Any

from django.utils.translation import gettext_lazy as _
from rich.console import Console
from rich.progress import Progress
from rich.table import Table

from haidang.dossiers import processes_cli
from haidang.dossiers.errors import Invalid
from haidang.dossiers.reports import door as reports
from haidang.dossiers.reports.sheet import shown
from haidang.platform import clock


def add_arguments(commands: Any) -> None:
    """Adds `reports`, `processes` and `timers` with their commands to the parsers of `haidang`."""
    processes_cli.add_arguments(commands)
    text = "báo cáo 06a, 07a, sổ theo dõi hồ sơ, danh sách kết quả đã trả; đếm lại từ nhật ký"
    group = commands.add_parser("reports", help=text, description=text).add_subparsers(required=True, metavar="LỆNH")
    for kind in reports.Kind:
        parser = _add(group, kind.value, str(reports.KIND_LABELS[kind]), run=_report)
        parser.add_argument("--agency", default="", metavar="MÃ", help="chỉ cơ quan này và cấp dưới của nó")
        parser.add_argument(
            "--anchor", type=_day, metavar="NGÀY", help="cộng theo cơ cấu tổ chức ngày này (mặc định hôm nay)"
        )
        parser.set_defaults(kind=kind)
    for name, text in (("register", "sổ theo dõi hồ sơ"), ("handovers", "danh sách kết quả đã trả")):
        parser = _add(group, name, f"{text} của một cơ quan; có tên, địa chỉ, số điện thoại người dân", run=_book)
        parser.add_argument("--agency", required=True, metavar="MÃ", help="cơ quan tiếp nhận")
        parser.set_defaults(book=name, channel="")
    parser.add_argument("--channel", default="", choices=list(reports.HANDOVER_LABELS), help="chỉ một cách trả")
    text = "đếm lại mọi con số của kỳ từ nhật ký và so với cơ sở dữ liệu; mã thoát 1 nếu có chỗ khác nhau"
    _days(group.add_parser("recount", help=text, description=text)).set_defaults(run=_recount)


def _add(group: Any, name: str, text: str, *, run: Callable[[argparse.Namespace], int]) -> argparse.ArgumentParser:
    parser = _days(group.add_parser(name, help=text, description=text))
    parser.add_argument("--xlsx", type=Path, metavar="TỆP", help="ghi bản Excel vào tệp này")
    parser.add_argument("--pdf", type=Path, metavar="TỆP", help="ghi bản PDF vào tệp này")
    parser.set_defaults(run=run)
    return parser


def _days(parser: argparse.ArgumentParser) -> argparse.ArgumentParser:
    parser.add_argument("--from", dest="first", type=_day, required=True, metavar="NGÀY", help="ngày đầu, YYYY-MM-DD")
    parser.add_argument("--to", dest="last", type=_day, required=True, metavar="NGÀY", help="ngày cuối, YYYY-MM-DD")
    parser.add_argument("--json", action="store_true", help="in kết quả dạng JSON")
    return parser


def _day(text: str) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError as error:
        raise argparse.ArgumentTypeError(f"{text!r} không phải là ngày dạng YYYY-MM-DD") from error


def _period(args: argparse.Namespace) -> reports.Period:
    """The period that the arguments ask for, as known now; raises Refused."""
    return reports.period(args.first, args.last, as_of=clock.now())


def _report(args: argparse.Namespace) -> int:
    """Exit code 0; a refusal is told by the caller, with 2."""
    asked = reports.Asked(args.kind, _period(args), args.anchor or clock.today(), args.agency)
    found = reports.report(asked, reports.EVERYTHING)
    _give(args, reports.report_sheet(found, made_on=clock.today()), plain=lambda: _plain_report(found))
    return 0


def _plain_report(found: reports.Report) -> dict[str, Any]:
    period = found.asked.period
    return {
        "report": found.asked.kind.value,
        "from": period.first.isoformat(),
        "to": period.last.isoformat(),
        "moment": period.moment.isoformat(),
        "anchor": found.asked.anchor.isoformat(),
        "rows": [
            {"id": row.id, "code": row.code, "name": row.name, "depth": row.depth, "own": row.is_own}
            | _plain_figures(row.figures)
            for row in found.rows
        ],
        "empty": [row.name for row in found.empty],
        "total": _plain_figures(found.total),
    }


def _plain_figures(figures: reports.Figures) -> dict[str, Any]:
    counts: dict[str, Any] = {cell.value: figures.of(cell) for cell in reports.Cell}
    return counts | {"rate": figures.rate, "rate_of": [figures.in_time, figures.of(reports.Cell.DONE)]}


def _book(args: argparse.Namespace) -> int:
    on = clock.today()
    most = reports.MOST_PDF_LINES if args.pdf else reports.MOST_EXCEL_LINES
    if args.book == "register":
        book = reports.register(args.agency, _period(args), reports.EVERYTHING, on=on)
        register = reports.all_lines(book, reports.register_lines, most=most)
        _give(args, reports.register_sheet(book, register, made_on=on), plain=lambda: list(map(asdict, register)))
    else:
        book = reports.handovers(args.agency, _period(args), reports.EVERYTHING, on=on, channel=args.channel)
        handed = reports.all_lines(book, reports.handover_lines, most=most)
        _give(args, reports.handover_sheet(book, handed, made_on=on), plain=lambda: list(map(asdict, handed)))
    return 0


def _give(args: argparse.Namespace, sheet: reports.Sheet, *, plain: Callable[[], Any]) -> None:
    """Writes the files that were asked for; on standard output JSON if asked, a table if there is no file."""
    for path, made in ((args.xlsx, reports.workbook), (args.pdf, reports.document)):
        if path:
            _write(path, made(sheet))
    if args.json:
        print(json.dumps(plain(), ensure_ascii=False, default=lambda value: value.isoformat()))
    elif not (args.xlsx or args.pdf):
        titles = (f"{column.group}: {column.title}" if column.group else column.title for column in sheet.columns)
        table = Table(*titles, title=sheet.title)
        for line in sheet.lines:
            values = (shown(value, column.kind) for value, column in zip(line.values, sheet.columns, strict=True))
            table.add_row(*values, style="bold" if line.is_strong else None)
        # As wide as the table: what reads a pipe is not a screen of eighty columns.
        Console(width=None if sys.stdout.isatty() else 320, markup=False).print(table)


def _write(path: Path, content: bytes) -> None:
    try:
        path.write_bytes(content)
    except OSError as error:
        raise Invalid(_("Không ghi được tệp %(path)s: %(why)s") % {"path": path, "why": error.strerror}) from error


def _recount(args: argparse.Namespace) -> int:
    """Exit code 1 when a figure differs."""
    with Progress(console=Console(stderr=True), transient=True, disable=not sys.stderr.isatty()) as bar:
        task = bar.add_task("Đếm lại từ nhật ký", total=None)
        found = reports.recount(_period(args), progress=lambda done: bar.update(task, completed=done))
    if args.json:
        print(json.dumps(_plain_recount(found), ensure_ascii=False))
    else:
        for item in found.differences:
            print(_words(item))
        print(
            f"Đã đọc {found.lines} sự kiện của {found.dossiers} hồ sơ, so {found.figures} con số: "
            + (f"{len(found.differences)} chỗ khác nhau." if found.differences else "khớp hoàn toàn.")
        )
    return 1 if found.differences else 0


def _plain_recount(found: reports.Recount) -> dict[str, Any]:
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
    return {"dossiers": found.dossiers, "events": found.lines, "figures": found.figures, "differences": differences}


def _words(item: reports.Difference) -> str:
    codes = ", ".join([*item.only_database, *item.only_journal])
    return (
        f"Cơ quan {item.key.agency_id}, thủ tục {item.key.procedure_code}, ô {item.cell.value}: "
        f"cơ sở dữ liệu {item.by_database}, nhật ký {item.by_journal} ({codes})"
    )

"""`haidang procedures import` and `haidang procedures search`."""

import argparse
import json
import sys
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import Any, TextIO

from django.utils.translation import gettext as _
from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn, TimeRemainingColumn
from rich.table import Table

from haidang.catalogue.importing.report import ODDITIES, ImportReport
from haidang.catalogue.importing.run import Progress as Told
from haidang.catalogue.importing.run import import_file
from haidang.catalogue.labels import LEVELS, SERVICE_LEVELS
from haidang.catalogue.searching.service import SearchHit, search
from haidang.platform import clock
from haidang.platform.errors import Refused

BAD_INPUT = 2
_LONGEST_NAME = 90


def add_arguments(subparsers: Any) -> None:
    """Adds `procedures` with its commands to the parsers of `haidang`."""
    text = "danh mục thủ tục hành chính: nhập tệp, tìm kiếm"
    group = subparsers.add_parser("procedures", help=text, description=text)
    commands = group.add_subparsers(required=True, metavar="LỆNH")
    _add_import(commands)
    _add_search(commands)


def _add_import(commands: Any) -> None:
    text = "nhập thủ tục từ tệp của Cổng dịch vụ công quốc gia (JSON Lines, .gz, bản ghi JSON, bản xuất Excel)"
    parser = commands.add_parser("import", help=text, description=text)
    parser.add_argument(
        "file", metavar="TỆP", help="tệp .jsonl, .jsonl.gz, .json hoặc .xlsx; loại được nhận theo nội dung"
    )
    parser.add_argument("--json", action="store_true", help="dòng cuối là một đối tượng JSON với các con số")
    parser.add_argument("--report", metavar="TỆP", help="ghi từng bản ghi bất thường vào tệp JSON Lines này")
    parser.set_defaults(run=run_import)


def _add_search(commands: Any) -> None:
    text = "tìm thủ tục theo tên hoặc mã; không cần dấu, chịu được lỗi gõ"
    parser = commands.add_parser("search", help=text, description=text)
    parser.add_argument("words", nargs="+", metavar="TỪ", help="các từ cần tìm")
    parser.add_argument("--limit", type=_positive, default=20, metavar="N", help="số kết quả nhiều nhất (mặc định 20)")
    parser.add_argument("--json", action="store_true", help="in danh sách JSON theo thứ tự phù hợp")
    parser.set_defaults(run=run_search)


def run(args: argparse.Namespace) -> int:
    """Runs the command that the parser chose."""
    return int(args.run(args))


def run_import(args: argparse.Namespace) -> int:
    """Exit code 0 when the file was read (single broken lines are reported), 2 when it cannot be used."""
    errors = Console(stderr=True, soft_wrap=True, highlight=False, markup=False)
    try:
        # Opened first: a report that cannot be written must not be noticed after the import.
        with _opened(args.report) as report_file:
            with _bar(errors, total_text=Path(args.file).name) as told:
                report = import_file(args.file, now=clock.now(), progress=told)
            _write_details(report, report_file, errors=errors, quiet=not args.json)
    except Refused as refusal:
        errors.print(f"haidang: {refusal}")
        return BAD_INPUT
    if args.json:
        print(json.dumps(report.counts()), flush=True)
    else:
        _print_report(report)
    return 0


def run_search(args: argparse.Namespace) -> int:
    """Exit code 0 when something was found, 1 when nothing was."""
    page = search(" ".join(args.words), limit=args.limit, offered_only=False)
    if args.json:
        print(json.dumps([_plain(hit) for hit in page.items], ensure_ascii=False))
        return 0 if page.items else 1
    console = Console(soft_wrap=True, highlight=False, markup=False)
    for hit in page.items:
        services = ", ".join(str(SERVICE_LEVELS[level]) for level in hit.service_levels)
        console.print(f"{hit.code}  {_short(hit.name)}" + (f"  [{services}]" if services else ""))
    console.print(_("%(total)s thủ tục.") % {"total": page.total} if page.total else _("Không tìm thấy thủ tục nào."))
    return 0 if page.items else 1


def _plain(hit: SearchHit) -> dict[str, Any]:
    return {
        "code": hit.code,
        "name": hit.name,
        "fields": [{"code": code, "name": name} for code, name in hit.fields],
        "levels": [{"code": level, "name": str(LEVELS.get(level, level))} for level in hit.levels],
        "service_levels": list(hit.service_levels),
        "offered": hit.offered,
    }


@contextmanager
def _bar(errors: Console, *, total_text: str) -> Iterator[Told]:
    """A progress bar on standard error, only for a person who watches and only after a second."""
    columns = (
        TextColumn("{task.description}"),
        BarColumn(),
        MofNCompleteColumn(),
        TimeElapsedColumn(),
        TimeRemainingColumn(),
    )
    with Progress(*columns, console=errors, transient=True, disable=not sys.stderr.isatty()) as bar:
        task = bar.add_task(total_text, total=None)
        yield lambda done, total: bar.update(task, completed=done, total=total)


@contextmanager
def _opened(path: str | None) -> Iterator[TextIO | None]:
    """The report file, if one is asked for."""
    with ExitStack() as stack:
        try:
            handle = stack.enter_context(Path(path).open("w", encoding="utf-8")) if path else None
        except OSError as error:
            words = _("Không ghi được báo cáo “%(path)s”: %(reason)s.")
            raise Refused(words % {"path": path, "reason": error.strerror or error}, code="report") from error
        yield handle


def _write_details(report: ImportReport, handle: TextIO | None, *, errors: Console, quiet: bool) -> None:
    """The odd and rejected records one by one: into the report file, or on standard error beside `--json`."""
    for note in report.details:
        if handle:
            row = {
                "line": note.number,
                "code": note.code,
                "name": note.name,
                "odd": note.odd,
                "rejected": note.rejected or None,
                "detail": note.detail,
            }
            handle.write(json.dumps(row, ensure_ascii=False) + "\n")
        elif not quiet:
            for line in note.lines():
                errors.print(f"{_place(note.number)} · {note.code or '–'} · {line}")


def _print_report(report: ImportReport) -> None:
    console = Console(soft_wrap=True, highlight=False, markup=False)
    for note in report.details:
        for line in note.lines():
            console.print(f"{_place(note.number)} · {note.code or '–'} · {_short(note.name)} · {line}")
    counts = Table(title=_("Kết quả nhập"), show_header=False)
    labels = {
        "read": _("Đã đọc"),
        "created": _("Thêm mới"),
        "updated": _("Cập nhật"),
        "unchanged": _("Không đổi"),
        "rejected": _("Không nhận"),
        "odd": _("Có điểm bất thường"),
    }
    for key, value in report.counts().items():
        counts.add_row(labels[key], str(value))
    console.print(counts)
    found = report.oddity_counts()
    if found:
        kinds = Table(title=_("Các điểm bất thường"), show_header=False)
        for kind, number in found.items():
            kinds.add_row(str(ODDITIES.get(kind, kind)), str(number))
        console.print(kinds)


def _place(number: int) -> str:
    return _("dòng %(number)s") % {"number": number}


def _short(name: str) -> str:
    flat = " ".join(name.split())
    return flat if len(flat) <= _LONGEST_NAME else flat[: _LONGEST_NAME - 1] + "…"


def _positive(text: str) -> int:
    try:
        number = int(text)
    except ValueError:
        number = 0
    if number < 1:
        raise argparse.ArgumentTypeError(_("“%(text)s” phải là số nguyên từ 1 trở lên") % {"text": text})
    return number

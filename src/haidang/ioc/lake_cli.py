"""The commands `haidang lake …`."""

import argparse
import json
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from haidang.ioc.lake import Updated, layout, rebuild, update
from haidang.ioc.lake.updating import Progress
from haidang.platform import clock, facts


def add_arguments(commands: Any) -> None:
    """Adds the commands to `haidang`."""
    text = "kho số liệu phân tích: cập nhật, dựng lại, tình trạng"
    group = commands.add_parser("lake", help=text, description=text).add_subparsers(required=True, metavar="LỆNH")
    for name, run, text in (
        ("update", _update, "đưa những thay đổi mới vào kho; `haidang worker` tự làm việc này 5 phút một lần"),
        ("rebuild", _rebuild, "dựng lại toàn bộ kho từ đầu; trong lúc đó kho cũ vẫn đọc được"),
        ("status", _status, "kho có những bảng nào, bao nhiêu dòng, tính đến lúc nào"),
    ):
        parser = group.add_parser(name, help=text, description=text)
        parser.add_argument("--json", action="store_true", help="in kết quả dạng JSON")
        parser.set_defaults(run=run)


def _update(args: argparse.Namespace) -> int:
    with _bar() as progress:
        return _told(update(now=clock.now(), progress=progress), as_json=args.json)


def _rebuild(args: argparse.Namespace) -> int:
    with _bar() as progress:
        return _told(rebuild(now=clock.now(), progress=progress), as_json=args.json)


@contextmanager
def _bar() -> Iterator[Progress]:
    """Says on a terminal what is being taken in, after the first second."""
    from rich.console import Console
    from rich.progress import Progress as Bar
    from rich.progress import SpinnerColumn, TextColumn, TimeElapsedColumn

    columns = (SpinnerColumn(), TextColumn("{task.description}: {task.completed:,} dòng"), TimeElapsedColumn())
    tasks: dict[str, Any] = {}
    with Bar(*columns, console=Console(stderr=True), transient=True, disable=not sys.stderr.isatty()) as bar:

        def told(title: str, rows: int) -> None:
            if title not in tasks:
                tasks[title] = bar.add_task(title, total=None)
            bar.advance(tasks[title], rows)

        yield told


def _told(done: Updated, *, as_json: bool) -> int:
    if as_json:
        print(json.dumps({"snapshot": done.snapshot.number, "rows": done.rows, "failed": list(done.failed)}))
    else:
        titles = {name: dataset.title for name, dataset in facts.datasets().items()}
        for name, rows in done.rows.items():
            if rows:
                print(f"{titles.get(name, name)}: {rows} dòng mới hoặc thay đổi")
        for name in done.failed:
            print(f"Không đưa được vào kho: {titles.get(name, name)}", file=sys.stderr)
        print(f"Kho số liệu đã cập nhật (bản {done.snapshot.number}).")
    return 1 if done.failed else 0


def _status(args: argparse.Namespace) -> int:
    snapshot = layout.load()
    tables = {
        name: {
            "rows": table.rows,
            "files": len(table.files),
            "months": len({file.month for file in table.files}),
            "bytes": table.bytes,
            "as_of": table.as_of.isoformat() if table.as_of else None,
        }
        for name, table in sorted(snapshot.tables.items())
    }
    if args.json:
        print(json.dumps({"snapshot": snapshot.number, "tables": tables}))
        return 0
    if not tables:
        print("Kho số liệu chưa có gì. Chạy `haidang lake update`.")
    for name, table in snapshot.tables.items():
        as_of = f"tính đến {clock.local(table.as_of):%H:%M %d/%m/%Y}" if table.as_of else "đang nạp lần đầu"
        print(f"{name}: {table.rows} dòng, {len(table.files)} tệp, {table.bytes / 1e6:.1f} MB, {as_of}")
    return 0

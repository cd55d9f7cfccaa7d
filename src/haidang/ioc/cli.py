"""`haidang recount`: every figure of the indicators, counted again from the journals."""

import argparse
import json
import sys
from typing import Any

from rich.console import Console
from rich.progress import Progress

from haidang.ioc.indicators.figures import Figure
from haidang.ioc.indicators.recount import Difference, Recount, recount
from haidang.platform import clock

MOST_CODES = 20


def add_arguments(commands: Any) -> None:
    """Adds `recount` to the parsers of `haidang`."""
    text = "đếm lại mọi chỉ số điều hành từ nhật ký, không qua kho số liệu; mã thoát 1 nếu có chỗ khác nhau"
    parser = commands.add_parser("recount", help=text, description=text)
    parser.add_argument("--json", action="store_true", help="in kết quả dạng JSON")
    parser.set_defaults(run=_recount)


def _recount(args: argparse.Namespace) -> int:
    """Exit code 0 if all agree, 1 if not; a lake that is not filled yet is told by the caller, with 2."""
    with Progress(console=Console(stderr=True), transient=True, disable=not sys.stderr.isatty()) as bar:
        task = bar.add_task("Đọc nhật ký hồ sơ", total=None)
        done = recount(on=clock.today(), progress=lambda number: bar.update(task, completed=number))
    if args.json:
        print(json.dumps(_plain(done), ensure_ascii=False))
    else:
        _print(done)
    return 1 if done.differences else 0


def _plain(done: Recount) -> dict[str, Any]:
    return {
        "dossiers": done.dossiers,
        "figures": done.figures,
        "indicators": done.indicators,
        "without_data": done.without_data,
        "unproven": done.unproven,
        "differences": [_plain_difference(each) for each in done.differences],
    }


def _plain_difference(found: Difference) -> dict[str, Any]:
    return {
        "indicator": found.code,
        "period": found.frame,
        "grain": found.grain.value,
        "place": found.place,
        "lake": _plain_figure(found.by_lake),
        "journal": _plain_figure(found.by_journal),
        "only_lake": list(found.only_lake),
        "only_journal": list(found.only_journal),
    }


def _plain_figure(found: Figure | None) -> dict[str, Any] | None:
    if found is None:
        return None
    return {"numerator": found.numerator, "denominator": found.denominator, "base": found.base}


def _print(done: Recount) -> None:
    for each in done.differences:
        figure = f"{each.code} · {each.frame} · {each.place or 'toàn tỉnh'}"
        print(f"{figure}: {_words(each.by_lake)} ≠ {_words(each.by_journal)}")
        for words, codes in (("chỉ kho có", each.only_lake), ("chỉ nhật ký có", each.only_journal)):
            if codes:
                print(f"  {words}: {', '.join(codes[:MOST_CODES])}{' …' if len(codes) > MOST_CODES else ''}")
    for words, names in (("chưa có dữ liệu", done.without_data), ("nhật ký không ghi đủ cột", done.unproven)):
        if names:
            print(f"Không đếm lại ({words}): {', '.join(names)}")
    found = f"{len(done.differences)} chỗ khác nhau" if done.differences else "không có chỗ khác nhau"
    print(f"Đã đếm lại {len(done.indicators)} chỉ số, {done.figures} con số, {done.dossiers} hồ sơ: {found}.")


def _words(found: Figure | None) -> str:
    if found is None:
        return "không có"
    return f"{found.numerator}/{found.denominator}" if found.is_ratio else f"{found.numerator} ({found.base})"

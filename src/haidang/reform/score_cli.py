"""The command `haidang score`: scorecards from a shell, of this house or from an inputs file alone."""

import argparse
import json
from pathlib import Path
from typing import Any

from django.utils.translation import gettext as _
from rich.console import Console
from rich.table import Table

from haidang.platform import clock
from haidang.platform.errors import Invalid
from haidang.reform.qd766 import published
from haidang.reform.qd766.cards import above_words, bad_words, card, span_of
from haidang.reform.qd766.definition import index
from haidang.reform.qd766.labels import STANDING_LABELS
from haidang.reform.qd766.scoring import BadInputs, Result, Standing, rounded, total


def add_arguments(commands: Any) -> None:
    """Adds `score` with its commands to the parsers of `haidang`."""
    text = "chấm điểm: chỉ số phục vụ theo Quyết định 766"
    group = commands.add_parser("score", help=text, description=text).add_subparsers(required=True, metavar="LỆNH")
    text = "bảng điểm 766 của một cơ quan trong một kỳ, hoặc tính lại từ một tệp số liệu"
    parser = group.add_parser("qd766", help=text, description=text)
    parser.add_argument("--inputs", type=Path, metavar="TỆP", help="tệp JSON: inputs, choices, scope, agency, period")
    parser.add_argument("--agency", default="", metavar="MÃ", help="mã cơ quan (mặc định: tỉnh)")
    parser.add_argument("--span", metavar="KỲ", help="2024-11, 2024-Q4 hoặc 2024")
    parser.add_argument("--choice", action="append", default=[], metavar="LỰA_CHỌN=CÁCH", help="cách hiểu công thức")
    parser.add_argument("--json", action="store_true", help="in dạng JSON")
    # Counting again from a file needs neither a home nor a database.
    parser.set_defaults(run=_qd766, needs_home=lambda args: args.inputs is None and args.span)


def _qd766(args: argparse.Namespace) -> int:
    if (args.inputs is None) == (args.span is None):
        raise Invalid(_("Hãy nêu --inputs TỆP, hoặc --span KỲ."))
    head, results, picked = _from_file(args) if args.inputs else _from_house(args)
    if args.json:
        print(json.dumps(head | published.plain(results, index(), picked), ensure_ascii=False))
        return 0
    _print(head, results)
    return 0


def _picked(given: list[str]) -> dict[str, str]:
    picked = dict(text.split("=", 1) for text in given if "=" in text)
    options = {choice.key: {option.key for option in choice.options} for choice in index().choices}
    for key, option in picked.items():
        if option not in options.get(key, ()):
            raise Invalid(_("Không có lựa chọn %(choice)s.") % {"choice": f"{key}={option}"})
    return picked


def _from_file(args: argparse.Namespace) -> tuple[dict[str, Any], list[Result], dict[str, str]]:
    try:
        file = published.read(args.inputs.read_bytes(), index())
    except OSError as error:
        raise Invalid(_("Không đọc được tệp %(name)s.") % {"name": args.inputs}) from error
    except published.FileUnusable as error:
        raise Invalid(_("Tệp số liệu không dùng được: %(why)s.") % {"why": " ".join(error.args)}) from error
    picked = {**file.choices, **_picked(args.choice)}
    try:
        results = published.counted(file, index(), picked)
    except BadInputs as error:
        raise Invalid(bad_words(error, index())) from error
    for item in results:
        if item.standing is Standing.IMPOSSIBLE:
            raise Invalid(above_words(item.component))
    return {"agency": file.agency, "period": file.period, "source": file.source}, results, picked


def _from_house(args: argparse.Namespace) -> tuple[dict[str, Any], list[Result], dict[str, str]]:
    picked, now = _picked(args.choice), clock.now()
    found = card(agency_code=args.agency, span=span_of(args.span), picked=picked, now=now)
    counts = {key: item.value for key, item in found.values.items()}
    head = {"agency": found.agency.code, "period": found.span.key, "as_of": now.isoformat(), "inputs": counts}
    return head, found.results, picked


def _print(head: dict[str, Any], results: list[Result]) -> None:
    console = Console(soft_wrap=True, highlight=False, markup=False)
    console.print(f"{head['agency']}  {head['period']}")
    table = Table(_("Chỉ số"), _("Điểm"), _("Tối đa"), _("Tỷ lệ"), _("Tình trạng"))
    for item in results:
        points = "–" if item.points is None else str(rounded(item.points))
        share = "–" if item.under is None or item.over is None else f"{item.over}/{item.under}"
        words = str(STANDING_LABELS[item.standing])
        table.add_row(f"{item.component.code} {item.component.name}", points, str(item.component.maximum), share, words)
    console.print(table)
    found = total(results)
    values = {"points": rounded(found.points), "covered": found.covered, "maximum": found.maximum}
    console.print(_("Tổng: %(points)s trên %(covered)s điểm chấm được (bộ chỉ số %(maximum)s điểm).") % values)

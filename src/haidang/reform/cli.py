"""The command `haidang reform`: the figures of the room from a shell."""

import argparse
import json
from datetime import date, datetime, time, timedelta
from decimal import Decimal, InvalidOperation
from typing import Any

from django.utils.translation import gettext as _
from rich.console import Console
from rich.table import Table

from haidang.catalogue.api import CHANNELS, TimeLimit
from haidang.dossiers import api as dossiers
from haidang.platform import clock
from haidang.reform import evidence, score_cli
from haidang.reform.labels import APART_LABELS, UNIT_LABELS
from haidang.reform.share import Entry, Share, share
from haidang.reform.times import Actual, Line, Times, times
from haidang.reform.trials import Wish, what_if
from haidang.reform.what_if import Trial
from haidang.reform.wording import amount_words, limit_words, percent_words, ratio

SHOWN_CODES = 20


def add_arguments(commands: Any) -> None:
    """Adds `reform` and `score` with their commands to the parsers of `haidang`."""
    text = "cải cách thủ tục: thời gian theo quy định, cam kết, thực tế; thử cắt giảm; tỷ lệ cắt giảm"
    group = commands.add_parser("reform", help=text, description=text).add_subparsers(required=True, metavar="LỆNH")
    _add_times(group)
    _add_what_if(group)
    _add_share(group)
    score_cli.add_arguments(commands)


def _add_times(group: Any) -> None:
    text = "ba loại thời gian của một thủ tục, theo từng phiên bản: trung vị và p90 của thời gian thực tế"
    parser = group.add_parser("times", help=text, description=text)
    parser.add_argument("procedure", metavar="MÃ", help="mã thủ tục, ví dụ 1.001193")
    _add_period(parser)
    parser.set_defaults(run=_times)


def _add_what_if(group: Any) -> None:
    text = "thử một thời hạn ngắn hơn trên hồ sơ đã qua: hồ sơ nào sẽ trễ?"
    parser = group.add_parser("what-if", help=text, description=text)
    parser.add_argument("procedure", metavar="MÃ", help="mã thủ tục")
    wish = parser.add_mutually_exclusive_group(required=True)
    wish.add_argument("--cut", type=_number, metavar="N", help="cắt N đơn vị khỏi thời hạn của từng hồ sơ")
    wish.add_argument("--to", type=_number, metavar="N", help="đặt thời hạn bằng N đơn vị")
    parser.add_argument("--unit", choices=list(UNIT_LABELS), default="working_day", help="đơn vị (không quy đổi)")
    parser.add_argument("--channel", choices=CHANNELS, help="chỉ hồ sơ nộp bằng cách này")
    _add_period(parser)
    parser.set_defaults(run=_what_if)


def _add_share(group: Any) -> None:
    text = "tỷ lệ thủ tục đã cắt giảm đủ so với chỉ tiêu, kèm danh sách"
    parser = group.add_parser("share", help=text, description=text)
    parser.add_argument("--on", type=_date, metavar="NGÀY", help="tính tại ngày nào (mặc định: hôm nay)")
    parser.add_argument("--list", action="store_true", help="in cả danh sách thủ tục đã cắt giảm và ngoài mẫu số")
    parser.add_argument("--json", action="store_true", help="in dạng JSON, luôn kèm danh sách")
    parser.set_defaults(run=_share)


def _add_period(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--since", type=_date, metavar="NGÀY", help="hồ sơ tiếp nhận từ ngày này (mặc định: 2 năm)")
    parser.add_argument("--until", type=_date, metavar="NGÀY", help="hồ sơ tiếp nhận đến hết ngày này")
    parser.add_argument("--json", action="store_true", help="in dạng JSON")


def _date(text: str) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise argparse.ArgumentTypeError(f"“{text}” không phải ngày, ví dụ 2024-11-04") from None


def _number(text: str) -> Decimal:
    try:
        number = Decimal(text)
    except InvalidOperation:
        number = Decimal(-1)
    if not (number.is_finite() and 0 <= number <= 1_000_000):
        raise argparse.ArgumentTypeError(f"“{text}” không phải số từ 0 trở lên")
    return number


def _period(args: argparse.Namespace, now: datetime) -> dict[str, datetime | None]:
    """The receipts asked for: [since, until), local days, the last one included."""
    since = datetime.combine(args.since, time(), tzinfo=clock.LOCAL) if args.since else evidence.since(now)
    until = datetime.combine(args.until, time(), tzinfo=clock.LOCAL) + timedelta(days=1) if args.until else None
    return {"since": since, "until": until}


def _times(args: argparse.Namespace) -> int:
    now = clock.now()
    found = times(args.procedure, as_of=now, **_period(args, now))
    if args.json:
        print(json.dumps(_times_plain(found), ensure_ascii=False))
        return 0
    console = Console(soft_wrap=True, highlight=False, markup=False)
    console.print(f"{found.procedure.code}  {found.procedure.name}")
    table = Table(
        _("Phiên bản"), _("Cách nộp"), _("Theo quy định"), _("Cam kết"), _("Trung vị"), _("p90"), _("Số hồ sơ")
    )
    for version in found.versions:
        for line in version.lines:
            table.add_row(str(version.number), str(dossiers.CHANNEL_LABELS[line.channel]), *_cells(line))
    console.print(table)
    return 0


def _cells(line: Line) -> list[str]:
    stated = [
        "; ".join(dict.fromkeys(limit_words(limit) for limit in limits))
        for limits in ([side.offer.time for side in line.sides], [side.offer.committed for side in line.sides])
    ]
    medians = "; ".join(amount_words(item.median, item.unit) for item in line.actual) or "–"
    nines = "; ".join(amount_words(item.p90, item.unit) for item in line.actual) or "–"
    counts = "; ".join(_count_words(item) for item in line.actual) or "0"
    return [*stated, medians, nines, counts]


def _count_words(item: Actual) -> str:
    words = _("%(finished)s xong, %(open)s đang mở") % {"finished": item.finished, "open": item.still_open}
    return words + (_(" (ít)") if item.is_small else "")


def _times_plain(found: Times) -> dict[str, Any]:
    return {
        "procedure": found.procedure.code,
        "name": found.procedure.name,
        "as_of": found.as_of.isoformat(),
        "without_result": found.without_result,
        "overall": [_actual_plain(item) for item in found.overall],
        "versions": [
            {
                "number": version.number,
                "valid_from": version.valid_from.isoformat(),
                "in_force": version.is_current,
                "channels": [_line_plain(line) for line in version.lines],
            }
            for version in found.versions
        ],
    }


def _line_plain(line: Line) -> dict[str, Any]:
    return {
        "channel": line.channel,
        "stated": [
            {
                "note": side.offer.time_note,
                "statutory": _limit_plain(side.offer.time),
                "committed": _limit_plain(side.offer.committed),
                "cut_percent": None if side.cut.percent is None else float(side.cut.percent),
            }
            for side in line.sides
        ],
        "actual": [_actual_plain(item) for item in line.actual],
    }


def _limit_plain(limit: TimeLimit | None) -> dict[str, Any] | None:
    return {"value": limit.value, "unit": limit.unit} if limit else None


def _actual_plain(item: Actual) -> dict[str, Any]:
    return {
        "unit": str(item.unit),
        "finished": item.finished,
        "open": item.still_open,
        "median": item.median,
        "p90": item.p90,
        "late": item.late,
        "small_number": item.is_small,
    }


def _what_if(args: argparse.Namespace) -> int:
    now = clock.now()
    wish = Wish(
        args.to if args.cut is None else args.cut, args.unit, is_cut=args.cut is not None, channel=args.channel or ""
    )
    answer = what_if(args.procedure, wish, as_of=now, **_period(args, now))
    if args.json:
        plain = {**evidence.figures(answer.trial), "promises": answer.promises, "since": answer.since.isoformat()}
        print(json.dumps(plain, ensure_ascii=False))
        return 0
    _print_trial(answer.trial)
    for percent, term in answer.promises.items():
        in_unit = next((item.kind.term_in for item in answer.histories if item.kind.unit == args.unit), args.unit)
        print(f"Ngắn nhất để {percent} % đúng hạn: {amount_words(term, in_unit)}")
    return 0


def _print_trial(trial: Trial) -> None:
    before, after = ratio(trial.on_time_before, trial.judged_before), ratio(trial.on_time_after, trial.judged)
    print(
        f"Đúng hạn: {percent_words(before)} ({trial.on_time_before}/{trial.judged_before})"
        f" → {percent_words(after)} ({trial.on_time_after}/{trial.judged})."
    )
    print(f"Sẽ thành trễ: {len(trial.newly_late)} hồ sơ đã xong, {len(trial.open_late)} hồ sơ đang mở.")
    for item in trial.newly_late[:SHOWN_CODES]:
        print(f"  {item.code}: cần ít nhất {amount_words(item.least, item.kind.term_in)}")
    apart = trial.undecided, trial.other_unit, trial.uncounted, trial.without_result
    print("Không tính: {} chưa biết, {} khác đơn vị, {} ngoài lịch, {} không có kết quả.".format(*apart))


def _share(args: argparse.Namespace) -> int:
    found = share(on=args.on or clock.today())
    if args.json:
        print(json.dumps(_share_plain(found), ensure_ascii=False))
        return 0
    print(f"Ngày {found.on:%d/%m/%Y}. {found.target.source}.")
    for figure in found.figures:
        share_words = f"{figure.numerator}/{figure.denominator} thủ tục = {percent_words(figure.share)}"
        print(
            f"Cắt từ {figure.percent} %: {share_words}; chỉ tiêu {figure.share_percent} %, còn thiếu {figure.missing}."
        )
    print(f"Ngoài mẫu số: {len(found.apart)} thủ tục.")
    if args.list:
        for row in (*(row for row in found.counted if row.cut.share), *found.apart):
            print(f"  {row.code}  {_row_words(row)}  {row.name}")
    return 0


def _row_words(row: Entry) -> str:
    return str(APART_LABELS[row.cut.apart]) if row.cut.apart else percent_words(row.cut.percent)


def _share_plain(found: Share) -> dict[str, Any]:
    return {
        "on": found.on.isoformat(),
        "figures": [
            {
                "cut_percent": figure.percent,
                "numerator": figure.numerator,
                "denominator": figure.denominator,
                "share_percent": None if figure.share is None else float(figure.share),
                "target_percent": figure.share_percent,
                "reached": figure.is_reached,
                "missing": figure.missing,
            }
            for figure in found.figures
        ],
        "counted": [
            {
                "code": row.code,
                "version": row.version,
                "cut_percent": float(row.cut.percent or 0),
                "statutory": _limit_plain(row.cut.statutory),
                "committed": _limit_plain(row.cut.committed),
            }
            for row in found.counted
        ],
        "apart": [{"code": row.code, "reason": row.cut.apart} for row in found.apart],
    }

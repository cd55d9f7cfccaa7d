"""The command `haidang forecast`: how good the forecasts are, on a log from elsewhere or on the province's own."""

import argparse
import json
import sys
from dataclasses import asdict
from pathlib import Path
from typing import Any

from django.utils.translation import gettext as _
from rich.console import Console
from rich.progress import Progress
from rich.table import Table

from haidang.insight import api as insight
from haidang.platform import clock
from haidang.platform.errors import Invalid
from haidang.steering.forecasts import looking_back
from haidang.steering.forecasts.refresh import FEWEST_FINISHED, refresh

_EVALUATE = """\
học từ phần đầu của nhật ký, dự báo phần sau, so với các cách làm đơn giản hơn.

Vụ việc được xếp theo lúc bắt đầu; mốc chia là lúc 80 % vụ việc đã bắt đầu. Học từ các vụ việc đã kết thúc trước mốc;
kiểm tra trên các vụ việc bắt đầu từ mốc trở đi, tại mỗi sự kiện của chúng trừ sự kiện cuối. n_train và n_test là số vụ
việc. mae_days: sai số tuyệt đối trung bình của thời gian còn cần, tính bằng ngày. brier, auc: của xác suất trễ hạn.
Không có --deadline-attribute thì hạn là phân vị 80 của thời gian các vụ việc dùng để học. Trên nhật ký của tỉnh ngày là
ngày làm việc, đồng hồ không chạy khi hồ sơ tạm dừng.
"""


def add_arguments(commands: Any) -> None:
    """Adds `forecast` with its commands to the parsers of `haidang`."""
    text = "dự báo hồ sơ trễ hạn: làm lại dự báo, đánh giá cách dự báo"
    group = commands.add_parser("forecast", help=text, description=text).add_subparsers(required=True, metavar="LỆNH")
    _add_refresh(group)
    parser = group.add_parser(
        "evaluate",
        help="đánh giá dự báo trên một nhật ký sự kiện",
        description=_EVALUATE,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    parser.add_argument(
        "file",
        type=Path,
        nargs="?",
        metavar="TỆP",
        help=".xes, .xes.gz, .csv hoặc .csv.gz; không có: nhật ký của chính tỉnh, hạn là hạn trả",
    )
    parser.add_argument(
        "--deadline-attribute",
        default="",
        metavar="TÊN",
        help="thuộc tính (cột) ghi hạn của vụ việc: thời điểm, hoặc số ngày kể từ lúc bắt đầu",
    )
    for name, text in _COLUMNS.items():
        parser.add_argument(f"--{name}", default="", metavar="CỘT", help=text)
    parser.add_argument("--timestamp-format", default="", metavar="DẠNG", help="như %%d/%%m/%%Y %%H:%%M")
    parser.add_argument(
        "--store", action="store_true", help="chấm lại các tháng đã qua của tỉnh, lưu cho trang độ tin cậy"
    )
    parser.add_argument("--json", action="store_true", help="in dạng JSON")
    # A log from elsewhere needs no home of this house.
    parser.set_defaults(run=_evaluate, needs_home=lambda args: args.file is None)


_COLUMNS = {
    "case": "cột (thuộc tính) ghi mã vụ việc",
    "activity": "cột ghi hoạt động",
    "timestamp": "cột ghi thời điểm",
    "resource": "cột ghi người thực hiện",
}


def _add_refresh(group: Any) -> None:
    text = "làm lại dự báo của mọi hồ sơ đang mở (bộ xử lý nền tự làm mỗi giờ)"
    parser = group.add_parser("refresh", help=text, description=text)
    parser.add_argument("--json", action="store_true", help="in dạng JSON")
    parser.set_defaults(run=_refresh)


def _refresh(args: argparse.Namespace) -> int:
    now = clock.now()
    count = refresh(now)
    if args.json:
        print(json.dumps({"forecast": count, "as_of": now.isoformat()}))
    elif count:
        print(_("Đã dự báo %(count)s hồ sơ đang mở.") % {"count": count})
    else:
        words = _("Không dự báo: không có hồ sơ đang mở, hoặc chưa có %(fewest)s hồ sơ đã xong để học.")
        print(words % {"fewest": FEWEST_FINISHED})
    return 0


def _evaluate(args: argparse.Namespace) -> int:
    columns = insight.Columns(
        args.case, args.activity, args.timestamp, args.resource, args.deadline_attribute, args.timestamp_format
    )
    try:
        if args.file:
            found = insight.evaluate(insight.read(args.file, columns=columns))
        else:
            found = looking_back.evaluate_own(clock.now())
    except insight.LogRefused as refusal:
        raise Invalid(str(refusal), field="file") from refusal
    if args.store and not args.file:
        _store()
    for remark in _remarks(found):
        print(f"haidang: {remark}", file=sys.stderr)
    if args.json:
        print(json.dumps(_plain(found), ensure_ascii=False))
    else:
        _print(found)
    return 0


def _store() -> None:
    with Progress(console=Console(stderr=True), transient=True, disable=not sys.stderr.isatty()) as bar:
        task = bar.add_task(_("Chấm các tháng đã qua"), total=None)
        count = looking_back.look_back(
            clock.now(), progress=lambda done, total: bar.update(task, completed=done, total=total)
        )
    print(_("Đã chấm và lưu %(count)s tháng.") % {"count": count}, file=sys.stderr)


def _plain(found: insight.Evaluation) -> dict[str, Any]:
    return {
        "n_train": found.n_train,
        "n_test": found.n_test,
        "model": asdict(found.model),
        "baselines": {name: asdict(scores) for name, scores in found.baselines.items()},
    }


def _remarks(found: insight.Evaluation) -> list[str]:
    """What a reader of the figures must know beside them."""
    remarks = []
    if found.model.auc is None:
        which = _("không vụ việc nào trễ") if not found.late else _("mọi vụ việc đều trễ")
        remarks.append(_("Không tính được AUC: trong phần kiểm tra, %(which)s.") % {"which": which})
    if not found.is_strict:
        remarks.append(_("Quá ít vụ việc kết thúc trước mốc chia: học cả những vụ việc kết thúc sau mốc."))
    return remarks


def _print(found: insight.Evaluation) -> None:
    names = {
        "prior_rate": _("Tỷ lệ và trung bình quá khứ"),
        "activity_mean": _("Trung bình theo hoạt động"),
        "gradient_boosting": _("Cây tăng cường (scikit-learn)"),
    }
    table = Table(_("Cách dự báo"), _("Sai số (ngày)"), _("Brier"), _("AUC"))
    for name, scores in [(_("Hải Đăng"), found.model), *((names[key], found.baselines[key]) for key in names)]:
        area = "–" if scores.auc is None else f"{scores.auc:.3f}"
        table.add_row(name, f"{scores.mae_days:.3f}", f"{scores.brier:.4f}", area)
    console = Console(soft_wrap=True, highlight=False, markup=False)
    console.print(table)
    words = _("Học từ %(train)s vụ việc, kiểm tra trên %(prefixes)s thời điểm của %(test)s vụ việc, %(late)s bị trễ.")
    numbers = {"train": found.n_train, "test": found.n_test, "prefixes": found.prefixes, "late": found.late}
    console.print(words % numbers)

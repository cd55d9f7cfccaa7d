"""The monthly report of what the head of an agency answers for, made from the same figures as his page."""

from datetime import datetime

from django.utils.translation import gettext as _
from django.utils.translation import override

from haidang.dossiers.api import reports
from haidang.identity import api as identity
from haidang.platform import clock
from haidang.steering.accountability import Account, Directed

# Whoever prints it, a paper of the state is in Vietnamese.
_VIETNAMESE = override("vi")
Commitment = tuple[str, str, str]
"""What the agency has bound itself to: the matter, what was promised, how it stands. Composed by whoever prints."""


@_VIETNAMESE
def account_sheet(account: Account, commitments: list[Commitment], *, made_at: datetime) -> reports.Sheet:
    """The report as a sheet: a line for each figure with numerator, denominator and share, then the commitments."""
    on = clock.local(made_at).date()
    parent = account.agency.parent_id
    text, number = reports.ColumnKind.TEXT, reports.ColumnKind.NUMBER
    return reports.Sheet(
        superior=identity.agency_name(parent, on=on) if parent else "",
        agency=account.agency.name,
        made_on=on,
        form="",
        title=_("Báo cáo trách nhiệm người đứng đầu"),
        subtitles=[reports.days_words(account.period), _head_words(account)],
        columns=[
            reports.Column(_("TT"), reports.ColumnKind.BLANK, 5),
            reports.Column(_("Nội dung"), text, 60),
            reports.Column(_("Số lượng"), number, 12),
            reports.Column(_("Trên tổng số"), number, 12),
            reports.Column(_("Tỷ lệ"), reports.ColumnKind.SHARE, 12),
            reports.Column(_("Ghi chú"), text, 40),
        ],
        lines=[reports.Line([str(at), *line]) for at, line in enumerate(_lines(account, commitments), start=1)],
        notes=_notes(account),
        signers=[_("Người lập biểu"), _("Thủ trưởng cơ quan")],
        file_name=f"trach-nhiem-{account.agency.code}-{account.period.first:%Y%m}",
    )


def _head_words(account: Account) -> str:
    name = account.head.full_name if account.head else _("chưa có")
    return _("Người đứng đầu: %(name)s") % {"name": name}


_Line = list[str | int | float | None]


def _lines(account: Account, commitments: list[Commitment]) -> list[_Line]:
    found, cell = account.dossiers, reports.Cell
    on_time, late = account.on_time, account.late_open
    return [
        [_("Hồ sơ nhận giải quyết"), found.of(cell.RECEIVED), None, None, _("Gồm cả từ kỳ trước chuyển sang")],
        _share(_("Hồ sơ giải quyết đúng hạn, trước hạn"), on_time.part, on_time.whole, _("Trên số đã giải quyết")),
        _share(_("Hồ sơ đang giải quyết đã quá hạn"), late.part, late.whole, _("Trên số đang giải quyết")),
        [_("Hồ sơ đang tạm dừng"), found.of(cell.PAUSED), None, None, ""],
        *_directed(_("Chỉ đạo"), account.directives),
        *_directed(_("Nhiệm vụ Đề án 06"), account.plan),
        *(_commitment(each) for each in commitments),
    ]


def _commitment(made: Commitment) -> _Line:
    what, promise, how = made
    return [_("Cam kết: %(what)s") % {"what": what}, None, None, None, f"{promise}. {how}"]


def _directed(kind: str, found: Directed) -> list[_Line]:
    return [
        [_("%(kind)s đến hạn trong kỳ") % {"kind": kind}, found.given, None, None, ""],
        _share(
            _("%(kind)s báo cáo muộn") % {"kind": kind}, found.answered_late, found.answered,
            _("Trên số đã báo cáo trong kỳ"),
        ),
        _share(_("%(kind)s quá hạn chưa báo cáo") % {"kind": kind}, found.overdue, found.open, _("Trên số đang mở")),
    ]  # fmt: skip


def _share(words: str, part: int, whole: int, note: str) -> _Line:
    return [words, part, whole, part / whole if whole else None, note]


def _notes(account: Account) -> list[str]:
    found = [_("Dấu “–”: không có gì để tính tỷ lệ. Số liệu hồ sơ tính như biểu 06a, gồm cả cơ quan trực thuộc.")]
    if account.period.is_running:
        moment = clock.local(account.period.moment)
        found.append(_("Kỳ báo cáo chưa kết thúc; số liệu đến %(moment)s.") % {"moment": f"{moment:%H:%M %d/%m/%Y}"})
    return found

"""What a plan does, as tables on a terminal."""

from collections.abc import Sequence

from django.utils.translation import gettext as _
from rich.console import Console
from rich.table import Table

from haidang.console.labels import STATUSES
from haidang.console.plans import Standing
from haidang.dossiers import api as dossiers

_SHOWN = 15


def print_standings(found: Sequence[Standing]) -> None:
    """The plans by date."""
    table = Table(show_lines=False)
    for heading in (_("Mã"), _("Hiệu lực"), _("Tình trạng"), _("Tên")):
        table.add_column(heading, overflow="fold")
    for row in found:
        table.add_row(row.code, f"{row.on:%d/%m/%Y}", str(STATUSES[row.shown_status]), row.name)
    Console().print(table)


def print_effects(effects: dossiers.Effects) -> None:
    """Handovers, sums, then everything else that changes."""
    console = Console(soft_wrap=False, highlight=False)
    console.print(f"[bold]{effects.code}[/bold] · {effects.on:%d/%m/%Y} · {effects.name}")
    console.print(_handovers(effects))
    _print_sums(console, effects)
    _print_procedures(console, effects)
    _print_sight(console, effects)
    for note in effects.unverified:
        console.print(_("Chưa kiểm chứng: %(note)s") % {"note": note}, style="yellow")


def _handovers(effects: dossiers.Effects) -> Table:
    table = Table(title=_("Việc đang mở chuyển cho ai"))
    for heading in (_("Từ"), _("Sang"), _("Cách"), _("Hồ sơ theo trạng thái")):
        table.add_column(heading, overflow="fold")
    for heading in (_("Quá hạn"), _("Sắp đến hạn"), _("Bước"), _("Cán bộ"), _("Vai trò")):
        table.add_column(heading, justify="right")
    for row in effects.handovers:
        kind = row.kind_label + (f" ({row.procedures})" if row.procedures else "")
        states = f"{row.dossiers}: {dossiers.state_words(row.by_state)}" if row.dossiers else "0"
        figures = (row.late, row.at_risk, row.open_steps, row.officers, row.roles)
        where = (f"{row.predecessor} {row.predecessor_name}", f"{row.successor} {row.successor_name}")
        table.add_row(*where, kind, states, *map(str, figures))
    return table


def _print_sums(console: Console, effects: dossiers.Effects) -> None:
    totals = effects.totals
    console.print(
        _("Cộng: %(dossiers)s hồ sơ đang mở, %(late)s quá hạn, %(at_risk)s sắp đến hạn, %(open_steps)s bước, ") % totals
        + _("%(roles)s vai trò. %(promised)s hạn đã hẹn giữ nguyên; mã hồ sơ giữ nguyên.") % totals
    )
    calendars = {(row.calendar_before, row.calendar_after) for row in effects.handovers}
    moved = sorted(pair for pair in calendars if pair[0] != pair[1])
    for before, after in moved:
        console.print(_("Lịch cho hạn mới: %(before)s → %(after)s") % {"before": before, "after": after})
    for agency, code in list(effects.new_codes.items())[:_SHOWN]:
        console.print(_("Số hồ sơ đầu tiên của %(agency)s: %(code)s") % {"agency": agency, "code": code})
    if len(effects.new_codes) > _SHOWN:
        console.print(_("… và %(count)s cơ quan mới khác.") % {"count": len(effects.new_codes) - _SHOWN})


def _print_procedures(console: Console, effects: dossiers.Effects) -> None:
    console.print(_("%(count)s thủ tục đổi cơ quan thực hiện.") % {"count": effects.procedures_changed})
    for rule, before, after in effects.executors:
        words = _("  quy tắc “%(rule)s”: %(before)s → %(after)s cơ quan")
        console.print(words % {"rule": rule, "before": before, "after": after})
    if effects.procedures_without_executor:
        codes = ", ".join(effects.procedures_without_executor[:_SHOWN])
        console.print(_("Không còn cơ quan thực hiện: %(codes)s") % {"codes": codes}, style="red")


def _print_sight(console: Console, effects: dossiers.Effects) -> None:
    gaining, losing = (sum(getattr(row, name) > 0 for row in effects.sight) for name in ("gained", "lost"))
    words = _("%(gaining)s cán bộ thấy thêm hồ sơ, %(losing)s cán bộ không còn thấy một số hồ sơ:")
    console.print(words % {"gaining": gaining, "losing": losing})
    for row in effects.sight[:_SHOWN]:
        console.print(f"  {row.username}: +{row.gained} −{row.lost}")
    if len(effects.sight) > _SHOWN:
        console.print(_("  … và %(count)s cán bộ khác (xem --json).") % {"count": len(effects.sight) - _SHOWN})

"""Tags and filters of the design system, available in every template without `load`."""

import uuid
from collections.abc import Iterable, Sequence
from datetime import date, datetime
from typing import Any

import segno
from django import template
from django.forms import BaseForm
from django.template.context import RequestContext
from django.urls import reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext

from haidang.ui import tones, wording
from haidang.ui.charts import drawing
from haidang.ui.icons import ICONS
from haidang.ui.paging import Page

register = template.Library()


@register.filter
def vntime(value: datetime | None) -> str:
    """A moment in full: 07:30, thứ Hai 04/11/2024."""
    return wording.moment(value) if value else ""


@register.filter
def vntime_short(value: datetime | None) -> str:
    """A moment for a narrow column: 07:30 04/11/2024."""
    return wording.short_moment(value) if value else ""


@register.filter
def vndate(value: date | None) -> str:
    """A date with its weekday: thứ Hai 04/11/2024."""
    return wording.day(value) if value else ""


@register.filter
def vnd(value: int | None) -> str:
    """An amount in đồng: 150.000 ₫; blank for None."""
    return "" if value is None else wording.dong(value)


@register.filter
def thousands(value: int | None) -> str:
    """A whole number with its thousands apart: 1.505."""
    return "" if value is None else wording.thousands(value)


@register.filter
def office_left(minutes: int | None) -> str:
    """Office minutes as "còn 2 ngày 3 giờ làm việc", or "đã quá …" when negative."""
    return "" if minutes is None else wording.office_time_left(minutes)


@register.filter
def office_span(minutes: int | None) -> str:
    """Office minutes as "2 ngày 3 giờ làm việc"."""
    return "" if minutes is None else wording.office_span(minutes)


@register.filter
def at(mapping: dict[Any, Any], key: Any) -> Any:
    """The value of a dictionary under a key that is itself a variable."""
    return mapping.get(key, "")


@register.simple_tag
def icon(name: str, css: str = "") -> SafeString:
    """An icon that only decorates the words beside it."""
    return format_html(
        '<svg class="icon {}" viewBox="0 0 24 24" width="24" height="24" aria-hidden="true" focusable="false">'
        '<path d="{}"/></svg>',
        css,
        ICONS[name],
    )


@register.simple_tag
def qr_code(text: str, words: str = "") -> SafeString:
    """`text` as a QR code, drawn in the page; `words` say what it is for, by default to check a paper."""
    words = words or gettext("Mã QR kiểm tra giấy")
    return mark_safe(segno.make(text, error="m", micro=False).svg_inline(scale=2, border=4, title=words))  # noqa: S308


@register.inclusion_tag("ui/parts/badge.html")
def badge(words: str, tone: str = "mute", symbol: str = "") -> dict[str, Any]:
    """A badge: words on a tone (good, warn, bad, info, pause, mute), with an icon if `symbol` names one."""
    return {"words": words, "tone": tone, "symbol": symbol}


@register.inclusion_tag("ui/parts/badge.html")
def risk_badge(risk: str) -> dict[str, Any]:
    """How a dossier stands against its deadline: words, colour and icon."""
    look = tones.RISKS.get(str(risk), tones.UNKNOWN)
    return {"words": look.words, "tone": look.tone, "symbol": look.icon}


@register.inclusion_tag("ui/parts/badge.html")
def state_badge(state: int, words: str) -> dict[str, Any]:
    """The national state of a dossier, in the words that came with it."""
    look = tones.STATES.get(int(state), tones.UNKNOWN)
    return {"words": words, "tone": look.tone, "symbol": look.icon}


@register.inclusion_tag("ui/parts/badge.html")
def fee_badge(money: str, words: str) -> dict[str, Any]:
    """How a dossier stands with its fees, with its colour and icon."""
    look = tones.MONEY.get(money, tones.UNKNOWN)
    return {"words": words, "tone": look.tone, "symbol": look.icon}


@register.inclusion_tag("ui/parts/error_summary.html")
def error_summary(form: BaseForm | None = None, extra: Iterable[tuple[str, Any]] = ()) -> dict[str, Any]:
    """Everything that is wrong with `form`, each linked to its field; `extra` adds (id of an element, words)."""
    items: list[tuple[str, Any]] = []
    if form is not None and form.is_bound:
        items += [("", message) for message in form.non_field_errors()]
        for bound in form:
            items += [(bound.id_for_label or bound.auto_id, message) for message in bound.errors]
    return {"items": [*items, *extra]}


@register.inclusion_tag("ui/parts/steps.html")
def steps(labels: Sequence[str], current: int) -> dict[str, Any]:
    """Where one is in a sequence of pages; `current` counts from 1."""
    places = [
        {"label": label, "number": number, "is_done": number < current, "is_current": number == current}
        for number, label in enumerate(labels, start=1)
    ]
    return {"places": places, "current": current, "total": len(labels), "label": labels[current - 1]}


@register.inclusion_tag("ui/parts/breadcrumbs.html")
def breadcrumbs(*trail: str) -> dict[str, Any]:
    """Links back: pairs of words and address, then the words of the page itself."""
    pairs = list(zip(trail[:-1:2], trail[1:-1:2], strict=True))
    return {"links": pairs, "here": trail[-1]}


@register.inclusion_tag("ui/parts/pagination.html", takes_context=True)
def pagination(context: RequestContext, page: Page) -> dict[str, Any]:
    """Links to the other pages of a list, with the rest of the query kept."""
    return {"page": page, "request": context["request"]}


@register.inclusion_tag("ui/parts/timeline.html")
def timeline(lines: Iterable[Any], *, show_actor: bool = True) -> dict[str, Any]:
    """What happened, as a list: items have `at`, `title`, `detail`, `actor`."""
    return {"lines": lines, "show_actor": show_actor}


@register.inclusion_tag("ui/parts/empty.html")
def empty_state(title: str, text: str = "", href: str = "", action: str = "", symbol: str = "empty") -> dict[str, Any]:
    """What a list says when there is nothing in it, and where to go from there."""
    return {"title": title, "text": text, "href": href, "action": action, "symbol": symbol}


@register.inclusion_tag("ui/parts/nav_link.html", takes_context=True)
def nav_link(
    context: RequestContext,
    name: str,
    words: str,
    *,
    count: int | None = None,
    exact: bool = False,
) -> dict[str, Any]:
    """A link of the main menu by URL name, marked when the page is it or (unless `exact`) lies below it."""
    href = reverse(name)
    path = context["request"].path if "request" in context else ""
    is_current = path == href if href == "/" or exact else path.startswith(href)
    return {"href": href, "words": words, "count": count, "is_current": is_current}


@register.simple_tag
def idempotency_key() -> SafeString:
    """The hidden field `key`: sending the same page twice is then one act."""
    return format_html('<input type="hidden" name="key" value="{}">', uuid.uuid4())


@register.simple_tag
def expected_version(version: int) -> SafeString:
    """The hidden field `expected_version`: somebody else's act in between is then noticed."""
    return format_html('<input type="hidden" name="expected_version" value="{}">', version)


@register.simple_tag
def drawn(chart: drawing.Chart, name: str) -> SafeString:
    """A chart of `ui.charts` as SVG; `name` is its own on the page."""
    return drawing.drawn(chart, name=name)

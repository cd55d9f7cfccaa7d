"""How the values of a procedure are written on the portal's pages."""

from typing import Any

from django import template
from django.utils.translation import gettext as _

from haidang.catalogue import api as catalogue
from haidang.portal import labels
from haidang.ui import wording

register = template.Library()
_SERVICE_LOOKS = {"full": ("good", "check"), "partial": ("info", "globe"), "none": ("mute", "building")}
_LIFE_EVENT_ICONS = {
    "co-con-nho": "people",
    "hoc-tap": "book",
    "viec-lam": "building",
    "cu-tru-va-giay-to-tuy-than": "user",
    "hon-nhan-va-gia-dinh": "people",
    "dien-luc-nha-o-dat-dai": "home",
    "suc-khoe-va-y-te": "star",
    "phuong-tien-va-nguoi-lai": "flag",
    "huu-tri": "clock",
    "nguoi-than-qua-doi": "file",
    "giai-quyet-khieu-kien": "alert",
}


@register.inclusion_tag("ui/parts/badge.html")
def service_badge(level: str) -> dict[str, Any]:
    """The online level of a service or of one of its cases."""
    tone, symbol = _SERVICE_LOOKS.get(level, ("mute", ""))
    return {"words": labels.SERVICE_LEVELS.get(level, level), "tone": tone, "symbol": symbol}


@register.filter
def service_words(level: str) -> str:
    """The online level in full words."""
    return str(catalogue.SERVICE_LEVEL_LABELS.get(level, level))


@register.filter
def channel_words(channel: str) -> str:
    """A way of filing."""
    return str(catalogue.CHANNEL_LABELS.get(channel, channel))


@register.filter
def level_words(level: str) -> str:
    """A level of the administration."""
    return str(catalogue.LEVEL_LABELS.get(level, level))


@register.filter
def time_limit(limit: catalogue.TimeLimit | None) -> str:
    """A time limit in its own unit: 5 ngày làm việc."""
    if limit is None:
        return ""
    value = str(limit.value) if isinstance(limit.value, int) or not limit.value.is_integer() else str(int(limit.value))
    return f"{value.replace('.', ',')} {labels.UNITS.get(limit.unit, limit.unit)}"


@register.filter
def fee_words(fee: catalogue.Fee) -> str:
    """A fee with its kind and amount: Lệ phí: 8.000 ₫."""
    words = catalogue.FEE_KIND_LABELS
    kind = str(fee.name or words.get(fee.type, words["fee"]))
    if fee.amount_vnd is None:
        return kind if fee.note else _("%(kind)s: theo quy định") % {"kind": kind}
    amount = wording.dong(fee.amount_vnd) if fee.amount_vnd else _("không thu")
    return f"{kind}: {amount}/{fee.per}" if fee.per else f"{kind}: {amount}"


@register.filter
def fee_case(fee: catalogue.Fee, content: catalogue.ProcedureContent) -> str:
    """The name of the case that a fee is limited to."""
    case = content.case(fee.case)
    return case.name if case else fee.case


@register.filter
def exempted_fees(exemption: catalogue.Exemption, content: catalogue.ProcedureContent) -> str:
    """The names of the fees that an exemption is limited to."""
    names = {fee.key: fee.name or fee.note for offer in content.channels for fee in offer.fees}
    return ", ".join(names.get(key, key) for key in exemption.fees)


@register.filter
def count_words(requirement: catalogue.DocumentRequirement) -> str:
    """How many originals and copies a document asks for."""
    parts = []
    if requirement.originals:
        parts.append(_("%(count)s bản chính") % {"count": requirement.originals})
    if requirement.copies:
        parts.append(_("%(count)s bản sao") % {"count": requirement.copies})
    return ", ".join(parts) or _("theo quy định")


@register.filter
def life_event_icon(key: str) -> str:
    """The icon of a life event."""
    return _LIFE_EVENT_ICONS.get(key, "flag")


@register.filter
def papers(case: catalogue.Case) -> catalogue.Papers:
    """The documents asked for and the remarks of a case."""
    return catalogue.papers(case)


@register.filter
def bare(name: str) -> str:
    """The name of a document without the mark that the source puts before it."""
    return catalogue.bare_name(name)

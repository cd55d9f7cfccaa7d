"""What a state or a risk looks like: a tone, an icon and, for a risk, its words. Never colour alone."""

from typing import NamedTuple

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class Look(NamedTuple):
    """Tone (a CSS modifier), icon and words of a badge."""

    tone: str
    icon: str
    words: str | Promise = ""


RISKS = {
    "late": Look("bad", "alert", _("Quá hạn")),
    "at_risk": Look("warn", "clock", _("Sắp đến hạn")),
    "on_time": Look("good", "check", _("Trong hạn")),
    "paused": Look("pause", "pause", _("Tạm dừng tính hạn")),
    "finished_on_time": Look("good", "check", _("Xong đúng hạn")),
    "finished_late": Look("bad", "alert", _("Xong trễ hạn")),
    "ended": Look("mute", "x", pgettext_lazy("risk", "Đã kết thúc")),
}
# By national state code (1–10); the words come with the dossier.
STATES = {
    1: Look("info", "send"),
    2: Look("info", "file"),
    3: Look("bad", "x"),
    4: Look("info", "clock"),
    5: Look("warn", "alert"),
    6: Look("warn", "coin"),
    7: Look("mute", "undo"),
    8: Look("mute", "x"),
    9: Look("good", "check"),
    10: Look("good", "check"),
}
# By how a dossier stands with its fees.
MONEY = {
    "none": Look("mute", "coin"),
    "requested": Look("warn", "coin"),
    "paid": Look("good", "check"),
    "waived": Look("good", "check"),
}
UNKNOWN = Look("mute", "info")

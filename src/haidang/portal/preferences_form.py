"""By which channels somebody hears of what, in which language, and when not."""

from typing import Any

from django import forms
from django.forms.boundfield import BoundField
from django.http import QueryDict
from django.utils.translation import gettext_lazy as _

from haidang.notifications import api as notifications
from haidang.notifications.api import Channel, Kind

_LANGUAGES = [("vi", _("Tiếng Việt")), ("en", _("Tiếng Anh"))]
_TIME = {"type": "time"}


class PreferencesForm(forms.Form):
    """One group of channels for each kind of message; what the law has people told is always in the inbox."""

    language = forms.ChoiceField(label=_("Ngôn ngữ của tin"), choices=_LANGUAGES)
    starts = forms.TimeField(label=_("Giờ yên tĩnh từ"), widget=forms.TimeInput(_TIME, format="%H:%M"))
    ends = forms.TimeField(
        label=_("Đến"),
        widget=forms.TimeInput(_TIME, format="%H:%M"),
        help_text=_(
            "Tin nhắn SMS, Zalo và thông báo đẩy đến trong khoảng này được giữ lại rồi gửi gộp một lần. "
            "Hai giờ bằng nhau: không có giờ yên tĩnh."
        ),
    )
    use_required_attribute = False

    def __init__(self, data: QueryDict | None, *, chosen: notifications.Chosen) -> None:
        initial = {"language": chosen.language, "starts": chosen.quiet.starts, "ends": chosen.quiet.ends}
        super().__init__(data, initial=initial)
        self._kinds = {f"loai-{place}": kind for place, kind in enumerate(_choosable())}
        for name, kind in self._kinds.items():
            offered = _channels(kind)
            self.fields[name] = forms.MultipleChoiceField(
                label=str(kind.title),
                choices=[(way.value, way.label) for way in offered],
                initial=[way.value for way in offered if way in chosen.channels(kind)],
                required=False,
                widget=forms.CheckboxSelectMultiple,
                help_text=_("Luôn có trong hộp thư trên Cổng.") if kind.is_legal else "",
            )

    @property
    def kinds(self) -> list[BoundField]:
        """The groups of channels, one for each kind."""
        return [self[name] for name in self._kinds]

    @property
    def wish(self) -> dict[str, Any]:
        """What was entered, as `notifications.choose` takes it."""
        found = self.cleaned_data
        return {
            "language": found["language"],
            "quiet": notifications.Quiet(found["starts"], found["ends"]),
            "choices": {kind.code: found[name] for name, kind in self._kinds.items()},
        }


def _choosable() -> list[Kind]:
    return [kind for kind in notifications.kinds() if kind.is_chosen]


def _channels(kind: Kind) -> list[Channel]:
    """What can be chosen: the inbox where it is not due by law, and whatever is carried here."""
    inbox = [] if kind.is_legal else [Channel.INBOX]
    return inbox + [way for way in notifications.LEAVING if notifications.has_any(way)]

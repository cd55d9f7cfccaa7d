"""The texts of messages: which there are, writing one with a preview, its published versions."""

from dataclasses import dataclass

from django.contrib import messages as notes
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from haidang.console.guards import acting, message_operators
from haidang.console.message_forms import TextForm
from haidang.notifications import api as notifications
from haidang.notifications.api import Channel, Kind, Text, Texts
from haidang.ui import refusals
from haidang.ui.sending import attempt

CHANNELS = [way for way in Channel if way is not Channel.PUSH]
LANGUAGE_NAMES = {"vi": "Tiếng Việt", "en": "English"}


@message_operators
@require_safe
def texts(request: HttpRequest) -> HttpResponse:
    """Every kind with its channels and languages, and which version of each text counts."""
    rows = [(kind, _cells(kind)) for kind in notifications.kinds()]
    return render(request, "console/message_texts.html", {"rows": rows, "channels": CHANNELS})


@dataclass(frozen=True, slots=True)
class Cell:
    """One text in the table: its channel and language, and its version; None: it says what a like channel says."""

    channel: Channel
    language: str
    number: int | None

    @property
    def language_name(self) -> str:
        """The language in its own words."""
        return LANGUAGE_NAMES[self.language]


def _cells(kind: Kind) -> list[list[Cell]]:
    """For each channel the texts of a kind, by language."""
    found = Texts(kind)

    def cell(way: Channel, language: str) -> Cell:
        own = found.own(way, language)
        return Cell(way, language, own.number if own else None)

    return [[cell(way, language) for language in notifications.LANGUAGES] for way in CHANNELS]


@message_operators
@refusals.shown
@require_http_methods(["GET", "HEAD", "POST"])
def text(request: HttpRequest, kind: str, channel: str, language: str) -> HttpResponse:
    """Writes a text: a POST shows what it looks like (`viec` xem), or publishes it as the next version."""
    declared, way = notifications.declared_kind(kind, channel, language), Channel(channel)
    own, said = Texts(declared).own(way, language), Texts(declared).of(way, language)
    number, shown = (own.number if own else 0), (said.text if said else Text("", ""))
    has_subject = way in notifications.WITH_SUBJECT
    initial = {"number": number, "subject": shown.subject if has_subject else "", "body": shown.body}
    form = TextForm(request.POST if request.method == "POST" else None, has_subject=has_subject, initial=initial)
    if form.is_valid():
        shown = form.text
        which = {"kind": kind, "channel": channel, "language": language, **acting(request)}
        if request.POST.get("viec") == "xem":
            for field, words in notifications.problems(shown, kind=declared, channel=way):
                form.add_error(field if field in form.fields else None, str(words))
        elif attempt(form, lambda: notifications.publish_text(text=shown, number=form.cleaned_data["number"], **which)):
            notes.success(request, _("Đã công bố bản mới của mẫu tin."))
            return redirect("console:message_text", kind=kind, channel=channel, language=language)
    context = {
        "kind": declared,
        "channel": way,
        "language_name": LANGUAGE_NAMES[language],
        "form": form,
        "number": number,
        "preview": notifications.fill(shown, declared.samples, kind=declared, channel=way),
        "size": notifications.longest(shown, kind=declared) if way is Channel.SMS else None,
        "history": notifications.history(kind, channel, language),
    }
    return render(request, "console/message_text.html", context, status=422 if form.errors else 200)

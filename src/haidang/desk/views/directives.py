"""Directives that wait for an officer or his agency, the page to answer one, and his notices."""

from collections.abc import Callable
from typing import Any

from django import forms
from django.http import FileResponse, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_safe

from haidang.desk.forms.directives import FORMS
from haidang.desk.guards import officer, officer_page
from haidang.platform import clock
from haidang.steering import api as steering
from haidang.steering.api import Box, Command, Notice
from haidang.ui import downloads, uploads
from haidang.ui.paging import Page
from haidang.ui.refusals import shown
from haidang.ui.sending import attempt, number_of, sent_by

PAGE = 50
VERBS: dict[Command, Callable[..., steering.Done]] = {
    Command.ACCEPT: steering.accept,
    Command.ANSWER: steering.answer,
    Command.REPORT: steering.report,
}


@officer_page
@require_safe
def directives(request: HttpRequest) -> HttpResponse:
    """What the officer or his agency was told to do, most urgent first; `tinh_trang` narrows the list."""
    now, standing = clock.now(), request.GET.get("tinh_trang", "")
    user = officer(request)
    _none, total, counts = steering.directives(user, now=now, box=Box.INBOX, standing=standing, limit=0)
    page = Page.asked(request.GET.get("trang"), size=PAGE, total=total)
    rows, _total, _counts = steering.directives(
        user, now=now, box=Box.INBOX, standing=standing, limit=PAGE, offset=page.offset
    )
    context = {
        "rows": rows,
        "page": page,
        "standing": standing,
        "standings": [(kind, words, counts[kind]) for kind, words in steering.STANDING_LABELS.items()],
    }
    return render(request, "desk/directives.html", context)


@officer_page
@shown
@require_http_methods(["GET", "HEAD", "POST"])
def directive(request: HttpRequest, number: int) -> HttpResponse:
    """One directive; a POST does what the pressed button (`act`) says."""
    view = steering.view(officer(request), number, now=clock.now())
    acts = [command for command in FORMS if command in view.allowed]
    made = {command: _form(command) for command in acts}
    pressed = next((each for each in acts if each.value == request.POST.get("act")), None)
    if request.method == "POST" and pressed is not None:
        form = made[pressed] = _form(pressed, request.POST, request.FILES)
        if form.is_valid() and _do(request, pressed, form, number):
            return redirect("desk:directive", number=number)
        view = steering.view(officer(request), number, now=clock.now())
    context = {
        "view": view,
        "acts": [(each, steering.COMMAND_LABELS[each], form) for each, form in made.items()],
        "subject_href": _subject_href(view),
    }
    return render(request, "desk/directive.html", context, status=422 if request.method == "POST" else 200)


def _form(command: Command, data: Any = None, files: Any = None) -> forms.Form:
    return FORMS[command](data, files, auto_id=f"id_{command.value}_%s")


def _do(request: HttpRequest, command: Command, form: forms.Form, number: int) -> bool:
    values: dict[str, Any] = dict(form.cleaned_data)
    if values.pop("attached", None) is not None:
        values["files"] = uploads.take_from(form, "attached")
        if values["files"] is None:
            return False
    return attempt(form, lambda: VERBS[command](directive_id=number, **values, **sent_by(request)))


def _subject_href(view: steering.DirectiveView) -> str:
    """Where a dossier is shown; other subjects have no page at the desk."""
    is_open = view.may_open_subject and view.directive.subject_kind == "dossier"
    return reverse("desk:dossier", args=[view.directive.subject_key]) if is_open else ""


@officer_page
@shown
@require_safe
def file(request: HttpRequest, number: int) -> FileResponse:
    """A file of a directive."""
    row, handle = steering.file_for(officer(request), number, now=clock.now())
    return downloads.file_response(handle, name=row.name, media_type=row.media_type)


@officer_page
@require_http_methods(["GET", "HEAD", "POST"])
def notices(request: HttpRequest) -> HttpResponse:
    """The officer's notices, newest first; a POST marks one (`tin`) as read, or all."""
    now, user, kind = clock.now(), officer(request), request.GET.get("loai", "")
    if request.method == "POST":
        steering.mark_read(user, now=now, notice_id=number_of(request.POST.get("tin")))
        return redirect("desk:notices")
    total = steering.shown_to(user, now=now, limit=0, kind=kind)[1]
    page = Page.asked(request.GET.get("trang"), size=PAGE, total=total)
    found = steering.shown_to(user, now=now, limit=PAGE, offset=page.offset, kind=kind)[0]
    context = {
        "notices": [(notice, _place_of(notice)) for notice in found],
        "page": page,
        "kind": kind,
        "kinds": list(steering.NOTICE_LABELS.items()),
        "unread": steering.unread(user, now=now),
    }
    return render(request, "desk/notices.html", context)


def _place_of(notice: Notice) -> str:
    if notice.subject_kind == "directive":
        return reverse("desk:directive", args=[int(notice.subject_key)])
    return reverse("desk:dossier", args=[notice.subject_key]) if notice.subject_kind == "dossier" else ""

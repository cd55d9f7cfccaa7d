"""Dashboards: the list, one as it is read, and composing it tile by tile without code."""

from collections.abc import Callable
from typing import Any

from django import forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_safe

from haidang.ioc.api import dashboards, questions
from haidang.operations import board_tiles, drawings
from haidang.operations.dashboard_forms import NameForm, PublishForm, TileForm, initial_of
from haidang.operations.guards import page, reader
from haidang.platform import clock
from haidang.ui.sending import attempt, number_of, sent_by

Content = dashboards.Content


@page
@require_http_methods(["GET", "HEAD", "POST"])
def listing(request: HttpRequest) -> HttpResponse:
    """My dashboards and those published to me; a POST begins a new one."""
    form = NameForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        made: list[dashboards.Done] = []
        content = Content(**form.cleaned_data)
        values = _sent(request)
        if attempt(form, lambda: made.append(dashboards.compose(content=content, **values))):
            return redirect("operations:dashboard_edit", number=made[0].id)
    now, user = clock.now(), reader(request)
    context = {
        "form": form,
        "mine": dashboards.mine(user),
        "others": dashboards.published_to(user, now=now),
        "saved": dashboards.saved(user),
        "walls": dashboards.on_wall(user, now=now),
    }
    return render(request, "operations/dashboards.html", context, status=422 if form.is_bound else 200)


def _sent(request: HttpRequest) -> dict[str, Any]:
    values = sent_by(request)
    values.pop("expected_version")
    return values


@page
@require_safe
def dashboard(request: HttpRequest, number: int) -> HttpResponse:
    """One dashboard as it is published; for those who compose it, while it is not, its draft."""
    now = clock.now()
    view = dashboards.view(reader(request), number, now=now)
    content = view.content or view.draft
    shown = board_tiles.show(content, reader=reader(request), now=now) if content else []
    context = {
        "view": view,
        "content": content,
        "tiles": shown,
        "said": _said(shown),
        "versions": dashboards.versions(view.row) if view.may_change else [],
    }
    return render(request, "operations/dashboard.html", context)


def _said(shown: list[board_tiles.Shown]) -> str:
    moment = board_tiles.as_of(shown)
    return drawings.said(moment) if moment else ""


@page
@require_http_methods(["GET", "HEAD", "POST"])
def edit(request: HttpRequest, number: int) -> HttpResponse:
    """Composes: a POST does what the pressed button says (`act`, for a tile with its number); `o` opens one tile."""
    now = clock.now()
    view = dashboards.view(reader(request), number, now=now)
    if view.draft is None:
        return redirect("operations:dashboard", number=number)
    desk = _Desk(request, view)
    if request.method == "POST" and desk.act():
        return redirect(f"{request.path}#o-sua")
    shown = board_tiles.show(view.draft, reader=reader(request), now=now)
    context = {
        "view": view,
        "content": view.draft,
        "tiles": shown,
        "opened": desk.opened,
        "names": desk.names,
        "tile_form": desk.tile,
        "publish_form": desk.publish,
        "refused": desk.refused,
    }
    return render(request, "operations/dashboard_edit.html", context, status=422 if request.method == "POST" else 200)


class _Desk:
    """The forms of the page; the one that was pressed is bound, and says what was wrong."""

    def __init__(self, request: HttpRequest, view: dashboards.DashboardView) -> None:
        self.request, self.view = request, view
        self.draft = view.draft or Content("")
        self.pressed, _colon, place = request.POST.get("act", "").partition(":")
        self.place = number_of(place)
        self.opened = number_of(request.POST.get("o") or request.GET.get("o"))
        if self.opened is not None and self.opened >= len(self.draft.tiles):
            self.opened = None
        specs = questions.choices(now=clock.now())
        initial = initial_of(self.draft.tiles[self.opened]) if self.opened is not None else {}
        self.names = NameForm(self._data("name"), initial=self.draft.plain())
        self.tile = TileForm(self._data("tile"), specs=specs, initial=initial)
        shown = view.row.shown
        self.publish = PublishForm(self._data("publish"), initial={"roles": shown.roles if shown else []})
        self.refused = forms.Form(request.POST if request.method == "POST" else None)

    def _data(self, name: str) -> Any:
        return self.request.POST if self.pressed == name else None

    def act(self) -> bool:
        """Does what was pressed; whether it was done."""
        acts: dict[str, Callable[[], bool]] = {
            "name": self._name,
            "tile": self._tile,
            "publish": self._publish,
            "withdraw": lambda: self._attempt(self.refused, dashboards.withdraw),
            "up": lambda: self._edit(lambda found, at: dashboards.move(found, at, -1)),
            "down": lambda: self._edit(lambda found, at: dashboards.move(found, at, 1)),
            "remove": lambda: self._edit(dashboards.remove),
        }
        do = acts.get(self.pressed)
        return do() if do else False

    def _name(self) -> bool:
        if not self.names.is_valid():
            return False
        found = self.names.cleaned_data
        return self._change(self.names, lambda content: Content(**found, tiles=content.tiles), found)

    def _tile(self) -> bool:
        if not self.tile.is_valid() or self.tile.tile is None:
            return False
        tile, at = self.tile.tile, self.opened
        return self._change(
            self.tile,
            lambda content: dashboards.add(content, tile) if at is None else dashboards.put(content, at, tile),
            {"tile": tile.plain(), "at": at},
        )

    def _publish(self) -> bool:
        if not self.publish.is_valid():
            return False
        return self._attempt(self.publish, dashboards.publish, roles=self.publish.cleaned_data["roles"])

    def _edit(self, change: Callable[[Content, int], Content]) -> bool:
        at = -1 if self.place is None else self.place
        return self._change(self.refused, lambda content: change(content, at), {"act": self.pressed, "at": at})

    def _change(self, form: forms.Form, change: Callable[[Content], Content], wish: object) -> bool:
        return self._attempt(form, dashboards.change, edit=change, wish=wish)

    def _attempt(self, form: forms.Form, verb: Callable[..., dashboards.Done], **values: Any) -> bool:
        form.full_clean()
        sent = sent_by(self.request)
        return attempt(form, lambda: verb(dashboard_id=self.view.row.pk, **values, **sent))


@page
@require_http_methods(["POST"])
def save_question(request: HttpRequest) -> HttpResponse:
    """Keeps the explorer's question under a name; leads to the list."""
    question = questions.read(request.POST)
    title = request.POST.get("title", "")
    dashboards.save_question(title=title, question=question, **_sent(request))
    return redirect("operations:dashboards")


@page
@require_http_methods(["POST"])
def forget_question(request: HttpRequest, number: int) -> HttpResponse:
    """Keeps a question no more."""
    dashboards.forget_question(question_id=number, **_sent(request))
    return redirect("operations:dashboards")

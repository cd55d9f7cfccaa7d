"""What waits for the leader: the morning digest, his notices, his quiet hours."""

from datetime import datetime

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.http import urlencode
from django.views.decorators.http import require_http_methods, require_safe

from haidang.dossiers.api import boards
from haidang.leaders import query
from haidang.leaders.guards import page, reader
from haidang.leaders.labels import FIGURE_LABELS, TONES
from haidang.leaders.quiet_form import QuietForm
from haidang.notifications import api as notifications
from haidang.platform import clock
from haidang.steering import api as steering
from haidang.steering.api import Notice
from haidang.ui.paging import Page
from haidang.ui.sending import attempt, number_of, sent_by

PAGE = 30


@page
@require_safe
def digest(request: HttpRequest) -> HttpResponse:
    """The last digest, each figure with the list behind it; before the first one, the figures of now."""
    now, user = clock.now(), reader(request)
    notice = steering.newest_digest(user, now=now)
    if notice is not None:
        steering.mark_read(user, now=now, notice_id=notice.pk)
    data = notice.data if notice else steering.digest_data(user, now=now)
    context = {
        "notice": notice,
        "as_of": datetime.fromisoformat(data["as_of"]) if data else now,
        "tiles": _tiles(data["figures"]) if data else [],
        "done": (data["finished_on_time"], data["finished"]) if data and data["finished"] else None,
        "done_query": query.words(boards.Asked(figure=boards.Figure.FINISHED)),
        "work": data["work"] if data else {},
        "days": boards.DAYS,
    }
    return render(request, "leaders/digest.html", context)


def _tiles(figures: dict[str, int]) -> list[tuple[str, str, int, str, str]]:
    """For each figure its name, words, count, the query of its list and its tone."""
    found = [(boards.Figure(name), count) for name, count in figures.items()]
    return [
        (kind.value, str(FIGURE_LABELS[kind]), count, query.words(boards.Asked(figure=kind)), TONES.get(kind, ""))
        for kind, count in found
    ]


@page
@require_http_methods(["GET", "HEAD", "POST"])
def notices(request: HttpRequest) -> HttpResponse:
    """My notices, newest first; a POST marks one (`tin`) as read, or all; `loai` narrows the list to a kind."""
    user, now = reader(request), clock.now()
    if request.method == "POST":
        steering.mark_read(user, now=now, notice_id=number_of(request.POST.get("tin")))
        return redirect("leaders:notices")
    kind = request.GET.get("loai", "")
    _none, total = steering.shown_to(user, now=now, limit=0, kind=kind)
    shown = Page.asked(request.GET.get("trang"), size=PAGE, total=total)
    found, _total = steering.shown_to(user, now=now, limit=PAGE, offset=shown.offset, kind=kind)
    context = {
        "notices": [(notice, place_of(notice)) for notice in found],
        "page": shown,
        "kind": kind,
        "kinds": list(steering.NOTICE_LABELS.items()),
        "unread": steering.unread(user, now=now),
        "push_key": notifications.public_key(),
    }
    return render(request, "leaders/notices.html", context)


@page
@require_http_methods(["GET", "HEAD", "POST"])
def quiet(request: HttpRequest) -> HttpResponse:
    """My quiet hours."""
    user = reader(request)
    held = steering.quiet_hours_of([user.pk])[user.pk]
    initial = {"starts": held.starts, "ends": held.ends}
    form = QuietForm(request.POST if request.method == "POST" else None, initial=initial)
    if form.is_valid():
        values = sent_by(request)
        values.pop("expected_version")
        if attempt(form, lambda: steering.set_quiet_hours(**form.cleaned_data, **values)):
            return redirect("leaders:notices")
    return render(request, "leaders/quiet.html", {"form": form}, status=422 if form.is_bound else 200)


def place_of(notice: Notice) -> str:
    """Where a notice leads a leader."""
    if notice.kind == "digest":
        return reverse("leaders:digest")
    if notice.subject_kind == "directive":
        return reverse("leaders:directive", args=[int(notice.subject_key)])
    if notice.subject_kind == "dossier":
        return reverse("desk:dossier", args=[notice.subject_key])
    if notice.subject_kind == "agency":
        return f"{reverse('leaders:board')}?{urlencode({'co_quan': notice.subject_key})}"
    return ""

"""A citizen's inbox, and by which channels he wants to hear of what."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from haidang.notifications import api as notifications
from haidang.platform import clock
from haidang.portal.guards import account, citizens_only
from haidang.portal.preferences_form import PreferencesForm
from haidang.ui.paging import Page
from haidang.ui.sending import attempt, number_of

PAGE = 20


@citizens_only
@require_http_methods(["GET", "HEAD", "POST"])
def inbox(request: HttpRequest) -> HttpResponse:
    """My letters, newest first; a POST marks one (`thu`) as read and may lead to what it is about, or marks all."""
    user = account(request)
    if request.method == "POST":
        notifications.mark_read(user, now=clock.now(), letter_id=number_of(request.POST.get("thu")))
        return redirect(_place(request))
    page = Page.asked(request.GET.get("trang"), size=PAGE, total=notifications.letter_count(user))
    letters = notifications.letters(user, limit=PAGE, offset=page.offset)
    return render(request, "portal/inbox.html", {"letters": letters, "page": page})


def _place(request: HttpRequest) -> str:
    """Where a letter leads, if it is a page of this site; else the inbox."""
    place = request.POST.get("den", "")
    is_here = place.startswith("/") and url_has_allowed_host_and_scheme(place, allowed_hosts=None)
    return place if is_here else "portal:inbox"


@citizens_only
@require_http_methods(["GET", "HEAD", "POST"])
def preferences(request: HttpRequest) -> HttpResponse:
    """My language, quiet hours and channels."""
    user = account(request)
    form = PreferencesForm(request.POST if request.method == "POST" else None, chosen=notifications.chosen_by(user))
    if form.is_valid():
        values = form.wish | {"actor": user, "now": clock.now(), "key": request.POST.get("key", "")}
        if attempt(form, lambda: notifications.choose(**values)):
            messages.success(request, _("Đã lưu lựa chọn của bạn."))
            return redirect("portal:preferences")
    return render(request, "portal/preferences.html", {"form": form}, status=422 if form.is_bound else 200)

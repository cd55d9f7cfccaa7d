"""Pages that list things to decide about: what a form asks for is done, or the page says why not."""

from collections.abc import Callable

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect

from haidang.platform.errors import Refused


def posted(request: HttpRequest, decide: Callable[[HttpRequest], str], *, to: str) -> tuple[HttpResponse | None, str]:
    """Where to go after `decide` has done what was sent, saying its words; else None and why it was refused, if it was.

    Nothing is done for a page that was only asked for.
    """
    if request.method != "POST":
        return None, ""
    try:
        words = decide(request)
    except Refused as refusal:
        return None, str(refusal)
    messages.success(request, words)
    return redirect(to), ""

"""What a page says when the house declines a request and the view has no form to say it in."""

from collections.abc import Callable
from functools import wraps
from typing import Concatenate, ParamSpec

from django.http import Http404, HttpRequest
from django.http.response import HttpResponseBase
from django.shortcuts import render

from haidang.platform.errors import Refused

P = ParamSpec("P")
View = Callable[Concatenate[HttpRequest, P], HttpResponseBase]
_STATUS = {"not-allowed": 403, "wrong-state": 409, "conflict": 409, "key-reused": 409}


def shown(view: View[P]) -> View[P]:
    """Decorator: a refusal that the view lets through becomes a page with its words, never a server error."""

    @wraps(view)
    def inner(request: HttpRequest, /, *args: P.args, **kwargs: P.kwargs) -> HttpResponseBase:
        try:
            return view(request, *args, **kwargs)
        except Refused as refusal:
            if refusal.code.endswith("not-found"):
                raise Http404(str(refusal)) from refusal
            status = _STATUS.get(refusal.code, 400)
            return render(request, "ui/refused.html", {"refusal": refusal}, status=status)

    return inner

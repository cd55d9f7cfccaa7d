"""Vietnamese unless the reader chooses otherwise.

Many Vietnamese phones and computers speak English to their servers, so the browser's wish says little about the reader.
"""

from collections.abc import Callable

from django.http import HttpRequest
from django.http.response import HttpResponseBase


def chosen_only(get_response: Callable[[HttpRequest], HttpResponseBase]) -> Callable[[HttpRequest], HttpResponseBase]:
    """Middleware before LocaleMiddleware: the language comes from the reader's own choice (cookie) or is Vietnamese."""

    def respond(request: HttpRequest) -> HttpResponseBase:
        request.META.pop("HTTP_ACCEPT_LANGUAGE", None)
        return get_response(request)

    return respond

"""What no address of this site holds."""

from collections.abc import Callable

from django.http import Http404, HttpRequest
from django.http.response import HttpResponseBase

from haidang.platform.text import is_storable


def storable_only(get_response: Callable[[HttpRequest], HttpResponseBase]) -> Callable[[HttpRequest], HttpResponseBase]:
    """Middleware: a path with characters that no database keeps (NUL: `%00`) names nothing, so it is not looked up.

    PostgreSQL answers a NUL in a query with an error instead of with no rows.
    """

    def respond(request: HttpRequest) -> HttpResponseBase:
        if not is_storable(request.path_info):
            raise Http404
        return get_response(request)

    return respond

"""Who stands behind a connection: the session's reader and where he may see figures."""

from http.cookies import CookieError, SimpleCookie

from django.conf import settings
from django.contrib.auth import get_user
from django.contrib.sessions.backends.db import SessionStore
from django.http import HttpRequest

from haidang.identity import api as identity
from haidang.platform import clock


def scopes_of(cookie_header: str) -> list[identity.Scope]:
    """Where the signed-in reader of these cookies may see figures; empty for nobody, and for one who may see none."""
    try:
        found = SimpleCookie(cookie_header).get(settings.SESSION_COOKIE_NAME)
    except CookieError:
        return []
    if found is None:
        return []
    request = HttpRequest()
    request.session = SessionStore(found.value)
    user = get_user(request)
    if not isinstance(user, identity.User):
        return []
    return identity.scopes(user, identity.Permission.REPORT_VIEW, on=clock.today())

"""Who calls the API, and whether he may: by token, or by client code and secret in one header."""

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from ninja import NinjaAPI
from ninja.security import APIKeyHeader, HttpBearer

from haidang.identity import api as identity
from haidang.identity.api import Allowance, ApiClient, ApiScope, User
from haidang.open_api.problems import MEDIA_TYPE, TooMany, response
from haidang.platform import clock
from haidang.platform.text import is_storable


class Caller:
    """A client that has proved itself, for which parts of the API, and what it may still ask."""

    def __init__(self, client: ApiClient, scopes: frozenset[str]) -> None:
        self.client, self.scopes = client, scopes
        self.allowance: Allowance = identity.admit(client, now=clock.now())

    @property
    def user(self) -> User:
        """The account whose roles say what it reaches."""
        return self.client.account


class Token(HttpBearer):
    """`Authorization: Bearer …`, with a token from the token address."""

    def authenticate(self, _request: HttpRequest, token: str) -> Caller | None:
        """The caller that the token proves."""
        found = identity.client_by_token(token, now=clock.now()) if is_storable(token) else None
        return Caller(*found) if found else None


class Key(APIKeyHeader):
    """`X-API-Key: CODE.SECRET`, for systems that cannot fetch tokens."""

    param_name = "X-API-Key"

    def authenticate(self, _request: HttpRequest, key: str | None) -> Caller | None:
        """The caller that the key proves."""
        client = client_of(*(key or "").partition(".")[::2])
        return Caller(client, frozenset(client.scopes)) if client else None


def client_of(code: str, secret: str) -> ApiClient | None:
    """The client with that code and secret, if it is one; any text may be asked about."""
    if not (code and secret and is_storable(code + secret)):
        return None
    return identity.client_with(code, secret)


AUTH = [Token(), Key()]


def needs(scope: ApiScope) -> Callable[[Callable[..., Any]], Callable[..., Any]]:
    """Lets a request through whose caller has `scope` and has not asked too often; says in headers what is left."""

    def decorate(view: Callable[..., Any]) -> Callable[..., Any]:
        @wraps(view)
        def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> Any:
            caller = caller_of(request)
            if not caller.allowance.is_admitted:
                raise TooMany(caller.allowance)
            if scope not in caller.scopes:
                title = _("Hệ thống này không được cấp phần dữ liệu “%(scope)s”.") % {"scope": scope}
                return response(403, "insufficient-scope", title)
            return view(request, *args, **kwargs)

        return guarded

    return decorate


def caller_of(request: HttpRequest) -> Caller:
    """The caller behind a request that has proved itself."""
    return request.auth  # type: ignore[attr-defined, no-any-return]


class Api(NinjaAPI):
    """An API whose answers say how much may still be asked this minute, in RateLimit headers."""

    def get_openapi_operation_id(self, operation: Any) -> str:
        """Operations are called in the document as they are here: generated clients name their functions by it."""
        return str(operation.view_func.__name__)

    def get_openapi_schema(self, **options: Any) -> Any:
        """The document: errors in the media type in which they are sent."""
        document = super().get_openapi_schema(**options)
        for operations in document["paths"].values():
            for answer in (each for operation in operations.values() for each in operation["responses"].values()):
                content = answer.get("content", {})
                if content.get("application/json", {}).get("schema", {}).get("$ref", "").endswith("/Problem"):
                    content[MEDIA_TYPE] = content.pop("application/json")
        return document

    def create_response(self, request: HttpRequest, data: Any, **options: Any) -> HttpResponse:
        """The answer as it is sent."""
        answer = super().create_response(request, data, **options)
        caller = getattr(request, "auth", None)
        if isinstance(caller, Caller):
            answer["RateLimit-Limit"] = str(caller.allowance.limit)
            answer["RateLimit-Remaining"] = str(caller.allowance.left)
            answer["RateLimit-Reset"] = str(caller.allowance.resets_in)
        return answer

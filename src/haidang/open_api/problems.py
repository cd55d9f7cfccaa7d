"""How the API says no: one form for every error (RFC 9457, application/problem+json)."""

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.utils.translation import gettext as _
from ninja import NinjaAPI, Schema
from ninja.errors import AuthenticationError, HttpError, ValidationError
from pydantic import Field

from haidang.catalogue.api import ProcedureNotFound
from haidang.dossiers.api import DossierNotFound
from haidang.identity.api import AgencyNotFound, Allowance
from haidang.open_api.cursors import CursorNotFound
from haidang.platform.errors import NotAllowed, Refused

MEDIA_TYPE = "application/problem+json"
_STATUS: dict[type[Refused], int] = {
    NotAllowed: 403,
    ProcedureNotFound: 404,
    DossierNotFound: 404,
    AgencyNotFound: 404,
    CursorNotFound: 404,
}


class Problem(Schema):
    """What went wrong (RFC 9457, of the type about:blank): `code` is for programs, `title` and `detail` for people."""

    title: str
    status: int
    code: str
    detail: str = ""
    errors: list[dict[str, str]] = Field(default_factory=list, description="Từng tham số sai: where, message")


class TooMany(Exception):
    """A client has used up what it may ask this minute."""

    def __init__(self, allowance: Allowance) -> None:
        super().__init__("rate")
        self.allowance = allowance


def response(
    status: int, code: str, title: str, *, detail: str = "", errors: list[dict[str, str]] | None = None
) -> HttpResponse:
    """A problem as it is sent."""
    problem = Problem(title=title, status=status, code=code, detail=detail, errors=errors or [])
    return HttpResponse(problem.model_dump_json(), status=status, content_type=MEDIA_TYPE)


def install(api: NinjaAPI) -> None:
    """Gives every error of the API its form."""
    api.add_exception_handler(AuthenticationError, _unknown)
    api.add_exception_handler(ValidationError, _unreadable)
    api.add_exception_handler(HttpError, _refused_by_framework)
    api.add_exception_handler(Http404, lambda _request, _error: response(404, "not-found", _("Không tìm thấy.")))
    api.add_exception_handler(Refused, _refused)
    api.add_exception_handler(TooMany, _too_many)


def _unknown(_request: HttpRequest, _error: Any) -> HttpResponse:
    found = response(401, "unauthorized", _("Hãy gửi kèm mã truy cập hoặc khóa kết nối còn hiệu lực."))
    found["WWW-Authenticate"] = 'Bearer realm="haidang"'
    return found


def _unreadable(request: HttpRequest, error: Any) -> HttpResponse:
    if request.path.endswith("/token"):
        return _no_token(request)
    errors = [
        {"where": ".".join(str(part) for part in each["loc"]), "message": str(each["msg"])} for each in error.errors
    ]
    return response(422, "invalid", _("Tham số không hợp lệ."), errors=errors)


def _no_token(request: HttpRequest) -> HttpResponse:
    """The error of RFC 6749, section 5.2, for a form that is none of a request for a token."""
    given = request.POST.get("grant_type", "client_credentials")
    return JsonResponse(
        {"error": "invalid_request" if given == "client_credentials" else "unsupported_grant_type"}, status=400
    )


def _refused_by_framework(_request: HttpRequest, error: Any) -> HttpResponse:
    return response(error.status_code, "bad-request", _("Không đọc được yêu cầu."), detail=str(error))


def _refused(_request: HttpRequest, error: Any) -> HttpResponse:
    status = next((status for kind, status in _STATUS.items() if isinstance(error, kind)), 422)
    where = [{"where": error.field, "message": str(error)}] if error.field else []
    return response(status, error.code, str(error), errors=where)


def _too_many(_request: HttpRequest, error: Any) -> HttpResponse:
    found = response(429, "too-many-requests", _("Vượt số lượt gọi mỗi phút. Hãy chờ rồi gọi lại."))
    found["Retry-After"] = str(error.allowance.resets_in)
    return found

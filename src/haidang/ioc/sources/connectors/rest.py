"""REST/JSON, page after page: by number, or by the address of the next page that the answer names."""

from collections.abc import Iterator, Mapping
from typing import Any
from urllib.parse import urljoin

import httpx
from django.utils.translation import gettext_lazy as _

from haidang.ioc.sources.connectors import hosts
from haidang.ioc.sources.connectors.port import Ask, Failed, Problems
from haidang.ioc.sources.deliveries import Arrived
from haidang.ioc.sources.formats.json_format import document, inside
from haidang.ioc.sources.formats.sheet import Unreadable

PAGINGS = ("none", "number", "next")
AUTHS = ("none", "bearer", "header")
MAX_PAGES = 1_000


class Rest:
    """REST/JSON.

    Settings: url, rows (where the list stands), paging (none, number, next), page_param, first_page, next (where the
    next address stands), cursor_param, auth (none, bearer, header), auth_header. Secret: token.
    """

    def fetch(self, ask: Ask) -> Iterator[Arrived]:
        """Each page as a delivery."""
        found = ask.settings
        with hosts.client(headers(ask)) as client:
            url: str | None = str(found["url"])
            params = {str(found["cursor_param"]): ask.cursor} if ask.cursor and found.get("cursor_param") else {}
            seen: set[str] = set()
            for number in range(int(found.get("first_page", 1)), int(found.get("first_page", 1)) + MAX_PAGES):
                if url is None or url in seen:
                    return
                if found.get("paging", "none") == "number":
                    params[str(found.get("page_param") or "page")] = str(number)
                else:
                    seen.add(url)
                content = hosts.get(client, _with(url, params))
                last, url = self._next(content, url, found)
                if not last:
                    yield Arrived(content, f"trang-{number}.json")
                params = params if found.get("paging") == "number" else {}
            raise Failed("too_large", f"{MAX_PAGES} trang")

    def _next(self, content: bytes, url: str, found: Mapping[str, Any]) -> tuple[bool, str | None]:
        """Whether this page is an empty one after the last, and the address of the next."""
        paging = found.get("paging", "none")
        if paging == "none":
            return False, None
        try:
            answer = document(content)
        except Unreadable:
            # It is kept as it is, and found unreadable when it is loaded.
            return False, None
        if paging == "next":
            further = inside(answer, str(found.get("next") or "next"))
            return False, urljoin(url, str(further)) if further else None
        rows = inside(answer, str(found.get("rows", "")))
        return (not rows, url if rows else None)

    def problems(self, settings: Mapping[str, Any]) -> Problems:
        """What is wrong with the settings."""
        yield from address_problems(settings, required=True)
        if settings.get("paging", "none") not in PAGINGS:
            yield "settings.paging", _("Cách chia trang không có trong danh sách.")
        if settings.get("auth", "none") not in AUTHS:
            yield "settings.auth", _("Cách xác thực không có trong danh sách.")
        first = settings.get("first_page", 1)
        if not isinstance(first, int) or not 0 <= first <= 1:
            yield "settings.first_page", _("Trang đầu là 0 hoặc 1.")


def _with(url: str, params: Mapping[str, str]) -> str:
    try:
        return str(httpx.URL(url).copy_merge_params(params)) if params else url
    except httpx.InvalidURL as error:
        raise Failed("host", "") from error


def headers(ask: Ask) -> dict[str, str]:
    """The headers that a request carries; the token stands nowhere else."""
    token = ask.secrets.get("token", "")
    match ask.settings.get("auth", "none") if token else "none":
        case "bearer":
            return {"Authorization": f"Bearer {token}"}
        case "header":
            return {str(ask.settings.get("auth_header") or "X-API-Key"): token}
    return {}


def address_problems(settings: Mapping[str, Any], *, required: bool) -> Problems:
    """What is wrong with `url`."""
    url = str(settings.get("url", ""))
    if not url and required:
        yield "settings.url", _("Hãy ghi địa chỉ của nguồn.")
    elif url and not hosts.is_allowed(url):
        yield (
            "settings.url",
            _("Máy chủ không có trong danh sách được phép (HAIDANG_SOURCE_HOSTS). Hãy nhờ người vận hành thêm vào."),
        )
    token = str(settings.get("auth_header", ""))
    if token and not token.replace("-", "").isalnum():
        yield "settings.auth_header", _("Tên tiêu đề HTTP chỉ gồm chữ, số và gạch nối.")

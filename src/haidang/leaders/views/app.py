"""What makes the pages an app on a phone: its manifest, its service worker, and the page for when nothing is kept."""

import hashlib
from pathlib import Path

from django.contrib.staticfiles import finders
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.templatetags.static import static
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import cache_control
from django.views.decorators.http import require_safe

SHELL = (
    "ui/haidang.css",
    "ui/haidang.js",
    "ui/logo.svg",
    "leaders/leaders.css",
    "leaders/board.js",
    "leaders/icon-192.png",
)
"""Files that a page needs to be shown without a network; nothing of them is anybody's."""


@require_safe
@cache_control(max_age=3600)
def manifest(_request: HttpRequest) -> JsonResponse:
    """What a phone asks for when the app is put on its home screen."""
    home = reverse("leaders:board")
    icons = [
        {"src": static(f"leaders/icon-{size}.png"), "sizes": f"{size}x{size}", "type": "image/png", "purpose": purpose}
        for size in (192, 512)
        for purpose in ("any", "maskable")
    ]
    values = {
        "name": _("Điều hành công việc"),
        "short_name": _("Điều hành"),
        "lang": "vi",
        "id": home,
        "start_url": home,
        "scope": home,
        "display": "standalone",
        "background_color": "#f5f7f9",
        "theme_color": "#0a3a57",
        "icons": icons,
    }
    return JsonResponse(values, content_type="application/manifest+json", json_dumps_params={"ensure_ascii": False})


@require_safe
@cache_control(no_cache=True)
def service_worker(request: HttpRequest) -> HttpResponse:
    """The script that keeps the last figures; it lies below the app's own address, which is all that it may serve."""
    context = {"files": [static(name) for name in SHELL], "version": _version(), "offline": reverse("leaders:offline")}
    return render(request, "leaders/sw.js", context, content_type="text/javascript; charset=utf-8")


@require_safe
@cache_control(max_age=3600)
def offline(request: HttpRequest) -> HttpResponse:
    """What is shown without a network where nothing is kept; it says nothing of anybody."""
    return render(request, "leaders/offline.html")


def _version() -> str:
    """Names the shell's content: another content is another version of the worker."""
    digest = hashlib.sha256()
    for name in SHELL:
        found = finders.find(name)
        digest.update(Path(found).read_bytes() if isinstance(found, str) else b"")
    return digest.hexdigest()[:16]

"""Sending a stored file to a browser without letting it run anything there."""

from typing import BinaryIO

from django.http import FileResponse, HttpResponse

# Shown in the browser; everything else is only saved.
SHOWN = frozenset({"application/pdf", "image/png", "image/jpeg"})


def file_response(handle: BinaryIO, *, name: str, media_type: str) -> FileResponse:
    """The file under its own name: shown in the browser if it is a PDF or an image, else saved."""
    response = FileResponse(handle, as_attachment=media_type not in SHOWN, filename=name, content_type=media_type)
    response["X-Content-Type-Options"] = "nosniff"
    response["Cache-Control"] = "private, no-store"
    return response


def pdf_response(content: bytes, *, name: str) -> HttpResponse:
    """A PDF made for this reader only: shown in the browser, kept by no cache."""
    response = HttpResponse(content, content_type="application/pdf")
    response["Content-Disposition"] = f'inline; filename="{name}"'
    response["X-Content-Type-Options"] = "nosniff"
    response["Cache-Control"] = "private, no-store"
    return response

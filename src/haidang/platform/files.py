"""Files by the hash of their content, after a check that they are what they claim to be.

A file is written under a private name, synced and renamed, so that a crash leaves either the whole file or none,
and is named in the database only afterwards.
"""

import hashlib
import os
import secrets
import zipfile
from collections.abc import Iterable
from dataclasses import dataclass
from io import BufferedReader, BytesIO
from pathlib import Path, PurePath

import filetype
import pikepdf
from django.conf import settings
from django.utils.translation import gettext_lazy as _
from PIL import Image, UnidentifiedImageError

from haidang.platform.errors import Refused
from haidang.platform.text import tidy

# What a one-stop desk takes, by content; the suffix must agree.
SUFFIXES = {
    "application/pdf": {".pdf"},
    "image/jpeg": {".jpg", ".jpeg"},
    "image/png": {".png"},
    "application/vnd.openxmlformats-officedocument.wordprocessingml.document": {".docx"},
    "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet": {".xlsx"},
}
ACCEPT = ",".join(sorted(suffix for group in SUFFIXES.values() for suffix in group))
_ACTIVE_PDF = ("/JavaScript", "/JS", "/Launch", "/EmbeddedFiles", "/RichMedia", "/XFA")
_MAX_PIXELS = 120_000_000


class FileRefused(Refused):
    """An upload that is not taken, with the reason and what to do."""

    code = "file-refused"


@dataclass(frozen=True, slots=True)
class StoredFile:
    """A file in the store: content hash (hex), size in bytes, media type by content, name as its owner gave it."""

    sha256: str
    size: int
    media_type: str
    name: str


def store(chunks: Iterable[bytes], *, name: str, limit: int | None = None) -> StoredFile:
    """Checks and keeps a file; the same content twice is kept once. Raises FileRefused.

    `limit` is the largest size in bytes, by default the installation's `MAX_DOCUMENT_BYTES`.
    """
    limit = limit or settings.MAX_DOCUMENT_BYTES
    name = tidy(PurePath(name.replace("\\", "/")).name)[:200] or "tep"
    content = _read(chunks, name=name, limit=limit)
    media_type = _checked_type(content, name=name)
    digest = hashlib.sha256(content).hexdigest()
    _write(content, _path(digest))
    return StoredFile(digest, len(content), media_type, name)


def open_file(sha256: str) -> BufferedReader:
    """The stored file with that hash; raises FileNotFoundError if the store does not hold it."""
    return _path(sha256).open("rb")


def is_intact(sha256: str) -> bool:
    """Whether the stored file is there and still has the content that its name says."""
    try:
        with open_file(sha256) as handle:
            return hashlib.file_digest(handle, "sha256").hexdigest() == sha256
    except FileNotFoundError:
        return False


def _path(sha256: str) -> Path:
    return Path(settings.HAIDANG_HOME) / "files" / sha256[:2] / sha256[2:4] / sha256


def _read(chunks: Iterable[bytes], *, name: str, limit: int) -> bytes:
    parts, size = [], 0
    for chunk in chunks:
        size += len(chunk)
        if size > limit:
            raise FileRefused(
                _(
                    "Tệp “%(name)s” lớn hơn %(limit)s MB. Hãy quét lại với độ phân giải thấp hơn hoặc tách tệp."
                )
                % {"name": name, "limit": limit // (1024 * 1024)}
            )
        parts.append(chunk)
    if not size:
        raise FileRefused(_("Tệp “%(name)s” không có nội dung. Hãy chọn lại tệp.") % {"name": name})
    return b"".join(parts)


def _checked_type(content: bytes, *, name: str) -> str:
    kind = filetype.guess(content)
    media_type = kind.mime if kind else ""
    if media_type not in SUFFIXES:
        raise FileRefused(
            _("Tệp “%(name)s” không thuộc loại được nhận. Hãy nộp tệp PDF, JPG, PNG, DOCX hoặc XLSX.") % {"name": name}
        )
    if PurePath(name).suffix.lower() not in SUFFIXES[media_type]:
        raise FileRefused(
            _("Phần mở rộng của tệp “%(name)s” không khớp với nội dung bên trong. Hãy lưu lại tệp đúng định dạng.")
            % {"name": name}
        )
    check = _check_pdf if media_type == "application/pdf" else _check_image if "image" in media_type else _check_office
    check(content, name)
    return media_type


def _check_pdf(content: bytes, name: str) -> None:
    try:
        with pikepdf.open(BytesIO(content)) as document:
            if not document.pages:
                raise FileRefused(_("Tệp “%(name)s” không có trang nào.") % {"name": name})
            active = any(_has_active_content(item) for item in document.objects)
    except pikepdf.PasswordError as error:
        raise FileRefused(
            _("Tệp “%(name)s” được đặt mật khẩu. Hãy bỏ mật khẩu rồi nộp lại.") % {"name": name}
        ) from error
    except pikepdf.PdfError as error:
        raise _damaged(name) from error
    if active:
        raise FileRefused(
            _("Tệp “%(name)s” có mã chạy hoặc tệp nhúng nên không được nhận. Hãy in lại thành PDF thường.")
            % {"name": name}
        )


def _has_active_content(item: pikepdf.Object) -> bool:
    return isinstance(item, pikepdf.Dictionary) and any(key in item for key in _ACTIVE_PDF)


def _check_image(content: bytes, name: str) -> None:
    try:
        with Image.open(BytesIO(content)) as image:
            too_large = image.width * image.height > _MAX_PIXELS
            image.verify()
    except (UnidentifiedImageError, Image.DecompressionBombError, OSError, SyntaxError, ValueError) as error:
        raise _damaged(name) from error
    if too_large:
        raise FileRefused(_("Ảnh “%(name)s” có quá nhiều điểm ảnh. Hãy thu nhỏ rồi nộp lại.") % {"name": name})


def _check_office(content: bytes, name: str) -> None:
    try:
        with zipfile.ZipFile(BytesIO(content)) as archive:
            names = archive.namelist()
    except zipfile.BadZipFile as error:
        raise _damaged(name) from error
    if any(item.endswith("vbaProject.bin") for item in names):
        raise FileRefused(
            _("Tệp “%(name)s” có macro nên không được nhận. Hãy lưu lại không có macro.") % {"name": name}
        )


def _damaged(name: str) -> FileRefused:
    return FileRefused(_("Tệp “%(name)s” bị hỏng hoặc không mở được. Hãy kiểm tra và chọn lại tệp.") % {"name": name})


def _write(content: bytes, path: Path) -> None:
    if path.exists():
        return
    path.parent.mkdir(parents=True, exist_ok=True)
    draft = path.parent / f".{secrets.token_hex(8)}"
    try:
        with draft.open("xb") as handle:
            handle.write(content)
            handle.flush()
            os.fsync(handle.fileno())
        draft.replace(path)
    finally:
        draft.unlink(missing_ok=True)
    _sync_folder(path.parent)


def _sync_folder(folder: Path) -> None:
    """Makes the new name itself durable."""
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)

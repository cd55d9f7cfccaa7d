"""Files by the hash of their content, after a check that they are what they claim to be.

A file is written under a private name, synced and renamed, so that a crash leaves either the whole file or none,
and is named in the database only afterwards.
"""

import hashlib
import os
import secrets
import zipfile
import zlib
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
# What makes a PDF more than paper: as a key, or as the name of an action, annotation or object.
_ACTIVE_PDF = {
    "/JavaScript", "/JS", "/EmbeddedFiles", "/EmbeddedFile", "/EF", "/XFA", "/Launch", "/RichMedia", "/ImportData",
}  # fmt: skip
_ACTIVE_OFFICE = (b"macroEnabled", b"vbaProject", b"activeX")
_MAX_PIXELS = 89_000_000
"""An A3 sheet scanned at 600 dots per inch has 70 million; Pillow itself warns from 89.5 million."""
_TAIL = 1024
"""A reader looks for the end mark of a PDF in so many last bytes."""


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
    name = _plain_name(name)
    content = _read(chunks, name=name, limit=limit)
    media_type = _checked_type(content, name=name)
    digest = hashlib.sha256(content).hexdigest()
    _write(content, _path(digest))
    return StoredFile(digest, len(content), media_type, name)


def keep(content: bytes) -> str:
    """Keeps what a machine has sent, as it came, whatever it is; its hash. It is never shown in a browser."""
    digest = hashlib.sha256(content).hexdigest()
    _write(content, _path(digest))
    return digest


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


def _plain_name(name: str) -> str:
    path = PurePath(tidy(PurePath(name.replace("\\", "/")).name))
    suffix = path.suffix[:10]
    return path.stem[: 200 - len(suffix)] + suffix or "tep"


def _path(sha256: str) -> Path:
    return Path(settings.HAIDANG_HOME) / "files" / sha256[:2] / sha256[2:4] / sha256


def _read(chunks: Iterable[bytes], *, name: str, limit: int) -> bytes:
    parts, size = [], 0
    for chunk in chunks:
        size += len(chunk)
        if size > limit:
            raise FileRefused(
                _("Tệp “%(name)s” lớn hơn %(limit)s MB. Hãy quét lại với độ phân giải thấp hơn hoặc tách tệp.")
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
    if b"%%EOF" not in content[-_TAIL:]:
        # Readers repair such a file as far as it goes: pages that never arrived would be missing without a word.
        raise _damaged(name)
    try:
        with pikepdf.open(BytesIO(content)) as document:
            if not document.pages:
                raise FileRefused(_("Tệp “%(name)s” không có trang nào.") % {"name": name})
            active = any(_is_active(item) for item in document.objects)
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


def _is_active(item: pikepdf.Object) -> bool:
    """Whether an object, or what stands inside it without being an object of its own, can act or carries a file."""
    waiting = [item]
    while waiting:
        current = waiting.pop()
        if isinstance(current, pikepdf.Stream):
            current = current.stream_dict
        if isinstance(current, pikepdf.Dictionary):
            if not _ACTIVE_PDF.isdisjoint(current.keys()):
                return True
            inside = list(current.values())
        elif isinstance(current, pikepdf.Array):
            inside = list(current)
        else:
            continue
        for value in inside:
            if isinstance(value, pikepdf.Name) and str(value) in _ACTIVE_PDF:
                return True
            if isinstance(value, pikepdf.Dictionary | pikepdf.Array) and not value.is_indirect:
                waiting.append(value)
    return False


def _check_image(content: bytes, name: str) -> None:
    too_large = FileRefused(_("Ảnh “%(name)s” có quá nhiều điểm ảnh. Hãy thu nhỏ rồi nộp lại.") % {"name": name})
    try:
        with Image.open(BytesIO(content)) as image:
            if image.width * image.height > _MAX_PIXELS:
                raise too_large
            image.verify()
        with Image.open(BytesIO(content)) as image:
            if image.format == "JPEG":
                # `verify` looks no further than a JPEG's head; an eighth of the size is enough to read it to its end.
                image.draft("RGB", (image.width // 8, image.height // 8))
                image.load()
    except (Image.DecompressionBombError, Image.DecompressionBombWarning) as error:
        raise too_large from error
    except (UnidentifiedImageError, OSError, SyntaxError, ValueError) as error:
        raise _damaged(name) from error


def _check_office(content: bytes, name: str) -> None:
    try:
        with zipfile.ZipFile(BytesIO(content)) as archive:
            names = archive.namelist()
            with archive.open("[Content_Types].xml") as part:
                types = part.read(1024 * 1024)
    except (zipfile.BadZipFile, zlib.error, KeyError, EOFError, NotImplementedError, RuntimeError) as error:
        raise _damaged(name) from error
    if any(item.endswith("vbaProject.bin") for item in names) or any(mark in types for mark in _ACTIVE_OFFICE):
        raise FileRefused(
            _("Tệp “%(name)s” có macro nên không được nhận. Hãy lưu lại không có macro.") % {"name": name}
        )


def _damaged(name: str) -> FileRefused:
    return FileRefused(_("Tệp “%(name)s” bị hỏng hoặc không mở được. Hãy kiểm tra và chọn lại tệp.") % {"name": name})


def _write(content: bytes, path: Path) -> None:
    if path.exists():
        return
    made = [folder for folder in (path.parent, path.parent.parent, path.parent.parent.parent) if not folder.exists()]
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
    for folder in dict.fromkeys([path.parent, *(folder.parent for folder in made)]):
        _sync_folder(folder)


def _sync_folder(folder: Path) -> None:
    """Makes the new names in `folder` durable."""
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)

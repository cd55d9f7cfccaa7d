"""A drop folder: files that somebody has put below the operator's folder. They are read, never moved or deleted."""

import hashlib
from collections.abc import Iterator, Mapping
from pathlib import Path, PurePosixPath
from typing import Any

from django.conf import settings as installation
from django.utils.translation import gettext_lazy as _

from haidang.ioc.sources.connectors.file_address import format_problems
from haidang.ioc.sources.connectors.port import Ask, Failed, Problems
from haidang.ioc.sources.deliveries import MAX_BYTES, Arrived

SUFFIXES = {".csv", ".txt", ".tsv", ".xlsx", ".json"}


class Folder:
    """Settings: path (below HAIDANG_SOURCE_FOLDER), pattern (as "*.csv"), and how files are written."""

    def fetch(self, ask: Ask) -> Iterator[Arrived]:
        """Every file that fits, oldest first; what was loaded before is known again by its content."""
        folder = below(str(ask.settings.get("path", "")))
        if not folder.is_dir():
            raise Failed("path", folder.name)
        found = [path for path in folder.glob(str(ask.settings.get("pattern") or "*")) if _is_ready(path)]
        for path in sorted(found, key=lambda path: (path.stat().st_mtime_ns, path.name)):
            if path.stat().st_size > MAX_BYTES:
                raise Failed("too_large", path.name)
            yield Arrived(path.read_bytes(), path.name, _number(path))

    def problems(self, settings: Mapping[str, Any]) -> Problems:
        """What is wrong with the settings."""
        path = str(settings.get("path", ""))
        if not path or not is_below(path):
            yield "settings.path", _("Hãy ghi tên thư mục nằm trong thư mục nhận tệp của máy chủ.")
        pattern = str(settings.get("pattern", ""))
        if "/" in pattern or "\\" in pattern or ".." in pattern or "**" in pattern:
            yield "settings.pattern", _("Mẫu tên tệp dạng *.csv, không có dấu gạch chéo.")
        yield from format_problems(settings)


def _number(path: Path) -> str:
    """By which a file that lies there still is known from one that was put there anew."""
    return hashlib.sha256(f"{path.name}\0{path.stat().st_mtime_ns}".encode()).hexdigest()


def _is_ready(path: Path) -> bool:
    """Whether it is a whole file of a kind that is read: no link, no hidden or half-written one."""
    name = path.name
    if name.startswith((".", "~")) or name.endswith((".part", ".tmp")) or path.is_symlink():
        return False
    return path.is_file() and path.suffix.lower() in SUFFIXES


def is_below(path: str) -> bool:
    """Whether a path names something inside the operator's folder."""
    parts = PurePosixPath(path.replace("\\", "/"))
    return not parts.is_absolute() and ".." not in parts.parts and "\0" not in path and ":" not in path


def below(path: str) -> Path:
    """The place of a path inside the operator's folder, links resolved; raises Failed for any other."""
    root = Path(installation.SOURCE_FOLDER).resolve()
    found = (root / path).resolve()
    if not is_below(path) or not found.is_relative_to(root):
        raise Failed("path", "")
    return found

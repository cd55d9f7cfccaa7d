"""What looks like personal data: by the name of a column, or by what stands in it. Pure."""

import re
from collections.abc import Iterable

from haidang.platform.text import fold

_NAMES = re.compile(
    r"\b(ho (va )?ten|hoten|ho dem|cccd|cmnd|so dinh danh|can cuoc|so dien thoai|phone|email|thu dien tu|ngai sinh"
    r"|nam sinh|dia chi (nha|thuong tru|tam tru|lien he)|full ?name|birth ?(date|dai)|so tai khoan|so bhit|ma bhit)\b"
)
_IDENTITY = re.compile(r"0\d{11}")
_PHONE = re.compile(r"(\+84|0)[35789]\d{8}")
_MAIL = re.compile(r"[^@\s]+@[^@\s]+\.[^@\s]+")
_SHARE = 0.5


def name_is_suspect(name: str) -> bool:
    """Whether a column of that name usually holds something about one person."""
    return _NAMES.search(fold(name).replace("_", " ")) is not None


def values_are_suspect(values: Iterable[object]) -> bool:
    """Whether at least half of what stands there looks like identity numbers, phones of people or mail addresses."""
    texts = [str(value).strip() for value in values if value not in (None, "")]
    hits = sum(1 for text in texts if any(form.fullmatch(text) for form in (_IDENTITY, _PHONE, _MAIL)))
    return bool(texts) and hits / len(texts) >= _SHARE

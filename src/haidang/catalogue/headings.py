"""Tells real cases of a procedure from mere headings in its list of documents.

The national portal keeps both in the same place: "Trường hợp cấp lại" is a case that a citizen chooses, "Giấy tờ phải
xuất trình" or "Lưu ý" is a heading whose papers belong to every case. Without the difference a citizen would be
asked whether the case is "Lưu ý".
"""

import hashlib
import re
from collections.abc import Iterable, Sequence

import msgspec

from haidang.catalogue.content import Case, DocumentRequirement
from haidang.platform.text import fold

GENERAL_CASE = "chung"
GENERAL_CASE_NAME = "Trường hợp chung"

# Folded words (see platform.text.fold: y is i) that mark a heading for papers of every case.
_COMMON = re.compile(
    r"giai to phai|phai nop|xuat trinh|luu i|^(ho so )?bao gom|^\W*thanh phan ho so\W*$|^ho so gom|ghi chu|"
    r"ui quien|qui dinh ve|moi truong dien tu|ho so truc tuien|hinh thuc truc t|dang ki truc tuien|buu chinh|"
    r"tai khoan dinh danh|phai co them|so luong ho so|giai to khac|khai thac, su dung duoc|kem theo mot trong|"
    r"phieu duoc tao lap|xu li uu tien|xu li binh thuong"
)
_LEAD = re.compile(r"^[\s*+\-–•.,:;)(]*((\d+(\.\d+)*|[a-zđ]|[ivx]+)\s*[.)]\s*)?[\s*+\-–•:;]*", re.IGNORECASE)


class Heading(msgspec.Struct, frozen=True):
    """A heading as the source gives it with the documents below it."""

    title: str
    documents: tuple[DocumentRequirement, ...]


def is_case(title: str) -> bool:
    """Whether a heading names a case that a citizen can be in."""
    folded = fold(title)
    return bool(folded) and not _COMMON.search(folded)


def display_name(title: str) -> str:
    """A heading without the list marks before it and the colon behind it."""
    shown = _LEAD.sub("", title, count=1).rstrip(" :;-–").strip() or title.strip()
    return shown[:1].upper() + shown[1:]


def short_hash(text: str) -> str:
    """Eight hex digits of a text's folded form: a key that survives another order of the list."""
    return hashlib.sha256(fold(text).encode()).hexdigest()[:8]


def unique(wanted: str, taken: set[str]) -> str:
    """`wanted`, with a number behind it when it is already taken; the answer is taken from then on."""
    key, number = wanted, 1
    while key in taken:
        number += 1
        key = f"{wanted}-{number}"
    taken.add(key)
    return key


def cases(headings: Sequence[Heading]) -> tuple[Case, ...]:
    """The cases behind the headings; documents below a mere heading belong to every case.

    A procedure without any real case gets the one case `chung`.
    """
    named = [heading for heading in headings if is_case(heading.title)] if len(headings) > 1 else []
    common = [heading for heading in headings if heading not in named]
    shared = [document for heading in common for document in _grouped(heading, alone=len(headings) == 1)]
    if not named:
        return (Case(key=GENERAL_CASE, name=GENERAL_CASE_NAME, documents=_keyed(shared)),)
    taken: set[str] = set()
    return tuple(
        Case(
            key=unique(short_hash(heading.title), taken),
            name=display_name(heading.title),
            documents=_keyed([*heading.documents, *shared]),
        )
        for heading in named
    )


def _grouped(heading: Heading, *, alone: bool) -> list[DocumentRequirement]:
    group = "" if alone and not heading.title else display_name(heading.title)
    return [msgspec.structs.replace(document, group=group) for document in heading.documents]


def _keyed(documents: Iterable[DocumentRequirement]) -> tuple[DocumentRequirement, ...]:
    taken: set[str] = set()
    keyed = []
    for document in documents:
        wanted = document.code or f"d-{short_hash(document.name)}"
        keyed.append(msgspec.structs.replace(document, key=unique(wanted, taken)))
    return tuple(keyed)

"""Reads the XML of a process file: safely, and with refusals in words."""

from dataclasses import dataclass
from typing import Any, TypeAlias

from django.utils.translation import gettext as _
from lxml import etree

BPMN = "http://www.omg.org/spec/BPMN/20100524/MODEL"
OURS = "https://haidang.example/bpmn"
MOST_BYTES = 1_000_000
Element: TypeAlias = Any
"""An element of lxml, which has no types of its own."""


@dataclass(frozen=True, slots=True)
class Problem:
    """Why a process cannot be published: what is wrong, and with which element, if with one.

    `id`: that of the element, or the line on which it stands where it has none.
    """

    message: str
    element: str = ""
    id: str = ""
    name: str = ""

    def __str__(self) -> str:
        if not self.element:
            return self.message
        named = f" “{self.name}”" if self.name else ""
        return f"{self.element}{named} ({self.id}): {self.message}"


class Unreadable(Exception):
    """A file that is no XML that this house reads; `problem` says why."""

    def __init__(self, message: str) -> None:
        super().__init__(message)
        self.problem = Problem(message)


def read(content: bytes) -> Element:
    """The `definitions` element of a BPMN file; raises Unreadable.

    Nothing is fetched and no entity is resolved: a document type is refused altogether.
    """
    if len(content) > MOST_BYTES:
        raise Unreadable(_("Tệp lớn hơn 1 MB."))
    if not content.strip():
        raise Unreadable(_("Tệp rỗng."))
    # Without recover: what is not well-formed is not guessed at.
    parser = etree.XMLParser(
        resolve_entities=False, no_network=True, load_dtd=False, remove_comments=True, remove_pis=True
    )
    try:
        root = etree.fromstring(content, parser)
    except (etree.XMLSyntaxError, ValueError) as error:
        line = getattr(error, "lineno", 0) or 1
        raise Unreadable(_("Tệp không phải là XML hợp lệ (lỗi ở dòng %(line)s).") % {"line": line}) from error
    if root.getroottree().docinfo.doctype:
        raise Unreadable(_("Tệp không được khai báo DOCTYPE hoặc thực thể (entity)."))
    if root.tag != f"{{{BPMN}}}definitions":
        raise Unreadable(_("Tệp không phải là mô hình BPMN 2.0 (phần tử gốc phải là definitions)."))
    return root


def local(element: Element) -> str:
    """The name of an element without its namespace."""
    return str(etree.QName(element).localname)


def is_bpmn(element: Element) -> bool:
    """Whether an element is of BPMN itself, not an extension of some tool."""
    return str(etree.QName(element).namespace) == BPMN


def ours(element: Element, name: str) -> str:
    """The value of one of our own attributes, trimmed; empty where it is missing."""
    return (element.get(f"{{{OURS}}}{name}") or "").strip()


def problem(element: Element, message: str) -> Problem:
    """A problem with one element."""
    place = element.get("id") or _("dòng %(line)s") % {"line": element.sourceline}
    return Problem(message, local(element), place, " ".join((element.get("name") or "").split()))

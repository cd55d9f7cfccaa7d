"""A case's list of documents taken apart: the papers that are asked for, and the remarks that stand among them."""

from dataclasses import dataclass

from haidang.catalogue.content import Case, DocumentRequirement
from haidang.platform.text import fold

_REMARKS = fold("Lưu ý")
_MARKS = "-+•*– "


@dataclass(frozen=True, slots=True)
class Papers:
    """The documents asked for and the remarks of one case, each in the source's order."""

    asked: list[DocumentRequirement]
    remarks: list[DocumentRequirement]


def papers(case: Case) -> Papers:
    """The list of `case`, taken apart; remarks are shown but get no file.

    Where the source counts no document of a case at all, a missing count says nothing: there only what stands under
    the heading "Lưu ý" is a remark.
    """
    is_counted = not all(item.is_note for item in case.documents)
    remarks = [item for item in case.documents if item.is_note and (is_counted or fold(item.group) == _REMARKS)]
    return Papers([item for item in case.documents if item not in remarks], remarks)


def bare_name(name: str) -> str:
    """The name of a document without the dash or plus that the source puts before it."""
    return name.lstrip(_MARKS) or name

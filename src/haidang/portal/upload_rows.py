"""The inputs of a page for uploads: one for each document asked for, with what is there and what was refused."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from haidang.catalogue import api as catalogue
from haidang.dossiers import api as dossiers

OTHER = ""
_TITLE_LENGTH, _SHOWN_LENGTH = 300, 160


@dataclass(frozen=True, slots=True)
class UploadRow:
    """A document asked for (`requirement` None: any other paper), its files so far and refusals just now."""

    key: str
    number: int
    title: str
    requirement: catalogue.DocumentRequirement | None
    files: list[Any]
    refused: list[str]

    @property
    def is_shortened(self) -> bool:
        """Whether the title is only the beginning of a longer name."""
        return self.requirement is not None and len(catalogue.bare_name(self.requirement.name)) > _SHOWN_LENGTH

    @property
    def input_name(self) -> str:
        """The name of the file input."""
        return f"files-{self.number}"

    @property
    def input_id(self) -> str:
        """The id of the file input."""
        return f"id_{self.input_name}"


def rows_of(draft: dossiers.DraftView, *, refused: Mapping[str, list[str]] | None = None) -> list[UploadRow]:
    """The rows of a draft: the documents that its case asks for in order, then one for other papers."""
    wanted: list[catalogue.DocumentRequirement | None] = [*catalogue.papers(draft.case).asked, None]
    rows = []
    for number, requirement in enumerate(wanted, start=1):
        key = requirement.key if requirement else OTHER
        rows.append(
            UploadRow(
                key=key,
                number=number,
                title=catalogue.bare_name(requirement.name)[:_TITLE_LENGTH] if requirement else "",
                requirement=requirement,
                files=[item for item in draft.documents if item.requirement_key == key],
                refused=(refused or {}).get(key, []),
            )
        )
    return rows

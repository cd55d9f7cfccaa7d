"""What is told about a dossier, for one line of its journal: the facts as of that line, with every name looked up.

Personal data is decrypted here, when the message is built, and kept nowhere.
"""

from collections.abc import Mapping
from dataclasses import dataclass

from haidang.catalogue import api as catalogue
from haidang.dossiers import api as dossiers
from haidang.identity import api as identity
from haidang.platform import clock


@dataclass(frozen=True, slots=True)
class Message:
    """A dossier as of a line of its journal. `field` is (code, name); `components` are codes by requirement key.

    `is_from_portal`: it was filed on the national portal and fetched from there.
    """

    facts: dossiers.AsOf
    procedure_name: str
    field: tuple[str, str]
    components: Mapping[str, str]
    results: tuple[str, ...]
    agency_name: str
    is_from_portal: bool = False

    @property
    def code(self) -> str:
        """The dossier's code."""
        return self.facts.code


def build(code: str, seq: int, *, is_from_portal: bool = False) -> Message:
    """The message about line `seq` of the dossier; the same for every attempt. Raises DossierNotFound."""
    facts = dossiers.as_of(code, seq)
    content = catalogue.version(facts.procedure_version_id).content
    case = content.case(facts.case_key)
    first = content.fields[0] if content.fields else None
    return Message(
        facts=facts,
        procedure_name=content.name,
        field=(first.code, first.name) if first else ("", ""),
        components={item.key: item.code for item in case.documents} if case else {},
        results=tuple(result.code for result in content.results),
        agency_name=identity.agency_name(facts.agency_id, on=clock.local(facts.submitted_at).date()),
        is_from_portal=is_from_portal,
    )

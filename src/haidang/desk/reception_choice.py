"""What a counter chooses before it enters a dossier: the place of intake and the competent agency, by the address."""

from collections.abc import Mapping
from dataclasses import dataclass
from urllib.parse import urlencode

from django.core.exceptions import PermissionDenied
from django.urls import reverse
from django.utils.translation import gettext as _

from haidang.catalogue import api as catalogue
from haidang.desk.intake import Desk
from haidang.identity import api as identity
from haidang.platform.text import fold

MANY = 12
"""From how many competent agencies on the page offers to narrow them by words."""
_KEYS = ("noi-nhan", "co-quan", "truong-hop")


@dataclass(frozen=True, slots=True)
class Choice:
    """Where a procedure is taken in and who decides on it, as far as that is settled.

    `intakes` are the officer's own counters for it, `competent` the agencies that may decide; `agency` is None until
    one of them is chosen. `words` narrow the list that is shown, never what may be chosen.
    """

    published: catalogue.PublishedProcedure
    intakes: list[identity.AgencyView]
    intake: identity.AgencyView
    competent: list[identity.AgencyView]
    agency: identity.AgencyView | None
    case_key: str
    words: str
    groups: list[tuple[str, list[tuple[str, str]]]]

    @classmethod
    def asked(cls, desk: Desk, published: catalogue.PublishedProcedure, query: Mapping[str, str]) -> "Choice":
        """The choice in an address; raises PermissionDenied where this officer takes the procedure in nowhere."""
        intakes = desk.intakes(published.code)
        wanted = query.get("noi-nhan") or query.get("co-quan")
        intake = next((item for item in intakes if item.code == wanted), intakes[0] if intakes else None)
        competent = desk.competent(published, intake) if intake else []
        if intake is None or not competent:
            raise PermissionDenied(_("Cơ quan của bạn không tiếp nhận thủ tục này, hoặc bạn chưa được giao tiếp nhận."))
        words = query.get("tim", "").strip()[:100]
        groups = _narrowed(identity.grouped(competent, key=lambda item: item.code, on=desk.on), words)
        agency = _chosen(query.get("co-quan"), competent)
        return cls(published, intakes, intake, competent, agency, query.get("truong-hop", ""), words, groups)

    @property
    def suggested(self) -> str:
        """The code that stands chosen in the list: what was asked for, the only one left, or the counter's own."""
        asked = self.agency.code if self.agency else ""
        if len(self.shown) == 1:
            return self.shown[0]
        return asked if asked in self.shown else self.intake.code

    @property
    def shown(self) -> list[str]:
        """The codes in the list, as narrowed by words."""
        return [code for _heading, group in self.groups for code, _name in group]

    @property
    def other_address(self) -> str:
        """Where another competent agency is chosen."""
        query = {"noi-nhan": self.intake.code, "truong-hop": self.case_key, "loc": "1"}
        if self.agency:
            query["co-quan"] = self.agency.code
        return f"{reverse('desk:reception_case', args=[self.published.code])}?{urlencode(query)}"

    @property
    def is_long(self) -> bool:
        """Whether the list of competent agencies is too long to look through."""
        return len(self.competent) > MANY

    def entry_address(self, case_key: str) -> str:
        """Where the dossier is entered."""
        agency = self.agency or self.intake
        values = {"truong-hop": case_key, "noi-nhan": self.intake.code, "co-quan": agency.code}
        return f"{reverse('desk:reception_entry', args=[self.published.code])}?{urlencode(values)}"

    def case_address(self, query: Mapping[str, str]) -> str:
        """Where the choice is made, with what was chosen so far."""
        address = reverse("desk:reception_case", args=[self.published.code])
        kept = {key: query[key] for key in _KEYS if query.get(key)}
        return f"{address}?{urlencode(kept)}" if kept else address


def _chosen(code: str | None, competent: list[identity.AgencyView]) -> identity.AgencyView | None:
    """The agency asked for; the only one there is; none where it must be chosen."""
    if len(competent) == 1:
        return competent[0]
    return next((item for item in competent if item.code == code), None)


def _narrowed(groups: list[tuple[str, list[tuple[str, str]]]], words: str) -> list[tuple[str, list[tuple[str, str]]]]:
    """The groups with those agencies whose name or heading has every one of `words`, with or without diacritics."""
    wanted = fold(words).split()
    found = [
        (heading, [(code, name) for code, name in group if all(word in fold(f"{name} {heading}") for word in wanted)])
        for heading, group in groups
    ]
    return [(heading, group) for heading, group in found if group]

"""What the pages of Decision 766 are asked about: whose card, of which span, by which readings; kept in every link."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from urllib.parse import urlencode

from django.http import HttpRequest

from haidang.reform.api import qd766

KINDS = ("month", "quarter", "year")
SHOWN_BACK = {"month": 12, "quarter": 6, "year": 3}
"""How many spans of each kind are offered to choose from."""


@dataclass(frozen=True, slots=True)
class Asked:
    """The agency (blank: the province), the span, and the readings other than the defaults."""

    agency_code: str
    span: qd766.Span
    picked: Mapping[str, str]

    @property
    def query(self) -> str:
        """As a query string."""
        return f"{urlencode({'co_quan': self.agency_code})}&{self.rest}"

    @property
    def rest(self) -> str:
        """The query string without the agency."""
        return urlencode({"ky": self.span.key, **self.picked})

    def card(self, now: datetime) -> qd766.Card:
        """The card that is asked for; raises what `qd766.card` raises."""
        return qd766.card(agency_code=self.agency_code, span=self.span, picked=self.picked, now=now)


def asked(request: HttpRequest, *, today: date) -> Asked:
    """What a request asks about; without a span, the last whole month. Raises Invalid for a span that is none."""
    given = request.GET.get("ky", "")
    span = qd766.span_of(given) if given else qd766.of_day(today).moved(-1)
    picked = {}
    for choice in qd766.index().choices:
        option = choice.option(request.GET.get(choice.key))
        if option.key != choice.default:
            picked[choice.key] = option.key
    return Asked(request.GET.get("co_quan", ""), span, picked)


def spans(current: qd766.Span, *, today: date) -> list[tuple[str, list[tuple[str, str]]]]:
    """The spans to choose from as (kind, [(key, words)]), newest first; the current one is always among them."""
    found = []
    for kind in KINDS:
        newest = qd766.of_day(today, kind)  # type: ignore[arg-type]
        listed = [newest.moved(-back) for back in range(SHOWN_BACK[kind])]
        if current.kind == kind and current not in listed:
            listed.append(current)
        found.append((kind, [(span.key, qd766.span_words(span)) for span in listed]))
    return found

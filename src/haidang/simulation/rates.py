"""The rates by which the simulated province lives, as the profile's `simulation.json` states them."""

import math
import random

import msgspec


class Span(msgspec.Struct, frozen=True):
    """A log-normal length: its median and the spread of its logarithm."""

    median: float
    sigma: float

    def draw(self, rng: random.Random) -> float:
        """One length, in the unit of the median."""
        return self.median * math.exp(rng.gauss(0.0, self.sigma))


class OnlineShare(msgspec.Struct, frozen=True):
    """Between which shares of online filings the agencies lie."""

    low: float
    high: float


class PeopleRates(msgspec.Struct, frozen=True):
    """How many citizens and businesses have accounts, how many come often, how many at the counter have none.

    `documented_share` of the filings are those of the accounts that demonstrations name.
    """

    citizens: int
    regulars: int
    regular_share: float
    documented_share: float
    businesses: int
    walk_in_share: float


class AgencyPace(msgspec.Struct, frozen=True):
    """Factors on the time that agencies take: usual ones, and the share and factors of slow ones."""

    usual: tuple[float, float]
    slow: tuple[float, float]
    slow_share: float


class DocumentRates(msgspec.Struct, frozen=True):
    """How many documents are handed in at most, the share of required ones given, scanned as images, checked."""

    most: int
    given: float
    image_share: float
    checked: float


class Chances(msgspec.Struct, frozen=True):
    """Probabilities of what may happen to a dossier."""

    refused: float
    supplement_before: float
    supplement_after: float
    second_supplement: float
    unanswered: float
    payment: float
    unpaid: float
    collected_at_intake: float
    fee_waived: float
    fee_retracted: float
    receipt_cancelled: float
    other_agency: float
    apology: float
    withdrawn: float
    stopped: float
    forgotten: float
    never_collected: float
    rated: float
    step_returned: float
    step_recalled: float
    step_claimed: float
    noted: float
    taken_in_elsewhere: float
    helped: float


class Rates(msgspec.Struct, frozen=True):
    """Everything that steers the simulation; lengths in office minutes or days as their names say.

    `staff`: officers by level and role; `units`: keys of the units among which those of a role are spread in turn.
    """

    note: str
    window_days: int
    level_share: dict[str, float]
    tail_weight: float
    popular: dict[str, float]
    weekday: list[float]
    holiday: float
    online_hours: list[float]
    counter_hours: list[float]
    online_share: OnlineShare
    postal_share: float
    district_population: dict[str, int]
    people: PeopleRates
    staff: dict[str, dict[str, int]]
    units: dict[str, dict[str, list[str]]]
    agency_pace: AgencyPace
    pace: Span
    documents: DocumentRates
    reception_minutes: Span
    counter_minutes: Span
    issue_minutes: Span
    handover_minutes: Span
    confirmation_minutes: Span
    collect_days: Span
    answer_days: Span
    pay_days: Span
    other_agency_days: Span
    chances: Chances
    decisions: dict[str, float]
    """How often a step ends with a decision other than its first one, by the decision's key."""
    patience_days: int
    scores: dict[str, int]
    terms_without_number: list[int]
    answers: dict[str, list[str]]
    texts: dict[str, list[str]]

"""Fills in a published form as a person would: own particulars where it asks for them, plausible values elsewhere."""

import random
from collections.abc import Callable
from datetime import timedelta

from haidang.catalogue.api import FormField
from haidang.platform import clock
from haidang.simulation.matter import Matter
from haidang.simulation.profile import Names
from haidang.simulation.rates import Rates

_PEOPLE = ("child", "mother", "father", "man", "woman", "dead", "person", "paper_holder")
_WOMEN = ("mother", "woman")
_YOUNG = 60
_OLD = 50 * 365


def answers(matter: Matter, *, names: Names, rates: Rates) -> dict[str, str]:
    """The answers to the matter's form; fields that nothing is known about stay empty unless they are required."""
    desk = _Desk(matter, names, rates)
    found = {field.key: desk.value(field) for field in matter.form.fields}
    return {key: value for key, value in found.items() if value}


class _Desk:
    """Where one form is filled in."""

    def __init__(self, matter: Matter, names: Names, rates: Rates) -> None:
        self._matter, self._names, self._rates = matter, names, rates
        self._rng = random.Random(f"answers:{matter.person.id_number}:{matter.number}")
        person = matter.person
        self._own = {
            "full_name": person.full_name,
            "id_number": person.id_number if person.kind == "citizen" else "",
            "phone": person.phone,
            "email": person.email,
            "address": person.address,
        }
        self._kinds: dict[str, Callable[[FormField], str]] = {
            "choice": lambda field: self._rng.choice(field.choices).key if field.required else "",
            "number": self._number,
            "date": self._date,
            "id_number": lambda field: person.id_number if field.required and person.kind == "citizen" else "",
        }

    def value(self, field: FormField) -> str:
        """The answer to one field."""
        if field.owner:
            return self._own.get(field.owner, "")[: field.max_length]
        if field.key == "return_by":
            return self._matter.channel
        if field.key == "return_address":
            return self._matter.person.address if self._matter.channel == "postal" else ""
        return self._kinds.get(field.kind, self._text)(field)[: field.max_length]

    def _text(self, field: FormField) -> str:
        subject, _mark, thing = field.key.partition("_")
        if field.key == "request":
            return self._rng.choice(self._rates.texts["request"])
        if (subject in _PEOPLE and thing == "name") or field.key in _PEOPLE:
            is_male = subject not in _WOMEN and (subject in ("man", "father") or self._rng.random() < 0.5)
            return self._names.draw(self._rng, is_male=is_male)
        if field.key.endswith("address"):
            return self._matter.person.address
        known = self._rates.answers.get(field.key) or self._rates.answers.get(thing)
        if known is None and field.key == "business_name":
            return f"Hộ kinh doanh {self._matter.person.full_name}"
        return self._rng.choice(known or self._rates.answers["other"]) if known or field.required else ""

    def _number(self, field: FormField) -> str:
        if not field.required:
            return ""
        least = field.minimum or 0
        if field.key.endswith("_vnd"):
            return str(self._rng.randrange(50, 900) * 1_000_000)
        wide = 200 if field.key.endswith("_m2") else 3
        return str(min(least + self._rng.randrange(wide), field.maximum or least + wide))

    def _date(self, field: FormField) -> str:
        if field.key == "owner_birth_date":
            born_on = self._matter.person.born_on
            return born_on.strftime("%d/%m/%Y") if born_on else ""
        if not field.required:
            return ""
        recent = field.key.startswith("child") or not field.key.endswith("birth_date")
        back = self._rng.randrange(1, _YOUNG) if recent else self._rng.randrange(20 * 365, _OLD)
        return (clock.local(self._matter.at).date() - timedelta(days=back)).strftime("%d/%m/%Y")

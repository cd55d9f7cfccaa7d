"""Reads a procedure of the national portal's JSON lines into facts."""

import re
from typing import Any

from haidang.catalogue.content import Coded, DocumentRequirement, Template, Variant
from haidang.catalogue.headings import Heading, cases
from haidang.catalogue.importing.facts import Facts
from haidang.catalogue.importing.oddities import Cleaner, Oddity
from haidang.catalogue.importing.times import offers, time_limit

MANY_DOCUMENTS = 100
LONG_NAME = 500
_LEVELS = {
    "TINH": "province",
    "HUYEN": "district",
    "XA": "commune",
    "BO": "ministry",
    "NGANH_DOC": "vertical",
    "KHAC": "other",
}


def facts(record: dict[str, Any], cleaner: Cleaner) -> Facts:
    """The facts of one record; never raises for odd content, `cleaner` notes it."""
    variants = _variants(record.get("cases"))
    channels = offers(cleaner.objects(record.get("methods")), variants, cleaner)
    full_process = _flag(record.get("full_process"))
    if full_process and not any(offer.channel == "online" for offer in channels):
        cleaner.note(Oddity.FULL_WITHOUT_ONLINE)
    return Facts(
        name=name(record.get("name"), cleaner),
        fields=coded(record.get("fields"), cleaner),
        levels=_levels(record.get("levels"), cleaner),
        subjects=cleaner.texts(record.get("subjects")),
        promulgator=promulgator(record.get("promulgator"), cleaner),
        executing_names=_executing(record, cleaner),
        authority_names=cleaner.texts(record.get("authority")),
        coordinating_names=cleaner.texts(record.get("coordinating")),
        life_event=cleaner.text(record.get("life_event_group")),
        kind=cleaner.text(record.get("kind")).lower(),
        full_process=full_process,
        offline_only=_flag(record.get("offline_only")),
        internal=_flag(record.get("internal")),
        cases=cases(_headings(record.get("dossier"), cleaner)),
        variants=variants,
        channels=channels,
        results=coded(record.get("results"), cleaner),
        legal_bases=coded(record.get("legal"), cleaner),
        decision=cleaner.text(record.get("decision")),
        requirements=cleaner.lines(record.get("requirements")),
        receiving_places=cleaner.lines(record.get("receiving")),
    )


def name(value: Any, cleaner: Cleaner) -> str:
    """A procedure's name on one line; notes line breaks and great length."""
    if isinstance(value, str) and re.search(r"[\t\r\n]", value):
        cleaner.note(Oddity.NAME_BREAKS, value)
    clean = cleaner.text(value)
    if len(clean) > LONG_NAME:
        cleaner.note(Oddity.NAME_LONG, len(clean))
    return clean


def coded(value: Any, cleaner: Cleaner) -> tuple[Coded, ...]:
    """A list of {code, name}; an entry without a name goes by its code, one without both is left out."""
    found = []
    for item in cleaner.objects(value):
        code, label = cleaner.text(item.get("code")), cleaner.text(item.get("name"))
        if code or label:
            found.append(Coded(name=label or code, code=code))
    return tuple(dict.fromkeys(found))


def promulgator(value: Any, cleaner: Cleaner) -> Coded | None:
    """The agency that issued the procedure: {code, name} or a bare name."""
    if isinstance(value, str):
        label = cleaner.text(value)
        return Coded(name=label) if label else None
    found = coded([value] if value is not None else [], cleaner)
    return found[0] if found else None


def _executing(record: dict[str, Any], cleaner: Cleaner) -> tuple[str, ...]:
    # The portal has either a free text or a list of groups of agencies, now and then both.
    text = record.get("executing")
    names = cleaner.texts(text if isinstance(text, list) else [text] if text else [])
    return tuple(dict.fromkeys([*cleaner.texts(record.get("executing_groups")), *names]))


def _levels(value: Any, cleaner: Cleaner) -> tuple[str, ...]:
    found = []
    for item in cleaner.texts(value):
        if item.upper() in _LEVELS:
            found.append(_LEVELS[item.upper()])
        else:
            cleaner.note(Oddity.LEVEL_UNKNOWN, item)
    return tuple(dict.fromkeys(found))


def _headings(value: Any, cleaner: Cleaner) -> list[Heading]:
    headings = [
        Heading(title=cleaner.text(item.get("case")), documents=_documents(item.get("docs"), cleaner))
        for item in cleaner.objects(value)
    ]
    if len(headings) > 1:
        cleaner.note(Oddity.CASES_SEVERAL, len(headings))
    total = sum(len(heading.documents) for heading in headings)
    if total >= MANY_DOCUMENTS:
        cleaner.note(Oddity.DOCUMENTS_MANY, total)
    return headings


def _documents(value: Any, cleaner: Cleaner) -> tuple[DocumentRequirement, ...]:
    found = []
    for item in cleaner.objects(value):
        code, label = cleaner.text(item.get("code")), cleaner.text(item.get("name"))
        if code or label:
            found.append(
                DocumentRequirement(
                    key="",
                    name=label or code,
                    code=code,
                    originals=cleaner.count(item.get("original")),
                    copies=cleaner.count(item.get("copy")),
                    templates=_templates(item.get("templates"), cleaner),
                    electronic_form=bool(_flag(item.get("eform"))),
                )
            )
    return tuple(found)


def _templates(value: Any, cleaner: Cleaner) -> tuple[Template, ...]:
    found = []
    for item in cleaner.items(value):
        source = item if isinstance(item, dict) else {"name": item}
        label = cleaner.text(source.get("name"))
        if label:
            found.append(Template(name=label, url=cleaner.text(source.get("url"))))
    return tuple(dict.fromkeys(found))


def _variants(value: Any) -> tuple[Variant, ...]:
    # A cleaner of their own: the oddities of the methods' times are the ones worth reading.
    quiet = Cleaner()
    found = []
    for item in quiet.objects(value):
        label = quiet.text(item.get("name"))
        if label:
            time, _words = time_limit(item.get("qty"), item.get("unit"), quiet)
            found.append(Variant(code=quiet.text(item.get("code")), name=label, time=time))
    return tuple(found)


def _flag(value: Any) -> bool | None:
    return value if isinstance(value, bool) else None

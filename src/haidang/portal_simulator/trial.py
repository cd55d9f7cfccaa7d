"""The door that tests and demonstrations use beside the protocol: what is held, faults, filings, procedures."""

import json
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from haidang.portal_simulator.faults import Fault, plain, read_chances

if TYPE_CHECKING:
    from haidang.portal_simulator.app import Answer, Application


def trial(application: "Application", method: str, body: Mapping[str, Any] | None) -> "Answer":
    """GET: everything that the portal holds. POST: an order, as {"order": "lost", "times": 2}."""
    from haidang.portal_simulator.app import Answer

    if method == "POST":
        try:
            _order(application, body or {})
        except (KeyError, TypeError, ValueError) as error:
            return Answer(json.dumps({"problem": str(error)}).encode(), 400)
        return Answer(b"{}")
    return Answer(json.dumps(held(application), ensure_ascii=False).encode())


def held(application: "Application") -> dict[str, Any]:
    """Dossiers with their state and history, filings, calls and faults met."""
    store = application.portal.store
    rows = store.dossiers(limit=1_000_000)
    return {
        "dossiers": {
            code: {"state": state, "updates": updates, "record": store.dossier(code), "history": store.history(code)}
            for code, state, updates in rows
        },
        "acknowledged": store.acknowledgements(),
        "ratings": store.entries("rating"),
        "calls": store.calls(),
        "faults": plain(application.faults),
    }


def _order(application: "Application", body: Mapping[str, Any]) -> None:
    faults, store = application.faults, application.portal.store
    if "order" in body:
        faults.order(Fault(body["order"]), int(body.get("times", 1)))
    if "chances" in body:
        faults.chances = read_chances(body["chances"])
    if "down" in body:
        faults.is_down = bool(body["down"])
    for record in body.get("filings", []):
        store.file(record)
    for name, text in body.get("files", {}).items():
        store.keep("file", name, {"hex": text})
    for record in body.get("procedures", []):
        store.keep("procedure", record["MATTHC"], record)
    for record in body.get("questions", []):
        store.keep("question_from_portal", record["MaCauHoi"], record)

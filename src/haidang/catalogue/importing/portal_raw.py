"""Turns a raw record of the national portal into the shape of its JSON lines, so that one reader serves both."""

from typing import Any

from haidang.catalogue.importing.oddities import Cleaner

_LEVELS = {
    "isProvince": "TINH",
    "isDistrict": "HUYEN",
    "isWard": "XA",
    "isMinistry": "BO",
    "isVertical": "NGANH_DOC",
    "isOtherAgency": "KHAC",
}


def as_line(record: dict[str, Any], cleaner: Cleaner) -> dict[str, Any]:
    """The record's facts under the names of the JSON lines; the steps are left to `steps`."""
    detail = cleaner.object(record.get("detail"))
    proposal = cleaner.object(detail.get("procedureProposal"))
    return {
        "code": record.get("code") or detail.get("code"),
        "name": record.get("name") or detail.get("name"),
        "levels": [level for key, level in _LEVELS.items() if detail.get(key) is True],
        "fields": detail.get("categoriesDetails") or [item for item in [detail.get("category")] if item],
        "subjects": _names(detail.get("subjectTypesDetails"), cleaner),
        "promulgator": {
            "code": detail.get("departmentPromulgateCode"),
            "name": detail.get("departmentPromulgateName"),
        },
        "executing": detail.get("executingAgencies"),
        "executing_groups": [
            *_names(detail.get("departmentsExecuting"), cleaner),
            *_names(detail.get("unitGroupsExecuting"), cleaner),
        ],
        "authority": [
            *_names(detail.get("departmentsAuthority"), cleaner),
            *_names(detail.get("unitGroupsAuthority"), cleaner),
        ],
        "coordinating": [
            *_names(detail.get("departmentsCoordinating"), cleaner),
            *_names(detail.get("unitGroupsCoordinating"), cleaner),
        ],
        "kind": detail.get("type"),
        "full_process": detail.get("isFullProcess"),
        "offline_only": detail.get("isOfflineOnly"),
        "internal": detail.get("isInternal"),
        "methods": [_method(item) for item in cleaner.objects(detail.get("executionMethods"))],
        "dossier": [_heading(item, cleaner) for item in cleaner.objects(detail.get("executionCases"))],
        "cases": [_variant(item, cleaner) for item in cleaner.objects(detail.get("cases"))],
        "results": detail.get("resultsDetails"),
        "legal": detail.get("legalBasisesDetails"),
        "decision": detail.get("decisionNo") or proposal.get("proposalNumber"),
        "requirements": detail.get("requirementsAndConditions"),
        "receiving": detail.get("dossierReceivingAddresses"),
    }


def steps(record: dict[str, Any], cleaner: Cleaner) -> tuple[str, ...]:
    """The official texts of the steps."""
    detail = cleaner.object(record.get("detail"))
    found = []
    for item in cleaner.objects(detail.get("executionSteps")):
        parts = [cleaner.text(item.get("name")), cleaner.lines(item.get("description"))]
        text = "\n".join(part for part in parts if part)
        if text:
            found.append(text)
    return tuple(found)


def _names(value: Any, cleaner: Cleaner) -> list[Any]:
    return [item.get("name") for item in cleaner.objects(value) if item.get("name")]


def _method(item: dict[str, Any]) -> dict[str, Any]:
    return {
        "channel": item.get("submissionMethod"),
        "time": item.get("processingTime"),
        "unit": item.get("processingTimeUnit"),
        "note": item.get("description"),
        "fees": item.get("fees"),
    }


def _heading(item: dict[str, Any], cleaner: Cleaner) -> dict[str, Any]:
    return {
        "case": item.get("name"),
        "docs": [
            {
                "code": part.get("code"),
                "name": part.get("name"),
                "original": part.get("originalQty"),
                "copy": part.get("copyQty"),
                "eform": part.get("hasElectronicForm"),
                "templates": _attachments(part.get("attachments"), cleaner),
            }
            for part in cleaner.objects(item.get("profileComponents"))
        ],
    }


def _attachments(value: Any, cleaner: Cleaner) -> list[dict[str, Any]]:
    return [
        {"name": item.get("name") or item.get("fileName"), "url": item.get("url") or ""}
        if isinstance(item, dict)
        else {"name": item}
        for item in cleaner.items(value)
    ]


def _variant(item: dict[str, Any], cleaner: Cleaner) -> dict[str, Any]:
    day = cleaner.object(item.get("processingDay"))
    return {"code": item.get("code"), "name": item.get("name"), "qty": day.get("qty"), "unit": day.get("type")}

"""The addresses of the API, version 1. Each asks one question of a room, with the rights of the caller's account."""

import base64
import binascii
from datetime import datetime
from typing import Annotated, Any

from django.http import HttpRequest
from ninja import Form, Path, Query, Status

from haidang.catalogue import api as catalogue
from haidang.dossiers.api import for_systems
from haidang.identity import api as identity
from haidang.identity.api import ApiScope
from haidang.open_api import cursors, problems
from haidang.open_api.access import AUTH, Api, caller_of, client_of, needs
from haidang.open_api.questions import (
    TEXT,
    DossierQuestion,
    EventQuestion,
    ProcedureDay,
    ProcedureQuestion,
    TokenRequest,
)
from haidang.open_api.schemas import (
    Caller,
    CaseItem,
    ChannelItem,
    DocumentItem,
    DossierItem,
    DossierPage,
    EventPage,
    FeeItem,
    ProcedurePage,
    ProcedureRow,
    ProcedureView,
    Time,
    TokenAnswer,
    TokenRefused,
)
from haidang.platform import clock

Code = Annotated[str, Path(..., max_length=60, pattern=TEXT)]
PROBLEMS = dict.fromkeys((401, 403, 404, 422, 429), problems.Problem)
REFUSED = dict.fromkeys((400, 401), TokenRefused)

api = Api(
    title="Hải Đăng",
    version="1.0.0",
    description="Giao diện mở cho hệ thống của các cơ quan. Thời điểm theo ISO 8601, UTC.",
    urls_namespace="open_api",
    # Its pages would fetch scripts from elsewhere.
    docs_url=None,
    auth=AUTH,
)
problems.install(api)


@api.post(
    "/token",
    auth=None,
    response={200: TokenAnswer, 400: TokenRefused, 401: TokenRefused, 422: problems.Problem},
    tags=["access"],
)
def token(request: HttpRequest, asked: Form[TokenRequest]) -> Any:
    """A token for a client's code and secret, sent as form fields or by HTTP Basic (RFC 6749, section 4.4)."""
    client = client_of(*(_basic(request) or (asked.client_id, asked.client_secret)))
    if client is None:
        return Status(401, {"error": "invalid_client"})
    wanted = frozenset(asked.scope.split()) or frozenset(client.scopes)
    if not wanted <= frozenset(client.scopes):
        return Status(400, {"error": "invalid_scope"})
    found = identity.token_for(client, scopes=sorted(wanted), now=clock.now())
    life = int(identity.TOKEN_LIFE.total_seconds())
    return {"access_token": found, "token_type": "Bearer", "expires_in": life, "scope": " ".join(sorted(wanted))}


@api.get("/me", response={200: Caller, **PROBLEMS}, tags=["access"])
def me(request: HttpRequest) -> Any:
    """Which client the request comes from, and what it may ask."""
    caller = caller_of(request)
    return {
        "client": caller.client.code,
        "name": caller.client.name,
        "scopes": sorted(caller.scopes),
        "per_minute": caller.client.per_minute,
    }


@api.get("/procedures", response={200: ProcedurePage, **PROBLEMS}, tags=["procedures"])
@needs(ApiScope.PROCEDURES)
def procedures(request: HttpRequest, asked: Query[ProcedureQuestion]) -> Any:  # noqa: ARG001
    """Procedures that the province offers, found by words (`q`) or by the agency that executes them."""
    found = catalogue.search(
        asked.q, limit=asked.limit, offset=asked.offset, agency_code=asked.agency or None, on=clock.today()
    )
    rows = [_row(hit) for hit in found.items]
    return {"items": rows, "total": found.total}


@api.get("/procedures/{code}", response={200: ProcedureView, **PROBLEMS}, tags=["procedures"])
@needs(ApiScope.PROCEDURES)
def procedure(request: HttpRequest, code: Code, asked: Query[ProcedureDay]) -> Any:  # noqa: ARG001
    """A procedure as it is in force `on` a date, by default today."""
    return _view(catalogue.published(code, on=asked.on or clock.today()))


@api.get("/dossiers", response={200: DossierPage, **PROBLEMS}, tags=["dossiers"])
@needs(ApiScope.DOSSIERS)
def dossiers(request: HttpRequest, asked: Query[DossierQuestion]) -> Any:
    """The dossiers of the client's agencies, the newest first."""
    place = cursors.read(asked.cursor, of="dossiers")
    wanted = for_systems.Wanted(
        asked.agency, asked.procedure, asked.state, asked.submitted_from, asked.submitted_before
    )
    after = (datetime.fromisoformat(place[0]), place[1]) if place else None
    found = for_systems.dossiers_for(caller_of(request).user, wanted, after=after, limit=asked.limit, on=clock.today())
    following = cursors.written([found.place[0].isoformat(), found.place[1]], of="dossiers") if found.place else None
    return {"items": found.rows, "next_cursor": following}


@api.get("/dossiers/{code}", response={200: DossierItem, **PROBLEMS}, tags=["dossiers"])
@needs(ApiScope.DOSSIERS)
def dossier(request: HttpRequest, code: Code) -> Any:
    """One dossier of the client's agencies."""
    return for_systems.dossier_for(caller_of(request).user, code, on=clock.today())


@api.get("/events", response={200: EventPage, **PROBLEMS}, tags=["events"])
@needs(ApiScope.EVENTS)
def events(request: HttpRequest, asked: Query[EventQuestion]) -> Any:
    """What has happened to the dossiers of the client's agencies since `cursor`; without one, from the beginning."""
    after = cursors.read(asked.cursor, of="events") or ""
    found = for_systems.events_for(caller_of(request).user, after, limit=asked.limit, on=clock.today())
    return {"items": found.rows, "cursor": cursors.written(found.cursor, of="events"), "is_last": found.is_last}


def _row(hit: catalogue.SearchHit) -> ProcedureRow:
    return ProcedureRow(
        code=hit.code,
        name=hit.name,
        service_levels=list(hit.service_levels),
        fields=[name for _code, name in hit.fields],
    )


def _view(found: catalogue.PublishedProcedure) -> ProcedureView:
    content = found.content
    return ProcedureView(
        code=found.code,
        name=found.name,
        version=found.number,
        valid_from=found.valid_from,
        is_offered=content.offered,
        fields=[field.name for field in content.fields],
        levels=list(content.levels),
        cases=[_case(case) for case in content.cases],
        channels=[_channel(offer) for offer in content.channels],
    )


def _case(case: catalogue.Case) -> CaseItem:
    documents = [
        DocumentItem(name=each.name, originals=each.originals, copies=each.copies)
        for each in case.documents
        if not each.is_note
    ]
    return CaseItem(key=case.key, name=case.name, service_level=case.service_level, documents=documents)


def _channel(offer: catalogue.ChannelOffer) -> ChannelItem:
    return ChannelItem(
        channel=offer.channel,
        time=_time(offer.time),
        committed=_time(offer.committed),
        fees=[FeeItem(name=fee.name, amount_vnd=fee.amount_vnd, note=fee.note) for fee in offer.fees],
    )


def _time(limit: catalogue.TimeLimit | None) -> Time | None:
    return Time(value=limit.value, unit=limit.unit) if limit else None


def _basic(request: HttpRequest) -> tuple[str, str] | None:
    """Code and secret of HTTP Basic, if the request has any."""
    scheme, _space, given = request.headers.get("Authorization", "").partition(" ")
    if scheme.lower() != "basic":
        return None
    try:
        code, _colon, secret = base64.b64decode(given, validate=True).decode().partition(":")
    except (binascii.Error, UnicodeDecodeError):
        return ("", "")
    return code, secret

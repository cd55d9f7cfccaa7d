"""Connected systems: registered, signed in by key or token, narrowed by scope, held to a rate, revoked."""

import base64
from datetime import timedelta

import pytest
from django.test import Client

from haidang.identity import api as identity
from haidang.platform.errors import Invalid, NotAllowed
from world import DEPARTMENT, DISTRICT

TOKEN = "/api/v1/token"


def token_of(issued, **more):
    form = {
        "grant_type": "client_credentials", "client_id": issued.client.code, "client_secret": issued.secret
    }  # fmt: skip
    return Client().post(TOKEN, form | more)


def me(token):
    return Client().get("/api/v1/me", headers={"Authorization": f"Bearer {token}"})


def test_a_token_serves_for_its_time_and_its_scopes(house):
    issued = house.register(scopes=["procedures", "events"])
    answer = token_of(issued).json()
    assert (answer["token_type"], answer["expires_in"], answer["scope"]) == ("Bearer", 900, "events procedures")
    assert me(answer["access_token"]).json()["client"] == issued.client.code
    narrow = token_of(issued, scope="events").json()["access_token"]
    assert me(narrow).json()["scopes"] == ["events"]
    refused = Client().get("/api/v1/procedures", headers={"Authorization": f"Bearer {narrow}"})
    assert (refused.status_code, refused.json()["code"]) == (403, "insufficient-scope")
    house.world.now += timedelta(minutes=15)
    assert me(answer["access_token"]).status_code == 401


def test_http_basic_gives_a_token_too(house):
    issued = house.register()
    basic = base64.b64encode(f"{issued.client.code}:{issued.secret}".encode()).decode()
    answer = Client().post(TOKEN, {"grant_type": "client_credentials"}, headers={"Authorization": f"Basic {basic}"})
    assert answer.status_code == 200


@pytest.mark.parametrize(
    ("changes", "status", "error"),
    [
        ({"client_secret": "x"}, 401, "invalid_client"),
        ({"client_id": "hd-nobody"}, 401, "invalid_client"),
        ({"grant_type": "password"}, 400, "unsupported_grant_type"),
        ({"grant_type": ""}, 400, "unsupported_grant_type"),
        ({"client_secret": "\x00"}, 400, "invalid_request"),
        ({"scope": "dossiers"}, 400, "invalid_scope"),
    ],
)
def test_what_gives_no_token(house, changes, status, error):
    answer = token_of(house.register(scopes=["procedures"]), **changes)
    assert (answer.status_code, answer.json()) == (status, {"error": error})


@pytest.mark.parametrize("header", ["", "Bearer", "Bearer x", "Bearer a.b.c", "Basic \xff", "Bearer \x00"])
def test_nobody_gets_in_with_anything_else(house, header):
    answer = Client().get("/api/v1/me", headers={"Authorization": header})
    assert answer.status_code == 401
    assert answer["Content-Type"] == "application/problem+json"
    assert answer["WWW-Authenticate"].startswith("Bearer")
    assert Client().get("/api/v1/me", headers={"X-API-Key": header}).status_code == 401


def test_a_renewed_secret_ends_the_old_one_and_its_tokens(house):
    old = house.register()
    token = token_of(old).json()["access_token"]
    new = identity.renew_secret(
        code=old.client.code, actor=house.administrator, now=house.world.now, key=house.world.key()
    )
    assert new.secret != old.secret
    assert token_of(old).status_code == 401
    assert me(token).status_code == 401
    assert token_of(new).status_code == 200


def test_a_revoked_client_is_out_at_once_and_for_good(house):
    issued = house.register()
    token = token_of(issued).json()["access_token"]
    given = {"code": issued.client.code, "actor": house.administrator, "now": house.world.now}
    with pytest.raises(Invalid):
        identity.revoke_client(reason=" ", key=house.world.key(), **given)
    identity.revoke_client(reason="Lộ khóa", key=house.world.key(), **given)
    assert token_of(issued).status_code == 401
    assert me(token).status_code == 401
    with pytest.raises(Invalid):
        identity.renew_secret(key=house.world.key(), **given)
    assert identity.verify_clients() == []


def test_asking_too_often_is_refused_until_the_minute_is_over(house):
    caller = house.caller(per_minute=2)
    house.world.now = house.world.now.replace(second=50)
    first, second, third = (caller.get("procedures") for _number in range(3))
    assert (first["RateLimit-Limit"], first["RateLimit-Remaining"]) == ("2", "1")
    assert second["RateLimit-Remaining"] == "0"
    assert (third.status_code, third["Retry-After"]) == (429, "10")
    house.world.now += timedelta(seconds=10)
    assert caller.get("procedures").status_code == 200
    client = identity.ApiClient.objects.get()
    assert identity.use_of(client, since=house.world.now - timedelta(hours=1)) == {"admitted": 3, "refused": 1}


def test_the_same_form_sent_twice_makes_one_client_with_one_secret(house):
    key = house.world.key()
    first, second = house.register(key=key), house.register(key=key)
    assert (first.client, first.secret) == (second.client, second.secret)
    assert identity.ApiClient.objects.count() == 1


def test_the_secret_is_stored_nowhere(house):
    from haidang.platform import models as platform

    issued = house.register()
    tables = [identity.ApiClient, identity.User, platform.JournalEntry, platform.IdempotencyRecord]
    for table in tables:
        assert issued.secret not in repr(list(table.objects.values()))


def test_nobody_connects_a_system_to_agencies_that_he_does_not_manage(house):
    district = house.world.officer("administrator", DISTRICT)
    with pytest.raises(NotAllowed):
        house.register(actor=district)
    with pytest.raises(NotAllowed):
        house.register(actor=house.world.leader)
    issued = house.register()
    with pytest.raises(identity.ClientNotFound):
        identity.client_for(district, issued.client.code, now=house.world.now)
    assert identity.clients_for(district, now=house.world.now) == []
    assert [each.code for each in identity.clients_for(house.administrator, now=house.world.now)] == [
        issued.client.code
    ]


@pytest.mark.parametrize(
    "changes",
    [{"name": " "}, {"contact": ""}, {"scopes": []}, {"scopes": ["all"]}, {"per_minute": 0}, {"per_minute": 10**6}],
)
def test_what_is_no_client_is_refused(house, changes):
    with pytest.raises(Invalid) as refusal:
        house.register(**changes)
    assert refusal.value.field == next(iter(changes))
    assert not identity.ApiClient.objects.exists()


def test_nobody_signs_in_with_the_account_of_a_system(house):
    issued = house.register()
    assert not Client().login(username=issued.client.code, password=issued.secret)
    assert issued.client.account.is_active
    assert not issued.client.account.is_officer
    assert issued.client.account.assignments.get().agency.code == DEPARTMENT

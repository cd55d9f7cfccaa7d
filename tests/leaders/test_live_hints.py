"""Hints by server-sent events: who hears of what, and who hears nothing."""

import asyncio

import pytest
from django.conf import settings
from django.test import Client
from django.urls import reverse
from leader_pages import BOARD, client_of

from haidang.dossiers.api import State
from haidang.leaders.live import readers, watching
from haidang.leaders.live.stream import PATH, Live
from world import DEPARTMENT, OTHER_DEPARTMENT


def cookies_of(client):
    return f"{settings.SESSION_COOKIE_NAME}={client.cookies[settings.SESSION_COOKIE_NAME].value}"


def test_a_change_concerns_those_who_may_see_its_figures(world):
    line = watching.last_line()
    assert watching.since(line) == (line, None)
    world.bring(State.NEW)
    after, change = watching.since(line)
    assert after == watching.last_line() > line
    concerned = {}
    for name, user in {
        "leader": world.leader,
        "manager": world.officer("manager", DEPARTMENT),
        "other": world.officer("manager", OTHER_DEPARTMENT),
        "specialist": world.officer("specialist", DEPARTMENT),
    }.items():
        concerned[name] = change.concerns(readers.scopes_of(cookies_of(client_of(user))))
    assert concerned == {"leader": True, "manager": True, "other": False, "specialist": False}


def test_more_than_can_be_told_concerns_everybody(world, monkeypatch):
    line = watching.last_line()
    world.bring(State.RECEIVED)
    monkeypatch.setattr(watching, "MOST", 1)
    after, change = watching.since(line)
    assert after == watching.last_line()
    assert change.concerns([])


def test_whoever_signs_out_is_nobody(world):
    client = client_of(world.leader)
    cookies = cookies_of(client)
    assert readers.scopes_of(cookies)
    client.post(reverse("portal:sign_out"))
    for text in (cookies, "", "sessionid=", "sessionid=x; ;;=", "\x00"):
        assert readers.scopes_of(text) == []


class Connection:
    """One connection to the application, as a server would hold it."""

    def __init__(self, *, path=PATH, method="GET", **headers):
        pairs = [(name.encode(), value.encode()) for name, value in {"host": "localhost:8001", **headers}.items()]
        self.scope = {"type": "http", "path": path, "method": method, "headers": pairs}
        self.sent, self._gone = [], asyncio.Event()

    async def receive(self):
        await self._gone.wait()
        return {"type": "http.disconnect"}

    async def send(self, message):
        self.sent.append(message)

    def leave(self):
        self._gone.set()

    @property
    def status(self):
        return self.sent[0]["status"]

    @property
    def headers(self):
        return dict(self.sent[0]["headers"])

    @property
    def text(self):
        return b"".join(message.get("body", b"") for message in self.sent[1:]).decode()


@pytest.fixture
def held(monkeypatch):
    """What the two databases of the application answer: nobody's rights but the leader's, and a change when told."""
    state = {"line": 7, "change": None, "scopes": {"sessionid=leader": ["everything"]}}

    def since(line):
        change, state["change"] = state["change"], None
        return line, change

    monkeypatch.setattr(readers, "scopes_of", lambda cookies: state["scopes"].get(cookies, []))
    monkeypatch.setattr(watching, "last_line", lambda: state["line"])
    monkeypatch.setattr(watching, "since", since)
    return state


async def until(condition):
    for _attempt in range(400):
        if condition():
            return
        await asyncio.sleep(0.01)
    raise AssertionError("did not happen")


def test_a_stream_is_told_once_of_a_change_and_closed_with_its_session(held):
    async def play():
        live = Live(look_seconds=0.01, session_seconds=0.0)
        there = Connection(cookie="sessionid=leader", origin="http://localhost:8000")
        serving = asyncio.create_task(live(there.scope, there.receive, there.send))
        await until(lambda: "retry" in there.text)
        assert there.headers[b"access-control-allow-origin"] == b"http://localhost:8000"
        await asyncio.sleep(0.05)
        held["change"] = watching.Change(None)
        await until(lambda: "event: changed" in there.text)
        assert there.text.count("event: changed") == 1
        assert "data: {}" in there.text, "and nothing besides"
        held["scopes"].clear()
        held["change"] = watching.Change(None)
        await asyncio.wait_for(serving, 5)
        assert there.text.count("event: changed") == 1

    asyncio.run(play())


def test_a_reader_who_goes_is_let_go(held):
    async def play():
        live = Live(look_seconds=0.01)
        there = Connection(cookie="sessionid=leader")
        serving = asyncio.create_task(live(there.scope, there.receive, there.send))
        await until(lambda: "retry" in there.text)
        there.leave()
        await asyncio.wait_for(serving, 5)
        assert not live._bells

    asyncio.run(play())


@pytest.mark.parametrize(
    ("status", "asked"),
    [
        (403, {}),
        (403, {"cookie": "sessionid=other"}),
        (403, {"cookie": "sessionid=leader", "origin": "http://elsewhere.example"}),
        (403, {"cookie": "sessionid=leader", "origin": "null"}),
        (404, {"cookie": "sessionid=leader", "path": "/dieu-hanh/"}),
        (404, {"cookie": "sessionid=leader", "method": "POST"}),
    ],
)
def test_nobody_else_is_answered(held, status, asked):
    async def play():
        there = Connection(**asked)
        await asyncio.wait_for(Live()(there.scope, there.receive, there.send), 5)
        assert there.status == status
        assert there.text == ""

    asyncio.run(play())


def test_a_page_may_listen_only_where_the_operator_says(world, settings):
    client = Client()
    client.force_login(world.leader)
    assert "connect-src" not in client.get(BOARD)["Content-Security-Policy"]
    settings.LIVE_PORT = 8001
    page = client.get(BOARD, headers={"Host": "localhost:8000"})
    assert "connect-src 'self' http://localhost:8001" in page["Content-Security-Policy"]
    assert 'data-live="http://localhost:8001/dieu-hanh/truc-tiep/"' in page.content.decode()
    settings.LIVE_URL = "/dieu-hanh/truc-tiep/"
    page = client.get(BOARD)
    assert "connect-src" not in page["Content-Security-Policy"]
    assert 'data-live="/dieu-hanh/truc-tiep/"' in page.content.decode()

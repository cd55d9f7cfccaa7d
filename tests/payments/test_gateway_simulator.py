"""The stand-in of a gateway and the adapter that calls it, over real sockets: they share nothing but the protocol."""

import re
import threading
from datetime import UTC, datetime, timedelta
from html import unescape
from urllib.parse import parse_qs, urlsplit
from wsgiref.simple_server import WSGIRequestHandler, make_server

import httpx
import pytest
from till import AMOUNT, KEY, NAME

from haidang.gateway_simulator import cli
from haidang.gateway_simulator.store import Faults
from haidang.payments import api as payments
from haidang.payments import signing, vietqr
from haidang.payments.errors import GatewayProblem
from haidang.payments.http_gateway import HttpGateway

BACK = "http://localhost/ho-so/"


class Quiet(WSGIRequestHandler):
    def log_message(self, *_args):
        pass


class Stand:
    """The stand-in on a port, its clock set to the test's moment; the calls that it makes come into `calls`."""

    def __init__(self, now):
        self.app = cli.make(db=":memory:", call_back="http://house/", offset_seconds=0, key=KEY)
        self.calls, self.answers = [], []
        self.move_clock(now)
        self.app.caller.post = self._post
        self.app.caller.sleep = self.calls.append
        self._server = make_server("127.0.0.1", 0, self.app, handler_class=Quiet)
        self.url = f"http://127.0.0.1:{self._server.server_port}"
        self.gateway = HttpGateway(NAME, self.url, KEY)
        threading.Thread(target=self._server.serve_forever, daemon=True).start()

    def move_clock(self, now):
        clock = type(self.app.clock)((now - datetime.now(UTC)).total_seconds())
        object.__setattr__(self.app, "clock", clock)
        self.app.caller.clock = clock

    def _post(self, _url, body, headers):
        self.calls.append((body, headers[signing.HEADER]))
        return self.answers.pop(0) if self.answers else "200"

    @property
    def sent(self):
        return [call for call in self.calls if isinstance(call, tuple)]

    def told(self):
        """Waits for the thread that makes the calls."""
        for thread in threading.enumerate():
            if thread is not threading.current_thread() and thread.daemon and "tell" in thread.name:
                thread.join(5)
        return self.sent

    def close(self):
        self._server.shutdown()
        self._server.server_close()


@pytest.fixture
def stand(till):
    made = Stand(till.world.now)
    till.gateway = made.gateway
    yield made
    made.close()


def link(stand, payment, now):
    return stand.gateway.pay_url(
        reference=payment.reference, amount_vnd=payment.amount_vnd, title=payment.title, back=BACK, now=now
    )


def fields(page):
    return {name: unescape(value) for name, value in re.findall(r'name="(\w+)" value="([^"]*)"', page)}


def press(stand, page, what="pay"):
    return httpx.post(f"{stand.url}/thanh-toan/tra", data=fields(page) | {"what": what})


def pay(stand, payment, now):
    page = httpx.get(link(stand, payment, now))
    assert page.status_code == 200
    return press(stand, page.text)


def deliver(till, stand):
    return [till.call(body, signature=signature) for body, signature in stand.told()]


def test_a_citizen_pays_and_the_house_hears_of_it(till, stand):
    payment = till.request()
    page = httpx.get(link(stand, payment, till.world.now)).text
    assert payment.reference in page
    assert "50.000 ₫" in page
    answers = [press(stand, page), press(stand, page)]
    assert [(one.status_code, one.headers["location"]) for one in answers] == [(303, BACK)] * 2
    assert deliver(till, stand) == ["taken"]
    (told,) = stand.gateway.query(payment.reference, now=till.world.now)
    assert (told.amount_vnd, told.reference) == (AMOUNT, payment.reference)
    assert payments.ask(payment.reference, now=till.world.now)[0].replayed


def test_a_citizen_turns_back(till, stand):
    payment = till.request()
    page = httpx.get(link(stand, payment, till.world.now)).text
    assert press(stand, page, "cancel").headers["location"] == BACK
    assert stand.gateway.query(payment.reference, now=till.world.now) == []


def test_nobody_changes_the_amount_on_the_way(till, stand):
    address = link(stand, till.request(), till.world.now)
    assert httpx.get(address.replace(f"SoTien={AMOUNT}", "SoTien=1")).status_code == 403
    assert httpx.get(address.partition("&ChuKy=")[0]).status_code == 403
    stand.move_clock(till.later(hours=3))
    assert httpx.get(address).status_code == 403


@pytest.mark.parametrize(
    ("faults", "verdicts"),
    [
        (Faults(copies=3), ["taken", "duplicate", "duplicate"]),
        (Faults(is_lost=True), []),
        (Faults(is_forged=True), ["forged", "taken"]),
        (Faults(late_seconds=30), ["taken"]),
    ],
)
def test_faults(till, stand, faults, verdicts):
    payment = till.request()
    stand.app.store.set_faults(faults)
    pay(stand, payment, till.world.now)
    assert deliver(till, stand) == verdicts
    assert (30 in stand.calls) == bool(faults.late_seconds)
    # Whatever became of the calls, asking tells the truth.
    payments.ask(payment.reference, now=till.world.now)
    payment.refresh_from_db()
    assert payment.status == payments.Payment.Status.PAID
    assert payments.balance(payments.Account.CLEARING) == AMOUNT


def test_a_call_is_made_until_it_is_heard(till, stand):
    stand.answers = ["500", "ConnectError"]
    pay(stand, till.request(), till.world.now)
    assert deliver(till, stand) == ["taken", "duplicate", "duplicate"]
    assert stand.calls[1::2] == [1, 2]


def test_a_bank_reads_the_code(till, stand):
    payment = till.request()
    order = vietqr.Order(payment.bank_bin, payment.account, payment.amount_vnd, payment.reference)
    answer = httpx.post(f"{stand.url}/ngan-hang", data={"qr": vietqr.build(order)})
    assert "Đã chuyển 50.000 ₫" in answer.text
    assert deliver(till, stand) == ["taken"]


@pytest.mark.parametrize("form", [{}, {"qr": "abc"}, {"reference": "x"}, {"reference": "x", "amount": "-5"}])
def test_a_bank_refuses_what_is_not_whole(stand, form):
    assert httpx.post(f"{stand.url}/ngan-hang", data=form).status_code == 400
    assert stand.app.store.newest() == []


def test_refunds_are_done_once_and_never_exceed(till, stand):
    payment, now = till.request(), till.world.now
    pay(stand, payment, now)
    (told,) = stand.gateway.query(payment.reference, now=now)

    def back(key, amount):
        return stand.gateway.refund(key=key, number=told.number, amount_vnd=amount, reason="Thừa", now=now).number

    first = back("refund:1", 30_000)
    assert back("refund:1", 30_000) == first
    with pytest.raises(GatewayProblem, match="SoTien"):
        back("refund:2", 20_001)
    assert back("refund:3", 20_000) != first
    lines = stand.gateway.statement(now.date(), now=now)
    assert [line.amount_vnd for line in lines] == [AMOUNT, -30_000, -20_000]
    assert {line.reference for line in lines} == {payment.reference}
    assert stand.gateway.statement(now.date() - timedelta(days=1), now=now) == []


def test_questions_with_another_key_are_not_answered(till, stand):
    other = HttpGateway(NAME, stand.url, b"another")
    with pytest.raises(GatewayProblem, match="403"):
        other.query("HD0000000000", now=till.world.now)
    with pytest.raises(GatewayProblem, match="403"):
        stand.gateway.query("HD0000000000", now=till.later(minutes=6))


def test_a_gateway_that_is_not_there():
    gone = HttpGateway(NAME, "http://127.0.0.1:9", KEY)
    with pytest.raises(GatewayProblem):
        gone.query("HD0000000000", now=datetime.now(UTC))


@pytest.mark.parametrize("body", [b"", b"[]", b"{", b'{"MaThamChieu":5}'])
def test_signed_nonsense_is_declined(till, stand, body):
    headers = {signing.HEADER: signing.sign(body, key=KEY, at=till.world.now)}
    for service in ("tra-cuu", "hoan-tra", "sao-ke"):
        answer = httpx.post(f"{stand.url}/{service}", content=body, headers=headers)
        assert answer.json()["MaLoi"] == "99"


def test_the_overview_shows_what_moved_and_takes_faults(till, stand):
    pay(stand, till.request(), till.world.now)
    stand.told()
    assert httpx.post(f"{stand.url}/loi", data={"copies": "4", "late": "0", "lost": "on"}).status_code == 303
    assert stand.app.store.faults == Faults(copies=4, is_lost=True)
    page = httpx.get(stand.url).text
    assert "50.000 ₫" in page
    assert 'name="lost" checked' in page
    for path in ("/khong-co", "/thanh-toan", "/thanh-toan?ChuKy=x"):
        assert httpx.get(stand.url + path).status_code in (403, 404)
    assert httpx.post(f"{stand.url}/loi", data={"copies": "x"}).status_code == 400


def test_the_link_is_what_the_house_signed(till):
    gateway = HttpGateway(NAME, "http://g", KEY)
    address = gateway.pay_url(reference="HD1", amount_vnd=5, title="Phí & lệ phí", back=BACK, now=till.world.now)
    query = urlsplit(address).query
    signed, _mark, _signature = query.rpartition("&ChuKy=")
    found = {name: value[0] for name, value in parse_qs(query).items()}
    assert found["NoiDung"] == "Phí & lệ phí"
    assert signing.check(signed.encode(), found["ChuKy"], key=KEY, now=till.world.now) == "good"

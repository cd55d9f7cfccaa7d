"""A gateway without a network, and the few things that tests do with payments."""

import itertools
from dataclasses import dataclass, field
from datetime import timedelta

from haidang.payments import api as payments
from haidang.payments import signing, wire
from haidang.payments.errors import GatewayProblem
from haidang.payments.http_gateway import HttpGateway
from haidang.payments.ports import PaidBack, StatementLine, Told

KEY = b"k" * 32
NAME = "cong-thu"
AMOUNT = 50_000


@dataclass
class FakeGateway:
    """Reads calls as the real adapter does; what has come in is what the test put into `told`."""

    name: str = NAME
    told: list = field(default_factory=list)
    lines: list = field(default_factory=list)
    is_down: bool = False
    refunds: dict = field(default_factory=dict)
    asked: list = field(default_factory=list)

    def read_notice(self, body, signature, *, now):
        return HttpGateway(self.name, "http://x", KEY).read_notice(body, signature, now=now)

    def query(self, reference, *, now):
        self._answer()
        self.asked.append(reference)
        return [one for one in self.told if one.reference == reference]

    def refund(self, *, key, number, amount_vnd, reason, now):
        self._answer()
        self.refunds.setdefault(key, (number, amount_vnd))
        return PaidBack(f"HT-{key}")

    def statement(self, day, *, now):
        self._answer()
        return self.lines

    def _answer(self):
        if self.is_down:
            raise GatewayProblem("ConnectTimeout")


class Till:
    def __init__(self, world):
        self.world, self.gateway = world, FakeGateway()
        self._numbers = itertools.count(1)

    def request(self, amount=AMOUNT, *, subject=None, now=None, agency=None):
        """A payment that waits; by an officer who asks for it."""
        found = self.world.agency(*([agency] if agency else []))
        wish = payments.Wish(
            subject or f"thu:{next(self._numbers)}", "Phí thử", found.id, found.code, amount, self.world.citizen.pk
        )
        actor = self.world.officer("specialist")
        reference = payments.request(wish=wish, actor=actor, now=now or self.world.now, key=self.world.key())
        return payments.Payment.objects.get(reference=reference)

    def cancel(self, payment, now=None):
        actor = self.world.officer("specialist")
        now = now or self.world.now
        return payments.cancel(subject=payment.subject, reason="Thu hồi", actor=actor, now=now)

    def body(self, reference, amount=AMOUNT, *, number=None, at=None, status=wire.DONE):
        return wire.encode(
            MaThamChieu=reference,
            MaGiaoDich=number or f"GD{next(self._numbers):06d}",
            SoTien=amount,
            ThoiGianGD=wire.words(at or self.world.now),
            TrangThai=status,
        )

    def call(self, body, *, now=None, signed_at=None, key=KEY, signature=None):
        """Sends a notice as the gateway does; returns the verdict."""
        now = now or self.world.now
        if signature is None:
            signature = signing.sign(body, key=key, at=signed_at or now)
        return payments.receive(gateway_name=NAME, body=body, signature=signature, now=now)

    def pay(self, payment, amount=None, *, number=None, now=None):
        """The citizen has paid and the gateway says so."""
        body = self.body(payment.reference, amount or payment.amount_vnd, number=number, at=now)
        return self.call(body, now=now)

    def transfer(self, **which):
        return payments.Transfer.objects.get(**which)

    def told(self, reference, amount=AMOUNT, number="GD-HOI", at=None):
        return Told(NAME, number, reference, amount, at or self.world.now)

    def line(self, reference, amount, number, at=None):
        return StatementLine(number, reference, amount, at or self.world.now)

    def later(self, **span):
        return self.world.now + timedelta(**span)


def balanced():
    """Nothing is wrong with journals and ledger, and all accounts together hold nothing."""
    return payments.verify() == [] and sum(payments.balances().values()) == 0

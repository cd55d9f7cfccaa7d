"""A payment gateway reached by HTTP, every message signed both ways (`signing`, `wire`)."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from urllib.parse import urlencode

from django.conf import settings

from haidang.payments import signing, wire
from haidang.payments.errors import GatewayProblem
from haidang.payments.ports import Call, Gateway, PaidBack, StatementLine, Told

SECONDS = 10
_MOST_BYTES = 32 * 1024 * 1024


@dataclass(frozen=True, slots=True)
class HttpGateway:
    """A gateway at `url`; `key` is the secret shared with it."""

    name: str
    url: str
    key: bytes

    def pay_url(self, *, reference: str, amount_vnd: int, title: str, back: str, now: datetime) -> str:
        """Its page where a citizen pays; the signature is over the query before it."""
        facts = {"MaThamChieu": reference, "SoTien": amount_vnd, "NoiDung": title, "DuongDanTroVe": back}
        query = urlencode(facts)
        return f"{self.url}/thanh-toan?{query}&{urlencode({'ChuKy': self._sign(query.encode(), now)})}"

    def read_notice(self, body: bytes, signature: str, *, now: datetime) -> Call:
        """Reads a call after its signature was checked; what is not signed is read for the operator's eyes only."""
        standing = signing.check(body, signature, key=self.key, now=now)
        try:
            fields = wire.decode(body)
        except wire.Malformed:
            return Call(standing)
        reference, number = wire.hint(fields, "MaThamChieu", most=100), wire.hint(fields, "MaGiaoDich", most=60)
        try:
            told = wire.told(self.name, fields) if wire.is_done(fields) else None
        except wire.Malformed:
            return Call(standing, reference=reference, number=number)
        return Call(standing, is_readable=True, told=told, reference=reference, number=number)

    def query(self, reference: str, *, now: datetime) -> list[Told]:
        """What has come in under `reference`."""
        fields = self._ask("tra-cuu", now, MaThamChieu=reference)
        found = fields.get("DanhSach")
        if not isinstance(found, list) or not all(isinstance(item, dict) for item in found):
            raise GatewayProblem("DanhSach")
        try:
            return [wire.told(self.name, item) for item in found]
        except wire.Malformed as error:
            raise GatewayProblem(str(error)) from error

    def refund(self, *, key: str, number: str, amount_vnd: int, reason: str, now: datetime) -> PaidBack:
        """Pays back; raises GatewayProblem also where the gateway declines."""
        fields = self._ask("hoan-tra", now, MaYeuCau=key, MaGiaoDich=number, SoTien=amount_vnd, LyDo=reason)
        try:
            return PaidBack(wire.text(fields, "MaGiaoDich", most=50))
        except wire.Malformed as error:
            raise GatewayProblem(str(error)) from error

    def statement(self, day: date, *, now: datetime) -> list[StatementLine]:
        """The statement file of a day."""
        try:
            return wire.statement(self._send("sao-ke", wire.encode(Ngay=f"{day:%Y%m%d}"), now))
        except wire.Malformed as error:
            raise GatewayProblem(str(error)) from error

    def _ask(self, service: str, now: datetime, **fields: Any) -> dict[str, Any]:
        try:
            answer = wire.decode(self._send(service, wire.encode(**fields), now))
        except wire.Malformed as error:
            raise GatewayProblem(str(error)) from error
        if answer.get("MaLoi") != wire.DONE:
            raise GatewayProblem(f"{answer.get('MaLoi')} {answer.get('MoTa', '')}"[:200])
        return answer

    def _send(self, service: str, body: bytes, now: datetime) -> bytes:
        """The body of the answer, whose signature was checked; raises GatewayProblem."""
        import httpx

        headers = {signing.HEADER: self._sign(body, now), "Content-Type": "application/json"}
        try:
            answer = httpx.post(f"{self.url}/{service}", content=body, headers=headers, timeout=SECONDS)
        except httpx.HTTPError as error:
            raise GatewayProblem(type(error).__name__) from error
        if answer.status_code != httpx.codes.OK or len(answer.content) > _MOST_BYTES:
            raise GatewayProblem(f"HTTP {answer.status_code}")
        told = answer.headers.get(signing.HEADER, "")
        if signing.check(answer.content, told, key=self.key, now=now) is not signing.Standing.GOOD:
            raise GatewayProblem("signature")
        return answer.content

    def _sign(self, body: bytes, now: datetime) -> str:
        return signing.sign(body, key=self.key, at=now)


def from_settings() -> Sequence[Gateway]:
    """The gateway that the settings name, if any."""
    url = settings.PAYMENT_GATEWAY_URL.rstrip("/")
    return [HttpGateway(settings.PAYMENT_GATEWAY, url, settings.PAYMENT_GATEWAY_KEY)] if url else []

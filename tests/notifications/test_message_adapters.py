"""Every adapter against a local provider: the same four answers, whoever carries the message."""

import hashlib
import hmac
import ssl
from datetime import UTC, datetime, timedelta

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from test_web_push import Browser

from carriers import MailServer, running
from haidang.notifications.adapters.capture import Capture
from haidang.notifications.adapters.gateway import Gateway
from haidang.notifications.adapters.smtp import Security, Smtp
from haidang.notifications.adapters.web_push import WebPush
from haidang.notifications.channels import Channel, NotSent, Parcel, Rejected, Uncertain
from haidang.notifications.models import CapturedMessage


def parcel(channel=Channel.EMAIL, **changes):
    values = {"address": "an@vidu.example", "subject": "Hồ sơ đã được tiếp nhận", "body": "Kính gửi bà An"}
    values["at"] = datetime(2024, 11, 4, 2, tzinfo=UTC)
    return Parcel(channel=channel, key="0123456789abcdef" * 2, **values | changes)


class MailCase:
    """An SMTP server and what makes it give each of the four answers."""

    def __init__(self, mail, _gateway, _service):
        self.server, self.parcel = mail, parcel()
        self.adapter = Smtp("email-1", "127.0.0.1", mail.port, Security.NONE, "mot-cua@tinh.example", "u", "p")
        self.gone = Smtp("email-1", "127.0.0.1", 9, Security.NONE, "mot-cua@tinh.example")

    def say(self, answer):
        self.server.answers = {
            "busy": {"RCPT": "451 later"}, "never": {"RCPT": "550 no such user"}, "silent": {"DATA.": "drop"},
        }.get(answer, {})  # fmt: skip

    @property
    def got(self):
        return len({each["Message-ID"] for each in self.server.got})


class GatewayCase:
    def __init__(self, _mail, gateway, _service):
        self.server, self.parcel = gateway, parcel(Channel.SMS, address="0912345678")
        self.adapter = Gateway("sms-1", gateway.url.replace("geheim@", ""), "geheim")
        self.gone = Gateway("sms-1", "http://127.0.0.1:9/", "geheim")

    def say(self, answer):
        self.server.status = {"busy": 503, "never": 422, "silent": "drop"}.get(answer, 200)

    @property
    def got(self):
        return len(self.server.sent)


class PushCase:
    def __init__(self, _mail, _gateway, service):
        browser, gone = Browser(f"{service.address}/push/one"), Browser("http://127.0.0.1:9/")
        keys = {name: browser.subscription[name] for name in ("p256dh", "auth")}
        self.server, self.parcel = service, parcel(Channel.PUSH, address=browser.endpoint, tag="a", **keys)
        self.adapter, self.gone = WebPush(), WebPush()
        self.parcel_for_gone = parcel(Channel.PUSH, address=gone.endpoint, **keys)

    def say(self, answer):
        self.server.status = {"busy": 503, "never": 410, "silent": None}.get(answer, 201)

    @property
    def got(self):
        return len({path for path, _headers, _body in self.server.got})


CASES = {"smtp": MailCase, "gateway": GatewayCase, "push": PushCase}


@pytest.fixture(params=sorted(CASES))
def case(request, mail, gateway, service):
    return CASES[request.param](mail, gateway, service)


def test_a_message_is_taken(case):
    case.adapter.send(case.parcel)
    assert case.got == 1


def test_the_same_message_again_is_one_message(case):
    case.adapter.send(case.parcel)
    case.adapter.send(case.parcel)
    assert case.got == 1


@pytest.mark.parametrize(("answer", "error"), [("busy", NotSent), ("never", Rejected), ("silent", Uncertain)])
def test_the_three_ways_of_failing(case, answer, error):
    case.say(answer)
    with pytest.raises(error) as found:
        case.adapter.send(case.parcel)
    assert "an@vidu" not in str(found.value)
    assert "0912345678" not in str(found.value)
    case.say("ready")
    case.adapter.send(case.parcel)
    assert case.got == 1


def test_nobody_there_is_surely_not_sent(case):
    with pytest.raises(NotSent):
        case.gone.send(getattr(case, "parcel_for_gone", case.parcel))


def test_a_demonstration_keeps_what_it_would_send(db):
    for _twice in range(2):
        assert Capture("email-demo").send(parcel()).is_delivered
    row = CapturedMessage.objects.get()
    assert (row.address, row.subject, row.body) == ("an@vidu.example", "Hồ sơ đã được tiếp nhận", "Kính gửi bà An")


def test_an_email_says_who_writes_and_reads_as_it_was_written(mail):
    MailCase(mail, None, None).adapter.send(parcel())
    (message,) = mail.got
    assert message["From"] == "mot-cua@tinh.example"
    assert (message["To"], message["Subject"]) == ("an@vidu.example", "Hồ sơ đã được tiếp nhận")
    assert message["Message-ID"] == f"<{parcel().key}@tinh.example>"
    assert message.get_content().strip() == "Kính gửi bà An"


@pytest.mark.parametrize("address", ["an@vidu.example\nBcc: all@vidu.example", "an@vidu.example\r\nX: y"])
def test_nobody_writes_headers_into_an_address(mail, address):
    with pytest.raises(Rejected):
        MailCase(mail, None, None).adapter.send(parcel(address=address))
    assert mail.got == []


def test_a_gateway_can_tell_who_asks(gateway):
    GatewayCase(None, gateway, None).adapter.send(parcel(Channel.SMS, address="0912345678"))
    ((headers, body),) = gateway.asked
    moment = headers["X-Haidang-Timestamp"]
    signed = hmac.new(b"geheim", f"{moment}.".encode() + body, hashlib.sha256).hexdigest()
    assert headers["X-Haidang-Signature"] == f"sha256={signed}"
    assert abs(int(moment) - datetime.now(UTC).timestamp()) < 60
    assert "geheim" not in repr(Gateway("sms-1", "http://127.0.0.1/", "geheim"))
    assert "geheim" not in repr(Smtp("email-1", "127.0.0.1", 25, Security.TLS, "a@b.example", "u", "geheim"))


@pytest.fixture
def certificate(tmp_path, monkeypatch):
    """A certificate of 127.0.0.1 that this process trusts, as a server's context."""
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(x509.NameOID.COMMON_NAME, "localhost")])
    now = datetime.now(UTC)
    made = (
        x509.CertificateBuilder(name, name, key.public_key(), x509.random_serial_number(), now, now + timedelta(days=1))
        .add_extension(x509.SubjectAlternativeName([x509.DNSName("localhost")]), critical=False)
        .add_extension(x509.BasicConstraints(ca=True, path_length=0), critical=True)
        .sign(key, hashes.SHA256())
    )
    pem = made.public_bytes(serialization.Encoding.PEM)
    own = key.private_bytes(serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption())
    (tmp_path / "own.pem").write_bytes(own + pem)
    (tmp_path / "trusted.pem").write_bytes(pem)
    monkeypatch.setenv("SSL_CERT_FILE", str(tmp_path / "trusted.pem"))
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(tmp_path / "own.pem")
    return context


@pytest.mark.parametrize("security", [Security.TLS, Security.STARTTLS])
def test_mail_goes_under_tls_to_a_server_that_proves_itself(certificate, security, monkeypatch):
    with running(MailServer(certificate, implicit=security is Security.TLS)) as server:
        sender = Smtp("email-1", "localhost", server.port, security, "mot-cua@tinh.example")
        sender.send(parcel())
        assert (len(server.got), server.secured) == (1, 1)
        monkeypatch.delenv("SSL_CERT_FILE")
        with pytest.raises(NotSent):
            sender.send(parcel())
        assert len(server.got) == 1


def test_mail_does_not_go_in_the_clear_where_tls_was_asked_for(mail):
    with pytest.raises(NotSent):
        Smtp("email-1", "127.0.0.1", mail.port, Security.STARTTLS, "mot-cua@tinh.example").send(parcel())
    assert mail.got == []

"""E-mail by SMTP (RFC 5321), over TLS or after STARTTLS; without either only to a server on this machine."""

import smtplib
import ssl
from dataclasses import dataclass, field
from email.message import EmailMessage
from email.policy import SMTP as SMTP_POLICY
from email.utils import format_datetime
from enum import Enum

from haidang.notifications.channels import Accepted, NotSent, Parcel, Rejected, Uncertain
from haidang.platform import clock

TIMEOUT_SECONDS = 10
_PERMANENT = 500


class Security(Enum):
    """How the connection is protected."""

    TLS = "tls"
    STARTTLS = "starttls"
    NONE = "none"


@dataclass(frozen=True, slots=True)
class Smtp:
    """A mail server. A message keeps its Message-ID however often it is sent: a mailbox can tell a repetition."""

    name: str
    host: str
    port: int
    security: Security
    sender: str
    username: str = ""
    password: str = field(default="", repr=False)

    def send(self, parcel: Parcel) -> Accepted:
        """Hands the message over. A server that falls silent after it has got the text may have sent it: Uncertain."""
        message = self._message(parcel)
        with self._connected() as server:
            self._envelope(server, parcel.address)
            try:
                code, _answer = server.data(message.as_bytes(policy=SMTP_POLICY))
            except smtplib.SMTPDataError as error:
                raise _refused(error.smtp_code) from None
            except (OSError, smtplib.SMTPException) as error:
                raise Uncertain(type(error).__name__) from None
            if code != 250:
                raise _refused(code)
        return Accepted(message["Message-ID"])

    def _message(self, parcel: Parcel) -> EmailMessage:
        message = EmailMessage()
        try:
            message["From"], message["To"], message["Subject"] = self.sender, parcel.address, parcel.subject
        except ValueError:
            raise Rejected("address") from None
        message["Date"] = format_datetime(clock.machine_now())
        message["Message-ID"] = f"<{parcel.key}@{self.sender.rpartition('@')[2].rstrip('>')}>"
        # Answers of machines to machines are not wanted (RFC 3834).
        message["Auto-Submitted"] = "auto-generated"
        message.set_content(parcel.body + "\n")
        return message

    def _connected(self) -> "_Session":
        try:
            return _Session(self._open())
        except smtplib.SMTPAuthenticationError:
            raise NotSent("authentication") from None
        except smtplib.SMTPNotSupportedError:
            raise NotSent("STARTTLS") from None
        except (OSError, smtplib.SMTPException) as error:
            raise NotSent(type(error).__name__) from None

    def _open(self) -> smtplib.SMTP:
        own = self.sender.rpartition("@")[2].rstrip(">")
        if self.security is Security.TLS:
            context = ssl.create_default_context()
            server: smtplib.SMTP = smtplib.SMTP_SSL(self.host, self.port, own, timeout=TIMEOUT_SECONDS, context=context)
        else:
            server = smtplib.SMTP(self.host, self.port, own, timeout=TIMEOUT_SECONDS)
        try:
            if self.security is Security.STARTTLS:
                server.starttls(context=ssl.create_default_context())
            if self.username:
                server.login(self.username, self.password)
        except BaseException:
            server.close()
            raise
        return server

    def _envelope(self, server: smtplib.SMTP, address: str) -> None:
        """Says from whom and to whom; nothing has been sent before the text follows."""
        try:
            server.ehlo_or_helo_if_needed()
            steps = (server.mail(self.sender), server.rcpt(address))
        except (OSError, smtplib.SMTPException, UnicodeError) as error:
            raise NotSent(type(error).__name__) from None
        for code, _answer in steps:
            if code not in {250, 251}:
                raise _refused(code)


class _Session:
    """Closes the connection whatever happens; a server that does not take leave is no failure."""

    def __init__(self, server: smtplib.SMTP) -> None:
        self._server = server

    def __enter__(self) -> smtplib.SMTP:
        return self._server

    def __exit__(self, *_error: object) -> None:
        try:
            self._server.quit()
        except (OSError, smtplib.SMTPException):
            self._server.close()


def _refused(code: int) -> NotSent | Rejected:
    """A server's no: for good from 500 on, else for now."""
    return Rejected(f"SMTP {code}") if code >= _PERMANENT else NotSent(f"SMTP {code}")

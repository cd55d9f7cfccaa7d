"""Short messages and Zalo through a provider's HTTP gateway.

POST {"key", "channel", "to", "text"}, signed (`signing`), with the key as `Idempotency-Key`: a gateway must send the
same key once. It answers 2xx with {"reference"}. Adapters to a provider's own protocol stand behind the same address.
"""

import json
from dataclasses import dataclass, field

import httpx

from haidang.notifications.adapters import signing
from haidang.notifications.channels import Accepted, NotSent, Parcel, Rejected, Uncertain
from haidang.platform import clock

TIMEOUT_SECONDS = 10
_NEVER = frozenset({400, 404, 410, 422})
"""What a gateway answers about a message that it will not send."""
_NOT_NOW = frozenset({401, 403, 429, 503})
"""What it answers before it has looked at the message."""


@dataclass(frozen=True, slots=True)
class Gateway:
    """A gateway at `url`; `secret` signs what goes there and what it reports."""

    name: str
    url: str
    secret: str = field(repr=False)

    def send(self, parcel: Parcel) -> Accepted:
        """Hands the message over. Without an answer nobody knows whether it was sent: Uncertain."""
        content = {"key": parcel.key, "channel": parcel.channel.value, "to": parcel.address, "text": parcel.body}
        body = json.dumps(content, ensure_ascii=False).encode()
        moment = int(clock.machine_now().timestamp())
        headers = {
            "Content-Type": "application/json",
            signing.KEY: parcel.key,
            signing.MOMENT: str(moment),
            signing.SIGNATURE: signing.sign(self.secret, moment=moment, body=body),
        }
        try:
            # No proxies from the environment, no redirects: the secret's holder is the address in the settings.
            with httpx.Client(timeout=TIMEOUT_SECONDS, trust_env=False, follow_redirects=False) as client:
                answer = client.post(self.url, content=body, headers=headers)
        except (httpx.ConnectError, httpx.ConnectTimeout) as error:
            raise NotSent(type(error).__name__) from None
        except (httpx.HTTPError, httpx.InvalidURL) as error:
            raise Uncertain(type(error).__name__) from None
        return _read(answer)


def _read(answer: httpx.Response) -> Accepted:
    status = answer.status_code
    if answer.is_success:
        return Accepted(_reference(answer))
    if status in _NEVER:
        raise Rejected(f"HTTP {status}")
    if status in _NOT_NOW or answer.is_redirect:
        raise NotSent(f"HTTP {status}")
    raise Uncertain(f"HTTP {status}")


def _reference(answer: httpx.Response) -> str:
    """The gateway's own name of the message; empty where it does not say one that we can read."""
    try:
        found = answer.json()
    except ValueError:
        return ""
    reference = found.get("reference", "") if isinstance(found, dict) else ""
    return str(reference)[:100] if isinstance(reference, str | int) else ""

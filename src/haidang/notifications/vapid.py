"""Who we are to a push service (VAPID, RFC 8292): a key pair of the installation's own, no account anywhere."""

import json
from datetime import datetime, timedelta
from urllib.parse import urlsplit

from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.asymmetric.utils import decode_dss_signature
from django.conf import settings

from haidang.notifications.encryption import CURVE, point, to_url64

_ORDER = 0xFFFFFFFF00000000FFFFFFFFFFFFFFFFBCE6FAADA7179E84F3B9CAC2FC632551
_VALID = timedelta(hours=12)


def _private_key() -> ec.EllipticCurvePrivateKey:
    scalar = int.from_bytes(settings.VAPID_KEY, "big") % (_ORDER - 1) + 1
    return ec.derive_private_key(scalar, CURVE)


def public_key() -> str:
    """What a browser subscribes with (`applicationServerKey`)."""
    return to_url64(point(_private_key().public_key()))


def authorization(endpoint: str, *, at: datetime) -> str:
    """The header for a message to `endpoint`; `at` is the machine's own time, which the push service compares."""
    parts = urlsplit(endpoint)
    claims = {"aud": f"{parts.scheme}://{parts.netloc}", "exp": int((at + _VALID).timestamp())}
    if settings.PUBLIC_URL.startswith("https:"):
        # Where the service finds who runs this, should it have to.
        claims["sub"] = settings.PUBLIC_URL
    signed = ".".join(to_url64(json.dumps(part).encode()) for part in ({"typ": "JWT", "alg": "ES256"}, claims))
    r, s = decode_dss_signature(_private_key().sign(signed.encode(), ec.ECDSA(hashes.SHA256())))
    signature = to_url64(r.to_bytes(32, "big") + s.to_bytes(32, "big"))
    return f"vapid t={signed}.{signature}, k={public_key()}"

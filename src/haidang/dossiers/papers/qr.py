"""What the QR code at the top left of every paper says (Circular 01/2023/TT-VPCP; DOMAIN §3.3).

Four facts at least: code of the dossier, code of the procedure, identification of the applicant, name of the paper.
They travel in the address of the page that verifies the paper, so that a phone opens it at once. The applicant's
number is masked: a code can be photographed by anybody (docs/decisions).
"""

import hashlib
import hmac
from dataclasses import dataclass
from urllib.parse import urlencode

from django.conf import settings

from haidang.platform.text import without_diacritics

_LETTERS = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
LENGTH = 12
_KEPT_DIGITS = 3
# What people write for letters that the alphabet above leaves out.
_READ_AS = str.maketrans("OIL", "011")


@dataclass(frozen=True, slots=True)
class Named:
    """The four facts of a paper's QR code."""

    dossier_code: str
    procedure_code: str
    owner_id: str
    paper_name: str

    @property
    def query(self) -> str:
        """The facts as the query of an address, in letters that every reader of codes understands."""
        name = "-".join(without_diacritics(self.paper_name).replace(",", "").split())
        owner = f"***{self.owner_id[-_KEPT_DIGITS:]}" if len(self.owner_id) > _KEPT_DIGITS else "***"
        pairs = {"hs": self.dossier_code, "tt": self.procedure_code, "dd": owner, "giay": name}
        return urlencode(pairs, safe="*")


def verify_code(identity: str) -> str:
    """12 letters (60 bits) that belong to the paper with that identity and cannot be guessed from another's."""
    digest = hmac.new(settings.BLIND_INDEX_KEY, f"dossiers.paper\0{identity}".encode(), hashlib.sha256).digest()
    number = int.from_bytes(digest[:8])
    return "".join(_LETTERS[number >> 5 * place & 31] for place in range(LENGTH))


def spaced(code: str) -> str:
    """A code in groups of four, as people read it out."""
    return "-".join(code[start : start + 4] for start in range(0, len(code), 4))


def as_stored(typed: str) -> str:
    """A code as it was typed or scanned, in the spelling in which it is stored."""
    return "".join(letter for letter in typed.upper() if letter.isalnum()).translate(_READ_AS)


def public_url(path: str) -> str:
    """The public address of a page of this installation."""
    return f"{settings.PUBLIC_URL.rstrip('/')}/{path}"

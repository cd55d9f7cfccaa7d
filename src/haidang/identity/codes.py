"""The two spellings of an agency code and how one becomes the other.

Decision 20/2020/QĐ-TTg writes from the root (`H06.30.05`), QCVN 102:2016/BTTTT from the leaf with four fixed
groups (`000.05.30.H06`).
"""

import re

# The fourth group alone has three digits, and a group of zeros at the end stands for none: then it is not written.
_CANONICAL = re.compile(r"(?!.*\.0+$)[A-Z]\d{2}(?:\.\d{2}(?:\.\d{2}(?:\.\d{3})?)?)?", re.ASCII)
_LEGACY = re.compile(r"\d{3}\.\d{2}\.\d{2}\.[A-Z]\d{2}", re.ASCII)


def is_canonical(code: str) -> bool:
    """Whether `code` is spelt root first."""
    return bool(_CANONICAL.fullmatch(code))


def is_legacy(code: str) -> bool:
    """Whether `code` is spelt leaf first with four groups."""
    return bool(_LEGACY.fullmatch(code))


def to_legacy(code: str) -> str:
    """`H06.30.05` as `000.05.30.H06`; raises ValueError for anything that is not canonical."""
    if not is_canonical(code):
        raise ValueError(f"{code!r} is not an agency code of Decision 20/2020")
    root, *rest = code.split(".")
    second, third, fourth = [*rest, *["00", "00", "000"][len(rest) :]]
    return f"{fourth}.{third}.{second}.{root}"


def to_canonical(code: str) -> str:
    """`000.05.30.H06` as `H06.30.05`, without trailing empty groups; raises ValueError for other spellings."""
    if not is_legacy(code):
        raise ValueError(f"{code!r} is not an agency code of QCVN 102")
    fourth, third, second, root = code.split(".")
    parts = [root, second, third, fourth]
    while len(parts) > 1 and not int(parts[-1]):
        parts.pop()
    return ".".join(parts)

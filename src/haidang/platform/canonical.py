"""One spelling of a plain value as bytes, so that hashes can be compared between databases and years."""

import json
from collections.abc import Mapping
from typing import Any


def canonical(value: Mapping[str, Any]) -> str:
    """`value` (plain JSON values only) as compact JSON with sorted keys."""
    return json.dumps(value, ensure_ascii=False, sort_keys=True, separators=(",", ":"), allow_nan=False)

"""Which attributes of a log say what: the case, the activity, the moment, who did it, the deadline."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Columns:
    """Names as the reader was told; a blank one is looked for under the usual names."""

    case: str = ""
    activity: str = ""
    timestamp: str = ""
    resource: str = ""
    deadline: str = ""
    timestamp_format: str = ""

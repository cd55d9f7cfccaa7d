"""What this part of the room asks of forecasts; filled by whoever makes them, empty until then."""

from collections.abc import Callable, Collection

Forecasts = Callable[[Collection[str]], dict[str, float]]
"""From dossier codes to the probability of missing the due date, 0 to 1, of those that have a forecast."""

_PART = 5_000
_filled: list[Forecasts] = []


def fill_forecasts(source: Forecasts) -> None:
    """Says where forecasts come from; the last one said counts."""
    _filled[:] = [source]


def has_forecasts() -> bool:
    """Whether anybody makes forecasts here."""
    return bool(_filled)


def forecasts(codes: Collection[str]) -> dict[str, float]:
    """The probabilities of these dossiers, asked for in parts; empty where nobody makes forecasts."""
    wanted, found = list(codes), dict[str, float]()
    for first in range(0, len(wanted) if _filled else 0, _PART):
        found |= _filled[0](wanted[first : first + _PART])
    return found


def forecast(code: str) -> float | None:
    """The probability of one dossier; None where there is none."""
    return forecasts([code]).get(code)

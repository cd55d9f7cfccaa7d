"""What this part of the room asks of forecasts; filled by whoever makes them, empty until then."""

from collections.abc import Callable, Collection

Forecasts = Callable[[Collection[str]], dict[str, float]]
"""From dossier codes to the probability of missing the due date, 0 to 1, of those that have a forecast."""

_filled: list[Forecasts] = []


def fill_forecasts(source: Forecasts) -> None:
    """Says where forecasts come from; the last one said counts."""
    _filled[:] = [source]


def has_forecasts() -> bool:
    """Whether anybody makes forecasts here."""
    return bool(_filled)


def forecasts(codes: Collection[str]) -> dict[str, float]:
    """The probabilities of these dossiers; empty where nobody makes forecasts."""
    return _filled[0](codes) if _filled else {}


def forecast(code: str) -> float | None:
    """The probability of one dossier; None where there is none."""
    return forecasts([code]).get(code)

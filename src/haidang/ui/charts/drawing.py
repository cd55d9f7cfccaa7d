"""Charts as SVG: in a page, where the style sheet gives the colours, or as a picture of its own that carries it."""

from functools import cache
from pathlib import Path
from typing import Protocol

from django.template.loader import render_to_string
from django.utils.safestring import SafeString, mark_safe

STYLES = Path(__file__).parent.parent / "static" / "ui" / "charts.css"


class Chart(Protocol):
    """What can be drawn: it knows the template that does so."""

    @property
    def template(self) -> str:
        """The template's name."""

    @property
    def title(self) -> str:
        """What it shows, for those who do not see it."""

    @property
    def width(self) -> int:
        """Units across."""

    @property
    def height(self) -> int:
        """Units down."""


def drawn(chart: Chart, *, name: str) -> SafeString:
    """The chart for a page; `name` makes its ids the only ones there."""
    return render_to_string(chart.template, {"chart": chart, "id": name})


def picture(chart: Chart) -> str:
    """The chart as an SVG file that needs nothing besides."""
    inside = drawn(chart, name="hinh").strip()
    head, rest = inside.split(">", 1)
    size = f' xmlns="http://www.w3.org/2000/svg" width="{chart.width}" height="{chart.height}"'
    return mark_safe(f"{head}{size}><style>{_styles()}</style>{rest}")  # noqa: S308  # drawn by templates that escape


@cache
def _styles() -> str:
    return STYLES.read_text()

"""What a dashboard is made of: tiles in an order, each a question drawn in some way, or words. Checked data. Pure.

The document is kept as it is, in the draft and in every published version; `read` turns it into this and refuses what
it cannot be. Edits take a content and give another one.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum
from typing import Any

from django.utils.translation import gettext_lazy as _

from haidang.ioc.errors import Invalid
from haidang.ioc.maps.outlines import Layer
from haidang.ioc.questions import question as questions
from haidang.ioc.questions.question import Question

MOST_TILES, MOST_TITLE, MOST_TEXT = 24, 150, 2_000
FIELDS = {"kind", "size", "title", "text", "question", "layer"}


class Kind(StrEnum):
    """How a tile shows its question."""

    FIGURE = "so"
    """The last value, against its target, with a small line."""
    LINE = "duong"
    BARS = "thanh"
    MAP = "ban-do"
    TABLE = "bang"
    TEXT = "chu"
    """Words alone: a heading, a note."""


class Size(StrEnum):
    """How wide a tile is on a desk: a quarter, a half, all."""

    SMALL = "nho"
    HALF = "vua"
    FULL = "lon"


@dataclass(frozen=True, slots=True)
class Tile:
    """One tile; `title` blank: the indicator's. A tile of words has no question, every other one has. `layer`: maps."""

    kind: Kind
    size: Size = Size.HALF
    title: str = ""
    text: str = ""
    question: Question | None = None
    layer: Layer = Layer.DISTRICTS

    def plain(self) -> dict[str, Any]:
        """As it is kept."""
        found: dict[str, Any] = {"kind": self.kind.value, "size": self.size.value, "title": self.title}
        if self.text:
            found["text"] = self.text
        if self.question:
            found["question"] = self.question.plain()
        if self.kind is Kind.MAP:
            found["layer"] = self.layer.value
        return found


@dataclass(frozen=True, slots=True)
class Content:
    """A dashboard as one reads it; `is_wall`: it is made for the big screen."""

    title: str
    note: str = ""
    is_wall: bool = False
    tiles: tuple[Tile, ...] = ()

    def plain(self) -> dict[str, Any]:
        """As it is kept."""
        tiles = [tile.plain() for tile in self.tiles]
        return {"title": self.title, "note": self.note, "is_wall": self.is_wall, "tiles": tiles}


def read(data: Mapping[str, Any]) -> Content:
    """The content that `data` writes; raises Invalid with the field."""
    tiles = data.get("tiles", [])
    if not isinstance(tiles, list) or len(tiles) > MOST_TILES:
        raise Invalid(_("Một bảng có nhiều nhất %(most)s ô.") % {"most": MOST_TILES}, field="tiles")
    return Content(
        title=_text(data.get("title", ""), "title", MOST_TITLE, needed=True),
        note=_text(data.get("note", ""), "note", MOST_TEXT),
        is_wall=data.get("is_wall") is True,
        tiles=tuple(read_tile(tile) for tile in tiles),
    )


def read_tile(data: Any) -> Tile:
    """The tile that `data` writes; raises Invalid with the field."""
    if not isinstance(data, Mapping) or not set(data) <= FIELDS:
        raise Invalid(_("Không hiểu ô này."), field="kind")
    kind = _choice(Kind, data.get("kind"), "kind")
    tile = Tile(
        kind=kind,
        size=_choice(Size, data.get("size", Size.HALF.value), "size"),
        title=_text(data.get("title", ""), "title", MOST_TITLE),
        text=_text(data.get("text", ""), "text", MOST_TEXT),
        layer=_choice(Layer, data.get("layer", Layer.DISTRICTS.value), "layer"),
    )
    if kind is Kind.TEXT:
        if not tile.title and not tile.text:
            raise Invalid(_("Ô chữ phải có tiêu đề hoặc nội dung."), field="text")
        return tile
    asked = data.get("question")
    return replace(tile, question=questions.read(asked if isinstance(asked, Mapping) else {}))


def add(content: Content, tile: Tile) -> Content:
    """With one more tile at the end; raises Invalid when there is no room."""
    if len(content.tiles) >= MOST_TILES:
        raise Invalid(_("Một bảng có nhiều nhất %(most)s ô.") % {"most": MOST_TILES}, field="kind")
    return replace(content, tiles=(*content.tiles, tile))


def put(content: Content, number: int, tile: Tile) -> Content:
    """With `tile` in the place of tile `number` (from 0)."""
    return _with(content, number, lambda tiles: [*tiles[:number], tile, *tiles[number + 1 :]])


def remove(content: Content, number: int) -> Content:
    """Without tile `number`."""
    return _with(content, number, lambda tiles: [*tiles[:number], *tiles[number + 1 :]])


def move(content: Content, number: int, by: int) -> Content:
    """With tile `number` so many places further on, as far as there are places."""

    def moved(tiles: Sequence[Tile]) -> list[Tile]:
        rest = [*tiles[:number], *tiles[number + 1 :]]
        to = min(max(number + by, 0), len(rest))
        return [*rest[:to], tiles[number], *rest[to:]]

    return _with(content, number, moved)


def _with(content: Content, number: int, change: Any) -> Content:
    if not 0 <= number < len(content.tiles):
        raise Invalid(_("Không có ô này."), field="tiles")
    return replace(content, tiles=tuple(change(content.tiles)))


def _text(value: Any, name: str, most: int, *, needed: bool = False) -> str:
    if not isinstance(value, str) or len(value) > most or "\x00" in value:
        raise Invalid(_("Nội dung dài quá hoặc không phải chữ."), field=name)
    if needed and not value.strip():
        raise Invalid(_("Hãy điền mục này."), field=name)
    return value.strip()


def _choice(choices: Any, value: Any, name: str) -> Any:
    if value not in {each.value for each in choices}:
        raise Invalid(_("Chọn một trong: %(choices)s.") % {"choices": ", ".join(choices)}, field=name)
    return choices(value)

"""What stands on a paper, as plain values: the only thing that its PDF and its page are drawn from."""

import json

import msgspec


class Facts(msgspec.Struct, frozen=True, tag="facts"):
    """Lines of label and words; a line without words is left out when the sheet is made."""

    items: tuple[tuple[str, str], ...]


class Text(msgspec.Struct, frozen=True, tag="text"):
    """A paragraph; `style` is plain, strong, heading or centre (an address such as "Kính gửi")."""

    text: str
    style: str = "plain"


class Column(msgspec.Struct, frozen=True):
    """A column of a table: title, share of the width (0: as narrow as its words), start or center."""

    title: str
    share: float = 1
    align: str = "start"


class Table(msgspec.Struct, frozen=True, tag="table"):
    """A table whose head is repeated on every page; each row has one cell a column."""

    columns: tuple[Column, ...]
    rows: tuple[tuple[str, ...], ...]


class Signature(msgspec.Struct, frozen=True):
    """A place to sign: the lines above ("KT. GIÁM ĐỐC", "PHÓ GIÁM ĐỐC"), a hint in brackets, the name below."""

    titles: tuple[str, ...]
    name: str
    hint: str = ""


class Sheet(msgspec.Struct, frozen=True, kw_only=True):
    """A whole paper. `v` is the version of this shape; dates are already in words, so drawing decides nothing."""

    v: int = 1
    name: str
    form: str
    """Form and circular as the foot of the page names them; empty where no circular has a form."""
    title: tuple[str, ...]
    subtitle: str
    about: str
    superior: str
    agency: str
    number: str
    place: str
    day: str
    """Of the paper, as YYYY-MM-DD."""
    dossier_code: str
    blocks: tuple[Facts | Text | Table, ...]
    signatures: tuple[Signature, ...]
    recipients: tuple[str, ...] = ()
    qr: str
    foot: str
    landscape: bool = False

    @property
    def day_words(self) -> str:
        """The day as papers write it: ngày 04 tháng 11 năm 2024. Days and the months 1 and 2 have two digits."""
        year, month, day = self.day.split("-")
        return f"ngày {day} tháng {month if month < '03' else str(int(month))} năm {year}"


def to_json(sheet: Sheet) -> str:
    """The sheet as JSON, always spelled the same."""
    return json.dumps(msgspec.to_builtins(sheet), ensure_ascii=False, sort_keys=True, separators=(",", ":"))


def from_json(text: str) -> Sheet:
    """The sheet that `to_json` wrote."""
    return msgspec.json.decode(text, type=Sheet)


def facts(*items: tuple[str, str]) -> Facts:
    """Lines of label and words, without those that have no words."""
    return Facts(tuple((label, words) for label, words in items if words))

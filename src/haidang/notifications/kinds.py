"""What kinds of message there are. Rooms above declare theirs when Django starts; this one knows none by itself."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from django.utils.functional import Promise

from haidang.notifications.channels import Channel

LANGUAGES = ("vi", "en")


@dataclass(frozen=True, slots=True)
class Placeholder:
    """A value that texts of a kind may name as `{name}`: cut to `limit` letters, in a short message to `short`."""

    name: str
    title: str | Promise
    sample: str
    limit: int = 200
    short: int = 40


@dataclass(frozen=True, slots=True)
class Text:
    """What is said on one channel in one language; a channel without subjects leaves it empty."""

    subject: str
    body: str


@dataclass(frozen=True, slots=True)
class Kind:
    """A kind of message. `is_legal`: the law has the person told, so at least the inbox always does.

    `texts` are as shipped, by channel and language, and cannot be changed by editing; `channels` are used for whoever
    has not chosen.
    """

    code: str
    title: str | Promise
    placeholders: tuple[Placeholder, ...]
    texts: Mapping[tuple[Channel, str], Text] = field(hash=False)
    channels: frozenset[Channel] = frozenset({Channel.INBOX, Channel.EMAIL, Channel.PUSH})
    is_legal: bool = False
    is_chosen: bool = True
    """Whether people choose by which channels they hear of it; a digest comes by whatever it was made of."""

    @property
    def names(self) -> frozenset[str]:
        """The names that its texts may use."""
        return frozenset(each.name for each in self.placeholders)

    @property
    def samples(self) -> dict[str, str]:
        """A value for each placeholder, for previews."""
        return {each.name: each.sample for each in self.placeholders}


_kinds: dict[str, Kind] = {}


def register(kind: Kind) -> None:
    """Makes a kind known; a second one of the same code replaces the first."""
    _kinds[kind.code] = kind


def kind_of(code: str) -> Kind:
    """The kind with that code; raises KeyError for one that no room has declared."""
    return _kinds[code]


def kinds() -> list[Kind]:
    """Every kind, in the order in which they were declared."""
    return list(_kinds.values())


def read_texts(plain: Mapping[str, Mapping[str, Mapping[str, str]]]) -> dict[tuple[Channel, str], Text]:
    """Texts as a file has them: {channel: {language: {"subject", "body"}}}."""
    return {
        (Channel(channel), language): Text(text.get("subject", ""), text["body"])
        for channel, by_language in plain.items()
        for language, text in by_language.items()
    }

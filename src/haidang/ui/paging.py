"""Pages of a list whose total is known."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Page:
    """Page `number` (from 1) of a list of `total` items, `size` a page."""

    number: int
    size: int
    total: int

    @classmethod
    def asked(cls, text: str | None, *, size: int, total: int) -> "Page":
        """The page that a query string asks for; anything that is not a page of this list is the nearest one."""
        last = max(1, -(-total // size))
        number = int(text) if text and text.isascii() and text.isdecimal() and len(text) < 9 else 1
        return cls(min(max(1, number), last), size, total)

    @property
    def offset(self) -> int:
        """How many items stand before this page."""
        return (self.number - 1) * self.size

    @property
    def last(self) -> int:
        """The number of the last page."""
        return max(1, -(-self.total // self.size))

    @property
    def first_item(self) -> int:
        """Which item of the list the page begins with, from 1; 0 when the list is empty."""
        return min(self.offset + 1, self.total)

    @property
    def last_item(self) -> int:
        """Which item of the list the page ends with."""
        return min(self.offset + self.size, self.total)

    @property
    def previous(self) -> int | None:
        """The page before, if any."""
        return self.number - 1 if self.number > 1 else None

    @property
    def next(self) -> int | None:
        """The page after, if any."""
        return self.number + 1 if self.number < self.last else None

    @property
    def numbers(self) -> list[int | None]:
        """The pages to offer: first, last and those around this one; None stands for a gap."""
        near = {1, self.last, self.number - 1, self.number, self.number + 1}
        offered: list[int | None] = []
        for number in sorted(number for number in near if 1 <= number <= self.last):
            if offered and number - (offered[-1] or 0) > 1:
                offered.append(None)
            offered.append(number)
        return offered

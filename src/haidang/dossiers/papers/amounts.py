"""Amounts of money in Vietnamese words, as receipts must write them. Pure."""

_DIGITS = ("không", "một", "hai", "ba", "bốn", "năm", "sáu", "bảy", "tám", "chín")
_UNITS = ("", "nghìn", "triệu")
_BILLION = 10**9


def dong(amount: int) -> str:
    """150000 → 150.000 đồng."""
    return f"{amount:,} đồng".replace(",", ".")


def dong_in_words(amount: int) -> str:
    """150000 → Một trăm năm mươi nghìn đồng. For amounts from 0."""
    words = f"{in_words(amount)} đồng"
    return words[:1].upper() + words[1:]


def in_words(number: int) -> str:
    """A number from 0 in words: 1.000.005 → một triệu không trăm linh năm."""
    if number >= _BILLION:
        head, rest = divmod(number, _BILLION)
        return f"{in_words(head)} tỷ {_below(rest, is_first=False)}".strip()
    return _below(number, is_first=True) or _DIGITS[0]


def _below(number: int, *, is_first: bool) -> str:
    """Millions, thousands and the rest of a number below a billion; what follows other words names its hundreds."""
    words = list[str]()
    for place in (2, 1, 0):
        group = number // 1_000**place % 1_000
        if group:
            words += [*_group(group, is_first=is_first and not words), _UNITS[place]]
    return " ".join(word for word in words if word)


def _group(group: int, *, is_first: bool) -> list[str]:
    hundreds, tens, units = group // 100, group // 10 % 10, group % 10
    found = [] if is_first and not hundreds else [_DIGITS[hundreds], "trăm"]
    if tens > 1:
        return [*found, _DIGITS[tens], "mươi", *_after_tens(units)]
    if tens == 1:
        return [*found, "mười", *(["lăm"] if units == 5 else [_DIGITS[units]] if units else [])]
    if units:
        found += ["linh"] if found else []
        found.append(_DIGITS[units])
    return found


def _after_tens(units: int) -> list[str]:
    """The last digit after twenty and more."""
    return [{1: "mốt", 4: "tư", 5: "lăm"}.get(units, _DIGITS[units])] if units else []

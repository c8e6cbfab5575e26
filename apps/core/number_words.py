"""Whole numbers in Vietnamese words, as they stand under sums of money: "Một trăm linh năm nghìn"."""

DIGITS = ("không", "một", "hai", "ba", "bốn", "năm", "sáu", "bảy", "tám", "chín")
SCALES = ("", "nghìn", "triệu", "tỷ")
THOUSAND, TEN = 1000, 10


def in_words(number: int) -> str:
    """The number in words, beginning with a capital letter. Raises ValueError for a negative one."""
    if number < 0:
        raise ValueError(number)
    words = " ".join(_words(number)) or DIGITS[0]
    return words[0].upper() + words[1:]


def _words(number: int) -> list[str]:
    """Groups of three digits; above a billion ("tỷ") the scales begin again: nghìn tỷ, triệu tỷ."""
    billions, rest = divmod(number, THOUSAND**3)
    found = [*_words(billions), SCALES[3]] if billions else []
    for power in (2, 1, 0):
        group = rest // THOUSAND**power % THOUSAND
        if group:
            found += _group(group, full=bool(found)) + ([SCALES[power]] if power else [])
    return found


def _group(group: int, *, full: bool) -> list[str]:
    """Three digits; ``full``: something stands before, so that an empty hundred is said ("không trăm")."""
    hundreds, rest = divmod(group, TEN * TEN)
    tens, ones = divmod(rest, TEN)
    found = [DIGITS[hundreds], "trăm"] if hundreds or full else []
    if tens > 1:
        found += [DIGITS[tens], "mươi"]
    elif tens == 1:
        found.append("mười")
    elif ones and found:
        found.append("linh")
    if ones:
        found.append(_one(tens, ones))
    return found


def _one(tens: int, ones: int) -> str:
    if ones == 1 and tens > 1:
        return "mốt"
    if ones == 5 and tens:  # noqa: PLR2004
        return "lăm"
    return DIGITS[ones]

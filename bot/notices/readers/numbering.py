"""Word's automatic numbers, counted: ECMA-376 §17.9."""

import re
from dataclasses import dataclass
from xml.etree import ElementTree as ET

from bot.notices.readers.wordml import W, child, value

_ROMAN = ((90, "xc"), (50, "l"), (40, "xl"), (10, "x"), (9, "ix"), (5, "v"), (4, "iv"), (1, "i"))


@dataclass(frozen=True, slots=True)
class Level:
    """How one level of a list counts: the format's name, the text with `%1` for numbers, and the first number."""

    form: str
    text: str
    start: int


class Numbering:
    """The lists of a document."""

    def __init__(self, root: ET.Element | None) -> None:
        """Reads the part that defines the lists."""
        found = [] if root is None else root.findall(f"{W}abstractNum")
        abstract = {each.get(f"{W}abstractNumId", ""): each for each in found}
        # A list that only names a list style has its levels where that style is defined (§17.9.21).
        styled = {name: each for each in found if (name := value(child(each, "styleLink")))}
        abstract = {n: styled.get(value(child(each, "numStyleLink")) or "", each) for n, each in abstract.items()}
        self._abstract_of, self._levels = dict[str, str](), dict[str, list[Level]]()
        self._restarts: dict[str, frozenset[int]] = {}
        for element in () if root is None else root.findall(f"{W}num"):
            number, of = element.get(f"{W}numId", ""), value(child(element, "abstractNumId")) or ""
            overrides = element.findall(f"{W}lvlOverride")
            self._abstract_of[number] = of
            self._levels[number] = _levels(abstract.get(of), overrides)
            self._restarts[number] = frozenset(
                _number(o.get(f"{W}ilvl"), 0) for o in overrides if child(o, "startOverride") is not None
            )

    def level(self, number: str, level: int) -> Level | None:
        """The list's level; None where the document does not define it."""
        levels = self._levels.get(number, [])
        return levels[level] if level < len(levels) else None

    def counted_with(self, number: str) -> str:
        """What lists share one count: those of one definition do, unless one of them starts anew."""
        return number if self._restarts.get(number) else f"abstract {self._abstract_of.get(number, number)}"


def _levels(abstract: ET.Element | None, overrides: list[ET.Element]) -> list[Level]:
    defined = [] if abstract is None else abstract.findall(f"{W}lvl")
    levels = {_number(each.get(f"{W}ilvl"), 0): each for each in defined}
    starts: dict[int, int] = {}
    for override in overrides:
        at = _number(override.get(f"{W}ilvl"), 0)
        if (own := child(override, "lvl")) is not None:
            levels[at] = own
        if start := value(child(override, "startOverride")):
            starts[at] = _number(start, 1)
    return [_level(levels.get(n), starts.get(n)) for n in range(max(levels, default=-1) + 1)]


def _level(element: ET.Element | None, start: int | None) -> Level:
    form = value(child(element, "numFmt")) or "decimal"
    text = value(child(element, "lvlText")) or ""
    return Level(form, text, _number(value(child(element, "start")), 1) if start is None else start)


class Counter:
    """The numbers given so far, list by list."""

    def __init__(self, numbering: Numbering) -> None:
        """Counts the lists of that document."""
        self._numbering = numbering
        self._counts: dict[str, list[int | None]] = {}

    def label(self, number: str, level: int) -> str | None:
        """The next label of the list at that level, such as `2.` or `-`; None where it shows none."""
        found = self._numbering.level(number, level)
        if found is None:
            return "-"
        if found.form == "bullet":
            return "-"
        counts = self._counts.setdefault(self._numbering.counted_with(number), [None] * 9)
        before = counts[level]
        counts[level] = found.start if before is None else before + 1
        counts[level + 1 :] = [None] * (8 - level)
        if found.form == "none" or not found.text.strip():
            return None
        return re.sub(r"%(\d)", lambda match: self._shown(number, counts, int(match[1]) - 1), found.text).strip()

    def _shown(self, number: str, counts: list[int | None], level: int) -> str:
        defined = self._numbering.level(number, level)
        count = counts[level] if level < len(counts) else None
        if defined is None:
            return ""
        return formatted(defined.start if count is None else count, defined.form)


def is_caption(label: str) -> bool:
    """Whether an automatic number is words of its own, such as «Sak 1/22» or «Sak 1:», and no list's number or
    letter."""
    return "/" in label or sum(map(str.isalpha, label)) > 4 or re.match(r"[^\W\d]{3,}\s\d", label) is not None


def formatted(count: int, form: str) -> str:
    """A number in one of the formats of §17.18.59 or of OpenDocument's num-format."""
    if form in {"lowerLetter", "upperLetter", "a", "A"}:
        letter = chr(ord("a") + (count - 1) % 26) * ((count - 1) // 26 + 1)
        return letter if form in {"lowerLetter", "a"} else letter.upper()
    if form in {"lowerRoman", "upperRoman", "i", "I"}:
        return _roman(count) if form in {"lowerRoman", "i"} else _roman(count).upper()
    return f"{count:02d}" if form == "decimalZero" else str(count)


def _roman(count: int) -> str:
    shown, rest = "", min(max(count, 0), 99)
    for number, letters in _ROMAN:
        while rest >= number:
            shown, rest = shown + letters, rest - number
    return shown


def _number(text: str | None, default: int) -> int:
    return min(int(text), 9999) if text and text.isdigit() else default

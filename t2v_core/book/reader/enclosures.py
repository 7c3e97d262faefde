"""Where a box with a heading of its own ends ("Learning objectives"), what follows stands under the heading before it.

HTML says so by its sectioning elements: a heading counts to the end of the `section`, `aside` … that holds it.
Many pages lay out their parts as sections side by side, though, the title in the first: the heading of a plain
section ends only where an element around it has a higher one to return to.
"""

from collections import Counter
from dataclasses import dataclass

_PLAIN = {"section", "article"}
_APART = {"aside", "details", "blockquote"}
_BOXES = {"note", "abstract", "example"}  # `data-type` of a div in books made from CNXML
_NONE = 7  # the level of no heading, below all


class OpenTags:
    """The tags of the open elements, innermost last; that one is not open is known without a look at all of them."""

    def __init__(self) -> None:
        self.tags: list[str] = []
        self._count: Counter[str] = Counter()

    def __contains__(self, tag: str) -> bool:
        return self._count[tag] > 0

    def start(self, tag: str) -> None:
        """An element begins."""
        self.tags.append(tag)
        self._count[tag] += 1

    def end(self, tag: str) -> None:
        """An open element ends, and with it those in it whose own end was left out."""
        last = ""
        while last != tag:
            last = self.tags.pop()
            self._count[last] -= 1


@dataclass(slots=True)
class _Enclosure:
    """An open element that encloses, and what stood in it; what stands in those inside of it is added as they end."""

    around: "_Enclosure | None"
    depth: int  # how many elements are open with it
    apart: bool  # a box, whose heading always ends with it
    above: int  # the highest heading of their own that those around it have
    own: int = _NONE  # the highest heading in it that no other inside of it encloses
    level: int = _NONE  # the highest heading in it at all
    has_text: bool = False
    told: bool = False  # it has text below a heading

    def add(self, inner: "_Enclosure") -> None:
        self.told |= inner.told or (inner.has_text and self.level < _NONE)
        self.has_text |= inner.has_text
        self.level = min(self.level, inner.level)


class Enclosures:
    """The open elements that end what their headings head."""

    def __init__(self) -> None:
        self._open = OpenTags()
        self._innermost: _Enclosure | None = None
        self._ended = {True: _NONE, False: _NONE}  # the level from which headings of boxes, and of others, have ended

    def start(self, tag: str, attrs: dict) -> None:
        """An element begins."""
        apart = tag in _APART or (tag == "div" and attrs.get("data-type") in _BOXES)
        encloses = apart or tag in _PLAIN
        if encloses or tag == "div":
            self._open.start(tag)
        if encloses:
            around = self._innermost
            above = min(around.above, around.own) if around else _NONE
            self._innermost = _Enclosure(around, len(self._open.tags), apart, above)

    def end(self, tag: str) -> None:
        """An element ends, and with it those in it whose own end was left out."""
        if tag in self._open:
            self._open.end(tag)
            while self._innermost and self._innermost.depth > len(self._open.tags):
                self._end_innermost()

    def _end_innermost(self) -> None:
        ended = self._innermost
        if ended.told and (
            ended.apart or ended.above < ended.level
        ):  # a heading that is wrapped alone heads what follows
            self._ended[ended.apart] = min(ended.level, self._ended[ended.apart])
        self._innermost = ended.around
        if ended.around:
            ended.around.add(ended)

    def ends_before(self, level: int) -> int:
        """A block comes, a heading of `level` or, with 0, anything else: the level from which headings have ended, 0 for none.

        A deeper heading right behind a plain section stands under that section's: only the levels tell which is part of which.
        """
        ended = self._ended[True] if level else min(self._ended.values())
        self._ended = {True: _NONE, False: _NONE}
        if here := self._innermost:
            if level:
                here.own, here.level = min(level, here.own), min(level, here.level)
            else:
                here.has_text = True
                here.told |= here.level < _NONE
        return 0 if ended == _NONE or 0 < level <= ended else ended

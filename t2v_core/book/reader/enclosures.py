"""Where a box with a heading of its own ends ("Learning objectives"), what follows stands under the heading before it.

HTML says so by its sectioning elements: a heading counts to the end of the `section`, `aside` … that holds it.
"""

_ENCLOSING = {"section", "aside", "article", "details", "blockquote"}
_BOXES = {"note", "abstract", "example"}  # `data-type` of a div in books made from CNXML


class Enclosures:
    """The open elements that end what their headings head."""

    def __init__(self) -> None:
        self._open: list[tuple[str, bool]] = []  # tags, and whether each is one that encloses
        self._levels: list[int] = []  # of each that encloses: the highest heading in it, 0 for none yet
        self._told: list[bool] = []  # whether it has text below that heading
        self._ended = 0

    def start(self, tag: str, attrs: dict) -> None:
        """An element begins."""
        encloses = tag in _ENCLOSING or (tag == "div" and attrs.get("data-type") in _BOXES)
        if encloses or tag == "div":
            self._open.append((tag, encloses))
        if encloses:
            self._levels.append(0)
            self._told.append(False)

    def end(self, tag: str) -> None:
        """An element ends, and with it those in it whose own end was left out."""
        if not any(tag == t for t, _ in self._open):
            return
        while self._open:
            last, encloses = self._open.pop()
            if encloses:
                level, told = self._levels.pop(), self._told.pop()
                if level and told:  # a heading that is wrapped alone heads what follows
                    self._ended = min(level, self._ended or level)
            if last == tag:
                return

    def ends_before(self, level: int) -> int:
        """A block comes, a heading of `level` or, with 0, anything else: the level from which headings have ended, 0 for none."""
        ended, self._ended = self._ended, 0
        for i, known in enumerate(self._levels):
            if level:
                self._levels[i] = min(level, known or level)
            elif known:
                self._told[i] = True
        return 0 if 0 < level <= ended else ended

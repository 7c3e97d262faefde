"""Places in a document that something outside it names: printed pages, and entries of the book's contents."""

import re

# "Page 12", "12." and " 12 " say page 12.
_LABEL = re.compile(r"(?:page\s+)?(.{1,20}?)\.?", re.I | re.S)


class Marks:
    """`contents` (depth from 1, title) and `pages` (printed label) by fragment, "" for the document's beginning.

    `labels` are the printed pages that were met so far, in order.
    """

    def __init__(self, contents: dict[str, tuple[int, str]], pages: dict[str, str]) -> None:
        self._contents, self._pages = contents, pages
        self.labels = [pages[""]] if pages.get("") else []
        self._met = [(0, *contents[""])] if "" in contents else []  # index of the next block, depth, title

    def meet(self, attrs: dict, role: str, block: int) -> bool:
        """Look at an element before which `block` blocks end; whether a printed page begins there."""
        place = attrs.get("id") or attrs.get("name") or ""
        if place and place in self._contents:
            self._met.append((block, *self._contents[place]))
        label = self._pages.get(place, "") if place else ""
        if not label and re.search(r"\b(?:doc-)?pagebreak\b", role):
            label = attrs.get("title") or attrs.get("aria-label") or ""
        match = _LABEL.fullmatch(label.strip())
        if match:
            self.labels.append(match[1])
        return bool(match)

    def place_headings(self, blocks: list[list], deeper: int) -> int:
        """Put the headings of `blocks` at the depth that the contents give them; returns by how much that is deeper (or higher).

        A document between two entries goes on at the depth of the one before it (`deeper`). One without a heading
        of its own has those of the contents.
        """
        headings = [block for block in blocks if block[0] == "heading"]
        if not headings:
            for at, depth, title in reversed(self._met):
                shown = at < len(blocks) and _letters(blocks[at][2]) == _letters(title)
                pages = blocks[min(at, len(blocks) - 1)][3:] if blocks else []
                blocks[at : at + shown] = [["heading", depth, title, *pages]]
            return deeper
        if self._met:
            deeper = min(depth for _, depth, _ in self._met) - min(block[1] for block in headings)
        for block in blocks:
            if block[0] in ("heading", "end"):
                block[1] = max(1, block[1] + deeper)
        return deeper


def _letters(text: str) -> str:
    return "".join(filter(str.isalnum, text)).casefold()

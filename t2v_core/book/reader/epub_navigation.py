"""What an EPUB says of its own order: its contents (nested headings) and where the pages of the printed book begin.

EPUB 3 says so in its navigation document (`nav` elements of type toc and page-list), EPUB 2 in its NCX file
(navMap and pageList). Both name places as member#fragment.
"""

import posixpath
import re
from urllib.parse import unquote
from xml.etree import ElementTree

Place = tuple[str, str]  # a member of the archive and a fragment of it, "" for its beginning


class Navigation:
    """`contents`: depth from 1 and title of each place; `pages`: the printed label that begins at each place."""

    def __init__(self) -> None:
        self.contents: dict[Place, tuple[int, str]] = {}
        self.pages: dict[Place, str] = {}

    def marks_of(self, member: str) -> tuple[dict[str, tuple[int, str]], dict[str, str]]:
        """Contents and pages of one document, by fragment."""
        return tuple({f: v for (m, f), v in places.items() if m == member} for places in (self.contents, self.pages))

    def read(self, document: ElementTree.Element, folder: str) -> None:
        """Add what a navigation document or an NCX file in `folder` says; what is there already stays."""
        for element in document.iter():
            name = local_name(element)
            if name == "nav":
                kinds = next((v for k, v in element.attrib.items() if k.endswith("}type")), "toc").split()
                if "page-list" in kinds:
                    self._nav(element, folder, 0, self.pages)
                elif "toc" in kinds:
                    self._nav(element, folder, 0, self.contents)
            elif name == "navMap":
                self._ncx(element, folder, 0)
            elif name == "pageTarget":
                place = _place(
                    folder, next((e.get("src") or "" for e in element.iter() if local_name(e) == "content"), "")
                )
                self.pages.setdefault(place, element.get("value") or _text(element))

    def _nav(self, element: ElementTree.Element, folder: str, depth: int, into: dict) -> None:
        for child in element:
            name = local_name(child)
            if name == "a" and child.get("href") and _text(child):
                title = _text(child)
                into.setdefault(_place(folder, child.get("href")), title if into is self.pages else (depth, title))
            else:
                self._nav(child, folder, depth + (name == "ol"), into)

    def _ncx(self, element: ElementTree.Element, folder: str, depth: int) -> None:
        for point in element:
            if local_name(point) != "navPoint":
                continue
            parts = {local_name(child): child for child in point}
            if "navLabel" in parts and "content" in parts and _text(parts["navLabel"]):
                place = _place(folder, parts["content"].get("src") or "")
                self.contents.setdefault(place, (depth + 1, _text(parts["navLabel"])))
            self._ncx(point, folder, depth + 1)


def member_of(folder: str, href: str) -> str:
    """The member that a reference in a document of `folder` names."""
    return posixpath.normpath(posixpath.join(folder, unquote(href.partition("#")[0]).replace("\\", "/")))


def local_name(element: ElementTree.Element) -> str:
    """An element's name without its namespace."""
    return element.tag.rpartition("}")[2] if isinstance(element.tag, str) else ""


def _place(folder: str, href: str) -> Place:
    return member_of(folder, href), unquote(href.partition("#")[2])


def _text(element: ElementTree.Element) -> str:
    return re.sub(r"\s+", " ", "".join(element.itertext())).strip()[:300]

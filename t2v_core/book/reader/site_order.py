"""Which pages a book of many has and how they follow each other.

The order is the book's own: that of SUMMARY.md (mdBook, GitBook), else of the links to the next page that programs such as Sphinx
write into each and of the links from the first page on, else of the names, in which numbers count ("2" before "10").
"""

import html
import posixpath
import re
from dataclasses import dataclass, field
from urllib.parse import unquote

from members import Members, Names
from read_plain import decode
from wire import ReadError, send

_KINDS = {".html": "html", ".htm": "html", ".xhtml": "html", ".md": "markdown", ".markdown": "markdown"}
_FIRST = ("index", "_index", "readme", "contents", "toc", "default")
# Folders of what programs make pages from, or put beside them.
_BESIDE = frozenset(("_static", "_sources", "_modules", "_templates", "_includes", "_layouts"))
_SUMMARY_ENTRY = re.compile(r"^([ \t]*)(?:[-*+][ \t]+)?\[([^\]\n]+)\]\(<?([^)>\s]+)>?\)", re.M)
_LINK = re.compile(r"\]\(<?([^)>\s]+\.(?:md|markdown))[)>#]")
_TAG = re.compile(r"<(a|link)\s[^<>]*>", re.I)
_HREF = re.compile(r"""\bhref\s*=\s*["']?([^"'\s>]*)""", re.I)
_RELATION = re.compile(r"""\brel\s*=\s*["']?([^"'>]*)""", re.I)
_ASIDE = frozenset(
    ("index", "search", "help", "copyright", "license")
)  # relations to pages that are no part of the text
# What links to pages without their suffix may mean; "chapter/" is cut to "chapter" first.
_ENDS = ("", ".html", "/index.html")


@dataclass
class Order:
    """The pages in their order, why others are left out, the file of `contents`, and depth and title that it gives to pages."""

    pages: list[str]
    why: str = ""
    contents: str = ""
    places: dict[str, tuple[int, str]] = field(default_factory=dict)


def kind_of(name: str) -> str:
    """ "html", "markdown", or "" for what is no page."""
    return _KINDS.get(posixpath.splitext(name)[1].lower(), "")


def pages_of(members: Members) -> list[str]:
    """The names that are pages, sorted; hidden ones and those beside the book are none."""
    return sorted((name for name in members.names() if kind_of(name) and not _is_beside(name)), key=_by_number)


def in_order(members: Members, pages: list[str]) -> Order:
    """How the `pages` of a book follow each other, some of which may be no part of it."""
    known = Names(pages)
    summary = min((n for n in members.names() if posixpath.basename(n).lower() == "summary.md"), key=len, default="")
    if summary and (places := _summary(members, summary, known)):
        return Order(list(places), f"{posixpath.basename(summary)} does not name them", summary, places)
    first = min(pages, key=_rank)
    links, after = _links_from(members, first, known)
    linked = _walk(first, links, after)
    if 2 * len(linked) > len(pages):
        return Order(linked, "no links lead to them")
    # Links that lead to few pages only are not the book's contents, but what follows what is still known.
    return Order([*linked, *(page for page in pages if page not in links)] if after else pages)


def _summary(members: Members, summary: str, known: Names) -> dict[str, tuple[int, str]]:
    try:
        text, _ = decode(members.data(summary), "markdown")
    except ReadError:
        return {}  # another order is found
    places: dict[str, tuple[int, str]] = {}
    indents: list[int] = []
    folder = posixpath.dirname(summary)
    for match in _SUMMARY_ENTRY.finditer(text.expandtabs(4)):
        while indents and indents[-1] >= len(match[1]):
            indents.pop()
        indents.append(len(match[1]))
        name = _page(known, folder, folder, match[3])
        if name:
            places.setdefault(name, (len(indents), match[2]))
    return places


def _links_from(members: Members, first: str, known: Names) -> tuple[dict[str, list[str]], dict[str, str]]:
    """Of the first page and of all that its links lead to: the pages each links to, and the one that it calls the next."""
    links: dict[str, list[str]] = {}
    after: dict[str, str] = {}
    waiting = {first: None}
    root = posixpath.dirname(first)
    while waiting:
        name = waiting.popitem()[0]
        following, links[name] = _links(members, name, root, known)
        if following:
            after[name] = following
        waiting.update(dict.fromkeys(link for link in (following, *links[name]) if link and link not in links))
    return links, after


def _walk(first: str, links: dict[str, list[str]], after: dict[str, str]) -> list[str]:
    """Each page, behind it those that it links to, then the next one.

    A page that another calls the next stands behind that one, wherever else links lead to it: contents, indices and
    cross-references link to all. In GNU's manuals the next page of a chapter is the next chapter, and its parts are linked.
    What the first page names behind the next page is no part of this one: where a chain breaks, the contents go on.
    """
    called = set(after.values())
    place = {link: i for i, link in enumerate(links[first])}
    found: dict[str, None] = {}
    waiting = {first: None}  # the last one comes first
    while waiting:
        name = waiting.popitem()[0]
        found[name] = None
        following = after.get(name, "")
        later = place.get(following, len(place))
        others = [link for link in reversed(links[name]) if link not in called]
        parts = [link for link in others if place.get(link, 0) <= later]
        behind = [*(link for link in others if link not in parts), following, *parts]
        for link in behind:
            if link and link not in found:
                waiting.pop(link, None)
                waiting[link] = None
    return [*found, *(name for name in links if name not in found)]


def _links(members: Members, name: str, root: str, known: Names) -> tuple[str, list[str]]:
    """The page that a page calls the next one, or "", and those it links to."""
    send({"alive": True})
    folder = posixpath.dirname(name)
    try:
        text, _ = decode(members.data(name), "html")
    except ReadError:
        return "", []  # it is named when its turn comes
    if kind_of(name) == "markdown":
        links, following, aside = [_page(known, root, folder, target) for target in _LINK.findall(text)], "", set()
    else:
        links, following, aside = _links_of_html(text, lambda href: _page(known, root, folder, html.unescape(href)))
    return following, [link for link in dict.fromkeys(links) if link and link not in aside]


def _links_of_html(text: str, page) -> tuple[list[str], str, set[str]]:
    """The pages that a text links to, the next one, and those that are no part of the book's text."""
    links, following, aside = [], "", set()
    for tag in _TAG.finditer(text):
        href, relation = _HREF.search(tag[0]), _RELATION.search(tag[0])
        target = page(href[1]) if href else ""
        relations = set(relation[1].lower().split()) if relation else set()
        if "next" in relations:
            following = following or target
        elif relations & _ASIDE:
            aside.add(target)
        elif tag[1].lower() == "a":
            links.append(target)
    return links, following, aside


def _page(known: Names, root: str, folder: str, href: str) -> str:
    """The page that a link in a page of `folder` leads to; "" for links that leave the book.

    "/chapter/2" counts from the `root` of the site, which may lie in a folder, or from that of the archive.
    """
    path = unquote(href.partition("#")[0].partition("?")[0])
    if not path or "://" in path or path.startswith(("//", "mailto:", "javascript:")):
        return ""
    for base in dict.fromkeys((root, "", folder)) if path.startswith("/") else (folder,):
        target = posixpath.normpath(posixpath.join(base, path.lstrip("/")))
        for end in _ENDS:
            if name := known.find(target + end if target != "." else end.lstrip("/")):
                return name
    return ""


def _is_beside(name: str) -> bool:
    return any(part.startswith(".") and part.strip(".") for part in name.split("/")) or bool(
        _BESIDE & set(name.split("/")[:-1])
    )


def _rank(name: str) -> tuple[int, int, str]:
    """Smallest for the page that a site opens with."""
    stem = posixpath.splitext(posixpath.basename(name))[0].lower()
    return name.count("/"), _FIRST.index(stem) if stem in _FIRST else len(_FIRST), name


def _by_number(name: str) -> tuple:
    """A key for sorting in which numbers count and a folder's first page goes before the rest."""
    folder, _, file = name.lower().rpartition("/")
    opens = posixpath.splitext(file)[0] in _FIRST
    parts = [*folder.split("/"), "" if opens else file]
    return tuple(
        tuple((p.isdigit(), int(p) if p.isdigit() else 0, p) for p in re.split(r"(\d+)", part)) for part in parts
    )

"""A book of many HTML or Markdown pages, in a folder or a zip archive: what Sphinx, mdBook, Jupyter Book or Quarto make.

The order is the book's own: that of SUMMARY.md (mdBook, GitBook), else of the links to the next page that such programs write
into each, else of the links from the first page, else of the names, in which numbers count ("2" before "10").
"""

import html
import posixpath
import re
import zipfile
import zlib
from urllib.parse import unquote

from marks import Marks
from members import FolderMembers, Members, ZipMembers
from read_markup import blocks_of
from read_plain import decode, from_markdown
from wire import ReadError, send, send_opened

_PAGES = {".html": "html", ".htm": "html", ".xhtml": "html", ".md": "markdown", ".markdown": "markdown"}
_FIRST = ("index", "readme", "contents", "toc", "default")
_SUMMARY_ENTRY = re.compile(r"^([ \t]*)(?:[-*+][ \t]+)?\[([^\]\n]+)\]\(<?([^)>\s]+)>?\)", re.M)
_LINK = re.compile(r"\]\(<?([^)>\s]+\.(?:md|markdown))[)>#]")
_TAG = re.compile(r"<(a|link)\s[^<>]*>", re.I)
_HREF = re.compile(r"""\bhref\s*=\s*["']?([^"'\s>]*)""", re.I)
_RELATION = re.compile(r"""\brel\s*=\s*["']?([^"'>]*)""", re.I)
_BOOKS = (".pdf", ".epub", ".docx", ".txt")


def read_site(request: dict) -> None:
    """Send the pages of the site."""
    limit = 4 * request["max_characters"]
    if request["kind"] == "folder":
        _read(FolderMembers(request["path"], request["files"], limit), request)
        return
    try:
        with zipfile.ZipFile(request["path"]) as archive:
            _read(ZipMembers(archive, limit), request)
    except (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, ValueError) as e:
        raise ReadError("damaged", f"{type(e).__name__}: {str(e)[:120]}") from e
    except RuntimeError as e:  # zipfile's error for an encrypted member
        raise ReadError("locked") from e


def _read(members: Members, request: dict) -> None:
    pages = [name for name in members.names() if _kind(name) and not posixpath.basename(name).startswith((".", "_"))]
    web = [name for name in pages if _kind(name) == "html"]
    pages = web if 2 * len(web) >= len(pages) else [name for name in pages if _kind(name) == "markdown"]
    if not pages:
        others = [posixpath.basename(n) for n in members.names() if n.lower().endswith(_BOOKS)]
        raise ReadError("no_pages", ", ".join(others[:3]))
    order, places = _in_order(members, sorted(pages, key=_by_number))
    if len(order) > request["max_pages"]:
        raise ReadError("pages", str(len(order)))
    left, left_out = request["max_characters"], len(pages) - len(order)
    for number, name in enumerate(order, 1):
        if 1 < number < request["first_page"]:
            continue
        message, title, authors = _page(members, name, places.get(name))
        if number == 1:
            said = f"{left_out} pages to which no other leads were left out" if left_out > len(order) else ""
            send_opened(len(order), title, authors, warnings=[said] if said else [])
        left -= sum(len(block[2]) for block in message.get("blocks", ()))
        if left < 0:
            raise ReadError("characters", "more")
        if number >= request["first_page"]:
            send({"page": number, **message})


def _page(members: Members, name: str, place: tuple[int, str] | None) -> tuple[dict, str, list[str]]:
    """The message of a page, its title and its authors; `place` is where the contents of the book have it."""
    try:
        text, _ = decode(members.data(name), "html")
    except ReadError as e:
        if e.kind != "encoding":
            raise
        return {"failed": f"{name} is no text"}, "", []
    own, authors = "", []
    if _kind(name) == "markdown":
        text, own, authors = from_markdown(text)
    blocks, title = blocks_of(text)
    heading = next((block[2] for block in blocks if block[0] == "heading"), "")
    if place:
        Marks({"": place}).place_headings(blocks, 0)
    else:
        _open_with_title(blocks, own or title or posixpath.splitext(posixpath.basename(name))[0])
    return {"blocks": blocks}, own or heading or title, authors


def _open_with_title(blocks: list[list], title: str) -> None:
    """Give a page that does not open with a heading of the first level one, so that it is no part of the page before."""
    if blocks and blocks[0][0] == "heading" and (blocks[0][1] == 1 or blocks[0][2].casefold() in title.casefold()):
        blocks[0][1] = 1
    elif title:
        blocks.insert(0, ["heading", 1, title])


def _in_order(members: Members, pages: list[str]) -> tuple[list[str], dict[str, tuple[int, str]]]:
    """The pages of the book as they follow each other, and depth and title of those whose contents tell them."""
    known = {name.casefold(): name for name in pages}
    summary = min((n for n in members.names() if posixpath.basename(n).lower() == "summary.md"), key=len, default="")
    if summary:
        places = _summary(decode(members.data(summary), "markdown")[0], posixpath.dirname(summary), known)
        if places:
            return list(places), places
    first = min(pages, key=_rank)
    chain = _chain(members, first, known)
    if len(chain) > 1:
        return chain, {}
    linked = _linked(members, first, known)
    return (linked if 2 * len(linked) > len(pages) else pages), {}


def _summary(text: str, folder: str, known: dict[str, str]) -> dict[str, tuple[int, str]]:
    places: dict[str, tuple[int, str]] = {}
    indents: list[int] = []
    for match in _SUMMARY_ENTRY.finditer(text.expandtabs(4)):
        while indents and indents[-1] >= len(match[1]):
            indents.pop()
        indents.append(len(match[1]))
        name = known.get(_target(folder, match[3]).casefold())
        if name:
            places.setdefault(name, (len(indents), match[2]))
    return places


def _chain(members: Members, first: str, known: dict[str, str]) -> list[str]:
    """The pages that follow one another from `first` on by their links to the next one."""
    chain = [first]
    while name := known.get(_links(members, chain[-1])[0].casefold()):
        if name in chain[-1:] or len(chain) > len(known):
            break
        chain.append(name)
    return list(dict.fromkeys(chain))


def _linked(members: Members, first: str, known: dict[str, str]) -> list[str]:
    """The first page and those it links to, each followed by those that it links to itself."""
    found: dict[str, None] = {}
    waiting = [first]
    while waiting:
        name = waiting.pop()
        if name not in found:
            found[name] = None
            links = (known.get(link.casefold()) for link in _links(members, name)[1])
            waiting += reversed([link for link in links if link and link not in found])
    return list(found)


def _links(members: Members, name: str) -> tuple[str, list[str]]:
    """The page that a page calls the next one, or "", and those it links to."""
    send({"alive": True})
    folder = posixpath.dirname(name)
    try:
        text, _ = decode(members.data(name), "html")
    except ReadError:
        return "", []  # it is named when its turn comes
    if _kind(name) == "markdown":
        return "", [_target(folder, target) for target in _LINK.findall(text)]
    following, links = "", []
    for tag in _TAG.finditer(text):
        href, relation = _HREF.search(tag[0]), _RELATION.search(tag[0])
        target = _target(folder, html.unescape(href[1])) if href else ""
        if relation and "next" in relation[1].lower().split():
            following = following or target
        elif tag[1].lower() == "a":
            links.append(target)
    return following, links


def _target(folder: str, href: str) -> str:
    """The member that a link in a page of `folder` leads to; "" for links that leave the book."""
    path = unquote(href.partition("#")[0].partition("?")[0])
    if not path or "://" in path or path.startswith(("mailto:", "javascript:")):
        return ""
    path += "index.html" if path.endswith("/") else ""
    return posixpath.normpath(posixpath.join(folder, path.lstrip("/")))


def _kind(name: str) -> str:
    return _PAGES.get(posixpath.splitext(name)[1].lower(), "")


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

"""A book of many HTML or Markdown pages, in a folder or a zip archive: what Sphinx, mdBook, Jupyter Book or Quarto make."""

import posixpath
import zipfile
import zlib

from marks import Marks
from members import FolderMembers, Members, ZipMembers
from read_markup import blocks_of
from read_plain import decode, from_markdown
from site_order import in_order, kind_of, pages_of
from wire import ReadError, send, send_opened, warning_of

_BOOKS = (".pdf", ".epub", ".txt")
_NAMED = 3  # of the pages that are left out


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


def _read(members: Members, request: dict) -> None:
    every = pages_of(members)
    web = [name for name in every if kind_of(name) == "html"]
    pages = web if 2 * len(web) >= len(every) else [name for name in every if kind_of(name) == "markdown"]
    if not pages:
        others = [posixpath.basename(n) for n in members.names() if n.lower().endswith(_BOOKS)]
        raise ReadError("no_pages", _shown(", ".join(others[:3])))
    if all(map(members.locked, pages)):
        raise ReadError("locked")
    if len(pages) > request["max_pages"]:
        raise ReadError("pages", str(len(pages)))
    members.require_room(pages, request["max_bytes"])
    order = in_order(members, pages)
    warnings = [
        *_left_out(every, pages, f"most pages are {'HTML' if pages is web else 'Markdown'}"),
        *_left_out(pages, [*order.pages, order.contents], order.why),
    ]
    left = request["max_characters"]
    for number, name in enumerate(order.pages, 1):
        if 1 < number < request["first_page"]:
            continue
        message, title, authors = _page(members, name, order.places.get(name))
        if number == 1:
            send_opened(len(order.pages), title, authors, warnings=warnings)
        left -= sum(len(block[2]) for block in message.get("blocks", ()))
        if left < 0:
            raise ReadError("characters", "more")
        if number >= request["first_page"]:
            send({"page": number, **message})


def _left_out(names: list[str], kept: list[str], why: str) -> list[str]:
    """What is said of the `names` that are not kept."""
    known = set(kept)
    left = [name for name in names if name not in known]
    named = ", ".join(left[:_NAMED]) + " …" * (len(left) > _NAMED)
    count = f"{len(left)} page{'s' * (len(left) > 1)} left out"
    return [f"{count}, because {why}: {_shown(named)}"] if left else []


def _shown(name: str) -> str:
    """A name as text: bytes that are no UTF-8, which Linux allows in names, become "?"."""
    return name.encode(errors="replace").decode()


def _page(members: Members, name: str, place: tuple[int, str] | None) -> tuple[dict, str, list[str]]:
    """The message of a page, its title and its authors; `place` is where the contents of the book have it."""
    try:
        text, warnings = decode(members.data(name), "html")
    except ReadError as e:
        if e.kind not in ("encoding", "member"):
            raise
        return {"failed": _shown(e.detail if e.kind == "member" else f"{name} is no text")}, "", []
    own, authors = "", []
    if kind_of(name) == "markdown":
        text, own, authors = from_markdown(text)
    blocks, title = blocks_of(text)
    heading = next((block[2] for block in blocks if block[0] == "heading"), "")
    if place:
        Marks({"": place}, {}).place_headings(blocks, 0)
    else:
        _open_with_title(blocks, own or title, _shown(posixpath.splitext(posixpath.basename(name))[0]))
    return {"blocks": blocks, **warning_of(warnings)}, own or heading or title, authors


def _open_with_title(blocks: list[list], title: str, file: str) -> None:
    """Give a page that does not open with a heading of the first level one, so that it is no part of the page before.

    Its `title`, else the heading that it opens with, whatever its level, else the name of the `file`.
    """
    first = blocks[0] if blocks and blocks[0][0] == "heading" else None
    if first and (first[1] == 1 or first[2].casefold() in title.casefold()):
        first[1] = 1
    elif first and not title:
        above = first[1] - 1
        for block in blocks:
            block[1] = max(1, block[1] - above) if block[0] in ("heading", "end") else block[1]
    elif title or blocks:
        blocks.insert(0, ["heading", 1, title or file])

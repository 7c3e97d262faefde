"""EPUB 2 and 3: the documents of the spine in order, each one page. The standard library's zip and XML readers suffice.

Entity bombs are refused by expat itself (2.4.1 and later), zip bombs by the sizes checked in `members.py`.
"""

import posixpath
import re
import zipfile
import zlib
from urllib.parse import unquote
from xml.etree import ElementTree

from epub_navigation import Navigation, local_name, member_of
from marks import Marks
from members import Members, ZipMembers
from read_markup import blocks_of
from read_plain import decode
from wire import ReadError, send, send_opened, warning_of

_CONTAINER = "META-INF/container.xml"
_ENCRYPTION = "META-INF/encryption.xml"
# Files that Adobe's, Apple's and Readium's (LCP) protection leave in a book.
_DRM = ("META-INF/rights.xml", "META-INF/sinf.xml", "META-INF/license.lcpl")
_DAMAGED = (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, ElementTree.ParseError, ValueError)
_STRAY_AMPERSAND = re.compile(rb"&(?!#?\w{1,31};)")


def read_epub(request: dict) -> None:
    """Send the book's documents as pages."""
    try:
        with zipfile.ZipFile(request["path"]) as archive:
            _read(ZipMembers(archive, 4 * request["max_characters"]), request)
    except _DAMAGED as e:
        raise ReadError("damaged", f"{type(e).__name__}: {str(e)[:120]}") from e


def _tree(members: Members, member: str) -> ElementTree.Element:
    """A member as XML; "R & D" in a title, which is not XML, is read all the same. Raises `ReadError` "drm" for one with a password."""
    if members.locked(member):
        raise ReadError("drm")
    data = members.data(member)
    try:
        return ElementTree.fromstring(data)
    except ElementTree.ParseError:
        if not _STRAY_AMPERSAND.search(data):
            raise
        return ElementTree.fromstring(_STRAY_AMPERSAND.sub(b"&amp;", data))


def _read(members: Members, request: dict) -> None:
    package_path = _package_path(members)
    package = _tree(members, package_path)
    folder = posixpath.dirname(package_path)
    spine = _spine(package, folder)
    locked = any(name in members for name in _DRM)
    if _encrypted(members) & {member.casefold() for member in spine} or (spine and all(map(members.locked, spine))):
        raise ReadError("drm")
    if len(spine) > request["max_pages"]:
        raise ReadError("pages", str(len(spine)))
    if not spine and any(local_name(e) == "itemref" for e in package.iter()):
        raise ReadError("pictures")
    if not spine:
        raise ReadError("damaged", "its spine names no documents")
    authors = [e.text or "" for e in package.iter() if local_name(e) == "creator"]
    title = next((e.text or "" for e in package.iter() if local_name(e) == "title"), "")
    members.require_room(spine, request["max_bytes"])
    navigation = _navigation(members, package, folder)
    send_opened(len(spine), title, authors)
    left = request["max_characters"]
    deeper = 0  # levels by which the headings of this part of the book stand below the document's own
    for number, member in enumerate(spine, 1):
        if number < request["first_page"]:
            continue
        if member not in members:
            send({"page": number, "failed": f"{member} is not in the file"})
            continue
        try:
            text, warnings = decode(members.data(member), "epub")
        except ReadError as e:
            if e.kind not in ("encoding", "member"):
                raise
            if locked:
                raise ReadError("drm") from e
            send({"page": number, "failed": e.detail if e.kind == "member" else f"{member} is no text"})
            continue
        marks = Marks(*navigation.marks_of(member))
        blocks, _ = blocks_of(text, marks)
        deeper = marks.place_headings(blocks, deeper)
        left -= sum(len(b[2]) for b in blocks)
        if left < 0:
            raise ReadError("characters", "more")
        send({"page": number, "blocks": blocks, "labels": marks.labels, **warning_of(warnings)})


def _package_path(members: Members) -> str:
    for element in _tree(members, _CONTAINER).iter():
        if local_name(element) == "rootfile" and element.get("full-path"):
            return element.get("full-path")
    raise ReadError("damaged", "its container names no package")


def _spine(package: ElementTree.Element, folder: str) -> list[str]:
    """Members of the spine in reading order, each once, navigation documents left out."""
    items = {e.get("id"): e for e in package.iter() if local_name(e) == "item"}
    members = []
    for reference in (e for e in package.iter() if local_name(e) == "itemref"):
        item = items.get(reference.get("idref"))
        if item is None or "nav" in (item.get("properties") or "").split():
            continue
        if "html" in (item.get("media-type") or "html"):
            members.append(member_of(folder, item.get("href") or ""))
    return list(dict.fromkeys(members))


def _navigation(members: Members, package: ElementTree.Element, folder: str) -> Navigation:
    """By the navigation document, then by the NCX file; one that cannot be read says nothing."""
    navigation = Navigation()
    items = [e for e in package.iter() if local_name(e) == "item" and e.get("href")]
    items = [e for e in items if "nav" in (e.get("properties") or "").split() or "ncx" in (e.get("media-type") or "")]
    for item in sorted(items, key=lambda e: "ncx" in (e.get("media-type") or "")):
        member = member_of(folder, item.get("href"))
        if member in members:
            try:
                navigation.read(_tree(members, member), posixpath.dirname(member))
            except (ElementTree.ParseError, ReadError):
                continue
    return navigation


def _encrypted(members: Members) -> set[str]:
    """Members that DRM has encrypted; embedded fonts are often scrambled and do not matter."""
    if _ENCRYPTION not in members:
        return set()
    references = (e for e in _tree(members, _ENCRYPTION).iter() if local_name(e) == "CipherReference")
    return {unquote(e.get("URI") or "").lstrip("/").casefold() for e in references}

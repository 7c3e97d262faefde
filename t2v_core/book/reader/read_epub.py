"""EPUB 2 and 3: the documents of the spine in order, each one page. The standard library's zip and XML readers suffice.

Entity bombs are refused by expat itself (2.4.1 and later), zip bombs by the sizes checked here.
"""

import posixpath
import zipfile
import zlib
from urllib.parse import unquote
from xml.etree import ElementTree

from read_markup import blocks_of
from read_plain import decode
from wire import ReadError, send, send_opened

_CONTAINER = "META-INF/container.xml"
_DAMAGED = (zipfile.BadZipFile, zlib.error, KeyError, EOFError, NotImplementedError, ElementTree.ParseError, ValueError)


def read_epub(request: dict) -> None:
    """Send the book's documents as pages."""
    try:
        with zipfile.ZipFile(request["path"]) as archive:
            _read(archive, request)
    except _DAMAGED as e:
        raise ReadError("damaged", f"{type(e).__name__}: {str(e)[:120]}") from e
    except RuntimeError as e:  # zipfile's error for an encrypted member
        raise ReadError("drm") from e


def _read(archive: zipfile.ZipFile, request: dict) -> None:
    limit = 4 * request["max_characters"]
    package_path = _package_path(archive, limit)
    package = ElementTree.fromstring(_bytes(archive, package_path, limit))
    spine = _spine(package, posixpath.dirname(package_path))
    if _encrypted(archive, limit) & set(spine):
        raise ReadError("drm")
    if len(spine) > request["max_pages"]:
        raise ReadError("pages", str(len(spine)))
    if not spine and any(_name(e) == "itemref" for e in package.iter()):
        raise ReadError("pictures")
    if not spine:
        raise ReadError("damaged", "its spine names no documents")
    authors = [e.text or "" for e in package.iter() if _name(e) == "creator"]
    title = next((e.text or "" for e in package.iter() if _name(e) == "title"), "")
    send_opened(len(spine), title, authors)
    left = request["max_characters"]
    for number, member in enumerate(spine, 1):
        if number < request["first_page"]:
            continue
        if member not in archive.namelist():
            send({"page": number, "failed": f"{member} is not in the file"})
            continue
        text, _ = decode(_bytes(archive, member, limit), "epub")
        blocks, _ = blocks_of(text)
        left -= sum(len(b[2]) for b in blocks)
        if left < 0:
            raise ReadError("characters", "more")
        send({"page": number, "blocks": blocks})


def _package_path(archive: zipfile.ZipFile, limit: int) -> str:
    container = ElementTree.fromstring(_bytes(archive, _CONTAINER, limit))
    for element in container.iter():
        if _name(element) == "rootfile" and element.get("full-path"):
            return element.get("full-path")
    raise ReadError("damaged", "its container names no package")


def _spine(package: ElementTree.Element, folder: str) -> list[str]:
    """Members of the spine in reading order, each once, navigation documents left out."""
    items = {e.get("id"): e for e in package.iter() if _name(e) == "item"}
    members = []
    for reference in (e for e in package.iter() if _name(e) == "itemref"):
        item = items.get(reference.get("idref"))
        if item is None or "nav" in (item.get("properties") or "").split():
            continue
        if "html" in (item.get("media-type") or "html"):
            members.append(
                posixpath.normpath(posixpath.join(folder, unquote((item.get("href") or "").partition("#")[0])))
            )
    return list(dict.fromkeys(members))


def _encrypted(archive: zipfile.ZipFile, limit: int) -> set[str]:
    """Members that DRM has encrypted; embedded fonts are often scrambled and do not matter."""
    if "META-INF/encryption.xml" not in archive.namelist():
        return set()
    tree = ElementTree.fromstring(_bytes(archive, "META-INF/encryption.xml", limit))
    return {unquote(e.get("URI") or "") for e in tree.iter() if _name(e) == "CipherReference"}


def _bytes(archive: zipfile.ZipFile, member: str, limit: int) -> bytes:
    """A member's content; refused when it unpacks to more than `limit` bytes, whatever the header says."""
    with archive.open(member) as f:
        data = f.read(limit + 1)
    if len(data) > limit:
        raise ReadError("characters", f"{member} unpacks to more than {limit >> 20} MB")
    return data


def _name(element: ElementTree.Element) -> str:
    return element.tag.rpartition("}")[2] if isinstance(element.tag, str) else ""

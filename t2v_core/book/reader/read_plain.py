"""Text, Markdown and HTML files: one file, one document."""

import re
from pathlib import Path

from verse import as_lines
from wire import ReadError, send, send_opened

_PARAGRAPH = re.compile(r"\n[ \t]*\n+")
_TITLE_LINE = re.compile(
    r"^(?:(?i:chapter|part|section|appendix|book|lecture)\s+[\divxlcIVXLC]+\b.*|\d{1,2}(?:\.\d{1,3})*\.?\s+[A-Z].*|[^a-z]*[A-Z]{3}[^a-z]*)$"
)
_ORDINAL = re.compile(r"(?:chapter|part|section|appendix|book|lecture)\s+(?:\d{1,3}|[ivxlc]{1,7})\.?$", re.I)
_PICTURE = re.compile(r"\[(?:illustration|image|picture|figure)\b[^\]]*\]$", re.I)  # as Project Gutenberg marks them
_NOTE = re.compile(r"\[(?:\d{1,3}|footnote\b[^\]]*)\]:?\s+\S|\[footnote\b", re.I)
# Lines of a program hold one of these; indented prose, verse and quotations do not.
_CODE_LINE = re.compile(r"[={}<>;]|\w\(|^\s*(?:#|//|\$ |>>>)")
_SETEXT = re.compile(r"^[=\-~*_]{3,}$")
_BULLET = re.compile(r"^\s*(?:[•*\-–]|\(?\d{1,2}[.)])\s+\S")
_BREAK_HYPHEN = re.compile(r"(?<=[^\W\d_])-\n\s*(?=[a-z])")
# Share of letters that are not ASCII from which bytes are of no language that Windows-1252 is for.
_FOREIGN = 0.4
_CHARSET = re.compile(rb"<meta[^>]+charset=[\"']?([\w-]+)|encoding=[\"']([\w-]+)", re.I)


def read_plain(request: dict) -> None:
    """Send the file as pages: those between form feeds of a text, else one."""
    text, warnings = decode(Path(request["path"]).read_bytes(), request["kind"])
    if len(text) > request["max_characters"]:
        raise ReadError("characters", f"{len(text)} characters")
    authors: list[str] = []
    if request["kind"] == "text":
        pages = [_text_blocks(page) for page in text.split("\f")]
        title = ""
    else:
        from read_markup import blocks_of

        named = ""
        if request["kind"] == "markdown":
            text, named, authors = from_markdown(text)
        blocks, title = blocks_of(text)
        title = named or title or next((b[2] for b in blocks if b[0] == "heading"), "")
        pages = [blocks]
    if len(pages) > request["max_pages"]:
        raise ReadError("pages", str(len(pages)))
    send_opened(len(pages), title, authors, warnings=warnings)
    for number, blocks in enumerate(pages, 1):
        if number >= request["first_page"]:
            send({"page": number, "blocks": blocks})


def decode(data: bytes, kind: str) -> tuple[str, list[str]]:
    """The text of a file, by its byte order mark, as UTF-8, by its own declaration, or at last as Windows-1252 with a warning.

    UTF-8 goes before the declaration: other text is never valid UTF-8 by chance, but files of UTF-8 that say they are
    Latin-1 are frequent. Raises `ReadError` for what is no text.
    """
    if data.startswith((b"\xff\xfe\0\0", b"\0\0\xfe\xff")):
        return data.decode("utf-32", "replace"), []
    if data.startswith((b"\xff\xfe", b"\xfe\xff")):
        return data.decode("utf-16", "replace"), []
    if b"\0" in data:
        return _with_zeros(data)
    declared = _CHARSET.search(data[:2048]) if kind in ("html", "epub") else None
    own = (declared.group(1) or declared.group(2)).decode().lower() if declared else ""
    in_ascii = own.startswith(("iso-2022", "hz"))  # whole scripts, escaped
    for name in (own, "utf-8-sig") if in_ascii else ("utf-8-sig", "" if own.startswith(("utf-16", "utf-32")) else own):
        try:
            return data.decode(name or "ascii"), []
        except (UnicodeDecodeError, LookupError):
            continue
    text = data.decode("cp1252", "replace")
    letters = [c for c in text if c.isalpha()]
    if sum(not c.isascii() for c in letters) > _FOREIGN * len(letters):
        raise ReadError("encoding", "it is in an old encoding of another script that it does not name")
    return text, ["not valid UTF-8; read as Windows-1252"]


def _with_zeros(data: bytes) -> tuple[str, list[str]]:
    """UTF-16 without a mark has a zero in every second byte of Latin text; a few others are dropped; more are no text."""
    head = data[:4096]
    for first, name in ((1, "utf-16-le"), (0, "utf-16-be")):
        if head[first::2].count(0) > 0.7 * len(head[first::2]) and not head[1 - first :: 2].count(0):
            return data.decode(name, "replace"), [f"without a byte order mark; read as {name.upper()}"]
    if head.count(0) > 0.002 * len(head):
        raise ReadError("encoding", "it holds zero bytes")
    text, warnings = decode(data.replace(b"\0", b""), "text")
    return text, [*warnings, f"{data.count(0)} zero bytes left out"]


def from_markdown(text: str) -> tuple[str, str, list[str]]:
    """HTML of a Markdown text, and the title and the authors it names."""
    try:
        from markdown_dialects import to_html
    except ImportError as e:
        raise ReadError("library", "markdown-it-py") from e
    return to_html(text)


def _text_blocks(page: str) -> list[list]:
    blocks = []
    for paragraph in _PARAGRAPH.split(page.replace("\r\n", "\n").replace("\r", "\n")):
        lines = [line for line in paragraph.split("\n") if line.strip()]
        if len(lines) == 2 and _SETEXT.match(lines[1].strip()):
            lines.pop()
        if not lines:
            continue
        first = lines[0].strip()
        ordinal = _ORDINAL.match(first)
        title = len(first) <= 80 and _TITLE_LINE.match(first) and first[-1] not in ".,;:"
        if len(lines) == 1 and (ordinal or title):
            if not ordinal and blocks and blocks[-1][0] == "heading" and _ORDINAL.match(blocks[-1][2]):
                blocks[-1][2] += " " + first  # "CHAPTER I." and its title below
            else:
                blocks.append(["heading", 1 + len(re.findall(r"\.\d", first.split()[0])), first])
        elif _PICTURE.match(" ".join(lines)):
            blocks.append(["caption", 0, " ".join(line.strip() for line in lines)])
        elif _NOTE.match(first):
            blocks.append(["note", 0, _paragraphs(lines)[0][2]])
        elif _is_code(lines):
            blocks.append(["code", 0, "\n".join(lines)])
        else:
            blocks += _paragraphs(lines)
    return blocks


def _is_code(lines: list[str]) -> bool:
    indented = all(line.startswith(("    ", "\t")) for line in lines)
    return indented and len(lines) > 1 and 2 * sum(bool(_CODE_LINE.search(line)) for line in lines) >= len(lines)


def _paragraphs(lines: list[str]) -> list[list]:
    """The paragraph, or the items of a list, with lines joined."""
    parts: list[list[str]] = [[]]
    for line in lines:
        if _BULLET.match(line) and parts[-1]:
            parts.append([])
        parts[-1].append(line.strip())
    joined = [as_lines(_BREAK_HYPHEN.sub("\ufffe", "\n".join(part)).split("\n")) for part in parts]
    return [["item" if _BULLET.match(text) else "text", 0, text] for text in joined]

"""Blocks of an HTML or XHTML document, by the standard library's event parser: no tree, no recursion, no scripts.

Headings, paragraphs, list items, code, tables and captions come out as such; navigation, scripts,
styles and hidden parts do not. Superscript and subscript digits become ² and ₂, so that x² survives.
"""

import re
from html.parser import HTMLParser

from enclosures import Enclosures, OpenTags
from hanging import HANGING
from marks import Marks
from math_text import MathML, lowered, raised, tex
from verse import POEM, STANZA, as_lines, join_verse
from wire import send

_PART = 1 << 19  # characters
_LINE_END = "\u2028"  # that the author set, where those of the source mean nothing
_SKIPPED = {"script", "style", "nav", "template", "noscript", "svg", "form", "button", "select", "iframe", "annotation",
            "rt", "rp"}  # fmt: skip
_HEADINGS = {f"h{n}": n for n in range(1, 7)}
_KINDS = {"li": "item", "pre": "code", "table": "table", "figcaption": "caption", "caption": "caption", "aside": "note"}
_BREAKS = {"p", "div", "section", "article", "blockquote", "ul", "ol", "dl", "dt", "dd", "body", "main", "header",
           "footer", "figure", "hr", "center", "details", "summary", "address"} | set(_HEADINGS) | set(_KINDS)  # fmt: skip
_VOID = {"br", "hr", "img", "input", "meta", "link", "col", "area", "base", "embed", "source", "track", "wbr"}
_SCRIPTS = {"sup": raised, "sub": lowered}
_INDEX = re.compile(r"[0-9+\-−()/]+|[0-9+\-−]*[a-z](?:[+\-−][0-9])?")  # what is raised or lowered in formulas
_DISPLAY = re.compile(r"\$\$.*\$\$|\\\[.*\\\]|\\begin\{(equation|align|gather|multline)\*?\}.*\\end\{\1\*?\}", re.S)
_INLINE = re.compile(r"\\\(.+?\\\)")
_CLASSES = re.compile(
    r"(?:^|\s)(?:sphinxsidebar|sidebar|navbar|nav|toc|toctree-wrapper|breadcrumbs?|pagination)(?:\s|$)"
)
_PROSE_WORD = re.compile(r"(?<![\w\\])[A-Za-z][a-z]{2,}(?![\w(])")
_WORDS_OF_FORMULA = 2  # as of a PDF's line
_LONGEST_TERM = 8  # words
_DEEPEST = 100  # elements inside each other that are looked at; what is deeper is no book's
_WORDS_OF_PROSE = 20  # of a sentence or more, where cells hold a few words
_SPACES = re.compile(r"\s+")
# A line of the author ends inside of a word, of which the rest is taken to it: by lines, verse is told from prose.
_AT_AUTHORS_HYPHEN = re.compile(rf"(?<=[a-z])-{_LINE_END}(?!{HANGING.pattern})\s*([a-z]\S*)\s?")
# A line of the source ends in a compound.
_AT_HYPHEN = re.compile(rf"(?<=[a-z])-\n(?!{HANGING.pattern})\s*(?=[a-z])")
_MAIN, _BODY, _TOP = (re.compile(p, re.S | re.I) for p in (r"<main\b.*</main\s*>", r"<body\b", r"<h1\b"))
# What generators of manuals put behind a heading to link to it ("¶", "#", "Permalink"): no word of the book.
_PERMALINK = re.compile(
    r"\b(?:headerlink|header-?anchor|heading-?(?:anchor|link)|anchorjs-link|permalink|anchor-link)\b"
)


class _Blocks(HTMLParser):
    def __init__(self, marks: Marks | None = None) -> None:
        super().__init__(convert_charrefs=True)
        self._marks = marks
        self._since = len(marks.labels) if marks else 0  # printed pages met before the text since the last break
        self.blocks: list[list] = []
        self.title = ""
        self._kind, self._level = "text", 0
        self._open = OpenTags()  # block elements that set the kind
        self._text: list[str] = []
        self._skip: list[str] = []
        self._script: str | None = None
        self._in_title = False
        self._reference: list[str] | None = None  # the text of a reference to a note, while inside one
        self._reference_tag = ""
        self._math: MathML | None = None
        self._has_math = False  # the text since the last break
        self._sign: int | None = None  # where the text of a link to the heading it stands in begins
        self._poem = ""  # the element that holds verse
        self._poem_depth = self._stanza = 0  # how often it is open, and stanzas so far
        self._enclosures = Enclosures()
        self._term = ""  # what the next entry of a list of definitions defines

    def handle_starttag(self, tag: str, attrs: list) -> None:
        if tag == "title":
            self._in_title = True
        if self._math and tag not in _SKIPPED:
            self._math.start(tag, dict(attrs))
            return
        if self._marks:
            self._meet(self._marks, tag, dict(attrs))
        if self._skip or self._hidden(tag, dict(attrs)):
            if tag not in _VOID:
                self._skip.append(tag)
            return
        if self._reference is None and re.search(r"\bnoteref\b", _role(dict(attrs))):
            self._reference, self._reference_tag = [], tag
        if tag in _BREAKS:
            self._flush()
            self._enclosures.start(tag, dict(attrs))
            self._start_poem(tag, f"{dict(attrs).get('class') or ''} {_role(dict(attrs))}")
        if tag in _HEADINGS or tag in _KINDS:
            self._open.start(tag)
            self._set_kind()
        elif tag in ("td", "th"):
            self._text.append(" ")
        elif tag == "tr":
            self._text.append("\n")
        elif tag == "br":
            self._text.append(_LINE_END)
        elif tag == "img" and dict(attrs).get("alt"):
            self._text.append(" ")
        elif tag in _SCRIPTS:
            self._script = tag
        elif tag == "math":
            self._math = MathML(dict(attrs).get("display") == "block")
        elif tag == "a" and self._kind == "heading" and (dict(attrs).get("href") or "").startswith("#"):
            self._sign = len(self._text)

    def handle_endtag(self, tag: str) -> None:
        if tag == "title":
            self._in_title = False
        if self._skip:
            if tag == "ruby" and self._skip[0] in ("rt", "rp"):  # their own end may be left out
                self._skip.clear()
            elif tag in self._skip:
                while self._skip.pop() != tag:
                    pass
            return
        if self._math:
            self._math.end(tag)
            if tag == "math":
                self._end_math()
            return
        if tag == self._reference_tag:
            self._end_reference()
        if tag == "a" and self._sign is not None:
            if not any(map(str.isalnum, "".join(self._text[self._sign :]))):
                del self._text[self._sign :]
            self._sign = None
        if tag == "dt":
            self._end_term()
        if tag in _BREAKS:
            self._flush()
            self._enclosures.end(tag)
        if tag == self._poem:
            self._poem_depth -= 1
            self._poem = tag if self._poem_depth else ""
        if tag in self._open:
            self._open.end(tag)
            self._set_kind()
        elif tag in _SCRIPTS:
            self._script = None

    def handle_data(self, data: str) -> None:
        if self._in_title:
            self.title += data
        if self._skip or self._in_title:
            return
        if self._math:
            self._math.data(data)
            return
        if self._script and _INDEX.fullmatch(data.strip()):
            data = data.replace(data.strip(), _SCRIPTS[self._script](data.strip()))
        (self._text if self._reference is None else self._reference).append(data)

    def close(self) -> None:
        super().close()
        self._flush()

    def _meet(self, marks: Marks, tag: str, attrs: dict) -> None:
        if tag in _BREAKS and not self._skip:
            self._flush()
        pending = any(map(str.strip, self._text))
        if marks.meet(attrs, _role(attrs), len(self.blocks) + pending) and not pending:
            self._since = len(marks.labels)

    def _add(self, kind: str, level: int, text: str) -> None:
        pages = [self._since, len(self._marks.labels)] if self._marks else []
        if ended := self._enclosures.ends_before(level if kind == "heading" else 0):
            self.blocks.append(["end", ended, "", *pages])
        self.blocks.append([kind, level, text, *pages])

    def _hidden(self, tag: str, attrs: dict) -> bool:
        return (
            tag in _SKIPPED
            or "hidden" in attrs
            or attrs.get("aria-hidden") == "true"
            or (tag == "a" and bool(_PERMALINK.search(attrs.get("class") or "")))
            or (tag in ("div", "ul", "aside") and bool(_CLASSES.search(attrs.get("class") or "")))
            or bool(re.search(r"\b(navigation|doc-toc|toc|pagebreak)\b", _role(attrs)))
        )

    def _start_poem(self, tag: str, kinds: str) -> None:
        if tag == "p" == self._poem:
            self._poem, self._poem_depth = "", 0  # its own end may be left out
        if tag == self._poem and tag not in _VOID:
            self._poem_depth += 1
        elif not self._poem and tag not in _VOID and POEM.search(kinds):
            self._poem, self._poem_depth = tag, 1
            self._stanza += 1
        self._stanza += bool(STANZA.search(kinds))

    def _end_math(self) -> None:
        text, display, self._math = self._math.text(), self._math.display, None
        if display:
            self._flush()
            self._add("formula", 0, text)
        else:
            self._text.append(text)
            self._has_math = True

    def _end_term(self) -> None:
        """A term is kept for its definition: "entropy: a measure of …"; the heads of programs' manuals are no terms."""
        text = _SPACES.sub(" ", "".join(self._text)).strip()
        if text and len(text.split()) <= _LONGEST_TERM and "(" not in text:
            self._text.clear()
            self._term = text.rstrip(":.") + ": "

    def _end_reference(self) -> None:
        """A note's mark goes ("energy¹"); a citation in brackets is part of its sentence ("as [13] shows")."""
        text = "".join(self._reference or [])
        self._reference, self._reference_tag = None, ""
        if re.fullmatch(r"\s*\[.*\]\s*", text):
            self._text.append(text)

    def _set_kind(self) -> None:
        """The kind of what follows: that of the innermost element, but a listing colours all in it, a table all but headings."""
        self._kind, self._level = "text", 0
        for tag in self._open.tags[:_DEEPEST]:
            if tag in _HEADINGS and self._kind != "code":
                self._kind, self._level = "heading", _HEADINGS[tag]
            elif self._kind not in ("code", "table"):
                self._kind, self._level = _KINDS.get(tag, "code"), 0

    def _flush(self) -> None:
        self._end_reference()  # one that is never closed ends with its paragraph
        text, has_math = "".join(self._text), self._has_math
        self._text.clear()
        if text.strip():
            self._end_block(text, has_math)
        self._since = len(self._marks.labels) if self._marks else 0

    def _end_block(self, text: str, has_math: bool) -> None:
        self._has_math = False
        lines = []
        if _LINE_END in text:
            whole = _AT_HYPHEN.sub("-", _AT_AUTHORS_HYPHEN.sub(rf"-\1{_LINE_END}", text))
            lines = [_SPACES.sub(" ", line).strip() for line in whole.split(_LINE_END)]
        text = text.replace(_LINE_END, "\n")
        if has_math and self._kind in ("text", "item", "table") and _is_formula(text, self._kind):
            self._add("formula", 0, _SPACES.sub(" ", text).strip())
            return
        kind = "text" if self._kind == "table" and _is_prose(text.strip()) else self._kind
        text = text.strip("\n") if kind in ("code", "table") else _SPACES.sub(" ", _AT_HYPHEN.sub("-", text)).strip()
        if kind == "text" and "\n" in (verse := as_lines([line for line in lines if line])):
            text = verse
        if kind == "text" and self._poem:
            self._add("verse", self._stanza, text)
            return
        if kind in ("text", "item"):
            text, self._term = self._term + text, ""
            if _DISPLAY.fullmatch(text):
                self._add("formula", 0, tex(text))
                return
            text = _INLINE.sub(lambda m: tex(m[0]), text)
        if kind == "table" and self.blocks and self.blocks[-1][0] == "table" and "table" in self._open:
            self.blocks[-1][2] += "\n" + text
        else:
            self._add(kind, self._level, text)


def _is_formula(text: str, kind: str) -> bool:
    """Whether a paragraph, or a table of one row that only places it on the page, is a formula and its number."""
    return "\n" not in text.strip() and len(_PROSE_WORD.findall(text)) <= _WORDS_OF_FORMULA * (kind == "table")


def _is_prose(cell: str) -> bool:
    """Whether what stands in a table is a paragraph: many old pages are laid out by tables."""
    return "\n" not in cell and cell.endswith((".", "!", "?", "”", '"')) and len(cell.split()) >= _WORDS_OF_PROSE


def _role(attrs: dict) -> str:
    return f"{attrs.get('role') or ''} {attrs.get('epub:type') or ''}"


def _main_part(markup: str) -> str:
    """The head of a page and its main part, where it has one that holds its heading: the rest is menus and feet."""
    main = _MAIN.search(markup)
    body = _BODY.search(markup)
    if not main or not body or body.start() > main.start() or (_TOP.search(markup) and not _TOP.search(main[0])):
        return markup
    return markup[: body.start()] + main[0]


def blocks_of(markup: str, marks: Marks | None = None) -> tuple[list[list], str]:
    """Blocks as [kind, heading level, text], and the document's title.

    With `marks`, each block also has how many printed pages had begun where it begins and where it ends.

    A sign of life after every part: a deadline is for what hangs, not for a document of many megabytes.
    """
    parser = _Blocks(marks)
    markup = _main_part(markup)
    for start in range(0, len(markup), _PART):
        parser.feed(markup[start : start + _PART])
        send({"alive": True})
    parser.close()
    return join_verse(parser.blocks), " ".join(parser.title.split())

"""Markdown as authors write it: what Pandoc, MkDocs, Jekyll, GitHub and Jupyter add to CommonMark, put into its terms.

Formulas are taken out before anything else reads them (`*` and `_` mean other things there) and put back behind it.
"""

import html
import re

from markdown_it import MarkdownIt
from math_text import tex

_FRONT_MATTER = re.compile(r"\A---[ \t]*\n(.*?)\n(?:---|\.\.\.)[ \t]*(?:\n|\Z)", re.S)
_CODE_OR_MATH = re.compile(
    r"(?P<code>^[ ]{0,3}(?P<fence>`{3,}|~{3,}).*?(?:^[ ]{0,3}(?P=fence)[`~]*[ \t]*$|\Z)|(?<!`)(?P<tick>`+)(?!`).+?(?<!`)(?P=tick)(?!`))"
    r"|(?P<display>\$\$.+?\$\$|\\{1,2}\[.+?\\\]|\\begin\{(?P<name>equation|align|gather|multline)\*?\}.+?\\end\{(?P=name)\*?\})"
    r"|(?P<inline>\\{1,2}\([^\n]+?\\\)|(?<![\\$\w])\$(?=[^\s$])[^$\n]*?(?<=[^\s\\])\$(?!(?!(?:th|st|nd|rd|s)\b)[\w$]))",
    re.S | re.M,
)
# MyST (Jupyter Book) writes notes, theorems, terms and figures as fences, of backticks or colons; of others the content is a program, or
# what is no prose (lists of pages, forms).
_DIRECTIVE = re.compile(
    r"^[ \t]*(`{3,}|:{3,})\{(?P<kind>[\w:-]+)\}[ \t]*(?P<title>.*)\n(?P<options>(?:---[ \t]*\n(?:.*\n)*?---[ \t]*\n|(?:[ \t]*:[\w-]+:.*\n)*))(?P<body>(?:.*\n)*?)(?:[ \t]*\1[ \t]*$|\Z)",
    re.M,
)
_OF_TEXT = re.compile(
    r"note|tip|hint|important|warning|caution|attention|danger|error|seealso|admonition|topic|sidebar|margin|dropdown|card|epigraph|pull-quote|aside"
    r"|glossary|tab-(?:set|item)|grid(?:-item(?:-card)?)?|version(?:added|changed)|deprecated"
    r"|(?:prf:|proof:)?(?:theorem|lemma|proof|definition|corollary|proposition|remark|example|property|axiom|criterion|observation)|exercise|solution"
)
_WITHOUT_TITLE = re.compile(
    r"glossary|tab-set|grid(?:-item)?|version(?:added|changed)|deprecated"
)  # numbers stand there, or nothing
_TERM = re.compile(r"^(\S.*)\n[ \t]+(?=\S)", re.M)
_INDENT = re.compile(r"^[ \t]+", re.M)
_NESTED = 5
_FORMULA, _CODE = re.compile("\ue000(\\d+)\ue001"), re.compile("\ue002(\\d+)\ue001")  # private characters
# Blanks before a mark are taken from their first on: tried from each of them, a long run would take the square of its length.
_CHANGES = tuple(
    (re.compile(pattern, re.M), new)
    for pattern, new in (
        (r"^(#{1,6}(?=[ \t]).*?)(?<![ \t])[ \t]*\{[#.:][^{}\n]*\}[ \t]*(?:#+[ \t]*)?$", r"\1"),  # attributes of a heading
        (r"^\([\w:.-]+\)=[ \t]*$|\\(?:index|label)\{[^{}\n]*\}|(?<![ \t])[ \t]*\{cite[\w:]*\}\ue002\d+\ue001|\{[\w:+-]+\}(?=\ue002)", ""),  # MyST's, LaTeX's
        (r"(?<![ \t])[ \t]*\\@ref\([^()\s]*\)", ""),  # bookdown's references
        (r"^[ \t]*\{:[^}\n]*\}[ \t]*$|\{%(?:(?!\{%).)*?%\}|^[ \t]*\[\[?_?(?:TOC|toc)_?\]\]?[ \t]*$|^:{3,}.*$", ""),
        (r"^\[\^[^\]\n]+\]:[ \t]*(.*(?:\n(?![ \t]*$|\[\^).+)*)", r"\n<aside>\n\n\1\n\n</aside>\n"),  # footnotes
        (r"\[\^[^\]\n]+\]", ""),
        (r"^([ \t]*(?:[-*+]|\d+[.)])[ \t]+)\[[ xX]\][ \t]+", r"\1"),  # tasks
        (r"(?<=[\w)\]])([~^])(\d{1,3})\1", lambda m: f"<{_SCRIPTS[m[1]]}>{m[2]}</{_SCRIPTS[m[1]]}>"),
        (r"^(?:!!!|\?\?\?\+?)[ \t].*\n((?:(?:[ ]{4}|\t).*\n|[ \t]*\n)+)", lambda m: re.sub(r"(?m)^(?: {4}|\t)", "", m[1])),
    )
)  # fmt: skip
# Pandoc's citations. A decorator of a program is written like one with a plain key: "the [@property] decorator".
_CITATION = re.compile(r"(?<![ \t])[ \t]*\[(?:see |e\.g\.,? |cf\. )?-?@\w[^\[\]\n]*\](?!\()")
_SURE_CITATION = re.compile(
    r"\[(?:(?:see |e\.g\.,? |cf\. )-?|-)@\w|\[@(?:[^\[\]\s,;]*(?:\d\d|\w:\w)|(?:fig|tbl|eq|sec|thm|lem|def|exm|lst)-\w)"
    r"|\[@\w[^\[\]\n]*(?:;[ \t]*-?@|, (?:pp?\.|ch\.|sec\.|§|\d))"
)
_HAS_BIBLIOGRAPHY = re.compile(r"^bibliography[ \t]*:", re.M)
_SCRIPTS = {"~": "sub", "^": "sup"}


def to_html(text: str) -> tuple[str, str, list[str]]:
    """HTML of a Markdown text, and the title and the authors that its front matter names ("" and none)."""
    text = text.replace("\r\n", "\n").translate({0xE000: None, 0xE001: None, 0xE002: None})
    for _ in range(_NESTED):
        text = _DIRECTIVE.sub(_content, text)
    front = _FRONT_MATTER.match(text)
    about = front[1] if front else ""
    text = text[front.end() :] if front else text
    codes: list[str] = []
    formulas: list[str] = []

    def hide(match: re.Match) -> str:
        if match["code"]:
            codes.append(match[0])
            return f"\ue002{len(codes) - 1}\ue001"
        inline = match["inline"] or not _stands_alone(match)
        formulas.append(html.escape(tex(match[0]) if inline else match[0]))
        mark = f"\ue000{len(formulas) - 1}\ue001"
        return mark if inline else f"\n\n{mark}\n\n"

    text = _CODE_OR_MATH.sub(hide, text)
    for pattern, new in _CHANGES:
        text = pattern.sub(new, text)
    if _HAS_BIBLIOGRAPHY.search(about) or _SURE_CITATION.search(text):
        text = _CITATION.sub("", text)
    text = _CODE.sub(lambda m: codes[int(m[1])], text)
    page = MarkdownIt("commonmark", {"html": True}).enable(["table", "strikethrough"]).render(text)
    return (
        _FORMULA.sub(lambda m: formulas[int(m[1])], page),
        _entry(about, "title"),
        list(filter(None, [_entry(about, "author")])),
    )


def _content(fence: re.Match) -> str:
    """A fence of MyST as Markdown: what is text as such, a formula as one, the rest as it is."""
    kind, title, body = fence["kind"], fence["title"].strip(), fence["body"]
    if kind == "math":
        return f"\n$$\n{title}\n{body}$$\n"
    if kind in ("figure", "figure-md"):
        return f"\n<figcaption>\n\n{body}\n</figcaption>\n"
    if not _OF_TEXT.fullmatch(kind):
        return fence[0]
    if kind == "glossary":
        body = _INDENT.sub("", _TERM.sub(r"\n\1: ", body))
    title, body = "" if _WITHOUT_TITLE.fullmatch(kind) else title, body.lstrip()
    between = ": " if body[:1].isalpha() else "\n\n"  # "Sklar's theorem: Every joint distribution …"
    return f"\n{title}{between}{body}\n" if title else f"\n{body}\n"


def _stands_alone(match: re.Match) -> bool:
    """Whether nothing else is on the lines of a formula in $$: in a sentence, kramdown writes them for inline ones."""
    before = match.string[: match.start()].rpartition("\n")[2]
    behind = match.string[match.end() :].partition("\n")[0]
    return not before.strip() and not behind.strip(" \t.,;")


def _entry(front_matter: str, name: str) -> str:
    """A plain text of the front matter (YAML): lists and nested entries are none."""
    found = re.search(rf"^{name}[ \t]*:[ \t]*([^\n\[{{|>&*]+)$", front_matter, re.M | re.I)
    return found[1].strip().strip("\"'").strip() if found else ""

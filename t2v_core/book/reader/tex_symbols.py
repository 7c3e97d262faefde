"""TeX's own encodings of mathematical fonts, for PDFs that do not say which characters their glyphs are.

pdfium then gives the bare code of a glyph: "6=" for ≠, "f0" for f′, "X" for ∑. The tables are OML (letters),
OMS (symbols) and OMX (large symbols) of Knuth's Computer Modern (The TeXbook, appendix F), without what is the
same in ASCII and without codes that well-made files use for the same characters as ASCII does ("(", "-", "/"). Bitmap fonts have not
even a name; of OT1, the encoding of text, they show what can be told from the letters beside it.
"""

import re
from collections.abc import Callable, Iterable

# Flags of fonts, beside those of lines in `wire.py`.
OML, OMS, OMX = 32, 64, 128
TEX = OML | OMS | OMX
_FONTS = (
    (OML, ("cmmi", "lmmathitalic")),
    (OMS, ("cmsy", "cmbsy", "lmmathsymbols")),
    (OMX, ("cmex", "lmmathextension")),
)
_GREEK = dict(enumerate("Γ∆ΘΛΞΠΣΥΦΨΩαβγδϵζηθικλµνξπρστυϕχψωεϑϖϱςφ"))
_LETTERS = {**{chr(k): c for k, c in _GREEK.items() if k < 32}, '"': "ε", "#": "ϑ", "$": "ϖ", "%": "ϱ", "&": "ς",
           "'": "φ", "?": "⋆", "@": "∂", "`": "ℓ", "‘": "ℓ"}  # fmt: skip
_FROM_EXCLAMATION = "→↑↓↔↗↘≃⇐⇒⇑⇓⇔↖↙∝′∞∈∋△▽\u0338↦∀∃¬∅ℜℑ⊤⊥"
_SYMBOLS = {
    **{chr(33 + k): c for k, c in enumerate(_FROM_EXCLAMATION) if chr(33 + k) not in "*-./"},
    **{"[": "∪", "]": "⊎", "^": "∧", "_": "∨", "`": "⊢", "a": "⊣", "b": "⌊", "c": "⌋", "d": "⌈", "e": "⌉"},
    **{"h": "⟨", "i": "⟩", "k": "∥", "p": "√", "r": "∇", "s": "∫"},
    **dict(zip(map(chr, range(17)), "−·×∗÷⋄±∓⊕⊖⊗⊘⊙◯∘•≍", strict=True)),
    **dict(zip(map(chr, range(17, 32)), "≡⊆⊇≤≥⪯⪰∼≈⊂⊃≪≫≺≻", strict=True)),
}
_PAREN = {
    "(": "\x00\x10\x12 0@",
    ")": "\x01\x11\x13!1A",
    "[": '\x02\x14"2',
    "]": "\x03\x15#3",
    "{": "\x08\x1a(8",
    "}": "\x09\x1b)9",
}
_LARGE = {
    **{code: c for c, codes in _PAREN.items() for code in codes if not code.isspace()},
    **dict(zip("PQRSTVWXYZ^_pqrst", "∑∏∫⋃⋂⋀⋁∑∏∫⋀⋁√√√√√", strict=True)),
}
# A stroke and the relation behind it are one character.
_NEGATED = {
    "=": "≠",
    "∈": "∉",
    "⊂": "⊄",
    "⊆": "⊈",
    "≡": "≢",
    "∼": "≁",
    "≈": "≉",
    "<": "≮",
    ">": "≯",
    "≤": "≰",
    "≥": "≱",
}

_TABLES = {OML: _LETTERS, OMS: _SYMBOLS, OMX: _LARGE}
_CODE = re.compile("[" + re.escape("".join(sorted({*_LETTERS, *_SYMBOLS, *_LARGE}))) + "]")
_NO_SYMBOL = re.compile(r"[0-9a-z!-'+:-@^`~]")  # in no symbol font as such
_FILLER = "\u2060"
_STROKE = re.compile("\u0338([" + "".join(_NEGATED) + "])")

# OT1's ligatures, as characters of their own so that lengths stay; a carriage return of pdfium's has a line feed behind it.
_LIGATURE = re.compile(
    r"(?:(?<=[a-z]{2})|(?<=\bo))([\x0b-\x0f])(?!\n)|([\x0b-\x0f])(?=[a-z]{2})|(?<=[A-Za-z])([\x0b-\x0f])(?=[a-z])"
)
_LIGATURES = dict(zip(map(chr, range(0x0B, 0x10)), "\ufb00\ufb01\ufb02\ufb03\ufb04", strict=True))
_QUOTED = re.compile(r"(?<![^\s(\[])\\(?=\w)([^\\\"]{1,300})\"")
_DASH = re.compile(r"(?<=\w)[{|](?=\w)|^\{(?= [A-Za-z])", re.M)


def tex_text(text: str, nameless: Callable[[int], bool]) -> str:
    """`text` with OT1's ligatures, and where there are any its dashes and quotes too, in fonts without name; of the same length."""
    if not any(code in text for code in "\x0b\x0c\x0e\x0f") and text.count("\r") == text.count("\r\n"):
        return text

    def put(new: Callable[[re.Match[str]], str]) -> Callable[[re.Match[str]], str]:
        return lambda m: new(m) if nameless(m.start()) else m.group()

    found = _LIGATURE.sub(put(lambda m: _LIGATURES[m.group()]), text)
    if found == text:
        return text
    found = _QUOTED.sub(put(lambda m: f"“{m[1]}”"), found)
    return _DASH.sub(put(lambda m: "–" if m.group() == "{" else "—"), found)


def tex_encoding(font: str) -> int:
    """The flag of the encoding a font of this name, in small letters, has; 0 for other fonts."""
    return next((flag for flag, names in _FONTS if any(name in font for name in names)), 0)


def has_bare_codes(words: Iterable[tuple[str, int]]) -> bool:
    """Whether one of the words, given by first character and font flags, begins with a code; in most files none does."""
    return any(
        flags & TEX and ((flags & (OMS | OMX) and _NO_SYMBOL.match(first)) or first < " ") for first, flags in words
    )


def decoded(text: str, font_of: Callable[[int], int]) -> str:
    """`text` with its bare codes replaced, of the same length; `font_of` gives the font flags of a position."""
    characters = list(text)
    for match in _CODE.finditer(text):
        encoding = font_of(match.start()) & TEX
        if encoding:
            characters[match.start()] = _TABLES[encoding].get(match.group(), match.group())
    return "".join(characters)


def negated(text: str) -> str:
    """`text` with a stroke and the relation behind it as one character and a filler before it: of the same length."""
    return _STROKE.sub(lambda m: _FILLER + _NEGATED[m.group(1)], text)

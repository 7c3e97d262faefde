"""The cleaning rules: each has a name, which is the reason written beside what it rejects.

Rules look at a page (contents, index), at the section a block stands in (`section_rules.py`) or at the block's own characters (code, number tables, OCR noise, glyph soup). What is
too short or a near-duplicate is known only after chunking (`chunk.py`, `duplicates.py`).
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from itertools import pairwise

from .blocks import CAPTION, CODE, FORMULA, ITEM, NOTE, TABLE, TEXT, Block, Page
from .line_kinds import PROSE_WORD
from .text import STOPS, ends_in, words_of

TABLE_OF_CONTENTS = "table_of_contents"
INDEX = "index"
BIBLIOGRAPHY = "bibliography"
OCR_NOISE = "ocr_noise"
CODE_LISTING = "code"
GARBLED_FORMULA = "garbled_formula"
TABLE_ROWS = "table"
FRAGMENT = "fragment"
BOILERPLATE = "boilerplate"
EXERCISES = "exercises"
GLYPH_SOUP = "glyph_soup"
TOO_SHORT = "too_short"
TOO_LONG = "sentence_too_long"
NEAR_DUPLICATE = "near_duplicate"

LEADERS = re.compile(r"[.·…_](?:(?<=\.)(?:\s?\.){4,}|(?<!\.)(?:\s?[·…_]){5,})")
# A page: 12, A-12, S3, xiv; "I" before a word in lower case is the pronoun.
_PAGE_BEHIND = re.compile(
    r"\W*(?:\d|(?i:[a-z]{1,2}[-–.]?\d+|(?!I\s(?-i:[a-z]))(?=[ivxlc])c{0,3}(?:xc|xl|l?x{0,3})(?:ix|iv|v?i{0,3}))\b|$)"
)
_WORDS_AROUND_GAP = 12
_ENDS_IN_PAGE = re.compile(r"(?:\s|\.)(\d{1,4}|[ivxlc]{1,7})$")
_INDEX_LINE = re.compile(
    r"^[^.!?]{2,70}?,?\s+\d{1,4}(?:\s*[-–,]\s*\d{1,4})*[nf]{0,2}$|^\s*\d{1,4}(?:\s*[-–,]\s*\d{1,4})+$"
)
_ENDS_OF_ENTRIES = frozenset("0123456789ivxlcIVXLCnf")  # of what the two patterns above match
_DIGITS = re.compile(r"\d+")
_AFTER_COMMA = re.compile(r",\s*\d[\d\s,–-]*[nf]{0,2}$")
_CODE_MARKS = ("{", "}", ";", "::", "->", "=>", "==", "←", "++", "()", "//", "/*")
VERB = re.compile(
    r"\b(?:is|are|was|were|be|been|has|have|had|can|could|may|might|must|will|would|shall|should|do|does|did|let|gives?|gave|"
    r"yields?|means?|shows?|use[sd]?|uses|makes?|follows?|holds?|becomes?|get|gets|we|you|they|it|this|that|which)\b",
    re.I,
)
_BROKEN_OFF = re.compile(r"(?:[,–—-]|\b(?:a|an|the|of|to|in|on|at|by|for|from|with|and|or|as|than|if))$")
_BRACKETS = "()&*<>[]="
_TEX_COMMAND = re.compile(r"\\[A-Za-z]{2}")
_PSEUDOCODE = re.compile(
    r"(?:for|foreach|while|if|else|elif|repeat|until|end|return|procedure|function|input|output|require|ensure)\b"
    r"(?:.*\b(?:do|then|end|begin|repeat|return)|[ :].{0,60}[←:=].*)$"
)
YEAR = re.compile(r"(?:19|20)\d\d")
CITATION = re.compile(
    r"\b(?:19|20)\d\d[a-z]?\b|\bpp?\.\s?\d|\bvol(?:ume)?\.?\s?\d|\bpages? \d+[-–]\d|\bdoi\b|\barXiv|\bISBN|\bIn:? (?:Proc|Advances|International)"
    r"|\bProceedings\b|\bPress\b|\bJournal\b|\bTrans(?:actions|\.)|\beditors?\b|\bEds?\.|\b[A-Z]\.(?:\s?[A-Z]\.)* [A-Z][a-z]+|[A-Z][a-z]+, [A-Z]\.|\d+\(\d+\):\d+"
)
# The beginning of a note that cites one work: "J. Smith and A. B. Jones. …", "Smith, J., …".
_REFERENCE = re.compile(
    r"^[^A-Za-z]{0,4}(?:(?:[A-Z]\.[ -]?){1,3}(?:(?:van|von|de|der|du|la|le) )*[A-Z][\w’'-]+(?:,| and | et al|\.)|[A-Z][\w’'-]+, [A-Z]\.)"
)
# An entry of a numbered list of them opens with who wrote it ("[12] Love R. …", "[3] J. Smith and …", "[27] World Bank. …") or with
# a title in quotes; numbered paragraphs, as of a judgment, open with a sentence.
_NUMBER = re.compile(r"^\[\d{1,3}\]\s+")
_OPENS_ENTRY = re.compile(
    rf"{_REFERENCE.pattern}|^[A-Z][\w’'-]+,? [A-Z]{{1,3}}[.,]|^[A-Z][\w’'-]+(?: [A-Z][\w’'-]+){{0,3}}\.\s|^[“\"]"
)
# It has pieces that begin like titles, a year between marks, or pages or an address at its end.
_ENTRY_PIECES = re.compile(r"(?<=[^\W\d_]{2})[.,?!:;][\"”]?\s+(?=[\"“A-Z\d])")
_FEWEST_PIECES = 3
_ADDRESS_AT_END = re.compile(r"https?://\S+$")
_DATED = re.compile(r"[,.?!(;:][\"”]?\s*(?:19|20)\d\d[a-z]?(?:[),.;:]|$)|\d[-–]\d+\.?$")
# What legal notices say, by a piece in lower case that stands in every match: looking for those first is ten times as fast.
_LEGAL_BY_HINT = {
    "copyright": "copyright", "©": "©", "(c)": r"\(c\) (?:19|20)\d\d", "reserved": "all rights reserved", "isbn": r"\bISBN\b",
    "permi": "permission (?:is|to) ", "no part of": "no part of this", "warranty": "without warranty", "licens": "licensed under",
    "commons": "creative commons", "published": "published by", "trademark": r"trademarks?\b", "printed": "printed (?:in|on)",
    "library of": "library of congress", "typeset": "typeset", "documentation": "free documentation",
}  # fmt: skip
_LEGAL = re.compile("|".join(_LEGAL_BY_HINT.values()), re.I)
# Each of these is one notice more: who speaks of copyright names no owner's year.
_DATED_CLAIM = re.compile(r"(?:copyright(?: ?(?:©|\(c\)))?|©|\(c\)),? ?(?:by )?(?:19|20)\d\d", re.I)
# What makes a short line legal on its own.
_CLAIM = re.compile(r"copyright|©|\(c\) (?:19|20)\d\d|all rights reserved|\bISBN\b|licensed under", re.I)
_STATEMENT_END = re.compile(r"[;{}]$")
# A call from its beginning, the head of a function, an element or a pointer, a brace alone, names with a point or a line in them
# that stand in few words: a point in "4.0", "i.e." or "U.S." and the function f(x) are things of sentences.
_STATEMENT = re.compile(
    r"^(?:return )?[\w.:]+\((?:[^()]|\([^()]*\))*\)\s*;$|\)\s*\{$|\w\[[^\]]*\]\s*=|->|==|\+\+|::|^[{}\s;]+$"
    r"|^(?=\S+(?:\s\S+){0,2}$).*[a-zA-Z_]{2}[._][a-zA-Z_]{2}"
)
_WORDS_OF_STATEMENT = 8
# Words a sentence about symbols has, and their share.
_WORDS_ABOUT, _SHARE_ABOUT = 4, 0.2
_VOWEL = re.compile(r"[aeiouyà-öø-ÿ]", re.I)
_LETTERS = re.compile(r"[^\W\d_¹²³¼-¾⁰-₉]+")
_GLUED = 29  # letters from which a word is many that lost their spaces
# ASCII by kind: vowels as "a", consonants as "b", digits and what stands for other characters as "0", and as "=" the signs
# of which no mark of code has less than half a one.
_BY_KIND_OF_CHARACTER = {"a": "aeiouy", "b": "bcdfghjklmnpqrstvwxz", "0": "0123456789?", "=": "{};:>=+/(*"}
_KINDS = bytes(
    next((ord(kind) for kind, all_of in _BY_KIND_OF_CHARACTER.items() if chr(c).lower() in all_of), ord(" "))
    for c in range(256)
)
_CONSONANTS_FIRST = re.compile(rb"(?<![ab])bbbb")
# Latin-1's marks inside a word: the codes of a font that does not say which letters it shows, as "¹¾T·" for "the".
_MARK_IN_WORD = re.compile(r"[¡-©«-±´¶-¹»-¿×÷](?<=[^\W\d_].)[¡-©«-±´¶-¹»-¿×÷]*(?=[^\W\d_])")
_MARKED_WORDS = 0.2
_LETTER_RUN = re.compile(r"[^\W\d_]{2,}")
# Pieces up to which a formula that lost its shape (fractions, sums) can still be read in one line.
_READABLE_FORMULA = 24
_SHORTEST_FORMULA = 3  # characters, as in "x=1"
# Among 70,000 passages in eleven languages, none but formulas and lists of names had fewer than 0.24 vowels a letter.
_FEWEST_VOWELS = 0.2
_ENOUGH_LETTERS = 120
_BY_KIND = {TABLE: TABLE_ROWS, CODE: CODE_LISTING}


def page_reasons(pages: list[Page]) -> dict[int, str]:
    """Pages that are a table of contents or an index by the look of their lines, or that the next one repeats."""
    by_page = [[line.text for line in page.lines] for page in pages]
    shown_again = (_shown_again(texts, following) for texts, following in pairwise(by_page))
    reasons = {page.number: NEAR_DUPLICATE for page, again in zip(pages, shown_again, strict=False) if again}
    for page, texts in zip(pages, by_page, strict=True):
        leaders = sum(bool(LEADERS.search(t)) for t in texts) if LEADERS.search("\n".join(texts)) else 0
        if max(leaders, sum([t[-1:] in _ENDS_OF_ENTRIES for t in texts])) <= 0.3 * len(texts):
            continue
        if len(texts) < 6 or len({_DIGITS.sub("", t) for t in texts}) < 0.5 * len(texts):
            continue  # too few, or rows of one kind, as in "true: 1 predicted: 0"
        entries = sum(bool(_INDEX_LINE.match(t)) for t in texts)
        commas = sum(bool(_AFTER_COMMA.search(t)) for t in texts)
        ends = [m.group(1) for t in texts if (m := _ENDS_IN_PAGE.search(t)) and len(t.split()) > 1]
        numbers = [int(n) for n in ends if n.isdigit()]
        rising = sum(a <= b for a, b in pairwise(numbers))
        if entries > 0.5 * len(texts) and commas > 0.3 * len(texts):
            reasons[page.number] = INDEX
        elif leaders > 0.3 * len(texts) or (len(ends) > 0.6 * len(texts) and rising > 0.9 * max(len(numbers) - 1, 1)):
            reasons[page.number] = TABLE_OF_CONTENTS
        elif entries > 0.5 * len(texts):
            reasons[page.number] = INDEX
    return reasons


def _shown_again(lines: list[str], following: list[str]) -> bool:
    """Whether the next page shows all lines of this one and more: a slide that is uncovered step by step."""
    return 2 <= len(lines) <= len(following) and lines[0] in following and set(following).issuperset(lines)


def block_reason(block: Block, following: Block | None = None) -> str:
    """The rule that rejects a block by its own text; "" when none does. The text is already clean.

    `following`: the next block of the section. Before a formula or the rest of a sentence, a few words without a
    stop are a sentence's beginning and no label.
    """
    text = block.text
    if block.kind in _BY_KIND:
        return _BY_KIND[block.kind]
    if block.kind == FORMULA:
        if len(text.replace(" ", "")) < _SHORTEST_FORMULA:
            return FRAGMENT  # a piece of one: a limit, a lone bracket, an arrow
        if _TEX_COMMAND.search(text):
            return GARBLED_FORMULA  # of TeX that plain text cannot show
        return GARBLED_FORMULA if not block.trusted and len(text.split()) > _READABLE_FORMULA else ""
    if shows_codes([text]):
        return GLYPH_SOUP
    if LEADERS.search(text) and not _fills_a_gap(text):
        return TABLE_OF_CONTENTS
    if block.kind == CAPTION and not ends_in(text, STOPS):
        return FRAGMENT  # a title, not a sentence
    if block.kind == NOTE and _REFERENCE.search(text) and YEAR.search(text):
        return BIBLIOGRAPHY
    if text.startswith("[") and _is_entry(text):
        return BIBLIOGRAPHY
    tokens = words_of(text)
    unfinished = block.kind in (TEXT, NOTE) and not ends_in(text, STOPS)
    alone = unfinished and (following is None or following.kind != FORMULA)
    label = alone and (len(tokens) <= 6 or (len(tokens) <= 15 and _is_label(text, following)))
    if label or (len(tokens) <= 6 and not _LETTER_RUN.search(text)):
        return FRAGMENT  # a label or legend in a figure, a cell of a table that stands alone, a stray symbol
    if unfinished and _PSEUDOCODE.match(text):
        return CODE_LISTING
    statement = len(tokens) <= _WORDS_OF_STATEMENT and block.kind != ITEM and _STATEMENT_END.search(text)
    if statement and _STATEMENT.search(text):
        return CODE_LISTING  # a line of a program in the font of the text
    if len(tokens) < 4:
        return ""
    lower = text.lower()
    reason = _by_characters(text, lower, tokens, alone)
    if reason:
        return reason
    legal = _legal_claims(text) if any(map(lower.__contains__, _LEGAL_BY_HINT)) else 0
    if legal >= 3 or (legal >= 2 and len(tokens) < 120) or (len(tokens) < 15 and _CLAIM.search(text)):
        return BOILERPLATE
    dated = ("19" in text or "20" in text) and YEAR.search(text)
    return BIBLIOGRAPHY if dated and len(CITATION.findall(text)) > max(3, 0.12 * len(tokens)) else ""


def _is_entry(text: str) -> bool:
    """Whether a text is one work of a numbered list, without a sentence about it."""
    number = _NUMBER.match(text)
    entry = text[number.end() :] if number else ""
    if not _OPENS_ENTRY.search(entry) or len(_ENTRY_PIECES.split(entry)) < _FEWEST_PIECES:
        return False
    return bool(_ADDRESS_AT_END.search(entry) or (_DATED.search(entry) and not VERB.search(entry)))


def _legal_claims(text: str) -> int:
    """Legal phrases of different words, and each dated copyright beyond the first."""
    return len({m.lower() for m in _LEGAL.findall(text)}) + max(0, len(_DATED_CLAIM.findall(text)) - 1)


def _by_characters(text: str, lower: str, tokens: list[str], alone: bool) -> str:
    """The rule that rejects a text by the characters it is made of.

    Each rule first meets a bound that kinds of characters give: what is not ASCII counts as a digit and not as a letter.
    """
    kinds = text.encode("ascii", "replace").translate(_KINDS)
    vowels, consonants, signs, digits = [
        len(text) - len(kinds.translate(None, kind)) for kind in (b"a", b"b", b"=", b"0")
    ]
    words, lengths = len(tokens), [*map(len, tokens)]
    if digits > 0.4 * words and sum(map(_is_number, tokens)) > 0.4 * words:
        return TABLE_ROWS
    few_letters = vowels + consonants < 0.55 * len(text) and _letters(text) < 0.55 * sum(lengths)
    if (few_letters or lengths.count(1) > 0.45 * words) and not _says_of_symbols(text, tokens):
        return GLYPH_SOUP
    if (2 * signs > 0.2 * words or "←" in text) and sum(map(text.count, _CODE_MARKS)) > 0.2 * words:
        return CODE_LISTING
    if alone and sum(map(text.count, _BRACKETS)) > 0.3 * words and _letters(text) > 3.5 * words:
        return CODE_LISTING  # signatures of functions, in the font of the text
    if ((b"bbbb" in kinds and _CONSONANTS_FIRST.search(kinds)) or max(lengths) >= _GLUED) and _noisy(text):
        return OCR_NOISE
    if vowels <= _FEWEST_VOWELS * len(text) and _letters(text) > _ENOUGH_LETTERS and _is_cipher(lower, _letters(text)):
        return GLYPH_SOUP
    return ""


def shows_codes(texts: Iterable[str]) -> bool:
    """Whether words are the codes of a font that does not say which letters it shows."""
    texts = [text for text in texts if not text.isascii()]
    marks = sum(len(_MARK_IN_WORD.findall(text)) for text in texts)
    return marks > max(2, _MARKED_WORDS * sum(len(text.split()) for text in texts))


def _fills_a_gap(text: str) -> bool:
    """Whether dots in a sentence stand for what is left out ("begin ..... end"): no page follows them."""
    pages = any(_PAGE_BEHIND.match(text, m.end()) for m in LEADERS.finditer(text))
    return not pages and len(text.split()) >= _WORDS_AROUND_GAP and bool(VERB.search(text))


def _says_of_symbols(text: str, tokens: list[str]) -> bool:
    """Whether many symbols are what a sentence speaks of: "Let H be a Hilbert space and e : A → H an orthonormal system." """
    words = len(PROSE_WORD.findall(text))
    return words >= _WORDS_ABOUT and words > _SHARE_ABOUT * len(tokens) and bool(VERB.search(text))


def _letters(text: str) -> int:
    return sum(map(len, _LETTERS.findall(text)))


def _is_number(word: str) -> bool:
    return not word[0].isalpha() and any(map(str.isdigit, word)) and not any(map(str.isalpha, word))


def _is_label(text: str, following: Block | None) -> bool:
    """Whether words without a stop are no sentence that lacks one: they hold no common verb and are not broken off."""
    goes_on = following is not None and not following.text[:1].isupper()
    return text[:1].isalpha() and not (goes_on or VERB.search(text) or _BROKEN_OFF.search(text))


def _is_cipher(lower: str, letters: int) -> bool:
    """Whether Latin letters stand for others, as where a PDF's font tells the wrong ones: no language has so few vowels."""
    if sum(map(lower.count, "aeiouy")) > _FEWEST_VOWELS * letters:
        return False
    latin = sum("a" <= c <= "z" for c in lower)
    accented = sum(c.isalpha() for c in lower) - latin
    return latin > 0.8 * letters and sum(map(lower.count, "aeiouy")) + accented < _FEWEST_VOWELS * letters


def _noisy(text: str) -> bool:
    """Whether a quarter of the words cannot be words: no vowel, or many words glued into one."""
    words = [w for w in _LETTER_RUN.findall(text) if not w.isupper() and w.isascii()]
    odd = sum(len(w) > 3 and not _VOWEL.search(w) for w in words) + sum(len(w) >= _GLUED for w in words)
    return len(words) >= 4 and odd > 0.25 * len(words)

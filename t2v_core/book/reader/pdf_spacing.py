"""Words of a PDF by the gaps between their letters, where pdfium goes wrong.

It reads letter-spaced words ("G R A D I E N T  D E S C E N T") as single letters, and words of a line that is set tight as one ("convergesto").
"""

import re
from bisect import bisect_left
from collections.abc import Callable, Sequence
from itertools import pairwise
from operator import sub

# Joins letters whose gap is narrow; nobody sees it.
FILLER = "\u2060"
# Five single letters in a row, one of which may be the end of a word, and the beginning of the word behind them.
_RUN = re.compile(r"[^\W\d_](?: +[^\W\d_](?!\w)){4,}(?: +[^\W\d_])?")
_THREE = re.compile(r" [^\W\d_] +[^\W\d_] +[^\W\d_](?!\w)")  # of them: found in a tenth of the time
_TOUCHING = 0.1  # of the letters' width: spaces that nobody sees
# Gaps between words are wider than those between letters by this factor.
_WIDER = 1.4
_FEWEST_LETTERS, _MOST_LETTERS = 4, 30  # of the longest word
# Shares of vowels that words have, and lists of variables have not.
_VOWELS = frozenset("aeiouyäöüàáâãåæèéêëìíîïòóôõøùúûýœаеёиоуыэюяαεηιουω")
_LEAST, _MOST = 0.25, 0.7
_REPEATED = re.compile(r"(.)\1{3}")  # as in columns of a formula

# A gap inside a word that is so many font sizes wider than its others is a space.
_SPACE = 0.14
# Words of so many letters may be several; in the line of one that is, shorter ones too.
_LONG, _SHORT = 13, 4
# Letters that stand in cells of one width (Chinese and Japanese, and Latin set among them): gaps tell nothing about words.
_CELLS = re.compile("[\u3040-\u30ff\u3400-\u9fff\uf900-\ufaff\uff01-\uff5e]")
_LINE_END = re.compile("[\r\n]")
_BEFORE_SPACE = frozenset(",;:.)!?")

# Bytes of printable ASCII, and of what ends lines.
_USUAL = bytes([*range(32, 127), *b"\n\r"])

# Left and right edges of characters, with the room that the font gives them.
Edges = Callable[[Sequence[int]], tuple[Sequence[float], Sequence[float]]]


def rare(text: str) -> str:
    """The characters of `text` that are not printable ASCII, in order: looking for one among them takes a tenth of the time."""
    return text.encode("utf-8", "surrogatepass").translate(None, _USUAL).decode("utf-8", "surrogatepass")


def join_letters(text: str, edges: Edges) -> str:
    """`text` of a page with the spaces inside of its letter-spaced words as `FILLER`s; all else stays in its place."""
    runs = list(_RUN.finditer(text)) if _THREE.search(text) else []
    characters = list(text) if runs else []
    for run in runs:
        letters = [i for i in range(*run.span()) if text[i] != " "]
        lefts, rights = edges(letters)
        if any(after <= before for before, after in pairwise(lefts)):
            continue  # of a page that lies on its side
        touching = _TOUCHING * sum(map(sub, rights, lefts)) / len(letters)
        gaps = [max(gap, touching) for gap in map(sub, lefts[1:], rights)]
        alone = run.start() == text.rfind("\n", 0, run.start()) + 1 and text[run.end() : run.end() + 1] in "\r\n"
        widest = _widest(gaps, alone or max(gaps) <= touching)
        joined = {i for i, gap in enumerate(gaps) if gap <= widest}
        if _are_words([text[i] for i in letters], joined):
            for i in joined:
                a, b = letters[i] + 1, letters[i + 1]
                characters[a:b] = FILLER * (b - a)
    return "".join(characters) if runs else text


def _widest(gaps: list[float], one: bool) -> float:
    """The widest gap between letters of one word: the next wider is that of words. Without one they are `one` word, or none."""
    rising = sorted(gaps)
    wider, narrow = max((b / a, a) for a, b in pairwise(rising))
    return narrow if wider >= _WIDER else rising[-1] if one else 0.0


def _are_words(letters: list[str], joined: set[int]) -> bool:
    """Whether `letters`, each of which is joined to the next where its index is in `joined`, can be words."""
    words = [letters[0]]
    for i, letter in enumerate(letters[1:]):
        if i in joined:
            words[-1] += letter
        else:
            words.append(letter)
    own = "".join(word for word in words if len(word) > 1).lower()
    vowels = sum(map(_VOWELS.__contains__, own))
    alphabet = all(ord(b) - ord(a) == 1 for a, b in pairwise(own))
    longest = max(map(len, words))
    variables = _REPEATED.search(own) or (longest == _FEWEST_LETTERS and _VOWELS.intersection(own) <= {"y"})
    return (
        not variables
        and _FEWEST_LETTERS <= longest <= _MOST_LETTERS
        and _LEAST * len(own) <= vowels <= _MOST * len(own)
        and not alphabet
    )


def glued_at(text: str, starts: list[int], ends: list[int], sizes: Sequence[float], edges: Edges) -> list[int]:
    """The characters of a page before which a space is missing, in words from `starts` to `ends` of these font sizes."""
    lengths = [*map(sub, ends, starts)]
    if _CELLS.search(rare(text)):
        lengths = [
            0 if n >= _SHORT and _CELLS.search(text, a, a + n) else n for a, n in zip(starts, lengths, strict=True)
        ]
    longest = [k for k, n in enumerate(lengths) if n >= _LONG]
    found = _spaces(text, longest, starts, ends, sizes, edges)
    if found:
        line_ends = [end.start() for end in _LINE_END.finditer(text)]
        lines = {bisect_left(line_ends, i) for i in found}
        short = [k for k, n in enumerate(lengths) if _SHORT <= n < _LONG]
        near = [k for k in short if bisect_left(line_ends, starts[k]) in lines]
        found += _spaces(text, near, starts, ends, sizes, edges)
    return sorted(found)


def _spaces(
    text: str, words: list[int], starts: list[int], ends: list[int], sizes: Sequence[float], edges: Edges
) -> list[int]:
    """The characters of these words before which a gap is a space."""
    lefts, rights = edges([i for k in words for i in range(starts[k], ends[k])])
    found, at = [], 0
    for k in words:
        first, at = at, at + ends[k] - starts[k]
        gaps = [*map(sub, lefts[first + 1 : at], rights[first:at])]
        least = sorted(gaps)[len(gaps) // 2] + _SPACE * sizes[k]
        if max(gaps) > least and all(a < b for a, b in pairwise(lefts[first:at])):
            wide = [starts[k] + 1 + i for i, gap in enumerate(gaps) if gap > least]
            found += [i for i in wide if text[i].isalpha() and (text[i - 1].isalpha() or text[i - 1] in _BEFORE_SPACE)]
    return found

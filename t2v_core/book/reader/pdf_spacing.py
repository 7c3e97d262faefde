"""Letter-spaced words of a PDF ("G R A D I E N T  D E S C E N T"), which pdfium reads as single letters: put together by their gaps."""

import re
from collections.abc import Callable, Sequence
from itertools import pairwise
from operator import sub

# Joins letters whose gap is narrow; nobody sees it.
FILLER = "\u2060"
# Five single letters in a row, one of which may be the end of a word, and the beginning of the word behind them.
_RUN = re.compile(r"[^\W\d_](?: +[^\W\d_](?!\w)){4,}(?: +[^\W\d_])?")
_TOUCHING = 0.1  # of the letters' width: spaces that nobody sees
# Gaps between words are wider than those between letters by this factor.
_WIDER = 1.4
_FEWEST_LETTERS = 4  # of the longest word
# Shares of vowels that words have, and lists of variables or of bases (A C G T) have not.
_VOWELS = frozenset("aeiouyäöüàáâãåæèéêëìíîïòóôõøùúûýœаеёиоуыэюяαεηιουω")
_LEAST, _MOST = 0.2, 0.7

# Left and right edges of characters, with the room that the font gives them.
Edges = Callable[[Sequence[int]], tuple[Sequence[float], Sequence[float]]]


def join_letters(text: str, edges: Edges) -> str:
    """`text` of a page with the spaces inside of its letter-spaced words as `FILLER`s; all else stays in its place."""
    for run in _RUN.finditer(text):
        letters = [i for i in range(*run.span()) if text[i] != " "]
        lefts, rights = edges(letters)
        if any(after <= before for before, after in pairwise(lefts)):
            continue  # of a page that lies on its side
        touching = _TOUCHING * sum(map(sub, rights, lefts)) / len(letters)
        gaps = [max(gap, touching) for gap in map(sub, lefts[1:], rights)]
        alone = not (text[: run.start()][-1:].strip() or text[run.end() :][:1].strip())
        widest = _widest(gaps, alone or max(gaps) <= touching)
        joined = [i for i, gap in enumerate(gaps) if gap <= widest]
        if _are_words([text[i] for i in letters], joined):
            for i in joined:
                a, b = letters[i] + 1, letters[i + 1]
                text = text[:a] + FILLER * (b - a) + text[b:]
    return text


def _widest(gaps: list[float], one: bool) -> float:
    """The widest gap between letters of one word: the next wider is that of words. Without one they are `one` word, or none."""
    rising = sorted(gaps)
    wider, narrow = max((b / a, a) for a, b in pairwise(rising))
    return narrow if wider >= _WIDER else rising[-1] if one else 0.0


def _are_words(letters: list[str], joined: list[int]) -> bool:
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
    return max(map(len, words)) >= _FEWEST_LETTERS and _LEAST * len(own) <= vowels <= _MOST * len(own) and not alphabet

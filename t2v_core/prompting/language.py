"""Is a text for a prompt English? Scripts decide first, then planning's detector where small words agree with it.

A detector takes lists of keywords ("worst quality, jittery") for any language; articles and prepositions do not lie.
"""

from __future__ import annotations

from ..planning.language import other_language
from ..planning.text import FUNCTION_WORDS, words
from .text import foreign_share

_FOREIGN = 0.30  # share of non-Latin letters above which a text is not English
# Of German, French, Spanish, Italian, Portuguese and Dutch: small words that stand in names too ("Rio de Janeiro"), and some that do not;
# none that is an English word.
_SMALL = frozenset(
    "le la les du des une est et sur que qui l d aux un de der das und von ein eine zum zur el los las del uma il gli della dell che het een".split()
)
_SURE = frozenset("dans avec beim für durch wie ist einer über como para una nel voor".split())


def foreign_language(text: str, keywords: bool = False) -> str:
    """The name of another language that `text` is surely in, else ""; of `keywords` only the letters are looked at."""
    by_letters = foreign_share(text) > _FOREIGN
    if by_letters or keywords:
        return (other_language(text) or "another script") if by_letters else ""
    found = [w for word in words(text.lower()) for w in word.replace("’", "'").split("'")]
    small = sum((w in _SMALL) + 2 * (w in _SURE) for w in found)
    english = sum(w in FUNCTION_WORDS for w in found)
    if small <= english:
        return ""
    return other_language(text) or ("another language" if small > max(1, 2 * english) else "")

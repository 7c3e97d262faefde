"""A sentence in the plain order of its words: "It is the moon that raises the tides" and "The moon is what raises the tides" say what
"The moon raises the tides" says, and only that one has the words where the checks look for them.
"""

from __future__ import annotations

from collections.abc import Sequence

from ..english.grammar import FINITE, NOUN, Token, parse

_IS = frozenset("is was are were".split())
_WHO = frozenset("that who which".split())
_POINTS = frozenset("this that which these here".split())
_LONGEST = 12  # words in front of the verb of a sentence that is turned into plain order


def plainly(sentence: str) -> str:
    """The sentence with what it stresses put back in front of its verb; as it is where it stresses nothing."""
    tokens = parse(sentence)
    if len(tokens) < 4:
        return sentence
    for i in range(1, min(len(tokens) - 2, _LONGEST)):
        if tokens[0].low == "it" and tokens[1].low in _IS:
            who = tokens[i].low in _WHO and i > 2 and tokens[i - 1].tag in NOUN and _verb(tokens[i + 1])
            start, stop = tokens[2].start, tokens[i - 1].end
        else:
            who = tokens[i].low in _IS and tokens[i + 1].low == "what" and _verb(tokens[i + 2])
            start, stop = tokens[0].start, tokens[i - 1].end
            whole = not any(_verb(t) or t.low in _POINTS for t in tokens[:i])
            if tokens[i].low in _IS and tokens[i + 1].low == "why" and whole:
                return f"Because of {_lowered(tokens, i, sentence)}, {sentence[tokens[i + 2].start :]}"
        if who:
            said = tokens[i + (1 if tokens[i].low in _WHO else 2)].start
            return f"{sentence[start].upper()}{sentence[start + 1 : stop]} {sentence[said:]}"
    return sentence


def _lowered(tokens: Sequence[Token], stop: int, sentence: str) -> str:
    """What stands in front of `stop`, as it stands inside a sentence."""
    first = tokens[0]
    name = first.tag in {"NNP", "NNPS"} or first.text.isupper()
    return f"{first.text if name else first.low}{sentence[first.end : tokens[stop - 1].end]}"


def _verb(token: Token) -> bool:
    return token.tag in {*FINITE, "VBN"}

"""What a thing is said to be like: "the image is real" where the source has "a virtual image"."""

from __future__ import annotations

from collections.abc import Sequence

from ..english.clauses import BE, is_content
from ..english.grammar import NOUN, Token, parse
from ..english.lexicon import NEGATIONS, are_synonyms, opposed, root

_STAYS = BE | frozenset("remain remains remained stay stays stayed become becomes became".split())
_ALIKE = frozenset("JJ VBN VBG".split())


def contrary_attribute(sentence: str, sources: Sequence[str]) -> tuple[str, str] | None:
    """An attribute of a thing in the sentence and its opposite in the sources, which nowhere give the thing another one like it."""
    tokens = parse(sentence)
    if NEGATIONS & {t.low for t in tokens} or any(t.low == "than" for t in tokens):
        return None  # judged by its sign, or as a comparison
    read = [parse(s) for s in sources]
    told = [pair for s in read for pair in (*_attributes(s), *_said_of(s))]
    said = {root(t.low) for s in read for t in s}
    several = {thing for thing, _ in told if any([root(t.low) for t in s].count(thing) > 1 for s in read)}
    for thing, like in _said_of(tokens):
        if thing in several and any(t.low == "of" for t in tokens):
            continue  # "the rope of 20 meters" beside "the short rope": which of the two it is cannot be told
        others = [other for noun, other in told if noun == thing]
        turned = next((o for o in others if opposed(like, o) is not None), None)
        if turned is not None and like not in said and not any(are_synonyms(like, o) for o in others):
            return like, turned
    return None


def _attributes(tokens: Sequence[Token]) -> list[tuple[str, str]]:
    """(stem of a thing, stem of what it is like) for "a virtual image", "an upright, virtual image"."""
    found = []
    for i, token in enumerate(tokens):
        if token.tag not in NOUN or not is_content(token):
            continue
        for before in reversed(tokens[max(0, i - 4) : i]):
            if before.tag in _ALIKE and is_content(before):
                found.append((root(token.low), root(before.low)))
            elif before.text != "," and before.low != "and":
                break
    return found


def _said_of(tokens: Sequence[Token]) -> list[tuple[str, str]]:
    """… for "the image is virtual"."""
    found = []
    for i, token in enumerate(tokens):
        like = next((t for t in tokens[i + 1 : i + 3] if t.tag != "RB"), None)
        if (
            token.low in _STAYS
            and like is not None
            and like.tag == "JJ"
            and is_content(like)
            and (head := _head(tokens[:i]))
        ):
            found.append((head, root(like.low)))
    return found


def _head(tokens: Sequence[Token]) -> str:
    """The noun that a verb behind these words is about, where only phrases with "of" stand between."""
    found = ""
    for token in reversed(tokens):
        if token.tag in NOUN and not found:
            found = root(token.low)
        elif token.low == "of":
            found = ""
        elif token.tag not in NOUN | _ALIKE | {"DT", "PRP$", "CD"}:
            break
    return found

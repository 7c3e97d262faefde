"""The label of a scene: the point of its leading sentence in a few words, or nothing rather than half a phrase."""

from __future__ import annotations

import re

from .english.grammar import main_clause
from .english.phrases import is_noun_phrase, label_of
from .headlines import reason
from .naming import denies
from .scene_roles import named_at_end
from .text import capitalise, content_stems, count_words
from .titles import assertion, cuts_list, is_sound, statement

MAX_LABEL_WORDS = 10
_NO_LABEL = re.compile(
    r"(?:it|they|this|that|we|you|what|how|whether|which|using|by|to|in|on|at|as|so|for|from|with|of|there|then)\b",
    re.I,
)
_ARTICLE = re.compile(r"^(?:an?|the|that)\s+", re.I)
# Here another statement begins: "a virtue | and therefore admired".
_BEGINS_ANEW = re.compile(
    r",?\s(?:(?:and|but)\s(?:therefore|thus|hence|so|then|also|not|it|they|is|are|has|have|can)|since|because)\s"
)
# Before these a definition may end: what follows says more, not what it is of.
_SAYS_MORE = re.compile(
    r",\s(?:each|which|with|where|who)\b|\s(?:so that|by (?:\w+ly )?\w+ing|in which|that|who|where)\b"
)


def label(text: str, role: str, title: str, said: int) -> str:
    """At most ten words of a scene's leading sentence that say its point, without being all of its `said` words or the title; else ""."""
    clause = main_clause(text)
    if clause is None:
        return ""
    options = [reason(text), statement(text, MAX_LABEL_WORDS), assertion(text, MAX_LABEL_WORDS)]
    if role == "definition" and clause.verb.lower().split()[0] in {"is", "are"}:
        options.insert(0, _meaning(clause.subject if named_at_end(text) else clause.rest))
    be = re.fullmatch(r"(?:is|are|was|were|can be|has been|have been)", clause.verb)
    rest = label_of(_ARTICLE.sub("", clause.rest), MAX_LABEL_WORDS)
    if be and not denies(clause) and is_noun_phrase(rest) and clause.rest.endswith(rest):
        options.append(rest)  # of another verb, or denied, it would not say what the sentence does
    for option in filter(None, options):
        adds = set(content_stems(option)) - set(content_stems(title))
        if _NO_LABEL.match(option) or cuts_list(text, option) or option.lower().startswith(title.lower()):
            continue
        if 1 < count_words(option) < said and adds and is_sound(option):
            return capitalise(option)
    return ""


def _meaning(meant: str) -> str:
    """What a definition says a thing is, whole or without what only says more of it."""
    bare = _BEGINS_ANEW.split(_ARTICLE.sub("", meant))[0]
    if 2 < count_words(bare) <= MAX_LABEL_WORDS:
        return label_of(bare, MAX_LABEL_WORDS)
    ends = [m.start() for m in _SAYS_MORE.finditer(bare)]
    cut = (bare[:end] for end in reversed(ends) if count_words(bare[:end]) <= MAX_LABEL_WORDS)
    return next((c for c in cut if len(set(content_stems(c))) > 2 and not re.search(r"[,;:()]", c)), "")

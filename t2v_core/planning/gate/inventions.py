"""Words that nobody said: what a sentence brings along that its source neither says nor implies.

Two questions are asked. How much of what is said is far from everything in the passage? Each word is laid on the
passage's word nearest to it, both as the encoder reads them in their sentences: there "animals" is near to "organism" and
"witnesses" near to nothing. And where a sentence keeps the passage's words, does the one word that was exchanged mean the
same? A sentence in words of its own is not asked that: which of its words stands for which is a guess.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from ..english import lexicon, related
from ..english.clauses import Clause, is_content
from ..english.grammar import NOUN, Token, parse
from ..english.lexicon import root
from ..english.tagging import can_be_verb
from ..text import FUNCTION_WORDS, GENERAL_WORDS
from .marks import BREAKS
from .quantities import NUMBER_WORDS, quantities
from .remembering import Encoder

# Cosines of words in their sentences, and how much of them may be missing: chosen on 5000 sentences about as many subjects as
# books. What is done is worded more freely than what it is done to ("owe it to", "stick in memory"), so verbs weigh less.
_NEAR, _MOST_MISSING = 0.55, 0.09  # of every word, mean over the sentence
_FAR, _MOST_STRANGE = 0.5, 0.35  # of words that the passage does not have, summed
_DEED = 0.7  # weight of a verb, adverb or degree
_ALIKE = 0.55  # cosine of two single words above which one may stand for the other in a rewritten sentence
_SAME = 0.78  # … where the word alone was exchanged: "disease" for "illness" 0.80, "blue" for "red" 0.73
# … of verbs in one another's place, each in its sentence: of 66 that say another thing, and are not known as opposites, the
# nearest are 0.67 ("boils" for "melts") and 0.70 ("consumes" for "produces"); "ratified" for "approved" has 0.73, "spotted" for
# "noticed" 0.82.
_SAME_DEED = 0.72
_FREELY_WORDED = ("VB", "RB", "MD", "IN", "RP", "JJR", "JJS")
# Closed classes that say nothing of what a sentence is about; numbers are judged elsewhere.
GRAMMAR = NUMBER_WORDS | frozenset(
    """myself yourself himself herself oneself ourselves yourselves themselves beyond behind beside besides beneath
    underneath amid amidst amongst alongside despite except past till ago apart aside later afterwards according""".split()
)
PARTICLES = frozenset("up down out off away over back".split())
_STRESSED = frozenset("after before behind beside next at above below under away now here there".split())
_BEFORE_NOUN = frozenset("DT PRP$ JJ IN".split())
# Nouns that only point at what else is said (Schmid, "English Abstract Nouns as Conceptual Shells", 2000) or measure it.
_SHELLS = (
    "thing fact case matter point issue problem question reason cause result effect consequence outcome purpose aim goal way manner means "
    "method approach process procedure step action act event situation condition state position place location area side part piece bit lot "
    "amount number quantity size extent degree level rate range kind type sort form shape time moment period while duration order name term "
    "word idea concept notion example instance use usage role function ability possibility chance need difference similarity change increase "
    "decrease growth reduction rise fall presence absence existence lack object item element something anything everything nothing someone "
    "anyone everyone people person one ones pair set group total rest majority help support basis feature property characteristic "
    "option measurement operation influence impact measure value choice solution explanation description definition account contribution contrast"
)


def invented(
    text: str,
    sentence: Sequence[Clause],
    source: Sequence[Clause],
    said: Sequence[Clause],
    nearest: str,
    encoder: Encoder,
    passages: Sequence[str],
) -> str:
    """The first word of `sentence`, which is `text`, that nothing bears out; "" when there is none. For sentences near to the passage's words.

    It may stand in any of the clauses `said`, be a name that the `passages` give, which is no word of general English, or be like a
    word of the clauses `source` that the sentence leaves out.
    """
    known = {root(t.low) for c in said for t in c.tokens}
    anywhere = stems_of(passages)
    used = {root(t.low) for c in sentence for t in c.tokens}
    left = sorted({t.low for c in source for t in c.tokens if is_content(t) and root(t.low) not in used})
    here = [t for c in sentence for t in c.tokens if is_content(t) or t.text in BREAKS]
    there = [t for t in parse(nearest) if is_content(t) or t.text in BREAKS]
    units = {lexicon.UNITS[t.low] for c in said for t in c.tokens if t.low in lexicon.UNITS}
    units |= {q.unit for q in quantities(nearest)}  # "MYA"
    doubtful: list[tuple[Token, str]] = []  # with the word it replaces, "" for any
    things = _things(sentence)
    for token in (t for t in here if t.text not in BREAKS):
        stem = root(token.low)
        if (
            stem in known
            or (stem in GENERAL and (token.tag in NOUN or stem not in SHELL_STEMS))
            or stem[:1].isdigit()
            or lexicon.UNITS.get(token.low) in units
        ):
            continue
        if _stresses(token, sentence):
            continue
        replaced = "" if _phrasal(token, sentence) else _replaced(token, here, there)
        if {token.low, replaced} <= lexicon.UNITS.keys():
            return f"{token.text} for {replaced}"
        if replaced and not _borne_out(stem, {root(replaced)}):
            verb = token.tag.startswith("VB")
            if not verb or not (_named(replaced, nearest) or _one_deed(token.low, replaced, text, nearest, encoder)):
                doubtful.append((token, replaced))
        elif (
            not replaced
            and token in things
            and not _borne_out(stem, known)
            and not (stem in anywhere and not related.one_meaning(stem, stem))
        ):
            doubtful.append((token, ""))
    return _unlike(doubtful, left, encoder)


def stems_of(passages: Sequence[str]) -> set[str]:
    """The stems of all words of passages, those joined by a hyphen one by one."""
    return {root(w.lower()) for p in passages for w in re.findall(r"[^\W_]+", p)}


def unheard(sentence: str, passage: str, encoder: Encoder) -> str:
    """The word farthest from all that the passage says, where too much of the sentence is; "" otherwise."""
    (own, rows), (words, others) = encoder.encode_words([sentence, passage])
    telling = [i for i, w in enumerate(own) if _telling(w)]
    columns = [i for i, w in enumerate(words) if _telling(w)]
    if not telling or not columns:
        return ""
    near = (rows[telling] @ others[columns].T).max(axis=1)
    known = {root(w.lower()) for w in words}
    stems = [root(own[i].lower()) for i in telling]
    tags = {t.low: t.tag for t in parse(sentence)}
    weights = [_DEED if tags.get(own[i].lower(), "").startswith(_FREELY_WORDED) else 1.0 for i in telling]
    missing = [w * max(0.0, _NEAR - float(n)) for w, n in zip(weights, near, strict=True)]
    strange = [
        0.0 if s in known or s in GENERAL or s[:1].isdigit() or _borne_out(s, known) else w * max(0.0, _FAR - float(n))
        for w, s, n in zip(weights, stems, near, strict=True)
    ]
    if sum(missing) > _MOST_MISSING * len(missing) or sum(strange) > _MOST_STRANGE:
        worst = max(range(len(stems)), key=lambda i: (strange[i], missing[i]))
        return own[telling[worst]]
    return ""


def _telling(word: str) -> bool:
    return word.lower() not in FUNCTION_WORDS | GRAMMAR


def _things(sentence: Sequence[Clause]) -> set[Token]:
    """The nouns, and what is listed beside one ("wood, metal or plastic")."""
    found: set[Token] = set()
    for clause in sentence:
        for i, token in enumerate(clause.tokens):
            listed = i > 1 and clause.tokens[i - 1].low in {"and", "or", ","} and clause.tokens[i - 2].tag in NOUN
            describes = i + 1 < len(clause.tokens) and clause.tokens[i + 1].tag in NOUN
            if token.tag in NOUN or (token.tag == "JJ" and listed and not describes):
                found.add(token)
    return found


def _borne_out(stem: str, known: set[str]) -> bool:
    """Whether one of the words `known` says it, says something narrower, or denies it (which is judged elsewhere)."""
    return stem in known or any(_stands_for(stem, k) or lexicon.opposed(stem, k) is not None for k in known)


def _stands_for(stem: str, other: str) -> bool:
    if lexicon.are_exclusive(stem, other):
        return False
    return lexicon.are_synonyms(stem, other) or related.one_meaning(stem, other) or related.broader(stem, other)


def _one_deed(verb: str, replaced: str, text: str, nearest: str, encoder: Encoder) -> bool:
    """Whether a verb of `text` says in its sentence what the one that it replaces says in `nearest`."""
    rows = [
        vectors[[i for i, w in enumerate(words) if w.lower() == low]]
        for low, (words, vectors) in zip((verb, replaced), encoder.encode_words([text, nearest]), strict=True)
    ]
    return all(map(len, rows)) and float((rows[0] @ rows[1].T).max()) >= _SAME_DEED


def _unlike(doubtful: Sequence[tuple[Token, str]], left: Sequence[str], encoder: Encoder) -> str:
    """The first doubtful word that no word left over in the source is like; "" when all have one."""
    if not doubtful:
        return ""
    if not left:
        return doubtful[0][0].text
    vectors = encoder.encode([*(t.low for t, _ in doubtful), *left])
    likeness = vectors[: len(doubtful)] @ vectors[len(doubtful) :].T
    for (token, replaced), row in zip(doubtful, likeness, strict=True):
        score = max((float(x) for x, w in zip(row, left, strict=True) if replaced in ("", w)), default=0.0)
        if score < (_SAME if replaced else _ALIKE):
            return f"{token.text} for {replaced}" if replaced else token.text
    return ""


def _replaced(token: Token, here: Sequence[Token], there: Sequence[Token]) -> str:
    """The source word in whose place `token` stands between the same neighbours; "" when there is none."""
    stems, others = ([_stem_or_end(t) for t in words] for words in (here, there))
    i = here.index(token)
    around = (stems[i - 1] if i else "", stems[i + 1] if i + 1 < len(stems) else "")
    for j, word in enumerate(others):
        before = others[j - 1] if j else ""
        if word and word not in stems and before == around[0]:
            for last in (j, j + 1):  # one noun may stand for two ("oxygen" for "carbon dioxide")
                after = others[last + 1] if last + 1 < len(others) else ""
                if not around[1] and i > 1 and j > 1 and stems[i - 2] == others[j - 2] and token.tag in NOUN:
                    after = ""  # behind two words that are the same, the sentence may leave the rest out
                fits = last < len(others) and after == around[1] and others[last] not in stems
                if fits and _one_class(token, there[last]) and (last == j or _both_nouns(there, j)):
                    return there[last].low
    return ""


def _stem_or_end(token: Token) -> str:
    """Its stem; "" for a mark, which ends a phrase as the end of the sentence does."""
    return "" if token.text in BREAKS else root(token.low)


def _both_nouns(words: Sequence[Token], i: int) -> bool:
    return words[i].tag in NOUN and words[i + 1].tag in NOUN


def _next_to(token: Token, sentence: Sequence[Clause]) -> str:
    """The word behind one; "" at the end of its clause."""
    tokens = next((c.tokens for c in sentence if token in c.tokens), ())
    at = tokens.index(token) + 1 if tokens else 0
    return tokens[at].low if 0 < at < len(tokens) else ""


def _phrasal(token: Token, sentence: Sequence[Clause]) -> bool:
    """Whether a verb has its meaning from the particle behind it ("*stepped* up", "*gave* up")."""
    return token.tag.startswith("VB") and _next_to(token, sentence) in PARTICLES


def _stresses(token: Token, sentence: Sequence[Clause]) -> bool:
    """Whether "right" stresses what follows ("*right* after the call")."""
    return token.low == "right" and _next_to(token, sentence) in _STRESSED


def _named(low: str, text: str) -> bool:
    """Whether a word of `text` is a noun with its article or the like: a verb in its place is a sentence built otherwise, and no swap."""
    tokens = parse(text)
    return any(
        t.low == low and t.tag in NOUN and i > 0 and tokens[i - 1].tag in _BEFORE_NOUN for i, t in enumerate(tokens)
    )


def _one_class(a: Token, b: Token) -> bool:
    """Whether two words are of one class, or the tagger may have taken the one that can be a verb for a noun."""
    return a.tag[:2] == b.tag[:2] or (can_be_verb(a.low) and can_be_verb(b.low))


SHELL_STEMS = frozenset(root(w) for w in _SHELLS.split())
GENERAL = frozenset(
    root(w)
    for w in (
        *GENERAL_WORDS,
        *_SHELLS.split(),
        *lexicon.LIGHT,
        *lexicon.LEVELS,
        *lexicon.ONLY,
        *lexicon.NEGATIONS,
        *lexicon.CONDITIONS,
    )
)

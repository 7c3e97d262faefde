"""Does a sentence say it with the sign of its source?

A negation is read at its *target*, the next word with meaning. Whoever the target is matched with in the
other sentence must carry the same sign.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache
from itertools import pairwise

from ..english import lexicon, related
from ..english.clauses import BE, MARKS, Clause, bears_meaning, main_verb
from ..english.grammar import NOUN
from .counterparts import matches_of, of_another, spoken_of
from .marks import BREAKS, NEEDED, PRONOUNS, Word, read

# Verbs that say "not" or "no longer" of what they are about.
_ENDS = frozenset(
    lexicon.root(w)
    for w in """prevent block inhibit hinder suppress impede stop avoid deplete exhaust deprive deprivation remove removal eliminate absence absent
    missing lack reduce protect forbid prohibit exclude refuse deny forbidden""".split()
)
_DENIES = frozenset("not never cannot".split())
_STAYS = frozenset(lexicon.root(w) for w in "leave keep remain stay retain preserve maintain".split())
_BASE = 4  # letters of a word behind its negative prefix
_SURE = 2  # other words that two clauses share when they say one thing with synonyms
_OBJECT = 2  # words behind a denied verb by which it is known again
_APART = MARKS | {"and", "or", "but"}
_FINITE = ("VBZ", "VBP", "MD")


def wrong_sign(sentence: Sequence[Clause], source: Sequence[Clause], close: bool = True) -> str:
    """The first word that is denied on one side only; "" when the signs agree.

    Unless the sentence is `close` to the source's words, only a word that both have tells: whatever else one of them
    denies, the other may say in words of its own.
    """
    here, there = read(sentence), read(source)
    lows = {low for c in sentence for low in c.lows}
    if "without" in lows and lows & _DENIES and any(low in NEEDED for c in source for low in c.lows):
        return ""  # "without the key it cannot be read": "only the key can …"
    if any("without" in c.lows and set(c.lows) & _DENIES for c in source) and any(low in NEEDED for low in lows):
        return ""  # … and the other way round
    told_of = spoken_of(sentence, source)
    told = read(told_of)
    for word in here:
        if "negation" not in word.marked:
            continue
        matches = matches_of(word, there, here)
        if not close and not (matches and _said_there(word, matches, sentence, source)):
            continue
        if matches and any(not _differs(word, m, there) for m in _denied_with(word, here, there)):
            continue  # "rather than changing smoothly": "changes … are never smooth"
        if not matches and any(not _differs(word, m, told) for m in _denied_with(word, here, told)):
            continue  # "should not receive live vaccines": "live vaccines should not be given"
        matches = matches or _denied_with(word, here, there)
        if not matches and any("negation" in w.marked and not matches_of(w, here, told) for w in told):
            continue  # in other words: "without being consumed", "are not used up"
        if _ended(matches, source, sentence):
            continue  # "keeps them from binding": "blocks their binding"
        if any(lexicon.negates(w.stem, word.stem) and w.denied != word.denied for w in there):
            continue  # "peasants without land": "landless peasants"
        same = [w for w in there if w.stem == word.stem]
        if not matches or (
            all(_differs(word, m, there, sentence, source, close) for m in matches)
            and not any(
                w.denied == word.denied and not _rival_subjects(sentence[word.clause], source[w.clause]) for w in same
            )
        ):
            return f"not {word.stem}"
    without_it = any(a == "without" and b in PRONOUNS for c in sentence for a, b in pairwise(c.lows))
    for word in told:
        if without_it and "without" in told_of[word.clause].lows:
            continue  # "more than without *it*": "more than without the key"
        if "negation" in word.marked and not any("unlike" in c.lows for c in sentence):
            matches = matches_of(word, here, told)
            if _ended(matches, sentence, source):
                continue
            if not close and not (matches and _said_there(word, matches, told_of, sentence)):
                continue
            if not close and any(w.stem == word.stem and w.denied != word.denied for w in there):
                continue  # "without the dot", where "the dotted note" is what is spoken of
            if any(w.denied and w.clause == word.clause and _denied_too(w, here) for w in told if w is not word):
                continue  # "labels are not used in unsupervised learning": "unsupervised learning works without labels"
            if matches and all(_differs(word, m, here, told_of, sentence, close) for m in matches):
                return f"not {word.stem}"
    return ""


def _denied_too(word: Word, others: Sequence[Word]) -> bool:
    return any(w.stem == word.stem and w.denied and "negation" in w.marked for w in others)


def lost_denial(sentence: Sequence[Clause], source: Sequence[Clause]) -> str:
    """The verb of a clause that does to the same things what the source says is not done to them; "" for none.

    "Shifts the position of the equilibrium" where the source has "does not change the position of the equilibrium".
    """
    said = read(sentence)
    for denied in source:
        verb = main_verb(denied)
        at = denied.tokens.index(verb) if verb is not None else 0
        if verb is None or not any(
            low in _DENIES or low.endswith(("n't", "n’t")) for low in denied.lows[max(0, at - 3) : at]
        ):
            continue
        done = lexicon.root(verb.low)
        behind = [lexicon.root(t.low) for t in denied.tokens[at + 1 :] if bears_meaning(t)]
        if len(behind) < _OBJECT or any(w.stem == done and w.denied and "negation" in w.marked for w in said):
            continue
        for j, clause in enumerate(sentence):
            own = main_verb(clause)
            if own is None or not set(behind) <= set(clause.stems) or lexicon.root(own.low) in (done, *denied.stems):
                continue
            signed = any(w.clause == j and (w.denied or w.level == lexicon.RARE) for w in said)
            turned = any(lexicon.opposed(s, done) is not None or s in _ENDS | _STAYS for s in clause.stems)
            if not signed and not turned and not of_another(clause, denied) and own.low not in BE:
                return f"{own.low} / not {verb.low}"
    return ""


def _said_there(
    word: Word, matches: Sequence[tuple[Word, bool]], own: Sequence[Clause], others: Sequence[Clause]
) -> bool:
    """Whether every counterpart is the word itself, in a clause that shares another word with the word's own.

    A synonym ("comes back", "returns") counts where the clauses share two.
    """
    beside = set(own[word.clause].stems) - {word.stem}
    return all(
        not turned and len(beside & set(others[m.clause].stems)) >= (1 if m.stem == word.stem else _SURE)
        for m, turned in matches
    )


def _ended(matches: Sequence[tuple[Word, bool]], others: Sequence[Clause], own: Sequence[Clause]) -> bool:
    """Whether a verb of ending or preventing that this side has not governs every counterpart."""
    verbs = _ENDS - {s for c in own for s in c.stems}
    return bool(matches) and all(m.stem not in _ENDS and _governed(m.stem, others[m.clause], verbs) for m, _ in matches)


def _governed(stem: str, clause: Clause, verbs: frozenset[str]) -> bool:
    """Whether one of the verbs acts on a word of the clause: neither a mark nor an "and" that opens a new predicate is between.

    In front is the verb whose object it is, behind the passive that says it of its subject, or a noun ("sleep *deprivation*").
    """
    words = [lexicon.root(w) for w in clause.lows]
    if stem not in words:
        return False
    at = words.index(stem)
    apart = {i for i, low in enumerate(clause.lows) if low in _APART and not _lists(clause, i, at)}
    before = next((i for i in range(at - 1, -1, -1) if words[i] in verbs or i in apart), None)
    behind = next((i for i in range(at + 1, len(words)) if words[i] in verbs or i in apart), None)
    return (before is not None and words[before] in verbs and not clause.tokens[at].tag.startswith(_FINITE)) or (
        behind is not None and words[behind] in verbs and (behind == at + 1 or bool(BE & set(clause.lows[at:behind])))
    )


def _lists(clause: Clause, i: int, at: int) -> bool:
    """Whether an "and" adds a noun to the one in front of it ("evaporation *and* rot"): nothing follows that it acts on."""
    ends = at + 1 == len(clause.tokens) or clause.tokens[at + 1].text in BREAKS
    nouns = (
        i < at
        and clause.tokens[at].tag in NOUN
        and all(t.tag in NOUN | {"DT", "JJ"} for t in clause.tokens[i + 1 : at])
    )
    return nouns and ends and clause.lows[i] in {"and", "or"}


def _differs(
    word: Word,
    match: tuple[Word, bool],
    others: Sequence[Word],
    own: Sequence[Clause] = (),
    there: Sequence[Clause] = (),
    close: bool = True,
) -> bool:
    """Whether one of a word and its counterpart is denied; "wastes little data" denies as "does not waste data" does.

    Unless the wording is `close`, what is said of another one is no counterpart, nor what is only to come ("before it is accepted").
    """
    other, flipped = match
    if own:
        a, b = own[word.clause], there[other.clause]
        if not close and (of_another(a, b) or _to_come(other.stem, b)):
            return False
        flipped ^= _denied_by_form(a, b) != _denied_by_form(b, a)
    hardly = word.level == lexicon.RARE or any(w.level == lexicon.RARE and w.clause == other.clause for w in others)
    return (word.denied ^ other.denied ^ flipped) and not hardly


def _denied_by_form(clause: Clause, other: Clause) -> bool:
    """Whether a denied form is what it says of its subject ("*insufficient* to", "is *unknown*"), and the other clause has it not."""
    lows = ("", *clause.lows, "")
    return any(
        _negative(low) and (before in BE or behind == "to") and lexicon.root(low) not in other.stems
        for before, low, behind in zip(lows, lows[1:], lows[2:], strict=False)
    )


@lru_cache(maxsize=20000)
def _negative(low: str) -> bool:
    """Whether a word denies by its prefix ("insufficient", "impossible", "unknown")."""
    return any(
        low.startswith(prefix) and related.opposite(lexicon.root(low), lexicon.root(low[len(prefix) :]))
        for prefix in ("un", "in", "im", "ir", "il", "dis")
        if len(low) > len(prefix) + _BASE
    )


def _rival_subjects(clause: Clause, other: Clause) -> bool:
    """Whether each subject has a word that the other has not ("brown-eyed parents", "blue-eyed parents")."""
    return clause.sure and other.sure and bool(clause.subject - other.subject and other.subject - clause.subject)


def _to_come(stem: str, clause: Clause) -> bool:
    """Whether "before" or "until" stands in front of the word, so that it is not so yet."""
    lows = clause.lows
    at = next((i for i, low in enumerate(lows) if lexicon.root(low) == stem), 0)
    return any(low in {"before", "until"} for low in lows[:at])


def _denied_with(word: Word, own: Sequence[Word], others: Sequence[Word]) -> list[tuple[Word, bool]]:
    """Counterparts of what is denied together with a word that has none of its own: "without any *action* of the user"."""
    at = next(i for i, w in enumerate(own) if w is word)
    after = [w for w in own[at + 1 :] if w.clause == word.clause and w.denied]
    return next((m for w in after if (m := matches_of(w, list(others), list(own)))), [])

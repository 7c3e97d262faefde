"""Does a sentence say it with the sign and the reach of its source?

A negation, quantity word or "only" is read at its *target*, the next word with meaning. Whoever the
target is matched with in the other sentence must carry the same sign and no wider reach.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import lru_cache
from itertools import pairwise

from ..english import lexicon, related
from ..english.clauses import BE, MARKS, Clause, bears_meaning, main_verb
from ..english.grammar import NOUN
from .marks import BREAKS, Word, read
from .quantities import NUMBER_WORD

# Verbs that say "not" or "no longer" of what they are about.
_ENDS = frozenset(
    lexicon.root(w)
    for w in """prevent block inhibit hinder suppress impede stop avoid deplete exhaust deprive deprivation remove removal eliminate absence absent
    missing lack reduce protect forbid prohibit exclude refuse deny""".split()
)
_DENIES = frozenset("not never cannot".split())
_STAYS = frozenset(lexicon.root(w) for w in "leave keep remain stay retain preserve maintain".split())
_BASE = 4  # letters of a word behind its negative prefix
_OBJECT = 2  # words behind a denied verb by which it is known again
_NARROWING = (("that",), ("which",), ("who",))
_APART = MARKS | {"and", "or", "but"}
_FINITE = ("VBZ", "VBP", "MD")
_POSSIBLE = frozenset("can could possible possibly".split())
_ALONE = frozenset(
    "single sole alone nothing require requires required must need needs necessary".split()
)  # say "only" in other words
_NEEDED = frozenset("only require requires required need needs needed necessary".split())  # say "must"
_CONDITION = frozenset("if when whenever after once where".split())
_NUMEROUS = frozenset("many several".split())
_SMALL = frozenset("just merely mere little small fewer less minority".split())  # of a share
_AT_MOST = frozenset({("at", "most"), ("no", "more")})
_TOLD = 0.7  # share of a clause's words above which a sentence tells it too
_OPPOSITE = 0.45  # of a word: two opposites tell less than the word itself
_AT_BOUND = re.compile(
    r"\b(?:at (?P<a>least|most)|no (?P<b>less|fewer|more) than|(?P<c>more|less|fewer|over|above|below|under)(?: than)? (?:\d|"
    + NUMBER_WORD
    + r"\b)|up to (?P<d>\d)|(?P<e>maximum|minimum) of \d)"
)


def wrong_sign(sentence: Sequence[Clause], source: Sequence[Clause], close: bool = True) -> str:
    """The first word that is denied on one side only; "" when the signs agree.

    Unless the sentence is `close` to the source's words, only a word that both have tells: whatever else one of them
    denies, the other may say in words of its own.
    """
    here, there = read(sentence), read(source)
    lows = {low for c in sentence for low in c.lows}
    if "without" in lows and lows & _DENIES and any(low in _NEEDED for c in source for low in c.lows):
        return ""  # "without the key it cannot be read": "only the key can …"
    told_of = spoken_of(sentence, source)
    told = read(told_of)
    for word in here:
        if "negation" not in word.marked:
            continue
        matches = _matches(word, there, here)
        if not close and not (matches and _said_there(word, matches, sentence, source)):
            continue
        if not matches and any(not _differs(word, m, told) for m in _denied_with(word, here, told)):
            continue  # "should not receive live vaccines": "live vaccines should not be given"
        matches = matches or _denied_with(word, here, there)
        if not matches and any("negation" in w.marked and not _matches(w, here, told) for w in told):
            continue  # in other words: "without being consumed", "are not used up"
        if _ended(matches, source, sentence):
            continue  # "keeps them from binding": "blocks their binding"
        same = [w for w in there if w.stem == word.stem]
        if not matches or (
            all(_differs(word, m, there, sentence, source, close) for m in matches)
            and not any(
                w.denied == word.denied and not _rival_subjects(sentence[word.clause], source[w.clause]) for w in same
            )
        ):
            return f"not {word.stem}"
    for word in told:
        if "negation" in word.marked and not any("unlike" in c.lows for c in sentence):
            matches = _matches(word, here, told)
            if _ended(matches, sentence, source):
                continue
            if not close and not (matches and _said_there(word, matches, told_of, sentence)):
                continue
            if not close and any(w.stem == word.stem and w.denied != word.denied for w in there):
                continue  # "without the dot", where "the dotted note" is what is spoken of
            if matches and all(_differs(word, m, here, told_of, sentence, close) for m in matches):
                return f"not {word.stem}"
    return ""


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
        if len(behind) < _OBJECT:
            continue
        for j, clause in enumerate(sentence):
            own = main_verb(clause)
            if own is None or not set(behind) <= set(clause.stems) or lexicon.root(own.low) in (done, *denied.stems):
                continue
            signed = any(w.clause == j and (w.denied or w.level == lexicon.RARE) for w in said)
            turned = any(lexicon.opposed(s, done) is not None or s in _ENDS | _STAYS for s in clause.stems)
            if not signed and not turned and not _of_another(clause, denied) and own.low not in BE:
                return f"{own.low} / not {verb.low}"
    return ""


def _said_there(
    word: Word, matches: Sequence[tuple[Word, bool]], own: Sequence[Clause], others: Sequence[Clause]
) -> bool:
    """Whether every counterpart is the word itself, in a clause that shares another word with the word's own."""
    beside = set(own[word.clause].stems) - {word.stem}
    return all(m.stem == word.stem and beside & set(others[m.clause].stems) for m, _ in matches)


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
        if not close and (_of_another(a, b) or _to_come(other.stem, b)):
            return False
        flipped ^= _denied_by_form(a, b) != _denied_by_form(b, a)
    hardly = word.level == lexicon.RARE or any(w.level == lexicon.RARE and w.clause == other.clause for w in others)
    return (word.denied ^ other.denied ^ flipped) and not hardly


def _of_another(clause: Clause, other: Clause) -> bool:
    """Whether two clauses are about rivals: each subject has a word that the other clause does not have at all."""
    if not (clause.sure and other.sure and clause.subject and other.subject):
        return False
    return bool(clause.subject - set(other.stems)) and bool(other.subject - set(clause.stems))


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
    return next((m for w in after if (m := _matches(w, list(others), list(own)))), [])


def wrong_reach(sentence: Sequence[Clause], source: Sequence[Clause], close: bool = True) -> str:
    """Where the sentence covers more, or much less, than its source; "" when it does not.

    A hedge ("usually", "in most cases") is missed only where the sentence is `close` to the source's words.
    """
    here, there = read(sentence), read(source)
    possible = any(w in _POSSIBLE for c in sentence for w in c.lows)
    alone = any(w in _ALONE for c in sentence for w in c.lows)
    small = any(w in _SMALL for c in sentence for w in c.lows)
    small = small or any(pair in _AT_MOST for c in sentence for pair in pairwise(c.lows))
    only_when = all(_only_when(told) for told in (sentence, source))
    needed = any(w in _NEEDED for c in source for w in c.lows)
    told = spoken_of(sentence, source)
    for clauses, own, other, flip in ((sentence, here, there, 1), (told, read(told), here, -1)):
        own_lows = [c.lows for c in clauses]
        for word in own:
            matches = [
                m
                for m, _ in _matches(word, other, own)
                if close or not _of_another(clauses[word.clause], (source, sentence)[flip < 0][m.clause])
            ]
            if not matches or (flip < 0 and "only" not in word.marked and all(m.stem != word.stem for m in matches)):
                continue  # "many similarities": "they resemble each other" has no place for "many"
            if (
                "only" in word.marked
                and not only_when
                and not word.stem[:1].isdigit()
                and not _is_little(word.stem)
                and not any(m.only for n in matches for m in _beside(n, other))
                and not (flip < 0 and alone)
                and not ("fraction" in word.marked and (flip > 0 or small))
            ):
                return f"only {word.stem}"
            kept = any(w.level == word.level and "adverb" in w.marked for w in other)
            kept = kept or (flip < 0 and word.level == lexicon.SOME and possible)
            if (
                flip < 0
                and word.level == lexicon.MANY
                and (not close or "adverb" in word.marked or _NUMEROUS & set(own_lows[word.clause]))
            ):
                continue  # "in many small steps": "step by step"
            if word.level == lexicon.RARE and any(m.denied for m in matches):
                continue  # "wastes little data": "does not waste much data"
            if flip > 0 and needed and "must" in own_lows[word.clause]:
                continue
            if "quantity" in word.marked and not (kept and "adverb" in word.marked):
                levels = [_level(m) for m in matches]  # "usually" may also stand elsewhere in the clause
                levels += [
                    min(w.level for w in other if w.clause == m.clause)
                    for m in matches
                    if flip < 0 or word.level < m.level
                ]
                wider = all(flip * (word.level - level) > 0 for level in levels)
                weaker = flip > 0 and all(_denies_reach(word, m) for m in matches)
                if wider or weaker:
                    return f"{_NAMES[word.level]} {word.stem} / {_NAMES[matches[0].level]}"
    return ""


def _only_when(told: Sequence[Clause]) -> bool:
    """Whether "only" restricts to a condition ("*only if* …")."""
    lows = [low for c in told for low in c.lows]
    return any(a in lexicon.ONLY and b in _CONDITION for a, b in pairwise(lows))


def _level(word: Word) -> int:
    """Its reach; "every citizen" is "all citizens"."""
    return lexicon.ALL if word.level == lexicon.PLAIN and "quantity" in word.marked else word.level


def _denies_reach(said: Word, meant: Word) -> bool:
    """Whether a smaller reach is no mere caution: "rarely" for "usually", "some" for "all"; "may" for a plain statement is."""
    if said.level == lexicon.RARE:
        return meant.level > lexicon.SOME
    return said.level == lexicon.SOME and "quantity" in meant.marked and meant.level >= lexicon.PLAIN


def _is_little(stem: str) -> bool:
    """Whether "only" in front of it adds nothing ("only a small part")."""
    return lexicon.are_synonyms(stem, "small") or lexicon.LEVELS.get(stem, lexicon.PLAIN) <= lexicon.SOME


def _beside(word: Word, words: Sequence[Word]) -> Sequence[Word]:
    """The word and two on each side: "works only with alternating current" is "works with alternating current only"."""
    i = words.index(word)
    return words[max(0, i - 2) : i + 3]


def nearest(clause: Clause, source: Sequence[Clause]) -> Clause | None:
    """The source clause that shares most content with `clause`, an opposite counting nearly half; None when nothing is shared."""
    scored = [(sum(_likeness(a, set(o.stems)) for a in set(clause.stems)), o) for o in source]
    most = max((n for n, _ in scored), default=0)
    return next((o for n, o in scored if n == most), None) if most >= 1 else None


def _likeness(stem: str, others: set[str]) -> float:
    if any(lexicon.are_synonyms(stem, o) for o in others):
        return 1.0
    return _OPPOSITE if any(lexicon.opposed(stem, o) is not None for o in others) else 0.0


def spoken_of(sentence: Sequence[Clause], source: Sequence[Clause], opposites: bool = False) -> list[Clause]:
    """The source clauses that the sentence tells: the nearest of each of its clauses, and those it has most words of.

    With `opposites` a word is told by its opposite too.
    """
    near = [nearest(c, source) for c in sentence]
    said = {s for c in sentence for s in c.stems}
    found = []
    about = {s for n in near if n is not None for s in n.subject & said}
    for clause in source:
        if opposites and about and not any(clause is n for n in near) and _about_the_opposite(clause, about):
            continue
        stems = set(clause.stems) - (frozenset() if clause.explicit else clause.subject)
        who = clause.subject - stems
        narrows = clause.lows[:1] in _NARROWING  # what it is about stands in the clause before
        if who and not narrows and not any(lexicon.are_synonyms(s, x) for s in who for x in said):
            stems |= who
        heard = sum(any(_tells(x, s, opposites) for x in said) for s in stems)
        if any(clause is n for n in near) or (stems and heard >= _TOLD * len(stems)):
            found.append(clause)
    return found


def _about_the_opposite(clause: Clause, about: set[str]) -> bool:
    """Whether it speaks of the counterpart of what the sentence and its nearest clauses are about."""
    own, others = about - clause.subject, clause.subject - about
    return any(lexicon.opposed(s, a) is not None for s in others for a in own)


def _tells(said: str, stem: str, opposites: bool) -> bool:
    return lexicon.are_synonyms(stem, said) or (opposites and lexicon.opposed(stem, said) is not None)


def wrong_bound(sentence: str, source: str) -> str:
    """Bounds of numbers ("at least", "at most") that contradict the source's; "" otherwise."""
    here, there = _bounds(sentence), _bounds(source)
    return "" if not here or not there or here & there else " ".join(sorted(here))


_NAMES = {lexicon.RARE: "few", lexicon.SOME: "some", lexicon.MANY: "most", lexicon.PLAIN: "plain", lexicon.ALL: "all"}


def _matches(word: Word, others: list[Word], own: list[Word]) -> list[tuple[Word, bool]]:
    """The counterparts of `word`, best kind only, each with whether it is the opposite."""
    same = [w for w in others if w.stem == word.stem]
    if len(same) > 1:  # said twice: where its neighbours are the same
        beside = {w.stem for w in own if w.clause == word.clause}
        scores = [len(beside & {o.stem for o in others if o.clause == w.clause}) for w in same]
        same = [w for w, score in zip(same, scores, strict=True) if score == max(scores)]
    if same:
        return [(w, False) for w in same]
    taken = {w.stem for w in own}
    free = [w for w in others if w.stem not in taken]
    alike = [(w, False) for w in free if lexicon.are_synonyms(w.stem, word.stem)]
    return alike or [(w, True) for w in free if lexicon.opposed(w.stem, word.stem) is not None]


def _bounds(text: str) -> set[str]:
    found = set()
    for m in _AT_BOUND.finditer(text.lower()):
        upper = (
            m["a"] == "most"
            or m["b"] == "more"
            or m["c"] in ("less", "fewer", "below", "under")
            or m["d"]
            or m["e"] == "maximum"
        )
        found.add("at most" if upper else "at least")
    return found

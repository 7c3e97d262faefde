"""Does a sentence reach as far as its source, and no farther: quantity words, "only", what is allowed and forbidden?

Each is read at its *target*, the next word with meaning, and compared with whatever the target is matched with.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

from ..english import lexicon
from ..english.clauses import Clause, main_verb
from .counterparts import matches_of, of_another, spoken_of
from .marks import NEEDED, Word, read
from .quantities import NUMBER_WORDS

_POSSIBLE = frozenset("can could possible possibly".split())
_UNIVERSAL = frozenset("every all each always everyone everybody everything invariably".split())
_SPANS = frozenset(
    map(lexicon.root, "second minute hour day week month season year decade century morning evening night time".split())
)
_HEDGES = frozenset(
    "typically usually often generally commonly frequently mostly sometimes occasionally rarely seldom normally".split()
)
_CERTAIN = frozenset(
    "prove proves proved proven proof certainly definitely undoubtedly doubtless undeniably conclusively indisputably unquestionably".split()
)
_DOUBTFUL = frozenset(
    """may might could perhaps possibly probably likely allegedly reportedly supposedly apparently presumably seemingly thought believed
    suspected estimated suggests suggest suggested hypothesized hypothesised assumed seem seems seemed appear appears appeared""".split()
)
_OFTEN = frozenset("often frequently usually commonly regularly always".split())
_HAPPENS = frozenset(map(lexicon.root, ("happen", "occur", "is")))
_POINTS = frozenset("this it that these".split())
_EVERYONE = frozenset("everyone everybody anyone anybody".split())
_WHOLE = frozenset("total entire whole every each everything everyone everybody".split())  # say "all" in other words
_SORTS = frozenset("kinds types sorts forms varieties".split())
_FEW = 4  # words in front of another at which the two belong together
_ALONE = frozenset(
    "single sole alone nothing require requires required must need needs necessary".split()
)  # say "only" in other words
_CONFINED = frozenset("specific unique exclusive limited confined restricted peculiar".split())  # … to
_CONDITION = frozenset("if when whenever after once where".split())
_NUMEROUS = frozenset("many several".split())
_EXCLUSIVE = frozenset("only solely exclusively sole".split())
_COUNTS = NUMBER_WORDS - {"one"}
_NO_LIMIT = frozenset("later after recently then about".split())  # "*only later*", "*only about* half" shut nothing out
# Of two sentences without one of these neither says that a thing is so of one alone.
_EXCLUDES = (
    _EXCLUSIVE
    | _ALONE
    | _CONFINED
    | lexicon.NEGATIONS
    | frozenset(
        """just merely simply purely entirely wholly strictly uniquely restricts confines limits without until unless except few one
        once but than rather yet""".split()
    )
)
_SMALL = frozenset("just merely mere little small fewer less minority".split())  # of a share
_AT_MOST = frozenset({("at", "most"), ("no", "more")})
_FORBIDS = frozenset(lexicon.root(w) for w in "forbid forbidden prohibit ban outlaw".split())
_ALLOWS = frozenset(lexicon.root(w) for w in "allow permit authorise authorize entitle".split())
_NAMES = {lexicon.RARE: "few", lexicon.SOME: "some", lexicon.MANY: "most", lexicon.PLAIN: "plain", lexicon.ALL: "all"}


def wrong_reach(sentence: Sequence[Clause], source: Sequence[Clause], close: bool = True) -> str:
    """Where the sentence covers more, or much less, than its source; "" when it does not.

    A hedge ("usually", "in most cases") is missed only where the sentence is `close` to the source's words.
    """
    told = spoken_of(sentence, source)
    here, there = read(sentence), read(source)
    views = (
        _View(sentence, source, here, there, own=True, close=close),
        _View(told, sentence, read(told), here, own=False, close=close),
    )
    if (
        found := _made_universal(sentence, told)
        or _made_frequent(sentence, told, source)
        or _for_everyone(sentence, told)
        or _made_certain(sentence, told)
        or _made_exclusive(sentence, source)
    ):
        return found
    restricts = not (_only_when(told) and _only_when(sentence))
    for view in views:
        for word in view.words:
            matches = view.matches(word)
            if not matches:
                continue
            if restricts and _lost_only(word, matches, view, sentence):
                return f"only {word.stem}"
            if _changed_level(word, matches, view):
                return f"{_NAMES[word.level]} {word.stem} / {_NAMES[matches[0].level]}"
    return ""


def _made_universal(sentence: Sequence[Clause], told: Sequence[Clause]) -> str:
    """ "Every", "all" or "always" where the source has "typically" or "sometimes"; "" where it does not, or where both are said."""
    here, there = ([low for c in clauses for low in c.lows] for clauses in (sentence, told))
    said = next((a for a, b in pairwise([*here, ""]) if a in _UNIVERSAL and lexicon.root(b) not in _SPANS), "")
    hedge = next((low for low in there if low in _HEDGES), "")
    if not said or not hedge or _HEDGES & set(here) or _UNIVERSAL & set(there):
        return ""
    return f"{said} / {hedge}"


def _made_frequent(sentence: Sequence[Clause], told: Sequence[Clause], source: Sequence[Clause]) -> str:
    """ "Frequently" where the source goes on "but this happens rarely"; "" where it does not."""
    said = next((low for c in sentence for low in c.lows if low in _OFTEN), "")
    if not said or any(
        low in lexicon.NEGATIONS or lexicon.LEVELS.get(low) == lexicon.RARE for c in sentence for low in c.lows
    ):
        return ""
    for before, clause in pairwise(source):
        lows = clause.lows[:5]
        rare = next((low for low in clause.lows if lexicon.LEVELS.get(low) == lexicon.RARE), "")
        happens = _POINTS & set(lows) and any(lexicon.root(low) in _HAPPENS for low in clause.lows)
        if rare and happens and any(before is c for c in told):
            return f"{said} / {rare}"
    return ""


def _made_exclusive(sentence: Sequence[Clause], source: Sequence[Clause]) -> str:
    """ "Only" where nothing in the source says that anything else is shut out; "" where something does."""
    said = next((found for c in sentence if (found := _shuts_out(c.lows))), "")
    told = [low for c in source for low in c.lows]
    must = any(a in {"has", "have", "had"} and b == "to" for a, b in pairwise(told))
    return f"{said} / -" if said and not must and not _EXCLUDES & set(told) else ""


def _shuts_out(lows: Sequence[str]) -> str:
    """The "only" of a clause that is not said of time ("*only later*") nor makes small ("only *a very small* share", "only *slowly*")."""
    for i, low in enumerate(lows):
        behind = [*lows[i + 1 : i + 4], ""]
        small = behind[0][:1].isdigit() or behind[0] in _NO_LIMIT | _COUNTS or behind[0].endswith("ly")
        if low in _EXCLUSIVE and lows[max(0, i - 1)] != "not" and not small and not _SMALL & set(behind):
            return low
    return ""


def _made_certain(sentence: Sequence[Clause], told: Sequence[Clause]) -> str:
    """What is proved in the sentence and only thought or possible in the source; "" where it is not."""
    here, there = ([low for c in clauses for low in c.lows] for clauses in (sentence, told))
    said = next((low for low in here if low in _CERTAIN), "")
    doubt = next((low for low in there if low in _DOUBTFUL), "")
    if not said or not doubt or _CERTAIN & set(there) or _DOUBTFUL & set(here) or lexicon.NEGATIONS & set(here):
        return ""
    return f"{said} / {doubt}"


def _for_everyone(sentence: Sequence[Clause], told: Sequence[Clause]) -> str:
    """What everyone does in the sentence and "only" somebody in the source; "" where there is none."""
    for clause in sentence:
        verb = main_verb(clause)
        if verb is None or not _EVERYONE & set(clause.lows):
            continue
        for other in told:
            lows = other.lows[: other.lows.index(verb.low)] if verb.low in other.lows else ()
            if "only" in lows and not _EVERYONE & set(lows):
                return f"everyone {verb.low} / only"
    return ""


@dataclass(frozen=True)
class _View:
    """The sentence held against its source, or (not `own`) what it tells of the source held against the sentence."""

    clauses: Sequence[Clause]
    others: Sequence[Clause]
    words: list[Word]
    marks: list[Word]  # of the others
    own: bool
    close: bool

    def matches(self, word: Word) -> list[Word]:
        """The counterparts of a word; none where it has no place in other words ("many similarities", "they resemble each other")."""
        found = [
            m
            for m, _ in matches_of(word, self.marks, self.words)
            if self.close or not of_another(self.clauses[word.clause], self.others[m.clause])
        ]
        reworded = not self.own and "only" not in word.marked and all(m.stem != word.stem for m in found)
        return [] if reworded else found


def _lost_only(word: Word, matches: Sequence[Word], view: _View, sentence: Sequence[Clause]) -> bool:
    """Whether "only" stands at a word of this side, and nothing of the other says as much."""
    if "only" not in word.marked or word.stem[:1].isdigit() or _is_little(word.stem):
        return False
    if any(m.only for n in matches for m in _beside(n, view.marks)):
        return False
    lows = {low for c in sentence for low in c.lows}
    if not view.own and lows & _ALONE:
        return False
    if view.own and any(a in _CONFINED and b == "to" for c in view.others for a, b in pairwise(c.lows)):
        return False
    small = bool(lows & _SMALL) or any(pair in _AT_MOST for c in sentence for pair in pairwise(c.lows))
    return not ("fraction" in word.marked and (view.own or small))


def _changed_level(word: Word, matches: Sequence[Word], view: _View) -> bool:
    """Whether the reach of a word is wider on this side of the two than on the other, or denied there."""
    if "quantity" not in word.marked:
        return False
    lows = view.clauses[word.clause].lows
    adverb = "adverb" in word.marked
    if not view.own and word.level == lexicon.MANY and (not view.close or adverb or _NUMEROUS & set(lows)):
        return False  # "in many small steps": "step by step"
    if word.level == lexicon.RARE and any(m.denied for m in matches):
        return False  # "wastes little data": "does not waste much data"
    if view.own and "must" in lows and any(w in NEEDED for c in view.others for w in c.lows):
        return False
    if view.own and not adverb and word.level == lexicon.ALL and any(_of_whole(m, view.others) for m in matches):
        return False  # "half of all officials": "half the total number of officials"
    if (
        view.own
        and not adverb
        and any(w.level == word.level and "quantity" in w.marked for m in matches for w in _beside(m, view.marks))
    ):
        return False  # "all the various parishes"
    if not view.own and adverb and word.level == lexicon.SOME and any(_infinitive(m, view.others) for m in matches):
        return False  # "how it might be reached", "a way to reach it"
    possible = any(w in _POSSIBLE for c in view.others for w in c.lows)
    if not view.own and any(w.stem == word.stem and w.level == word.level for w in view.marks):
        return False  # "some bells … other bells"
    kept = any(w.level == word.level and "adverb" in w.marked for w in view.marks)
    if adverb and (kept or (not view.own and word.level == lexicon.SOME and possible)):
        return False
    flip = 1 if view.own else -1
    levels = [_level(m) for m in matches]  # "usually" may also stand elsewhere in the clause
    for m in matches:
        if not view.own or word.level < m.level:
            levels.append(min(w.level for w in view.marks if w.clause == m.clause))
    wider = all(flip * (word.level - level) > 0 for level in levels)
    return wider or (view.own and all(_denies_reach(word, m) for m in matches))


def _infinitive(word: Word, clauses: Sequence[Clause]) -> bool:
    """Whether it is what one has a way, or is able, *to do*."""
    lows = clauses[word.clause].lows
    return "impossible" not in lows and any(a == "to" and lexicon.root(b) == word.stem for a, b in pairwise(lows))


def _of_whole(word: Word, clauses: Sequence[Clause]) -> bool:
    """Whether a word that says "all" stands a few words in front of it ("the *total* number of elected officials", "*all* kinds of sugar")."""
    lows = clauses[word.clause].lows
    at = next((i for i, low in enumerate(lows) if lexicon.root(low) == word.stem), 0)
    before = lows[max(0, at - _FEW) : at]
    return bool(_WHOLE & set(before)) or (before[-3:-2] == ("all",) and before[-2] in _SORTS and before[-1] == "of")


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


def wrong_permission(sentence: Sequence[Clause], source: Sequence[Clause]) -> str:
    """What forbids where the source allows, or the reverse; "" where they agree, or where either side has both or a denial."""
    here, there = ({s for c in told for s in c.stems} for told in (sentence, spoken_of(sentence, source)))
    lows = {low for c in (*sentence, *source) for low in c.lows}
    if lows & lexicon.NEGATIONS or any(low.endswith(("n't", "n’t")) for low in lows):
        return ""
    for one, other in ((_FORBIDS, _ALLOWS), (_ALLOWS, _FORBIDS)):
        if here & one and there & other and not here & other and not there & one:
            return f"{min(here & one)} / {min(there & other)}"
    return ""

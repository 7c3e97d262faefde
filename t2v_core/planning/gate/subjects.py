"""Who each clause is about: left-out subjects, relatives and pronouns are filled in from the clause before.

"Arteries have thick walls, while veins return blood and contain valves" says three things; written out as
three clauses with a subject each, a sentence that gives the valves to the arteries no longer fits any of them.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace
from itertools import pairwise

from ..english.clauses import MARKS, OPENS_CLAUSE, Clause, bears_meaning, clauses, is_content, is_verbal
from ..english.grammar import FINITE, NOUN, Token
from ..english.lexicon import LEVELS, NEGATIONS, ONLY, root

# Openers of a side clause: an object pronoun in it stands for the subject of the main clause.
_ASIDE = frozenset("if unless when whenever because since until once after before".split())
_OBJECT_PRONOUNS = frozenset("it them him her these those".split())
_PERSONAL = frozenset("he she him her his".split())  # first of all stand for whoever has a name
_POSSESSIVE = frozenset("its their his her".split())
_RELATIVE = frozenset("which that who".split())
_WHOLE_CLAUSE = frozenset("lead leads led cause causes caused mean means meant make makes made allow allows allowed result results "
                          "help helps helped let lets keeps keep reduces reduce increases increase".split())  # fmt: skip
_PREPOSITIONS = frozenset(
    "in on at by for with without from to into through between among over under during as within after before above below".split()
)
_NAMES = frozenset("called known named termed".split())
_FRONT = OPENS_CLAUSE | MARKS | frozenset("therefore thus hence then also instead however yet so".split())


def told(sentences: Sequence[str]) -> list[list[Clause]]:
    """For consecutive sentences the clauses of each, every clause with its subject where one can be found."""
    known: list[tuple[Token, ...]] = []  # subjects so far
    object_: tuple[Token, ...] = ()
    found: list[list[Clause]] = []
    for text in sentences:
        own: list[Clause] = []
        for clause in clauses(text):
            filled, head, object_ = _fill(clause, known, object_, own[-1] if own else None)
            if head:
                known.append(head)
            own.append(filled if filled.tokens else clause)
        found.append(own)
    return found


def _fill(
    clause: Clause, known: Sequence[tuple[Token, ...]], object_: tuple[Token, ...], before: Clause | None
) -> tuple[Clause, tuple[Token, ...], tuple[Token, ...]]:
    """The clause with its subject, what a next clause inherits as subject ("()" for nothing new), and its object."""
    tokens = clause.tokens
    at = verb_at(tokens)
    start = _subject_start(tokens, at)
    own = _without_aside(tokens[start:at])
    if at == len(tokens) and own and own[0].tag == "VBG":
        at, own = start, ()  # "while *giving* them immunity": whoever acts in the clause before
    elif not (_narrowed(own) or _described(own)) and any(t.low in _RELATIVE or t.text in MARKS for t in own[1:]):
        at = start  # ", non-excludable, which is why …": the verb found belongs to something else
        own = ()
    content = [t for t in own if is_content(t)]
    relative = any(t.low in _RELATIVE for t in tokens[:start]) or bool(own and own[0].low in _RELATIVE and not content)
    inherited: tuple[Token, ...] = ()
    sure = True
    if relative and before is not None:
        inherited = _antecedent(tokens, start, at, before)
        own = own if content else tuple(t for t in own if _weighs(t))  # "noise that *sometimes* helps"
    elif not content or (own[0].low in {"one", "ones"} and len(own) > 1 and own[1].low in _PREPOSITIONS):
        pronoun = own[-1].low if own else ""
        inherited = () if pronoun in {"this", "that"} else _agreeing([object_, *known] if object_ else known, pronoun)
        kept = own[1:] if content else ()
        marks = [t for t in own if _weighs(t)]
        adverbs = [t for t in own if t.tag == "RB" and t not in marks]
        before_noun = [t for t in marks if t.tag != "RB"]
        own = (*before_noun, *inherited, *adverbs, *(t for t in marks if t.tag == "RB"), *kept)
        inherited, sure = (), not pronoun or _only_one(pronoun, known, object_, before)
    elif own[0].low in _POSSESSIVE:
        inherited, own, sure = _agreeing(known, own[0].low), own[1:], False
    aside = clause.lows[0] in _ASIDE if clause.lows else False
    others = [*(k for k in known if not {t.low for t in k} & {t.low for t in own}), *([] if aside else [object_])]
    rest = _with_objects(tokens[at:], [k for k in others if k])
    who = own[: next((i for i, t in enumerate(own) if i and (t.low in _RELATIVE or t.text == ",")), len(own))]
    said = [t for t in (*inherited, *who) if is_content(t) and t.tag != "RB" and t.low not in LEVELS]
    filled = replace(
        clause,
        tokens=(*tokens[:start], *inherited, *own, *rest),
        subject=frozenset(root(t.low) for t in said),
        front=frozenset(
            root(t.low)
            for t in (*(t for t in tokens[:start] if is_content(t)), *inherited, *who)
            if bears_meaning(t) and t.tag != "RB"
        ),
        explicit=bool(content),
        sure=sure,
    )
    names_one = content and not relative and tokens[start].low not in _POSSESSIVE and at < len(tokens)
    return filled, _head(own) if names_one else (), _object(rest) or object_


def _weighs(token: Token) -> bool:
    """Whether it says how far a statement reaches, or denies it."""
    return token.low in LEVELS or token.low in ONLY or token.low in NEGATIONS


def _without_aside(own: tuple[Token, ...]) -> tuple[Token, ...]:
    """A subject without the adverb or phrase between commas behind it ("cAMP, *in turn*, …"); an apposition stays."""
    comma = next((i for i, t in enumerate(own) if t.text == ","), 0)
    if not comma or own[-1].text != "," or comma + 2 > len(own):
        return own
    inside = own[comma + 1]
    if any(t.low in _NAMES for t in own[comma:]):
        return own  # "the sea eagle, *sometimes called the erne*, …": another name
    return own[:comma] if inside.low in _PREPOSITIONS or inside.tag == "RB" else own


def _narrowed(own: Sequence[Token]) -> bool:
    """Whether a relative clause without a comma narrows the subject ("firms that appear safe")."""
    at = next((i for i, t in enumerate(own) if t.low in _RELATIVE), 0)
    return at > 0 and own[at - 1].tag in NOUN and not any(t.text in MARKS for t in own)


def _described(own: Sequence[Token]) -> bool:
    """Whether something between two commas describes the subject ("the board, *founded in 1902*, …", "rods, *a kind of cell*, …")."""
    comma = next((i for i, t in enumerate(own) if t.text == ","), 0)
    if not 0 < comma < len(own) - 2 or own[-1].text != "," or not any(t.tag in NOUN for t in own[:comma]):
        return False
    return own[comma + 1].low not in _NAMES | _RELATIVE


def _agreeing(known: Sequence[tuple[Token, ...]], pronoun: str) -> tuple[Token, ...]:
    """The latest subject that the pronoun can stand for: "it" for one thing, "they" for several."""
    plural = {
        "it": False,
        "its": False,
        "he": False,
        "she": False,
        "him": False,
        "her": False,
        "them": True,
        "they": True,
        "their": True,
        "these": True,
        "those": True,
    }.get(pronoun)
    found = [s for s in reversed(known) if s and (plural is None or plural == _plural(s))]
    if pronoun in _PERSONAL:
        found = [s for s in found if any(t.tag == "NNP" for t in s)] or found
    return found[0] if found else ()


def _only_one(
    pronoun: str, known: Sequence[tuple[Token, ...]], object_: tuple[Token, ...], before: Clause | None
) -> bool:
    """Whether, of the subject and the object just named in the same sentence, the pronoun agrees with the subject alone."""
    if before is None or not known or pronoun not in {"it", "they"}:
        return False
    return _plural(known[-1]) == (pronoun == "they") and not (object_ and _plural(object_) == (pronoun == "they"))


def _plural(subject: tuple[Token, ...]) -> bool:
    head = subject[_last_noun(subject)]
    ends = head.low.endswith("s") and not head.low.endswith(("ss", "us", "is"))
    return any(t.low == "and" for t in subject) or (head.tag.startswith("NN") and ends)


def _last_noun(subject: tuple[Token, ...]) -> int:
    """Where the head of a subject stands: the last word before "of"."""
    of = next((i for i, t in enumerate(subject) if t.low == "of" and i), len(subject))
    return of - 1


def verb_at(tokens: Sequence[Token]) -> int:
    """Where the first verb group begins; the number of tokens where there is none."""
    finite = [i for i, t in enumerate(tokens) if t.tag in FINITE and is_verbal(tokens, i) and not _done_by(tokens, i)]
    other = [i for i, t in enumerate(tokens) if t.tag in {"VBN", "VB"} and is_verbal(tokens, i)]
    return (finite or other or [len(tokens)])[0]


def _done_by(tokens: Sequence[Token], i: int) -> bool:
    """Whether a past form is a participle behind its noun ("the settlers, *led* by a baker, …")."""
    return 0 < i < len(tokens) - 1 and tokens[i - 1].text == "," and tokens[i + 1].low == "by"


def _subject_start(tokens: Sequence[Token], at: int) -> int:
    start = 0
    while start < at and (tokens[start].low in _FRONT or tokens[start].tag in {"RB", "CC"}):
        start += 1
    if start == at or at == len(tokens):  # no subject, or no verb: only what opens the clause is left out
        return next((i for i, t in enumerate(tokens) if t.low not in _FRONT), 0)
    opens = tokens[start].low in _PREPOSITIONS
    if start < at and (opens or tokens[start].tag in {"VBG", "VBN"}):
        comma = next((i + 1 for i in range(at - 1, start, -1) if tokens[i].text == ","), None)
        if comma is not None:
            return comma
    if start < at and opens:
        run = at
        while run > start and (tokens[run - 1].tag in NOUN | {"JJ", "JJR", "DT", "PRP", "PRP$", "VBN"}):
            run -= 1
        return run
    return start


def _head(own: Iterable[Token]) -> tuple[Token, ...]:
    """What later clauses inherit of a subject: its words with meaning up to the first preposition but "of"."""
    kept: list[Token] = []
    for token in own:
        if kept and token.low in _PREPOSITIONS:
            break
        if (is_content(token) and token.tag != "RB" and token.low not in LEVELS) or (token.low == "of" and kept):
            kept.append(token)
    return tuple(kept)


def _antecedent(tokens: Sequence[Token], start: int, at: int, before: Clause) -> tuple[Token, ...]:
    """The noun phrase a relative clause belongs to; nothing where ", which leads to" speaks of a whole clause."""
    if tokens[0].text == "," and at < len(tokens) and tokens[at].low in _WHOLE_CLAUSE:
        return ()
    if at > start and any(is_content(t) for t in tokens[start:at]):
        return ()  # "that we call": it has a subject of its own
    run: list[Token] = []
    for token in reversed(before.tokens):
        if token.tag in NOUN | {"JJ", "VBG", "VBN", "CD", "JJR"} and is_content(token):
            run.append(token)
        elif run:
            break
    return tuple(reversed(run))


def _object(rest: Sequence[Token]) -> tuple[Token, ...]:
    """The first noun phrase behind the verb, or what is given to it ("asks the students *a question*")."""
    kept: list[Token] = []
    for last, token in pairwise(rest):
        if kept and last is kept[-1] and token.low in {"a", "an"}:
            kept = []
        elif (token.tag in NOUN | {"JJ"} and is_content(token)) or (kept and token.low == "and"):
            kept.append(token)
        elif kept and token.low != "of":
            break
    return tuple(kept[:-1] if kept and kept[-1].low == "and" else kept)


def _with_objects(rest: Sequence[Token], known: Sequence[tuple[Token, ...]]) -> tuple[Token, ...]:
    out: list[Token] = []
    for i, token in enumerate(rest):
        alone = i + 1 == len(rest) or not rest[i + 1].tag.startswith(("NN", "JJ", "VB"))
        if i and known and token.low in _OBJECT_PRONOUNS and alone:
            out.extend(_agreeing(known, token.low))
        else:
            out.append(token)
    return tuple(out)

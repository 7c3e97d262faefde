"""Sentences of a book's tasks, captions and program text, and those that go on with an example told to the reader.

A page sets them apart by its layout; in the text only their wording is left of that.
"""

from __future__ import annotations

import re

from ...book.sentences import sentence_spans
from .grammar import FINITE, NOUN, PREPOSITIONS, Token, main_clause, parse
from .tagging import RELATIVE, can_be_verb

# "Exercise 2.69:", "Problem 4." at the beginning of a paragraph: what stands behind it in the passage belongs to it.
_EXERCISE = re.compile(r"(?:\A|\n\s*)(?:Exercise|Problem|Question) \d+(?:[.-]\d+)*[:.] ")
# "the procedure you must write", "You should find that …", "You must design it so that …".
_SETS_A_TASK = re.compile(
    r"^you should find that\b|^you (?:should|must|will)(?: also| now)? (?:write|design|implement|arrange|modify|extend|complete|hand in|prove|derive|sketch|make the)\b"
    r"|\b(?:procedure|function|program|method|class|essay|report|proof|answer|solution)s?,? (?:that |which )?you (?:must|should|are to|need to|have to|are asked to) (?:\w+ly )?[a-z]+"
    r"|\byou (?:must|should|are to|are asked to) (?:write|design|implement|hand in|submit|sketch|derive|modify)\b"
    r"|^(?:modify|extend|change|rewrite) (?:the|your) .*\bso that\b",
    re.I,
)
# A name of a program, as only its listing has it: "set-car!", "element-of-set?".
_PROGRAM_NAME = re.compile(r"\b[A-Za-z]+(?:-[a-z]+)*-[a-z]+[?!](?=[\s,;:.)’”]|$)")
# "The second row shows …": of a table or a picture that is not heard.
_PART_OF_PICTURE = re.compile(
    r"^The (?:first|second|third|fourth|fifth|last|top|bottom|left|right|upper|lower|middle|next)(?:-?hand)? (?:row|column|panel)s? "
    r"(?:is|are|shows?|lists?|gives?|contains?|represents?|displays?|has|have|presents?|indicates?|plots?)\b",
    re.I,
)
_PICTURED = re.compile(
    r"^(?:An? |The )?(?:[\w-]+ ){0,2}?(?:view|drawing|sketch|diagram|graph|plot|photo(?:graph)?|picture|image|schematic|illustration|snapshot|cross-section)s? (?:of|for|showing)\b",
    re.I,
)
# "Motion of air in a pipe closed at one end, caused by …": both participles belong to nouns.
_CAUSED_BY = re.compile(
    r"^[^,]+ (?:in|of|on|with) an? [\w-]+ [a-z]+ed (?:at|by|in|to|from|with|on) [^,]*, (?:caused|produced|formed|created|driven|made) by\b"
)
# Behind these a word that may be a verb is a noun or a participle.
_NO_VERB_BEHIND = frozenset("DT IN PRP$ CC".split())
# No verb is needed: "The larger the wheel, the slower it turns.", "Some lack a tail".
_NO_CAPTION = re.compile(r"(?:the (?:\w+er|more|less)|some|many|most|every|several) |.*\b(?:all|both|each)\b", re.I)
# "Imagine that you …", "Say you own a shop": the reader is a person of the example from here on.
_EXAMPLE = re.compile(
    r"(?:(?:for (?:example|instance)|now|first|next|so|but|and),? )?(?:imagine|suppose|picture|pretend|let[’']s (?:say|imagine|suppose|assume|consider|take)"
    r"|let us (?:say|imagine|suppose|consider|take)|say (?:that )?you|consider (?:the (?:case|example|situation)|an? (?:\w+ )?(?:example|situation|scenario|case)))\b",
    re.I,
)
_READER = re.compile(r"\b(?:you|your|yours)\b", re.I)


def task_or_caption(text: str) -> str:
    """Why a sentence belongs to a task, a picture or a program and not to the running text; "" where it does not."""
    if _SETS_A_TASK.search(text):
        return "sets a task"
    if _PROGRAM_NAME.search(text):
        return "code"
    if _PART_OF_PICTURE.match(text):
        return "describes a figure"
    return "a caption" if _is_caption(text) else ""


def exercise_begins(passage: str) -> int:
    """Where in a passage an exercise begins; its length where none does."""
    found = _EXERCISE.search(passage)
    return found.start() if found else len(passage)


def example_begins(passage: str) -> int:
    """Where the reader is first asked to imagine something; the passage's length where that never is."""
    return next((a for a, b in sentence_spans(passage) if _EXAMPLE.match(passage[a:b])), len(passage))


def tells_of_reader(text: str) -> bool:
    """Whether the reader is who the sentence is about ("When you turn the key, …"); not "A bias occurs when you …"."""
    found = _READER.search(text)
    clause = main_clause(text) if found else None
    return found is not None and (clause is None or text.find(clause.verb, text.find(clause.subject)) >= found.start())


def _is_caption(text: str) -> bool:
    """ "Side view of a bridge.": a noun with what belongs to it, and no finite verb but that of a relative clause."""
    if _CAUSED_BY.match(text):
        return True
    tokens = parse(text)
    if (
        re.search(r"[:;—]", text)
        or _NO_CAPTION.match(text)
        or not tokens
        or tokens[0].tag not in NOUN | {"DT", "JJ"}
        or main_clause(text) is not None
    ):
        return False
    if _PICTURED.match(text):
        relative = sum(t.low in RELATIVE for t in tokens)
        return sum(_is_finite(tokens, i) for i in range(1, len(tokens))) <= relative
    # "Moment of inertia …"; "Salt water by adding salt." is a command, whose verb may be taken for a noun.
    named = tokens[0].tag == "DT" or (tokens[1].low in PREPOSITIONS and not can_be_verb(tokens[0].low))
    return named and not any(_may_be_verb(tokens, i) for i in range(1, len(tokens)))


def _is_finite(tokens: tuple[Token, ...], at: int) -> bool:
    """Whether a word is a finite verb, and no participle with what belongs to it ("a tube *closed* at one end")."""
    behind = tokens[at + 1].low if at + 1 < len(tokens) else ""
    return tokens[at].tag in FINITE and not (tokens[at].tag == "VBD" and behind in PREPOSITIONS)


def _may_be_verb(tokens: tuple[Token, ...], at: int) -> bool:
    """Whether a word is a verb, or one that the tagger may have taken for a noun ("both *quarter* the field")."""
    token, before, behind = tokens[at], tokens[at - 1].tag, tokens[at + 1] if at + 1 < len(tokens) else None
    if token.tag in FINITE | {"VB", "RB"} or token.low.endswith("ed"):
        return True
    if behind is None or not re.match(r"[\w$]", behind.text):
        return False
    return (token.tag == "VBN" and behind.low != "by") or (can_be_verb(token.low) and before not in _NO_VERB_BEHIND)

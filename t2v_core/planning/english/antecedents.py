"""Sentences that go on with what a book said before without a pointing word at their start: of its own course, or by a
pronoun whose noun stands nowhere in them."""

from __future__ import annotations

import re

from .grammar import NOUN, Token, main_clause

# What a book says of its own course: "An alternative way is …", "the ideas shown so far", "before discussing them".
_IN_ITS_COURSE = re.compile(
    r"^(?!.*\b(?:called|known as)\b)(?:An|The|One) (?:alternative|alternate)(?! to\b| hypothes)(?: (?!to\b)[\w-]+){0,3}? (?:is|was|to|of|for|that|would|might|can|could|may)\b"
    r"|^A (?:different|better|simpler|faster|cheaper|safer|easier|more [a-z]+) (?:way|approach|method|strategy|representation|technique|solution|definition|implementation|explanation|interpretation)\b(?!.*\bthan\b)"
    r"|\b(?:illustrated|discussed|described|presented|developed|introduced|considered|covered|defined|mentioned|studied|encountered|outlined|seen|given|shown) (?:so|thus) far\b|^(?:So|Thus) far,? (?:in [^,]*,? ?)?(?:we|our|you|everything|all (?:of )?the)\b"
    r"|^before (?:we (?:can )?)?(?:discuss|describ|introduc|show|delv|turn|explor|look|go ahead|proceed|mov)\w*\b"
    r"|\b(?:it is|we|you)\b.*\bbefore (?:discussing|describing|introducing|explaining|exploring|delving|turning to|looking at|moving on|proceeding)\b"
    r"|^(?!.*\b(?:but|though|although|even|if)\b).*\banyway\.$|\bsome (?:interesting|neat|useful|clever|surprising) (?:tricks|things|properties|examples|results)\.?$",
    re.I,
)
# "Once in motion, it is easier to keep *it* so", "To show *it*, …": named nowhere in the sentence.
_NOWHERE_NAMED = re.compile(
    r"^(?:(?:Once|When|While|If) [^,]{1,25}, )?it (?:is|was|becomes|seems) (?:\w+ly |much |far )?[a-z]+ (?:for [a-z]+ )?to [a-z]+ (?:it|them|him|her)\b"
    r"|^To [a-z]+ it\b(?! (?:easier|easy|possible|clear|hard|harder|difficult))",
    re.I,
)
_THEIRS = frozenset("their them its him his her he she they".split())
_SOMEBODY = frozenset(
    "one everyone someone anyone people each those who others both everybody nobody all many most some everything something few several".split()
)
_NOT_NAMED_BEHIND = _THEIRS | frozenset("it we you this that these those there i".split())


def goes_on(text: str, tokens: tuple[Token, ...]) -> bool:
    """Whether a sentence tells of the book's course or of what only the text before it names."""
    return bool(_IN_ITS_COURSE.search(text) or _NOWHERE_NAMED.match(text)) or _names_nothing_before(text, tokens)


def _names_nothing_before(text: str, tokens: tuple[Token, ...]) -> bool:
    """ "To measure *their* width takes …", "Much of *his* work …": no noun before the pronoun, and none behind the comma that it points on to."""
    at = next((i for i, t in enumerate(tokens) if t.low in _THEIRS), 0)
    begin = 2 if tokens[0].low == "to" else 0  # "To *measure* their …" is no noun
    if not at or any(t.tag in NOUN | {"CD"} or t.low in _SOMEBODY for t in tokens[begin:at]):
        return False
    comma = next((i for i in range(at, len(tokens) - 1) if tokens[i].text == ","), 0)
    if comma and tokens[comma + 1].low not in _NOT_NAMED_BEHIND:
        return False
    clause = main_clause(
        text
    )  # whose subject the tagger may have taken for another word ("The *individual* sees his …")
    return (
        clause is None
        or clause.subject.lower() in _NOT_NAMED_BEHIND
        or bool(_THEIRS & set(clause.subject.lower().split()))
    )

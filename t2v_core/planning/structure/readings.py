"""What a sentence says of its subject, read in its own order: the verb with what belongs to it, the object, and what is added to the
two ("by …", "because …", "that …")."""

from __future__ import annotations

import re

from ..english.grammar import NOUN, Clause, parse
from ..english.phrases import label_of, points_at
from ..text import count_words
from ..unfold import PARTICIPLE, Part, unfold
from ..visuals import Addition
from .definitions import MAX_MEANING
from .legible import breaks_off
from .predicates import predicates

MAX_SUBJECT, MAX_OBJECT, MAX_ADDED = 16, 16, 18  # words of a card; more are cut at a phrase border, or not drawn
MAX_ONLY = 26  # words of the only card that is added
MAX_CHARACTERS = 160  # of an object that no phrase border shortens
MAX_ADDITIONS, MAX_ADVERBS = 3, 3
HEDGED = re.compile(r"(?:Sometimes|Occasionally|Often|Usually|At times|Perhaps|In (?:some|rare|certain) cases)\b")
# "Neither a nor b is c": without its first word it says the opposite.
DENIED = re.compile(r"(?:neither|nor|nobody|nothing|none|no one|not (?:all|every|only|until|one))\b", re.I)
# An addition that says which one is meant, not how the verb is done.
_WHICH = re.compile(
    rf"(?:.*\s)?(?:(?<!so )(?<!such )that|which|who|whose|such as|including)|(?!so\s|such\s){PARTICIPLE} .+", re.I
)
# An addition with a verb of its own: what follows it tells more of that verb.
_CLAUSAL = re.compile(
    r"(?:.*\s)?(?:to|that|which|who|whose|because|since|if|unless|when|whenever|while|until|where|so that|although|but|yet|whereas)|.*\w{2,}ing",
    re.I,
)
# What these tie on belongs to the part before them: "from planets to bodies *with* rings".
_OF_THE_LAST = frozenset({"to", "with", "for", "between", "among", "where"})
BE_LIKE = re.compile(
    r"(?:.*\s)?(?:is|are|was|were|be|been|being|becomes?|remains?|seems?|appears?)(?:\s(?:\w+ly|also|often|not|still))*"
)
# Nouns that say nothing without the word behind them ("play a role | in").
_LIGHT = re.compile(
    r"(?:(?!of\b)[\w,-]+\s){0,4}(?:roles?|parts?|effects?|impacts?|influences?|implications?|ability|capacity|tendency|access|power|contributions?)|it (?:\w+ )?(?:im)?(?:possible|easy|easier|difficult|hard|harder|necessary|likely|clear)",
    re.I,
)
_TAKE = re.compile(r"(?:.*\s)?(?:takes?|took|taken|gives?|gave|makes?|made)$", re.I)
_PLACE = re.compile(
    r"(?:place|part|over|rise|use|way|(?:into )?(?:account|consideration)|advantage|care)\b(?: of)?\s?(?=\S)"
)  # the second word of verbs of two
# What ends an object and belongs to what follows it ("tiny, typically | from …").
_TRAILING_ADVERB = re.compile(r",\s(\w+ly)$")
_GOVERNED = frozenset("to for between in on from with over against toward towards into".split())
ASIDE = re.compile(
    r":\s|\s?[—–](?=\s?(?:for example|for instance|namely|that is|such as|or|and|so|an?|the|even|including)\b)|,\s(?:for example|for instance)\b"
)
_HAVE, _BEEN = (
    frozenset("has have had".split()),
    re.compile(r"(?:[a-z]+\s)?been\s(?=\S)|\w+ed\s(?=(?:of|to|for|in|on|with|that|the|an?|its|their)\b)"),
)
_TIES = re.compile(
    r"(?:due )?to|because of|in|for|on|at|with|from|into|between|of|by|about|than|as|over|against|towards?", re.I
)
_OF_THE_PAGE = re.compile(
    r"(?:as|in|on|from|by) (?:(?:is |was )?(?:shown|seen|illustrated|noted|mentioned)\b|(?:the )?(?:figure|table|diagram|chart|graph)s?\b|we (?:saw|have seen|will see)\b)",
    re.I,
)
_OPENS_AS_MUCH = re.compile(r"as \w+(?:\s\w+){0,4}? as\b")  # "as dear to one as …"
_SO_THAT = re.compile(r"(?P<so>(?:so|such)\s[^,]+?)\sthat,?\s(?P<that>\S.*)$")
# "900 letters, *of which* almost 90% belong to the first volume": the verb behind it is not cut from what it leads to.
_OF_WHICH = re.compile(r"(?P<object>.+?),\s(?P<word>(?:\w+\s)?of (?:which|whom))\s(?P<text>.+)")
_PARTICLE = re.compile(r"(?:up|out|off|down|away|back|together|forth)\s(?=(?:an?|the|its|their|more|some|many|all)\b)")
_LISTED = re.compile(r",.*,\s(?:and|or)\s")
_LISTS = re.compile(r",.*,?\s(?:and|or)\s")
ARTICLE = re.compile(r"(?:the|an?|each|every|both|all|our|your)\s", re.I)
_PURPOSE = re.compile(r"(?P<verb>.+)\s(?P<to>to\s\w+)$")
# What belongs to the verb before it ("acts | upon", "is made up | of").
_OF_VERB = re.compile(
    r"(?P<word>(?:(?:up|out|down|off|away|back|together|primarily|mainly|mostly|largely|only|closely|directly)\s)?(?:based on|according to|because of|due to|depending on|about|across|against|along|among|around|as|at|between|beyond|by|for|from|in|inside"
    r"|into|near|of|off|on|onto|out of|over|through|throughout|to as|to|toward|towards|under|until|upon|with|within|without))\s(?!(?<=\bat\s)(?:least|most)\b)(?!(?:which|that|what|how|whom|far|reality|fact|practice|turn|part|average|(?:many|some|most|all) cases)\b)(?=\S)",
    re.I,
)
# What a noun made of a verb or a quality governs ("responsiveness | to a change").
_GOVERNS = re.compile(
    r".*(?:tion|sion|ness|ment|ance|ence|ity|sis|ship|change|increase|decrease|access|response)s?", re.I
)


def split(clause: Clause, rest: str) -> tuple[str, str, tuple[Part, ...]]:
    """The verb with what belongs to it ("is acted upon by"), the object, and what is added to the two."""
    verb, said = " ".join(filter(None, (clause.adverbs, clause.verb))), rest
    if not said and (purpose := _PURPOSE.match(verb)):
        verb, said = purpose["verb"], purpose["to"]  # "have tried | to win"
    if not said:
        return "", verb, ()  # "the members | disagreed"
    if verb.split()[-1] in _HAVE and (been := _BEEN.match(said)):
        verb, said = f"{verb} {been.group().strip()}", said[been.end() :]
    if _TAKE.match(verb) and (two := _PLACE.match(said)):
        verb, said = f"{verb} {two.group().strip()}", said[two.end() :]
    if away := _PARTICLE.match(said):
        verb, said = f"{verb} {away.group().strip()}", said[away.end() :]  # "puts out | energy"
    governed = None if _OPENS_AS_MUCH.match(said) else _OF_VERB.match(said)
    if governed:
        verb, said = f"{verb} {governed['word']}", said[governed.end() :]
    if points := re.match(r"(?:it|them)\s(?:in|into|on|onto|to|from|with|at|through|by)\s(?=\S)", said):
        verb, said = f"{verb} {points.group().strip()}", said[points.end() :]  # "place it in | storage"
    told = re.match(r"that,?\s", said)
    if (
        told and count_words(said) > 2 and not points_at(f"and {verb} {said}", len(verb) + 5)
    ):  # what is found is a whole statement
        return f"{verb} that", said[told.end() :], ()
    if so := _SO_THAT.match(said):
        return verb, so["so"], (Part("that", so["that"]),)
    if some := _OF_WHICH.fullmatch(said):
        return verb, _bare(some["object"]), (Part(some["word"], some["text"]),)
    object_, parts = unfold(said, MAX_ADDITIONS)
    if any(_LISTS.search(p.text) for p in parts) and not any(_WHICH.fullmatch(p.word) for p in parts):
        object_, parts = said, ()  # a list is not cut before its last item
    if any(not p.word or ARTICLE.match(p.word) for p in parts) and _LISTED.search(said):
        object_, parts = said, ()  # "the node, the bundle, and the fibres": members, and not one thing said again
    if parts and len(predicates(clause.verb, said)) > 1:
        object_, parts = (
            said,
            (),
        )  # "antigens | on | the surfaces *and cause* clotting": a second verb is none of the part's
    tied = bool(governed) and not _LIGHT.fullmatch(
        object_
    )  # "moves from | *secondary* | to …": the verb has its preposition
    while (
        parts and not tied and _TIES.fullmatch(parts[0].word) and (_says_little(object_) or _LIGHT.fullmatch(object_))
    ):
        if re.search(r"\s(?:and|or|but)\s", object_):
            break  # "smaller and deeper and often occur | at": more than belongs to the verb
        verb, object_, parts = f"{verb} {object_} {parts[0].word}", parts[0].text, parts[1:]
    if parts and (adverb := _TRAILING_ADVERB.search(object_)):
        object_, parts = object_[: adverb.start()], (Part(f"{adverb[1]} {parts[0].word}", parts[0].text), *parts[1:])
    return verb, _bare(object_), parts


def additions_of(verb: str, object_: str, parts: tuple[Part, ...], said: str) -> list[Addition]:
    """The parts as cards; one that tells more of the part before it stands on the same card."""
    made: list[Addition] = []
    for part in parts:
        which = bool(_WHICH.fullmatch(part.word))
        before = made[-1].word if made else ""
        inside = (
            _CLAUSAL.fullmatch(before) or _WHICH.fullmatch(before) or (made and not before and made[-1].of == "object")
        )
        if _OF_THE_PAGE.match(f"{part.word} {part.text}"):
            continue
        course = before == "from" and part.word in {"through", "into", "over", "until"}
        if made and (which or part.word in _OF_THE_LAST or course or inside):
            start = said.find(made[-1].text)
            end = said.find(part.text, start) + len(part.text)
            made[-1] = made[-1].model_copy(update={"text": said[start:end]})
            continue
        word, text = part.word, _bare(part.text)
        if ARTICLE.match(word):  # "subunits, *a structure that* …": the thing said once more belongs to the text
            word, text, which = "", f"{word} {text}", True
        of_object = which or (
            not made and (_is_like(verb) or (part.word in _GOVERNED and bool(_GOVERNS.fullmatch(object_))))
        )
        if made and part.word == "and":
            of_object = made[-1].of == "object"  # "between a | and b"
        made.append(Addition(word=word, text=text, of="object" if of_object else "verb"))
    return made


def short_of(text: str) -> str:
    """A text as it stands where a card has room for it, else cut at a phrase border; "" where neither is possible."""
    if count_words(text) <= MAX_OBJECT:
        return text
    cut = label_of(text, MAX_MEANING)
    return cut if cut and not breaks_off(cut) else text if len(text) <= MAX_CHARACTERS else ""


def _says_little(text: str) -> bool:
    """Whether an object names no thing: "useful", "all", "very difficult"."""
    return not any(t.tag in NOUN | {"VBG", "PRP", "CD"} for t in parse(f"it is {text}")[2:])


def _is_like(verb: str) -> bool:
    return BE_LIKE.fullmatch(verb) is not None


def _bare(text: str) -> str:
    """A phrase without the aside in brackets at its end."""
    return re.sub(r"\s\([^)]*\)$", "", text).rstrip(" —–") or text

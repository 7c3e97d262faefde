"""The items of a list told in a sentence, as names of things."""

from __future__ import annotations

import re
from collections.abc import Sequence

from ..english.grammar import main_clause, parse
from ..english.phrases import joins_pair, name_of
from ..text import count_words, squash

NUMBER_WORDS = {w: n for n, w in enumerate("two three four five six seven".split(), start=2)}
_TURN = re.compile(
    r",?\s(?:but|yet|whereas|although|though|because|so that)\s|(?<!and)(?<!or),?\s(?:using|by using)\s(?!.*,\s(?:and|or)\s)|,\s(?:in|by|for|during|at|on|of|from|to|through|with) which\s|,\s(?:which|where|who|each)\s"
)  # what follows is no item of a list
# A verb or a hedge where an item should begin; "the Research and Training Center" is one thing.
_NO_ITEM = re.compile(
    r"(?:is|are|was|were|has|have|can|may|will|must|do|does|all|usually|often|sometimes|typically|due|according|based|known|called|located|found|possibly|perhaps|generally|rarely|own)\b",
    re.I,
)
_NO_THING = frozenset({"RB", "IN", "MD", "TO", "PRP", "WRB"})
_BEHIND_VERB = frozenset(
    {"TO", "IN", "DT", "PRP", "PRP$", "RB", "VBN"}
)  # "forget gates" are things, "forget the past" is not
_ONE_NAME = re.compile(r"\b[A-Z]\w+ and [A-Z]\w+ [A-Z]")
_LIST_SPLIT = re.compile(r",\s*(?:and|or)\s+|,\s+|\s+(?:and|or|as well as)\s+")
# With a comma before its "and" a list has no other joints than commas ("trial and error, algorithms, and heuristics").
_WITH_COMMA = re.compile(r",\s*(?:and|or)\s+|,\s+")
_ITEM_WORDS = 6
_AMOUNT = re.compile(r"(?:less|more|fewer|about|around|over|under|up to|at least|\d)\b", re.I)
_GOES_ON = ("that", "which", "to", "for", "in", "with", "when", "where", "are", "is", "can", "by", "from", "on", "at")


def list_items(text: str, announced: bool = False) -> list[str]:
    """The items of "a, b, and c" as names; [] when one of them is no noun phrase. `announced`: a number or a colon tells that they are all."""
    text = _TURN.split(text)[0]
    said = re.sub(r",\s(?:for example|for instance|e\.g\.).*$", "", squash(text))
    commas = re.search(r",.*,\s*(?:and|or)\s", said)
    both = re.search(r",\s(?:and|or)\s", said) and re.search(
        r"[^,]\s(?:and|or)\s", said
    )  # "tests of a and b, and proof of c"
    split = _WITH_COMMA if commas or both else _LIST_SPLIT
    cuts = [m for m in split.finditer(said) if not joins_pair(said, m.start() + m.group().startswith(","), "between")]
    pieces = [
        said[a:b] for a, b in zip([0, *(m.end() for m in cuts)], [*(m.start() for m in cuts), len(said)], strict=True)
    ]
    items = [re.sub(r"^(?:either|both)\s", "", i.strip(" .")) for i in pieces if i.strip(" .")]
    if len(items) >= 2 and not re.search(r"\b(?:and|or|as well as)\b", text):
        return []  # a comma alone: "diploid, holding two sets of chromosomes"
    if len(items) >= 2:  # the sentence goes on behind the last item
        alike = {
            w for i in items[:-1] for w in i.split()
        }  # "the right to meet and the right to petition": no end there
        ends = [w for w in _GOES_ON if w not in alike]
        items[-1] = re.split(rf"\s(?:{'|'.join(ends)})\s", items[-1])[0]
        if goes_on := main_clause(f"{items[-1]}."):
            if len(items) == 2 and re.search(r",\s(?:and|or)\s", said):
                return []  # "three hold water, and *a fourth is empty*": a statement of its own
            items[-1] = goes_on.subject  # "… such as lysozyme and *proteases* digest it"
    if len(items) > 1 and (len(items) > 2 or "," not in said) and not announced and _shares_of(*items):
        return []  # "the roots *of trees and shrubs*", "bodies made *of salt, clay, and sand*"
    if len(items) == 2 and re.search(r",\sor\s", said):
        return []  # the same thing in other words: "the soma, or cell body"
    if any(re.search(r"\b(?:that|which|who)\b|^(?:including|such as)\b", i) for i in items[:-1]):
        return []  # asides between commas, not items
    if any(_NO_ITEM.match(i) or _opens_as_no_thing(i) for i in items) or (
        not announced and any(map(_is_participle, items[1:]))
    ):
        return []
    if len(items) == 2 and _ONE_NAME.search(squash(text)):
        return []
    bare = [parse(i)[-1].tag.startswith("JJ") for i in items]
    if (any(bare[:-1]) and not bare[-1]) or _shares_noun(items, both=said.startswith("both ")):
        return []  # "acidic or basic properties" are not "acidic"
    names = [name_of(re.sub(r"^of\s+", "", i), _ITEM_WORDS) for i in items]
    if names and items[-1].startswith(f"{names[-1]} and "):
        return []  # "… and proof of *past and present* lakes", cut before its noun
    if any(_AMOUNT.match(i) for i in items) or any(_is_cut(n, i) for n, i in zip(names, items[:-1], strict=False)):
        return []  # "less than half of the carbon and oxygen"; "knowledge via queries, keys, and values"
    return names if all(n and count_words(n) <= _ITEM_WORDS for n in names) and len(names) >= 2 else []


def _shares_noun(items: Sequence[str], both: bool) -> bool:
    """Whether a lone word before the last item stands before its noun ("*volcanic* and river stones", "both *x* and acid salts")."""
    *before, last = [i.split() for i in items] or [[]]
    alone = [i[0] for i in before if len(i) == 1]
    if len(last) < 2 or not alone:
        return False
    alike = both and parse(" ".join(last))[0].tag.startswith("JJ")
    return alike or any(parse(f"The {word} {last[-1]}")[1].tag.startswith("JJ") for word in alone)


def _shares_of(first: str, *others: str) -> bool:
    """Whether the others of a list may belong to the "of" in its first thing: none of them has one, or an article, of its own."""
    if len(others) == 1 and re.search(r"\sto\s\w", first):
        return True  # "a duty *to enforce* the law and the rules"
    return " of " in first and not any(
        re.search(r"\s(?:of|for|in|to|from)\s|^(?:the|an?|its|their)\s", x) for x in others
    )


def _is_cut(name: str, item: str) -> bool:
    """Whether more than an article, or an aside in brackets, is missing from the name of an item."""
    bare = re.sub(r"^(?:of|the|an?|any|some|its|their|our|your|his|her|such)\s+|\s\([^)]*\)", "", item)
    return bool(name) and count_words(name) < count_words(bare)


def _opens_as_no_thing(item: str) -> bool:
    """Whether an item begins like a clause or an adverbial ("used to reward …", "just like …")."""
    tags = [t.tag for t in parse(item)]
    verb = tags[0].startswith("VB") and tags[0] != "VBG"
    if tags[0] == "JJ" and tags[1:2] != [] and tags[1] in {"IN", "TO"}:
        return True  # "*responsible for* the taste"
    return tags[0] in _NO_THING or (verb and tags[1:2] != [] and tags[1] in _BEHIND_VERB)


def _is_participle(item: str) -> bool:
    """Whether an item is what the sentence goes on with ("…, *allowing the same name* to be used")."""
    tags = [t.tag for t in parse(item)[:2]]
    return tags[0] == "VBG" and tags[1:] != [] and tags[1] in {"DT", "PRP$", "PRP"}

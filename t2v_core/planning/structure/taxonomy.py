"""Kinds, parts and lists: hierarchies of "is a" and "part of", and enumerations."""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import pairwise

from ..english.grammar import FINITE, NOUN, main_clause, parse
from ..english.phrases import name_of
from ..english.related import broader
from ..english.verbs import main_verb_index
from ..text import squash, stem, words
from ..visuals import Enumeration, Hierarchy, Link
from .lists import NUMBER_WORDS, list_items
from .model import Finding, Source, datum, distinct
from .predicates import predicates

_PART_VERB = re.compile(
    r"^(?:(?:can|may) be (?:divided|grouped|split)|(?:is|are) (?:\w+ly )?(?:divided|grouped|split|composed|made|comprised|built)|consists?|comprises?|contains?|includes?|has|have|combines?)$",
    re.I,
)
# Words for sorts of things: what they "include" is one of them.
_SORTS = re.compile(
    r"types|kinds|forms|sorts|classes|categories|varieties|examples|methods|techniques|strategies|approaches|ways|options|tools|uses|applications|reasons|factors|causes|symptoms|effects|benefits|goals|functions|tasks",
    re.I,
)
_MAY_BE = frozenset(("are", "can be", "may be", "might be", "could be"))
_SUCH_AS = re.compile(
    r"(?P<head>[\w’' -]+?),?\s+(?:such as|including|like|namely|for example|e\.g\.,?)\s+(?P<list>[^.;:()]+)", re.I
)
# Verbs whose object a list may stand for: what there is, what is had, held or used.
_MAY_BE_TOLD = re.compile(
    r"(?:(?:can|may|must|also|often) )*(?:is|are|was|were|be|has|have|had|includes?|contains?|comprises?|uses?|used|consists?|provides?|offers?|produces?|needs?|requires?|involves?)\b",
    re.I,
)
_CLOSES = re.compile(r".*\b(?:and|or)\s[^,]+,\s(?!(?:using|by|with|to|from|in|for)\b)(?!.*\b(?:and|or)\s).+")
_JOINT = re.compile(r",|\s(?:and|or)\s")
# "… such services as schools, roads and police"
_SUCH_KINDS = re.compile(r"\bsuch\s(?P<head>[\w’'-]+(?:\s[\w’'-]+)?)\sas\s(?P<list>[^.;:()]+)", re.I)
_KINDS = re.compile(
    r"^(?:There (?:is|are)\s+)?(?:The\s+)?(?:(?:two|three|four|five|six|several|many|main|most common|common|different|basic|various|major)\s+)*(?:types?|kinds?|forms?|classes|categories|families|variants|parts|components|steps|phases|stages|methods|approaches|ways)\s+of\s+"
    r"(?P<head>[\w’' -]+?)\s*(?:\b(?:are|is|include)\b|:|—|–)\s*(?:are\s+)?(?P<list>[^.;()]+)",
    re.I,
)
_OF_A_PLACE = re.compile(
    r"\b(?:in|within|at|on|to|from|across|throughout|among|between|by|for|as|than)\s(?:[\w’'-]+\s){0,4}[\w’'-]+$"
)
# "… two stages: a and b", "a series of phases—a, b, and c—that …"
_ANNOUNCED = re.compile(
    r"(?P<head>(?:\b(?:two|three|four|five|six|seven|several|different|various|many|main|common|basic|a (?:series|set|number|variety) of)\s)[\w’' -]+?)\s*(?::|\s?[—–])\s*(?P<list>[^.;:()—–]+)",
    re.I,
)
_DOES = re.compile(
    r"\s\w{2,}ed\s(?:the|an?|its|their|his|her|our|[A-Z]\S*)\s"
)  # "two movements *strengthened the* ties"
_LAST_COUNT = re.compile(
    r"^.*\b(?=(?:two|three|four|five|six|seven|several)\s)", re.I
)  # "basic parts consist of *three layers*"
# "Two important aspects of gas exchange are …"
_COUNTED = re.compile(r"(?:the\s+)?(?:two|three|four|five|six|seven|main|major|most important)\s+(?P<head>.+)$", re.I)
# "two types of policies" are policies; "examples" are of what another sentence says.
_COUNT = re.compile(
    r"^(?:(?:two|three|four|five|six|seven|several|many|other|various|different)\s+)+(?:(?:types|kinds|forms|sorts|varieties)\s+of\s+)?",
    re.I,
)
# "Teams and unions are examples of groups": the members stand before the verb.
_EXAMPLES_OF = re.compile(
    r"(?:all\s|both\s|two\s|three\s|common\s|important\s|good\s)*(?:examples|types|kinds|forms|sorts)\sof\s(?P<head>[^,;:()]+)",
    re.I,
)
_COUNTED_AT_END = re.compile(r"\b(?P<head>(?:two|three|four|five|six|seven|several)\s[\w’' -]+)\.?$", re.I)
_THEY_ARE = re.compile(r"(?:^|,\s)(?:they|these)\s(?:are|include)\s(?:the\s)?(?P<list>[^;:]+?)\.?$", re.I)
_EMPTY = re.compile(
    r"everyone|everybody|someone|people|(?:\w+\s)?(?:examples?|instances?|ones|others|things?|types|kinds|forms|cases)",
    re.I,
)
# Words that name no sort of thing without what they belong to ("many *elements*, such as …", "two *reasons*: …").
_OF_WHAT = re.compile(
    r"(?:elements?|factors?|reasons?|aspects?|features?|points?|conditions?|ways?|characteristics?|properties|functions?|items?|areas?|issues?|terms|roles?|sources?|goals?|variables)",
    re.I,
)
_ORDERED = re.compile(r"\b(?:stages|steps|phases|sequential|successive|consecutive)\b", re.I)


def hierarchy(sources: Sequence[Source]) -> Finding | None:
    """One tree of parts or kinds the sentences state, with at least two children."""
    links: list[Link] = []
    used: list[str] = []
    for source in sources:
        for parent, label, children in _families(source):
            for child in children:
                links.append(Link(source=child, target=parent, label=label, evidence_id=source.evidence_id))
            used.append(source.text)
    for before, source in pairwise(sources):
        for child in _named_next(before, source):
            head = name_of(_COUNT.sub("", _COUNTED_AT_END.search(before.text)["head"]), 4)
            links.append(Link(source=child, target=head, label="is a", evidence_id=source.evidence_id))
            used += [before.text, source.text]
    links = _one_tree(links)
    if len(links) < 2:
        return None
    links = [
        x if x.label in {"is a", "part of"} else x.model_copy(update={"source": x.target, "target": x.source})
        for x in links
    ]
    return Finding(
        "hierarchy", Hierarchy(links=links[:12]), 0.66 + 0.04 * min(len(links), 4), tuple(dict.fromkeys(used))
    )


def _named_next(before: Source, source: Source) -> list[str]:
    """The members that the next sentence names: "… three types of fibres. From thin to thick, they are …"."""
    counted, named = _COUNTED_AT_END.search(before.text), _THEY_ARE.search(source.text)
    if not counted or not named or not name_of(_COUNT.sub("", counted["head"]), 4):
        return []
    return list_items(named["list"])


def enumeration(sources: Sequence[Source]) -> Finding | None:
    """A list of at least three items said in one sentence."""
    for source in sources:
        for parent, _, children in _families(source):
            if len(children) >= 3:
                slots = Enumeration(heading=parent, items=[datum(c, source) for c in children[:7]])
                return Finding("enumeration", slots, 0.5, (source.text,))
    return None


def announced_steps(source: Source) -> list[str]:
    """The stages that a sentence announces and names in order; [] when it does not."""
    match = _ANNOUNCED.search(squash(source.text))
    found = list_items(match["list"]) if match and _ORDERED.search(match["head"]) else []
    # Two "phases" may be two kinds; two steps are steps.
    return found if len(found) > 2 or (match and re.search(r"\b(?:stages|steps)\b", match["head"])) else []


def _families(source: Source) -> list[tuple[str, str, list[str]]]:
    """(parent, "is a" or "part of", children) of each list in the sentence."""
    text = squash(source.text)
    found = []
    kinds = _KINDS.match(text)
    if kinds:
        label = (
            "part of"
            if re.search(r"\b(?:parts|components|steps|phases|stages)\s+of\b", text[: kinds.end()], re.I)
            else "is a"
        )
        found.append((name_of(kinds["head"], 4), label, list_items(kinds["list"])))
    clause = main_clause(text)
    done = clause and parse(f"It {clause.verb} {clause.rest}")[2:4]
    limited = clause and clause.verb in {"has", "have"} and re.search(r"\sand\s[\w ]+\s(?:that|which)\s", clause.rest)
    tells = limited or (
        bool(done) and clause.verb in {"has", "have"} and any(t.tag in {"RB", "VBN", "VBD"} for t in done)
    )
    if (
        clause
        and not clause.negated
        and not tells
        and _PART_VERB.match(clause.verb)
        and not clause.rest.startswith("such ")
    ):
        own = (
            predicates(clause.verb, clause.rest)[0][1] if clause.rest else ""
        )  # "has a lens *and bends light*": no part of it
        rest = re.sub(r"^(?:of|into|in|up of|between)\s+", "", re.split(r"\s?[—–:;]", own)[0])
        kinds = re.match(r"(?:can|may) be|is|are", clause.verb) and "into" in clause.rest[:6]
        head, items = name_of(clause.subject, 5), list_items(rest)
        parts = words(head)[-1:] and parse(head)[-1].tag == "NN" and not _are_kinds(head, items)
        label = "is a" if kinds and not parts else "part of"  # "the year is divided into a wet and a dry half"
        if clause.verb.lower() == "include":  # of kinds and of parts alike
            label = "is a" if _are_kinds(head, items) else "includes"
        found.append((head, label, items))
    counted = _COUNTED.match(clause.subject) if clause and not clause.negated else None
    if clause and counted and clause.verb.lower() in {"are", "were", "include"}:
        found.append((name_of(counted["head"], 6), "is a", list_items(clause.rest, announced=True)))
    examples = _EXAMPLES_OF.match(clause.rest) if clause and not clause.negated and clause.verb == "are" else None
    if clause and examples:
        found.append((name_of(examples["head"], 5), "is a", list_items(clause.subject)))
    elif clause and not clause.negated and clause.verb.lower() in _MAY_BE:
        items = list_items(clause.rest)
        if not any(map(_goes_on, items)):
            found.append((name_of(clause.subject, 5), "is a", items))
    for match in _ANNOUNCED.finditer(text):
        said = _LAST_COUNT.sub("", match["head"])
        if any(t.tag in FINITE for t in parse(f"the {said}")) or _DOES.search(said):
            continue  # "any three curves meet in a point—the temperature and pressure at which …"
        head, items = name_of(said, 6) or said, list_items(match["list"], announced=True)
        if NUMBER_WORDS.get(said.split()[0].lower(), len(items)) == len(items):
            found.append((head, "part of" if _ORDERED.search(head) else "is a", items))
    for match in _SUCH_KINDS.finditer(text):
        found.append((name_of(match["head"], 4), "is a", list_items(_up_to_verb(match["list"]))))
    for match in _SUCH_AS.finditer(text):
        listed = _up_to_verb(match["list"])
        if _CLOSES.fullmatch(listed):
            continue  # "In times such as war or flood*, the law sleeps*": the sentence is of something else
        if clause and not _MAY_BE_TOLD.match(clause.verb) and match.start("list") > text.find(clause.rest or text):
            continue  # "can harm many towns, such as …": the sentence is of the harm
        if _OF_A_PLACE.search(match["head"]) and text[match.end("head")] == ",":
            continue  # "organizations in many countries, such as …": the list may be of either
        head = re.sub(
            r"^(?:other|different|various|certain|common)\s", "", name_of(_last_noun_phrase(match["head"]), 4)
        )
        found.append((head, "is a", list_items(listed)))
    named = [(_COUNT.sub("", p), label, c) for p, label, c in found]
    return [
        (p, label, c)
        for p, label, c in named
        if p
        and not re.match(r"(?:of|in|for|to|by)\s", p)
        and not _EMPTY.fullmatch(p)
        and not (label == "is a" and _OF_WHAT.fullmatch(p))
        and len(c) >= 2
        and distinct([p, *c])
    ]


def _goes_on(item: str) -> bool:
    """Whether an item tells what the thing does: "messengers in a market, *conveying news of demand* and supply" names one thing."""
    tokens = parse(item)
    return tokens[0].tag == "VBG" and len(tokens) > 1 and (len(tokens) > 2 or tokens[1].tag not in NOUN)


def _up_to_verb(text: str) -> str:
    """A list before the verb of its sentence, where more joints follow behind: "hammers | *help* carpenters and masons"."""
    tokens = parse(text)
    at = main_verb_index(tokens)
    if at is None or not _JOINT.search(text[tokens[at].end :]):
        return text
    while at > 1 and tokens[at - 1].tag in {"RB", "CC", ","}:
        at -= 1
    return text[: tokens[at - 1].end]


def _are_kinds(head: str, items: Sequence[str]) -> bool:
    """Whether the items are kinds of what the head names: it is a word for sorts, or the broader word of one of them."""
    last = words(head)[-1] if words(head) else ""
    return bool(_SORTS.fullmatch(last)) or any(words(i) and broader(stem(last), stem(words(i)[-1])) for i in items)


def _last_noun_phrase(text: str) -> str:
    from ..english.grammar import noun_phrases

    found = noun_phrases(text)
    return found[-1] if found else ""


def _one_tree(links: list[Link]) -> list[Link]:
    """The links of the parent that has most children, and of its children."""
    parents = [x.target for x in links]
    if not parents:
        return []
    root = max(dict.fromkeys(parents), key=parents.count)
    tree = [x for x in links if x.target == root]
    names = {x.source for x in tree}
    below = [x for x in links if x.target in names and x.source not in names | {root}]
    return list({(x.source.lower(), x.target.lower()): x for x in [*tree, *below]}.values())

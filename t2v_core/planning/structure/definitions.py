"""Definitions: the term is the subject, the meaning is what the sentence says it is, the features are its parts."""

from __future__ import annotations

import re
from collections.abc import Sequence

from ..english.grammar import FINITE, THE_MORE, Clause, is_clause, main_clause, noun_phrases, parse
from ..english.phrases import cut_phrase, label_of, name_of, segments
from ..english.tagging import AUXILIARY
from ..scene_roles import HAPPENS, IS_MADE_OF, defines, named_at_end
from ..text import capitalise, count_words
from ..unfold import AS_MUCH
from ..visuals import Definition
from .model import Finding, Source, datum

MAX_MEANING, MAX_SUBJECT = 14, 9
# Words of the kind a thing is said to be; phrases that set it apart from others of the kind, and words of one.
MAX_KIND, MAX_FEATURES, MAX_FEATURE = 8, 4, 20
# Words of a phrase that is a card alone; a longer one is shown in the phrases it is said in.
MAX_ONE = 10
# A phrase of fewer words than this says nothing apart from the one it hangs on ("by moving", "for an answer").
_ALONE = 4
_ADJUNCT = re.compile(r"(?:by|for|to|with|using|based on|from|into|of|in|on|at|as|until|without|and|or)\b", re.I)
_RELATIVE = re.compile(
    r"(?:so that|such that|(?:in|by|for|through|during|from|with|at|on|to|under|within|into|upon) which|that|which|who|whose|where|when|while|whereas|because|if|until)\b",
    re.I,
)
# What a thing is "in which …": the clause behind it says it as a whole, or nothing ("a form of learning in which the motivation").
_HELD_TOGETHER = re.compile(
    r"\b(?:in|by|for|through|during|from|with|at|on|to|under|within|into|upon|of) which\b|\bwhere(?:by|in|as)\b", re.I
)
# What opens a clause that tells more of the phrase right before it, and not of the kind: "… by the mean of its members, *which* …".
_OF_THE_PART = re.compile(
    r"(?:which|who|whose|where|when|while|whereas|because|if|unless|until|so that|such that)\b", re.I
)
# "assigns a value *to so* it can be traded": the preposition ends what stands before it.
_STRANDED = re.compile(r"(?:to|of|in|on|for|with|from|by|at)\s(?:so|because|when|if|and|or|but|while)\b", re.I)
# A cut before these parts what belongs together ("the charge caused | by a storm").
_LEANS_BACK = re.compile(r"(?:of|by|than)\s")
_NEXT_CLAUSE = re.compile(
    r",\s+but\s|\s+and\s+(?=(?:can|may|will|must|could|should)\s)|,\s+(?:and|so)\s+(?=(?:so|it|its|this|these|those|that|they|you|we|therefore|is|are)\b)"
)
_A_CAUSE = re.compile(
    r"(?:the|an?|one)\s(?:[\w-]+\s){0,2}(?:cause|result|consequence)\sof\s", re.I
)  # tells of a cause, not what it is
# Of more or less, or of what it is worth, and no word for the kind of thing: "a more useful word than envy", "a fundamental link between …".
_GRADES = re.compile(r"(?:an?|the)\s(?:more|most|less|least|better|best|worse|worst|\w{2,}(?:ier|iest))\s", re.I)
IS_WORTH = re.compile(
    r"the\s(?:basis|foundation|source|key|heart)\s(?:for|of|to)\s|(?:an?|the|one)\s(?:very |most )?(?:fundamental|essential|important|crucial|vital|key|central|integral|major|critical|powerful|useful|valuable|decisive|necessary|great|common|obvious)\s"
    r"(?:[\w-]+\s)?(?:links?|bridges?|drivers?|steps?|parts?|contributors?|goals?|sources?|concerns?|tools?|ideas?|terms?|forces?|keys?|challenges?|reasons?|means|ways?|influences?|bases|basis|foundations?|pillars?)\b",
    re.I,
)
_PART_OF = re.compile(
    r"(?:[a-z]+\s){0,3}\d+(?:\.\d+)?\s?(?:%|percent|per cent)\sof\b", re.I
)  # some of the things, and no thing
_ONE_OF_SOME = re.compile(r"(?:one|another|a second|a third)\s\w+$", re.I)  # "one method is …": of those told of before
_POINTS = re.compile(r"(?:this|these|such)\b", re.I)
# "*This kind of* wave, which runs up a river, is called …"
_OF_KIND = re.compile(r"^(?:this|these|such)\s(?:an?\s)?(?:(?:type|kind|sort|form|class)s?\sof\s)?", re.I)
_SAID_MORE = re.compile(
    r"\s?[—–](?=\s?(?:it|they|this|these|we|you|he|she)\s)"
)  # "… themselves to—it gives a measure": another clause
_RELATIVE_IN = re.compile(r"\s(?:that|which|who)\s")
_SAID_AGAIN = re.compile(
    r"(?:an?|the)\s(?P<kind>[\w-]+)\s?[—–:,]\s?(?=(?:an?|the)\s(?P=kind)\b)"
)  # "a price—*the price of* …"
_AND = re.compile(r",\s+(?:and|so|while)\s+")


def in_its_number(subject: str, name: str) -> str:
    """The name with the word that says how many of the things are meant: "some layers" are not "layers", nor "a, b and c" a."""
    if re.search(r", .*\b(?:and|or)\s", subject):
        whole = re.sub(r"^(?:the|an?)\s+", "", subject, flags=re.I)
        return whole if count_words(whole) <= MAX_SUBJECT else ""
    number = re.match(
        r"(?:an?(?=\s(?:large |small |great )?(?:number|variety|majority|minority|range) of)|a few|some|many|most|several|few|no|only|certain|(?:about |nearly |almost |over |roughly )?half|nearly all|almost all)\s(?:(?:of\s)?the\s)?",
        subject,
        re.I,
    )
    return f"{number.group()}{name}" if number and name and f"{number.group()}{name}" in subject else name


def definition(source: Source) -> Finding | None:
    """The definition a sentence gives ("X is a …"); None otherwise."""
    clause = main_clause(source.text)
    if re.search(r",\swhereas\s", source.text):
        return None  # set apart from another thing, not defined
    if clause is None or clause.negated or THE_MORE.match(source.text) or _A_CAUSE.match(clause.rest):
        return None
    if re.search(r"\b\w{2,}ing that\b", clause.subject):
        return None  # "charts showing that a star | is …": what they show is defined by nobody
    if named := named_at_end(source.text):
        return _turned_round(*named, source)
    doing = clause.verb == "means" and parse(clause.subject)[0].low.endswith("ing")
    made_of = clause.verb.lower() in {"consists", "consist"} or IS_MADE_OF.match(source.text)
    if does_so(clause):
        return None
    if _PART_OF.match(clause.subject) or doing or made_of or _ONE_OF_SOME.match(clause.subject):
        return None  # what it means to do something, or what a thing is made of, is not what it is
    if re.match(r"(?:By|Using|Because|Since|After|When|If|While|Although|Though)\b", source.text):
        return None  # so far as that holds, and no further
    if clause.rest.startswith("that ") or _is_one_of_many(clause.subject) or not defines(source.text):
        return None  # what is found, or which one of many is meant, is not what a thing is
    if _GRADES.match(clause.rest) or IS_WORTH.match(clause.rest):
        return None
    own = re.match(r"(?:our|your|its|their) own\s", clause.subject, re.I)
    term = clause.subject if own else in_its_number(clause.subject, name_of(clause.subject))
    if term and re.match(r"\s(?:and|or)\s", clause.subject.partition(term)[2]):
        return None  # "treating people well | and praising them": of two things one
    term = term.rstrip(" ,")
    rest = re.sub(r"^(?:to|as|called|that)\s+", "", clause.rest)
    if clause.verb.lower().split()[0] in {"consists", "describes", *HAPPENS}:
        rest = f"{clause.verb} {clause.rest}"
    rest = _SAID_MORE.split(first_clause(rest))[0]
    if again := _SAID_AGAIN.match(rest):
        rest = rest[again.end() :]
    parts = [rest] if re.search(r"\([^)]*[,;:]", rest) else segments(rest)  # an aside is not cut
    if not term or not parts or is_clause(term):
        return None
    meaning, features = _unfolded(parts, rest)
    if not features:
        if count_words(rest) <= MAX_MEANING:
            meaning = rest
        elif not _HELD_TOGETHER.search(rest):
            meaning = cut_phrase(rest, MAX_MEANING)
        meaning = meaning or label_of(parts[0], MAX_MEANING)
        opened = _RELATIVE_IN.search(meaning)
        if opened and not any(t.tag in FINITE for t in parse(f"It is what {meaning[opened.end() :]}")[3:]):
            meaning = meaning[: opened.start()]  # "that the wet, | cold, and dark months bring about"
    if re.match(r"an?\s(?:\w+er|more|less)\s", rest) and parse(rest)[1].tag in {"JJR", "RBR"} and " than " not in rest:
        return None  # "a smaller planet": than which?
    if count_words(meaning) < 2 or (meaning != rest and AS_MUCH.search(rest)):
        return None
    slots = Definition(
        term=datum(capitalise(term), source),
        meaning=datum(meaning, source, "" if features else rest),
        features=[datum(x, source) for x in features],
    )
    return Finding("definition", slots, (0.85 if features else 0.7), (source.text,))


def does_so(clause: Clause) -> bool:
    """Whether the adverb before the verb says how the subject is done ("*trading fairly* is …"): without it another thing is meant."""
    return bool(re.match(r"\w+ing\b", clause.subject) and re.fullmatch(r"\w+ly", clause.adverbs))


def _is_one_of_many(subject: str) -> bool:
    """Whether a superlative picks the subject out ("the most common form", "the largest planet")."""
    bare = re.sub(r"^(?:the|its|one of the)\s+", "", subject, flags=re.I)
    return parse(f"the {bare}")[1].tag in {"JJS", "RBS"}


def first_clause(text: str) -> str:
    """What is said before a further statement begins ("…, and *perfusion affects* the flow")."""
    said = _NEXT_CLAUSE.split(text)[0].split("; ")[0]
    text = text if said.split()[-1:] and said.split()[-1].lower() in AUXILIARY else said  # "what it has and can share"
    for match in _AND.finditer(text):
        behind = text[match.end() :]
        clause = main_clause(behind)
        states = clause and (noun_phrases(clause.subject) or clause.verb in {"means", "is", "are"})
        if clause and states and behind.startswith(clause.subject):
            return text[: match.start()]
    return text


def _turned_round(name: str, said: str, source: Source) -> Finding | None:
    """ "The division of the nucleus is called mitosis": the subject is the meaning."""
    term = name_of(name)
    if _POINTS.match(said) and "," not in said:
        return None  # "*This pressure* is called …": what that is stands in another sentence
    said = _OF_KIND.sub("", said)
    meaning = said if count_words(said) <= MAX_MEANING else label_of(said, MAX_MEANING)
    if not term or not meaning or re.search(rf"{re.escape(term)}\s\([^)]*\)\s\w", source.text):
        return None  # "a Purkinje (say per-KIN-gee) *cell*": half a name
    return Finding(
        "definition",
        Definition(term=datum(capitalise(term), source), meaning=datum(meaning, source, said)),
        0.7,
        (source.text,),
    )


def _unfolded(parts: Sequence[str], text: str) -> tuple[str, list[str]]:
    """The kind of thing, and what sets it apart, phrase by phrase in the order in which it is said."""
    kind, *rest = (re.sub(r",?\s(?:and|or)$", "", p) for p in parts)  # "to the firm *and* | to make …"
    if _HELD_TOGETHER.search(text) or AS_MUCH.search(text) or _lists_on(kind, rest):
        return kind, []
    if rest and (
        dangling := re.search(r"\s(?:at|in|by|for|from|on|to|with|of|through|during|within|under|into|upon)$", kind)
    ):  # "points at" + "which …"
        kind, rest = kind[: dangling.start()], [kind[dangling.start() :].strip() + " " + rest[0], *rest[1:]]
    if (
        rest and parse(kind)[-1].tag == "JJ" and _ADJUNCT.match(rest[0]) and count_words(kind) > 2
    ):  # "a tissue critical" + "to the …"
        kind, _, adjective = kind.rpartition(" ")
        rest = [f"{adjective} {rest[0]}", *rest[1:]]
    if (bare := re.sub(r",\s\w+(?:ed|en|ilt|ade)$", "", kind)) != kind and rest:  # "a unit, built" + "from nodes"
        kind, rest = bare, [f"{kind[len(bare) + 2 :]} {rest[0]}", *rest[1:]]
    if not 2 <= count_words(kind) <= MAX_KIND or not rest or parse(kind)[-1].tag in {"VBN", "VBG"}:
        return kind, []  # also "a plan used | to find a way", which is one phrase
    kind, *rest = _joined([kind, *rest], text)
    features = [phrase for part in rest for phrase in _phrases(part)]
    if len(features) == 1 and count_words(features[0]) > MAX_ONE:
        features = _in_turn(features[0])
    return kind, features[:MAX_FEATURES]


def _lists_on(kind: str, rest: Sequence[str]) -> bool:
    """Whether the kind was cut inside a list ("the basis for a, b" + "and the making of c")."""
    return "," in kind and not re.search(r"\b(?:and|or)\b", kind) and any(re.match(r"(?:and|or)\s", p) for p in rest)


def _in_turn(feature: str) -> list[str]:
    """A long phrase as the phrases it is said in, each of which says something alone; else as it is."""
    found = _phrases(feature, MAX_ONE)
    whole = sum(map(count_words, found)) == count_words(feature)
    opens = all(_RELATIVE.match(p) or re.match(r"\w+ing\b", p) for p in found[1:])
    whole = whole and opens  # "disease, | wear, or age": a list
    return found if whole and all(count_words(p) >= _ALONE for p in found) else [feature]


def _joined(parts: Sequence[str], text: str) -> list[str]:
    """Stretches of the text: parts put back to what they hang on, where one of them says too little alone."""
    spans: list[tuple[int, int]] = []
    for part in parts:
        start = text.find(part, spans[-1][1] if spans else 0)
        if start < 0:
            return list(parts)
        before = text[slice(*spans[-1])] if spans else ""
        together = text[spans[-1][0] : start + len(part)] if spans else ""
        most = MAX_MEANING if len(spans) == 1 else MAX_FEATURE
        of_a_part = len(spans) > 1 and (
            _OF_THE_PART.match(part)
            or _STRANDED.match(part)
            or (_ADJUNCT.match(part) and (_RELATIVE.match(before) or has_verb(before)))
        )
        if before and (of_a_part or _leans(before, part)) and count_words(together) <= most:
            spans[-1] = (spans[-1][0], start + len(part))
        else:
            spans.append((start, start + len(part)))
    return [text[a:b] for a, b in spans]


def has_verb(part: str) -> bool:
    """Whether a part has a verb of its own, which a phrase behind it tells more of ("The tool weighs a stone | with a scale")."""
    return any(t.tag in FINITE for t in parse(part))


def _leans(before: str, part: str) -> bool:
    """Whether a part belongs to the one before: it opens no clause, and it is no adjunct that says enough alone."""
    if (
        _tears(before, part)
        or re.match(r"(?:and|or)\s", part)
        or (_ADJUNCT.match(part) and parse(before)[-1].tag in {"VB", "VBP", "VBZ"})
    ):
        return True  # "who must answer" + "to her superiors"
    if _RELATIVE.match(part):
        return False
    own = count_words(re.sub(r"^(?:that|which|who)\s+", "", before))
    return not _ADJUNCT.match(part) or min(own, count_words(part)) < _ALONE


def _tears(before: str, behind: str) -> bool:
    """Whether a cut parts a bound or a span: "up | to a limit", "20 | to 30"."""
    return bool(re.search(r"(?:\bup|\bin order|\d%?)$", before)) and behind.startswith("to ")


def _phrases(part: str, most: int = MAX_FEATURE) -> list[str]:
    """A part whole when it is short enough, else cut into consecutive phrases; nothing when no clean cut covers it."""
    text = re.sub(r"^(?:that|which|who)\s+", "", part)
    if count_words(text) <= most:
        return [text] if count_words(text) > 1 and noun_phrases(text) else []
    found: list[str] = []
    while text and not _RELATIVE.match(text):
        phrase = label_of(text, most)
        rest = text[len(phrase) :].strip(" ,;")
        torn = _LEANS_BACK.match(rest) or _tears(phrase, rest)
        if count_words(phrase) < 2 or not text.startswith(phrase) or torn:
            return found
        found.append(phrase)
        text = rest
    return found

"""What a request asks for: its noun phrases, without the words that speak about the film."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from functools import lru_cache
from itertools import pairwise

from .english.grammar import FINITE, main_clause, parse
from .english.tagging import AUXILIARY, can_be_verb
from .text import FUNCTION_WORDS, GENERAL_WORDS, capitalise, specific_stems, squash, stem, words

# Words of a request that speak about the film and not about its subject.
_FRAMING = frozenset(
    """animate animated animation basics brief clip concise course describe describing detailed educational explain
    explained explainer explaining explanation explanations explains film help illustrate illustrated illustrating
    illustration intro introduce introducing introduction introductory intuition intuitive lecture lesson learn learning_about movie
    narrated overview please present presentation scene short show showing shows student students teach teaching
    tutorial understand understanding undergraduate undergraduates video visual visualisation visualise visualising
    visualization visualize visualizing walkthrough work works working""".split()
)
# Those that also name a part of a thing: before its noun ("working memory", "visual cortex"), or as it ("thin film").
_MAY_MODIFY = frozenset("working visual short film video student students course brief scene clip".split())
_MAY_HEAD = frozenset("film films presentation video videos scene scenes illustration lecture".split())
_PHRASES_OUT = re.compile(
    r"\bstep[- ]by[- ]step\b|\bin (?:simple|plain|a few) (?:terms|words|english)\b|\bfrom scratch\b|\bfor (?:beginners|children|kids|everyone)\b"
    r"|\b(?:the )?(?:differences?|similarit(?:y|ies)|comparison|contrast) between\b|\bcomparison of\b|^\s*(?:compar(?:e|ing)|contrast(?:ing)?)\b",
    re.I,
)
# "Make a video that explains to students how …": the request begins at the question.
ASKED_FOR = re.compile(
    r"^(?:.*?\s)?(?:explain\w*|show\w*|describ\w*|teach\w*)(?:\s(?:to|for)(?:\s[\w-]+){1,3}?|\s[\w-]+(?:\s[\w-]+)?)?\s(?=(?:how|why)\s)",
    re.I,
)
_HOW_LONG = re.compile(r"^(\s*how)\s[\w-]+(?=\s(?:do|does|did)\s)", re.I)
# "Will" as a noun ("free will", "the will to power"), where "the sun will rise" has the verb; "does free will exist" has another.
_WILL_TO = re.compile(r"(?P<before>\b[\w-]+\s)?\bwill(?=\s*$|[?.,;:!]|\s(?:to|of|in|and|or|vs\.?|versus)\b)", re.I)
_ASKS_WHETHER = re.compile(
    r"\s*(?:how |why )?(?:do|does|did|is|are|was|were|can|could)\s.*?(?P<before>\b[\w-]+\s)will\s(?P<verb>[\w-]+)", re.I
)
_VERSUS = re.compile(r"\s(?:vs\.?|versus|compared (?:to|with))\s", re.I)
# "Innate and adaptive immunity": the first adjective's noun stands behind the second one.
_SHARED_HEAD = re.compile(
    r"\b(?P<one>[A-Za-z-]+) (?P<joint>and|or|vs\.?|versus) (?P<other>[A-Za-z-]+) (?P<head>[A-Za-z-]+)\b"
)
_ASKING = frozenset("what which why how when where who whether that".split())
# Places at which a text has a framing word in a term before it is read as part of that term.
_USED = 2
# Nouns that name the kind of a thing and may stand or fall away without changing which thing is meant.
CLASS_NOUNS = frozenset(
    """algorithm algorithms method methods technique techniques model models approach approaches procedure
    procedures rule rules problem problems analysis function functions classifier classifiers concept idea goal aim purpose
    task process system systems theory principle operation objective method's basic key main central""".split()
)
# What "of" may lead from to the thing that the film is about.
ASPECTS = frozenset(
    """advantages application applications benefit benefits causes consequence consequences effect effects emergence examples
    features forms function functions functioning history impact importance kinds mechanism mechanisms nature origin origins
    properties role roles significance structure types uses""".split()
)
_CAUSES = "cause caused because led contributed reason origin roots due factor triggered".split()
_EFFECTS = "effect consequence impact result led caused affected aftermath".split()
# Verbs with which a question asks for the thing itself ("how vaccines *work*", "why it *matters*").
_SAYS_NO_DEED = frozenset(
    map(
        stem,
        "work function operate happen occur matter behave act exist be become mean look seem go start begin".split(),
    )
)
# How a text speaks of what a request asks for, as stems by the word that asks, without its plural.
ASKED_AS = {
    asked: frozenset(map(stem, said))
    for asked, said in (
        *((word, _CAUSES) for word in ("cause", "origin", "reason", "why")),
        *((word, _EFFECTS) for word in ("effect", "consequence", "impact", "result")),
        *((word, ["advantage", "benefit"]) for word in ("advantage", "benefit")),
        *((word, ["disadvantage", "drawback", "limitation"]) for word in ("disadvantage", "drawback", "limitation")),
        *((word, ["type", "kind", "form"]) for word in ("type", "kind", "form")),
    )
}


def terms_of_text(request: str, text: str) -> frozenset[str]:
    """The framing words of a request that are part of a term of the text: "working" of "working memory"."""
    found = [w.lower() for w in words(request)]
    pairs = [(a, b) for a, b in pairwise(found) if not {a, b} & FUNCTION_WORDS]
    own = [(a, b, a) for a, b in pairs if a in _MAY_MODIFY and b not in _FRAMING]
    own += [(a, b, b) for a, b in pairs if b in _MAY_HEAD and a not in _FRAMING]
    return frozenset(
        framing
        for a, b, framing in own
        if len(re.findall(rf"\b{re.escape(a)}[ -]{re.escape(b.removesuffix('s'))}", text, re.I)) >= _USED
    )


def unframed(text: str, phrases: Sequence[str] = ()) -> str:
    """The request with framing words at its ends removed, as far as none of its phrases begins with them."""
    kept = _PHRASES_OUT.sub(" ", text).split()
    first = {p.split()[0].lower() for p in phrases if p}
    while (
        kept
        and _is_frame(kept[0])
        and kept[0].lower() not in first
        and not (kept[0].lower() in {"how", "why"} and len(kept) > 2)
    ):
        kept.pop(0)
    if (
        len(kept) > 1
        and kept[0].lower() in {"how", "why"}
        and kept[1].lower() in {"does", "do", "is", "are", "to", "a", "the"}
    ):
        kept = kept[2:]
    while kept and _is_frame(kept[-1]):
        kept.pop()
    return squash(" ".join(kept)).strip(" .,:;?!") or squash(text)


def _is_frame(word: str) -> bool:
    low = word.lower().strip(".,:;?!")
    return low in _FRAMING or (low in FUNCTION_WORDS and low not in {"not", "no"})


def phrases_of(text: str, terms: frozenset[str] = frozenset()) -> tuple[str, ...]:
    """Runs of content words, framing words other than `terms` left out, in order and without repetitions.

    A finite verb ends a run ("how k-means *finds* groups"); a lone word behind it says too little to be looked for.
    What a question asks for is no part of its things ("how are mountains *formed*").
    """
    deed = deed_of(text)
    will = names_will(text)
    text = _VERSUS.sub(" , ", _SHARED_HEAD.sub(_with_head, _HOW_LONG.sub(r"\1", text)))
    verbs = {t.text.lower() for t in parse(text)[1:] if t.tag in FINITE} | _asked_verb(text)
    if will and (asked := _ASKS_WHETHER.match(text)) and can_be_verb(asked["verb"]):
        verbs.add(asked["verb"].lower())
    runs: list[list[str]] = [[]]
    objects: set[int] = set()
    for piece in re.split(r"(?<=[,;:.?!])\s|\s", _PHRASES_OUT.sub(" , ", text)):
        found = words(piece)
        for word in found:
            low = word.lower()
            if (
                _belongs(low, runs[-1]) or _numbers(word, runs[-1]) or (will and low == "will")
            ):  # "stages of the disease" is one phrase
                runs[-1].append(word)
                continue
            framing = low in FUNCTION_WORDS or low in _FRAMING - terms
            if framing or (low in verbs and any(runs)) or low == deed:
                runs.append([])
                if not framing and any(runs):
                    objects.add(len(runs) - 1)
            else:
                runs[-1].append(word)
        if not found or piece[-1:] in ",;:.?!":
            runs.append([])
    for run in runs:
        while run and run[-1].lower() in FUNCTION_WORDS - {"will"} and not _numbers(run[-1], run[:-1]):
            run.pop()
    asked = re.match(r"(?:how|why)\b", text.strip(), re.I)  # "how the brain stores *memories*"
    lone = {i for i in objects if len(runs[i]) == 1 and not (asked and specific_stems(runs[i][0]))}
    named = [" ".join(r) for i, r in enumerate(runs) if r and i not in lone]
    spoken = [n for n in named if re.search(r"[^\W\d_]", n) and n.lower() not in _FRAMING]  # a year alone names nothing
    things = [n for n in spoken if not all(w.lower() in ASPECTS | CLASS_NOUNS | GENERAL_WORDS for w in words(n))]
    return tuple(dict.fromkeys(things or spoken or named))


def names_will(text: str) -> bool:
    """Whether a request has "will" as a noun: behind an adjective or an article, or with "to" or "of" at its beginning."""
    found = _WILL_TO.search(text) or _ASKS_WHETHER.match(text)
    if not found:
        return False
    if not found["before"]:
        return text[found.end() :].lstrip()[:2].lower() in {"to", "of"}
    before = parse(f"{found['before'].lower()}thing")[0]  # in a title a capital makes it a name
    return before.tag[:2] in {"JJ", "DT", "PR"} and before.tag != "PRP" and before.low not in _ASKING


def _belongs(low: str, run: list[str]) -> bool:
    """Whether "of", or the article behind it, goes on with the run; not where the run names only an aspect ("types of …")."""
    if not run:
        return False
    last = run[-1].lower()
    if last == "will" and low == "to":
        return True
    if low == "of":
        return last not in ASPECTS | CLASS_NOUNS | GENERAL_WORDS | FUNCTION_WORDS
    return last == "of" and low in {"the", "a", "an"}


def _numbers(word: str, run: list[str]) -> bool:
    """Whether "I" is the number of a name ("World War I")."""
    return word == "I" and bool(run) and run[-1][:1].isupper()


def _with_head(match: re.Match[str]) -> str:
    """ "innate immunity and adaptive immunity" of "innate and adaptive immunity"."""
    tags = [t.tag for t in parse(match["one"] + " " + match["head"])]
    adjective = len(tags) > 1 and tags[0].startswith("JJ") and tags[1].startswith("NN")
    whole = f"{match['one']} {match['head']} {match['joint']} {match['other']} {match['head']}"
    return whole if adjective and match["head"].lower() not in FUNCTION_WORDS else match[0]


def deed_of(text: str) -> str:
    """What a question asks how or why its subject does: "pumps" of "how the heart pumps blood", "stored" of "how memory is stored".

    "" where it asks no question, or the verb says nothing alone.
    """
    if not re.match(r"(?:how|why)\s(?!to\b)", text.strip(), re.I):
        return ""
    verbs = [*_verbs(text), *sorted(_asked_verb(text))]
    return next((v for v in verbs if v not in FUNCTION_WORDS and stem(v) not in _SAYS_NO_DEED), "")


def _verbs(text: str) -> Iterator[str]:
    """What may be the question's verb: a finite one, and behind an auxiliary an infinitive or a participle that is no
    noun's ("how the *stored* energy is released")."""
    tokens = parse(text)
    helped = False
    for i, token in enumerate(tokens):
        before, behind = tokens[i - 1].tag if i else "", tokens[i + 1].tag if i + 1 < len(tokens) else ""
        inverted = i > 1 and tokens[i - 1].low in AUXILIARY and tokens[i - 2].tag == "WRB"  # "how can *proteins* be"
        of_noun = behind[:2] in {"NN", "JJ"} and before[:2] not in {"NN", "PR", "RB"}
        said = token.tag in FINITE or (helped and token.tag == "VB") or (helped and token.tag == "VBN" and not of_noun)
        if i > 1 and said and not inverted:
            yield token.low
        helped |= token.low in AUXILIARY


@lru_cache(maxsize=4096)  # every passage is asked, and many of them again
def only_attributes(text: str) -> frozenset[str]:
    """Stems of the participles that only stand before a noun, and say nothing that is done: "the *formed* elements"."""
    tokens = parse(text)
    before = {
        i
        for i, t in enumerate(tokens[:-1])
        if t.tag in {"VBN", "JJ"}
        and tokens[i + 1].tag.startswith("NN")
        and (i == 0 or tokens[i - 1].tag[:2] in {"DT", "JJ", "IN", "PR", "CC", ","})
    }
    return frozenset(stem(tokens[i].low) for i in before) - {
        stem(t.low) for i, t in enumerate(tokens) if i not in before
    }


def _asked_verb(text: str) -> set[str]:
    """The verb of what a question asks ("how nephrons *filter* blood")."""
    asked = re.match(r"(?:how|why)\s+(?:(?:do|does|did|can)\s+)?(?P<said>.+?)[?.!]*$", text.strip(), re.I)
    clause = main_clause(capitalise(asked["said"]) + ".") if asked else None
    return {w.lower() for w in words(clause.verb)} if clause and len(words(clause.verb)) == 1 else set()

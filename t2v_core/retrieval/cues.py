"""Cues for a planner or a prompt, each quoted from a passage: what it is about, looks like, does, demands and says in numbers.

Formulas and numbers are never taken from a passage whose formulas came out of the file garbled.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence

from ..book.sentences import split_sentences
from .formulas import formulas_in
from .model import Cues, Hit
from .phrases import key_phrases, phrase_runs, stem

_ILLEGIBLE = "\ufffd"
_NO_LETTER = re.compile(r"[^\w\s]|[\d_]")
_MAX_NO_LETTERS = 0.15  # share of marks and digits that prose may have
LIMIT = 8  # entries of a kind, as many as a prompt can use
_MAX_CLAUSE = 14  # words of a motion cue
_MAX_SENTENCE = 40  # words of a definition or a constraint

# Snowball stems of things that can be drawn.
_DRAWABLE = frozenset(
    """arrow axi axe bar boundari box cell centroid chart circl cluster column contour cube curv decision diagram dot
    edg ellips flowchart graph grid heatmap histogram hyperplan imag kernel layer leaf leav line manifold matric
    matrix mesh network neuron node path pixel plane plot point polygon pyramid ray rectangl region root row scatter
    scatterplot shape slope sphere spiral square stack subtre surfac tabl tangent timelin tree triangl tube vector vertex
    vertic wave window""".split()
)
# Snowball stems of visible change.
_MOVING = frozenset(
    """accumul adjust ascend backpropag bounc climb collaps converg cross decay decreas descend diverg emit enter
    expand explor fall flow fluctuat grow increas insert iter jump merg migrat move oscil pass pop propag pull push
    rais rearrang rise roll rotat scan separ shift shrink shuffl slide spin split spread stretch swap sweep swing
    travel travers updat vibrat visit walk""".split()
)
# Before a noun that only looks like a verb ("the flow", "of updates"); and endings of such nouns.
_BEFORE_NOUN = frozenset(
    "a an the this that these those each every one its their our of in on by with for from no any some such and or "
    "is are was were be".split()
)
_NOUN_ENDINGS = (
    "tion",
    "tions",
    "sion",
    "sions",
    "ment",
    "ments",
    "ence",
    "ance",
    "er",
    "ers",
    "or",
    "ors",
    "al",
    "ive",
    "ity",
)
_CONSTRAINT = re.compile(
    r"\b(?:must(?: not)?|cannot|can not|only if|if and only if|only when|as long as|provided that|subject to|"
    r"requires? that|is required|are required|at least|at most|no more than|no fewer than|assum(?:e|es|ing|ption)|"
    r"constraints?|constrained|never|not allowed|valid only|restricted to|should not)\b",
    re.IGNORECASE,
)
_DEFINITION = re.compile(
    r"^(?:In [^,]{2,40}, )?(?:(?:An?|The|By) )?(?P<subject>[^\W\d_][\w’'()-]*(?: [\w’'()-]+){0,5}?),? "
    r"(?:is (?:an?|the|any|defined|called|known)|are (?:the|defined|called|known)|refers? to|means|denotes?|"
    r"consists? of|can be defined|we mean)\b",
    re.IGNORECASE,
)
_NAMING = re.compile(r"\b(?:is|are|be) (?:called|known as|termed|referred to as|said to be|defined (?:as|to be|by))\b")
_NOT_A_SUBJECT = frozenset(
    "it this that these those there here they he she we you i one which what who such each both all some any most many "
    "goal aim idea problem result reason question answer following figure table point case example way next".split()
)

_UNIT = (
    r"%|‰|°C|°F|°|(?:percent|per cent|degrees?|radians?|seconds?|minutes?|hours?|days?|weeks?|months?|years?|"
    r"met(?:er|re)s?|kilomet(?:er|re)s?|centimet(?:er|re)s?|millimet(?:er|re)s?|miles?|inch(?:es)?|feet|grams?|kilograms?|tons?|"
    r"lit(?:er|re)s?|watts?|kilowatts?|megawatts?|volts?|amperes?|ohms?|joules?|newtons?|pascals?|hertz|bits?|bytes?|"
    r"pixels?|dollars?|euros?|people|persons?|epochs?|iterations?|steps?|times|samples?|examples|instances|documents|"
    r"images|words|classes|features|dimensions|parameters|layers|neurons|units|nodes|points|"
    r"[kMGT]?i?B|[kMGT]bit|[kMG]?Hz|[munµ]?s|ms|min|[ckmnµ]?m|km|k?g|mg|[mk]?l|k?W|[mk]?V|mA|k?Pa|k?J|eV|dB|mol|fps|dpi|px)(?![\w-])"
)
_NUMBER = re.compile(
    rf"(?<![\w.,/-])[-−]?\d+(?:[.,]\d+)*(?: ?(?:–|-|to) ?\d+(?:\.\d+)*)?(?: (?:thousand|million|billion))? ?(?:{_UNIT})"
)


def find_cues(query: str, hits: Sequence[Hit]) -> Cues:
    """The cues of the hits, the best hits' first, at most eight of a kind."""
    texts = [hit.chunk.text for hit in hits]
    trusted = [hit.chunk.text for hit in hits if hit.chunk.trusted_formulas]
    sentences = [" ".join(s.split()) for text in texts for s in split_sentences(text)]
    headings = list(dict.fromkeys(heading for hit in hits for heading in hit.chunk.section[-2:]))
    return Cues(
        concepts=tuple(key_phrases([*texts, *headings], LIMIT, [query, *headings])),
        visual=_first(_visual(texts)),
        motion=_first(_motion(sentences)),
        constraints=_first(s for s in sentences if _CONSTRAINT.search(s) and _is_prose(s)),
        definitions=_first(s for s in sentences if is_definition(s)),
        formulas=_first(f for text in trusted for f in formulas_in(text)),
        numbers=_first(" ".join(m.group().split()) for text in trusted for m in _NUMBER.finditer(text)),
    )


def is_definition(sentence: str) -> bool:
    """Whether the sentence says what something is: "A tree is a …", "… is called the margin"."""
    if not _is_prose(sentence):
        return False
    match = _DEFINITION.match(sentence)
    if match:
        words = match["subject"].casefold().split()
        return words[0] not in _NOT_A_SUBJECT and words[-1] not in _NOT_A_SUBJECT
    naming = _NAMING.search(sentence)
    if not naming or sentence.split()[0].casefold() in _NOT_A_SUBJECT:
        return False
    before = sentence[: naming.start()].split()
    return bool(before) and before[-1].casefold() not in _NOT_A_SUBJECT


def _visual(texts: Iterable[str]) -> Iterator[str]:
    """Phrases of two to four words whose last or first word can be drawn."""
    for text in texts:
        for run in phrase_runs(text):
            words = run.split()
            for i, word in enumerate(words):
                if stem(word) in _DRAWABLE and len(words) > 1:
                    yield " ".join(words[max(0, i - 2) : i + 1] if i else words[:2])
                    break


def _motion(sentences: Iterable[str]) -> Iterator[str]:
    """Clauses in which something visibly changes, short enough for a prompt."""
    for sentence in sentences:
        for clause in re.split(r"[,;:()—]| (?:and then|which|because|where|while|so that|until) ", sentence):
            words = clause.strip(" .").split()
            if 4 <= len(words) <= _MAX_CLAUSE and _is_prose(clause) and any(map(_moves, words, words[1:])):
                yield " ".join(words)


def _moves(before: str, word: str) -> bool:
    """Whether `word` is a verb of visible change; `before` is the word it follows."""
    plain = word.strip("“”\"'").casefold()
    return stem(plain) in _MOVING and before.casefold() not in _BEFORE_NOUN and not plain.endswith(_NOUN_ENDINGS)


def _is_prose(text: str) -> bool:
    """Words rather than symbols, code or a list, all of them legible, and of a length one can quote."""
    words = text.split()
    return (
        4 <= len(words) <= _MAX_SENTENCE
        and _ILLEGIBLE not in text
        and len(_NO_LETTER.findall(text)) <= _MAX_NO_LETTERS * len(text)
    )


def _first(found: Iterable[str]) -> tuple[str, ...]:
    """The first few different entries, in order; singular and plural count as the same."""
    kept: dict[tuple[str, ...], str] = {}
    for entry in found:
        kept.setdefault(tuple(map(stem, entry.split())), entry)
        if len(kept) == LIMIT:
            break
    return tuple(kept.values())

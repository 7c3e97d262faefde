"""A phrase unfolded at its small words: what it names first, and each part that sets that apart with the word that ties it on.

    "the process by which a cell divides" -> "the process", ("by which", "a cell divides")

Only closed classes of English words are looked at (which, that, by, for, because …), so nothing is guessed
about the others; a phrase without such words, or in another language, stays whole.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Literal

from .english.grammar import parse
from .english.phrases import points_at

Role = Literal["trait", "means", "purpose", "place", "time", "reason", "condition", "contrast"]

# Words that open a clause, and words that open a phrase, by what they say of the thing they hang on.
_CLAUSES: dict[Role, str] = {
    "means": "by which|through which|with which|whereby",
    "place": "where|wherein|in which|on which|at which|from which|into which|to which|under which|within which|between which",
    "time": "when|whenever|while|until|as long as|during which",
    "purpose": "so that|in order to|so as to|for which",
    "trait": "that|which|who|whose|meaning that",
    "reason": "because|since",
    "condition": "if|unless|provided that",
    "contrast": "whereas|although|even though|but|yet",
}
_PHRASES: dict[Role, str] = {
    "means": "by means of|by virtue of|on the basis of|by|using|through|via|based on|with the help of|with",
    "purpose": "for|to",
    "reason": "because of|due to|owing to|as a result of|in response to",
    "contrast": "rather than|instead of|in contrast to|without|despite|except for|unlike|against",
    "time": "during|throughout|before|after",
    "place": "in front of|on top of|within|between|among|across|along|inside|outside|around|beneath|above|below|from|into|onto|under|over|in|on|at",
    "trait": "with respect to|in terms of|in the form of|in addition to|such as|including|as",
}


def _longest_first(*groups: dict[Role, str]) -> str:
    words = [w for group in groups for listed in group.values() for w in listed.split("|")]
    return "|".join(sorted(words, key=len, reverse=True))


_ANY = _longest_first(_CLAUSES, _PHRASES)
# A participle leans on the word behind it and opens the part with it ("caused by", "constitutively found in").
PARTICIPLE = (
    r"(?:(?:\w+ly|also|often) )?(?:\w{2,}ed|built|made|found|given|known|shown|seen|taken|drawn|held|kept|set|used|chosen|written|driven"
    r"|broken|bound|led|sent)"
)
_OPENS = re.compile(
    rf"(?<![\w-])(?P<word>(?:(?:only|especially|particularly|even|mainly|mostly) )?(?:{PARTICIPLE} (?:\w+ly )?)?(?:{_ANY}))\s+(?!(?:and|or|which|what|how|average)\b|(?<=as )(?:much|many|well|long|soon|far)\b)(?=\S)",
    re.I,
)
_CLAUSE = re.compile(rf"(?:{_longest_first(_CLAUSES)})(?! of)", re.I)
# "as basic to one as it is to another"
AS_MUCH = re.compile(r"\bas (?!well\b|far\b|long\b|soon\b|an?\b|the\b)\w+(?:\s\w+){0,6}? as\b", re.I)
# "behaves differently *in summer than* in winter": both in one breath.
_UNLIKE = re.compile(
    r"\b(?:differently|more|less|better|worse|earlier|later|sooner|faster|slower)\b(?:\s[\w-]+){1,8}?\sthan\b", re.I
)
_OF_WHAT = re.compile(
    r"\b(?:increases?|decreases?|changes?|rise|fall|drop|growth|decline|reduction|differences?|gaps?|shifts?|interest)$",
    re.I,
)
_ASKS = re.compile(r"(?:how|why|whether|what|where|when)\s", re.I)
# "most *of whom* rich men | perceived as": a relative clause that has no verb yet.
_VERB_TO_COME = re.compile(r"\b(?:of|by|to|for|from) (?:whom|which)(?:\s\w+){0,3}$")
_LIMITS = re.compile(r"(?:only|especially|particularly|even|mainly|mostly)\s")
_APPOSED = re.compile(r",\s+(?=(?:the|an?)\s)")
# What a piece may not end with: it needs what follows.
_OPEN_END = re.compile(
    r"(?:^|\s)(?:an?|the|of|and|or|nor|not|than|as|so|such|same|to|too|up|very|more|most|less|least|is|are|was|were|be|been|being|has|have|had"
    r"|can|could|may|might|will|would|must|should|do|does|did|its|their|his|her|our|this|these|those|each|every|both|either|about|respect"
    rf"|equal|proportional|similar|close|according|able|likely|prior|subject|opposed|\S+, \w+ing|(?:and|or|but),? \w+ly|{_ANY})$",
    re.I,
)
_BE = "(?:is|are|was|were|be|been|being)"
_AUXILIARY = f"(?:{_BE}|has|have|had|can|could|may|might|will|would|must|should|do|does|did)"
_ADVERB = r"(?:\w+ly|not|also|often|always|never|even|still|then|thus|only|just|sometimes|long)"
_DONE = rf"(?:{PARTICIPLE}|\w{{2,}}ing|done|put|brought|thought|felt|left|lost|met|paid|said|told|understood|won|grown|thrown)"
_LIGHT = "(?:takes?|took|taken|taking) (?:place|part|shape)|(?:gives?|gave|given|giving) rise|(?:makes?|made) use"  # verbs of two words
_PREDICATE = re.compile(
    rf"(?:{_ADVERB} )*(?:{_BE}(?: {_ADVERB})*(?! (?:{_ADVERB} )*{_DONE}\b)|(?:{_AUXILIARY} (?:{_ADVERB} )*)*"
    rf"(?!(?:an?|the|no|its|their|so|as|too|very|more|most|less|least|much)\b|{_AUXILIARY} not\b)(?:{_LIGHT}|\w+)(?: (?:upon|out|up|down|off|away|back|together))?(?: \w+ly)?(?: (?:{_ANY}|of|about|upon)\b(?! (?:it|them|us|itself|themselves)\b)(?:(?<= to) be\b)?)?)(?=\s)",
    re.I,
)
_VERB_AT_END = re.compile(
    rf"(?:{_AUXILIARY} )*(?:{_BE}|means?|refers? to)(?: (?:known|called|termed|named|defined|referred to)(?: as)?)?$"
)
_CALLED = re.compile(rf"{_BE}(?: \w+ly)? (?:known as|called|termed|named|defined as|referred to as)$")
_STATES = re.compile(rf"{_AUXILIARY}\s", re.I)  # what begins so says something of a subject
_LINKS = frozenset("and or that which who also then as".split())
MAX_PARTS = 3
_LONG = 7  # words from which on a piece is cut at the word of a phrase too, though the text is cut already
_TIE = 4  # words between a term and its meaning that are a label; of more, only the verb at their end


@dataclass(frozen=True)
class Part:
    """What sets a thing apart: the word that ties it on ("" for none) and what stands behind it."""

    word: str
    text: str

    @property
    def role(self) -> Role:
        """What the word says of the part."""
        word = f" {self.word.casefold()}"
        known = [(w, role) for group in (_CLAUSES, _PHRASES) for role, words in group.items() for w in words.split("|")]
        return max((k for k in known if word.endswith(f" {k[0]}")), key=lambda k: len(k[0]), default=("", "trait"))[1]


@dataclass(frozen=True)
class Unfolded:
    """A term, the words that join it to what is said of it, that, and its parts; `called` where the term comes last."""

    term: str
    tie: str
    head: str
    parts: tuple[Part, ...] = ()
    called: bool = False


def stated(
    term: str, meaning: str, features: tuple[str, ...], sentences: tuple[str, ...], most: int = MAX_PARTS
) -> Unfolded:
    """A definition as its sentence says it: its features, or up to `most` parts of its meaning.

    Whatever is not found in one of the `sentences` goes without a word.
    """
    tied = next((t for s in sentences if (t := _tied(term, meaning, s))), None)
    tie, head, called = tied or ("", meaning, False)
    if tie and not called and _STATES.match(head):  # "cells, or cytes, | are short": what stands between is of the term
        term, tie = next((f"{term}{gap}" for s in sentences if (gap := _gap(term, meaning, s))), term), ""
    if (
        tie and not called and re.fullmatch(rf"{_ADVERB}(?: {_ADVERB})*", tie, re.I)
    ):  # "institutions | also | inform us"
        tie, head = "", f"{tie} {head}"
    if tied and not tie and not called:
        tie, head = _predicate(head)
    if not features:
        return Unfolded(term, tie, *unfold(head, most), called)
    head, participle = _without_participle(head, features[0])
    parts = [opened(f) if _OPENS.match(f) else Part(_before(f, sentences), f) for f in features]
    if participle:
        parts[0] = Part(f"{participle} {parts[0].word}", parts[0].text)
    return Unfolded(term, tie, head, tuple(parts), called)


def unfold(text: str, most: int = MAX_PARTS) -> tuple[str, tuple[Part, ...]]:
    """The first piece of `text` and up to `most` parts; `text` whole, and none, where there is nothing to cut."""
    opens = [(m.start("word"), m.end("word")) for m in _OPENS.finditer(text)]
    strong = [(a, b) for a, b in opens if _CLAUSE.fullmatch(text[a:b])]
    apposed = [(m.end(), m.end()) for m in _APPOSED.finditer(text)]
    cuts: list[tuple[int, int]] = []
    for cut in (*sorted(strong + apposed), *(o for o in opens if o not in strong)):
        if len(cuts) < most and _clean(text, cut, cuts, weak=cut not in strong + apposed):
            cuts = sorted([*cuts, cut])
    if not cuts:
        return text, ()
    ends = [*(a for a, _ in cuts[1:]), len(text)]
    parts = [Part(text[a:b], _bare(text[b:end])) for (a, b), end in zip(cuts, ends, strict=True)]
    return _bare(text[: cuts[0][0]]), tuple(_paired(_together(parts), most))


def opened(text: str) -> Part:
    """A phrase as a part: the word it opens with, where that is one that ties, and the rest."""
    match = _OPENS.match(text)
    return Part(match["word"], text[match.end() :]) if match else Part("", text)


def _predicate(text: str) -> tuple[str, str]:
    """The verb group that a statement begins with, and what it says: "is acted upon by", "proteins"."""
    match = _PREDICATE.match(text)
    return (match[0], text[match.end() :].strip()) if match else ("", text)


def _tied(term: str, meaning: str, sentence: str) -> tuple[str, str, bool] | None:
    """The words between a term and its meaning, the meaning, and whether it comes first; None for another sentence."""
    low, first, second = sentence.casefold(), term.casefold(), meaning.casefold()
    a = low.find(first)
    b = low.find(second, a + len(first)) if a >= 0 else -1
    called = a >= 0 and b < 0
    if called:
        b = low.find(second)
    if a < 0 or b < 0 or (called and b + len(second) > a):
        return None
    gap = sentence[b + len(second) : a] if called else sentence[a + len(first) : b]
    gap = re.sub(r"\s(?:the|an?)$", "", " ".join(re.sub(r"\([^)]*\)", "", gap).strip(" ,:–—").split()))
    if called and (name := _CALLED.search(gap)):  # what stands before the verb still belongs to the meaning
        return name[0], f"{meaning} {gap[: name.start()]}".strip(), True
    if len(gap.split()) > _TIE:
        verb = _VERB_AT_END.search(gap)
        gap = verb[0] if verb else ""
    return gap, meaning, called


def _gap(term: str, meaning: str, sentence: str) -> str:
    """What stands between a term and its meaning, as it is written, but for the comma before the verb."""
    found = re.search(rf"{re.escape(term)}(.*?){re.escape(meaning)}", sentence, re.I)
    return found[1].rstrip(" ,") if found else ""


def whole(meaning: str, features: tuple[str, ...], sentences: tuple[str, ...]) -> str:
    """The meaning to the end of its clause, where the features leave out words of it; "" where they do not.

    "a phase that results" + "to allow contraction" of "a phase that results in a pause to allow contraction" has lost the pause.
    """
    for sentence in sentences:
        a = sentence.casefold().find(meaning.casefold())
        if a < 0:
            continue
        clause = re.split(r"[;.](?=\s|$)", sentence[a:])[0]
        rest = clause[len(meaning) :].casefold()
        for feature in features:
            if feature.casefold() not in rest:
                return ""
            rest = rest.replace(feature.casefold(), " ", 1)
        joined = any(re.match(r"(?:and|or)\s", f, re.I) for f in features)  # the end of a list is no feature
        return clause if joined or set(re.findall(r"\w+", rest)) - _LINKS else ""
    return ""


def _before(feature: str, sentences: tuple[str, ...]) -> str:
    """The relative word before a feature in its sentence."""
    found = (re.search(rf"\b(that|which|who)\s+{re.escape(feature)}", s, re.I) for s in sentences)
    return next((m[1] for m in found if m), "")


def _without_participle(head: str, feature: str) -> tuple[str, str]:
    """ "a unit, built" + "from nodes": the participle belongs to the feature."""
    match = re.search(rf",\s+({PARTICIPLE})$", head)
    return (head[: match.start()], match[1]) if match and _OPENS.match(feature) else (head, "")


def _clean(text: str, cut: tuple[int, int], cuts: list[tuple[int, int]], weak: bool) -> bool:
    """Whether a cut leaves pieces that say something on either side of it."""
    if any(a < cut[1] and cut[0] < b for a, b in cuts) or text[: cut[0]].count("(") != text[: cut[0]].count(")"):
        return False
    opener = max((c for c in cuts if c[1] <= cut[0]), default=(0, 0))
    end = min((a for a, _ in cuts if a >= cut[1]), default=len(text))
    left, right = _bare(text[opener[1] : cut[0]]), _bare(text[cut[1] : end])
    before, behind = len(left.split()), len(right.split())
    word, tied = text[slice(*cut)].casefold(), text[slice(*opener)].casefold()
    if (pair := AS_MUCH.search(text)) and cut[1] > pair.start():
        return False  # "*as basic to one as* it is to the other": said in one breath
    if any(m.start() < cut[0] < m.end() for m in _UNLIKE.finditer(text)):
        return False
    if _ASKS.match(text):
        return False  # "shows *how quickly* memory | for new words | fades": one clause
    if (
        _OPEN_END.search(left)
        or _VERB_TO_COME.search(left)
        or (word == "that" and (re.search(r"\w{2,}ing$", left) or points_at(text, cut[0])))
        or (word in {"from", "of", "to"} and re.search(r"\b(?:away|apart|aside|far|out|up|down|back)$", left))
        or left.startswith("as ")
        or (word == "to" and re.search(r"\d%?$", left) and re.match(r"\d", right))  # "every 25 *to* 100 years"
        or (word in ("but", "yet") and not text[: cut[0]].rstrip().endswith(","))
    ):
        return False
    if not weak:  # "while ensuring | that …": one word behind another tie needs what follows it
        return before + (opener == (0, 0)) >= 2 and behind >= 1 and before + behind > 2
    if re.search(r"\b(?:by|of|for|in|without|from|while) (?:\w+ly )?(?!\w*thing\b)\w{2,}ing$", left):
        return False  # "by looking | at the sky"
    if word in {"for", "of", "on"} and re.search(r"\b[A-Z]\w+$", left) and re.match(r"(?:the )?[A-Z]", right):
        return False  # "the Committee | for Poor Relief": one name
    if word == "in" and _OF_WHAT.search(left):
        return False  # "the increase | in the price": of what?
    if word in {"on", "in"} and re.match(r"(?:to|into|from)\b", right):
        return False  # "moves | on to the next stage"
    if (done := re.search(r"\bto (\w+)$", left)) and parse(f"it wants to {done[1]} it")[3].tag == "VB":
        return False  # "joined to serve | as the input": the verb needs what follows it
    limits = bool(_LIMITS.match(word))  # "*only* during the night"
    if tied.endswith(("between", "among")) or (cuts and not limits and before + behind < _LONG):
        return False
    # "because it dwells | on a few changes", "by which we learn | to …": what tells more of a clause stays in it
    if _CLAUSE.fullmatch(tied):
        return False
    return before + bool(opener == (0, 0)) + limits >= 2 and behind >= 2


def _together(parts: list[Part]) -> list[Part]:
    """ ", the process" + "by which …": a short apposition opens the part behind it."""
    made: list[Part] = []
    for part in parts:
        if made and not made[-1].word and len(made[-1].text.split()) <= 3:
            made[-1] = Part(f"{made[-1].text} {part.word}", part.text)
        else:
            made.append(part)
    return made


def _paired(parts: list[Part], most: int) -> list[Part]:
    """ "between A and the B" as two parts, where there is room for both."""
    made: list[Part] = []
    for i, part in enumerate(parts):
        both = re.match(r"(?P<a>.+?)\s(?P<and>and)\s(?P<b>(?:the|an?|its|their)\s.+)$", part.text)
        if part.word.casefold().endswith("between") and both and most - len(made) - (len(parts) - i - 1) > 1:
            made += [Part(part.word, both["a"]), Part(both["and"], both["b"])]
        else:
            made.append(part)
    return made


def _bare(piece: str) -> str:
    return piece.strip(" ,;:")

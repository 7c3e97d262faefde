"""A light grammar of English sentences: noun phrases, and subject, verb and rest of the main clause."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise

from .hidden_verbs import PREPOSITIONS, SUBORDINATE, read_as_verb
from .tagging import FINITE, NOUN, Token, parse
from .verbs import behind_participle, group_end, is_noun, is_participle, later_verb, main_verb_index

__all__ = [
    "FINITE",
    "NOUN",
    "PREPOSITIONS",
    "THE_MORE",
    "Clause",
    "Token",
    "behind_subject",
    "is_clause",
    "main_clause",
    "noun_phrases",
    "parse",
]

_PREMODIFIER = NOUN | {"JJ", "JJR", "JJS", "VBN", "VBG", "CD"}
_BEFORE_PARTICIPLE = frozenset("by while when without after before is are was were be been not currently".split())
_OPENERS = frozenset(
    "inside outside near beneath below above behind throughout until just along together following according except beyond besides despite depending owing".split()
)
_ROUNDLY = frozenset("about around".split())
_TIMES = frozenset("today now then later first second third finally next overall sometimes".split())
_PLACES = frozenset("is are was were lies lie sits sit stands stand comes come".split())
# "The higher the value, the more important is the feature": two clauses that only make sense together.
THE_MORE = re.compile(
    r"^The\s+(?P<cause>(?:more|less|fewer|\w+er)\s[^,]+),\s+the\s+(?P<effect>(?:more|less|fewer|\w+er)\s.+)$"
)
_EACH_TIME = re.compile(r"(?:(?:Every|Each|Any|The (?:first|last|next)) time|The (?:moment|instant))\s(?!of\b)")
# "Based on his work, it is clear …", "Rather than ensuring that we can, it …": what stands before the comma is no subject.
_IN_VIEW_OF = re.compile(
    r"(?:Based on|Given|Depending on|According to|Judging from|(?:Just|Much|Exactly) as|Rather than|Instead of|In addition to|As well as"
    r"|More than any(?: other)?|Even (?:if|though|when|as|after|before)|Only (?:if|when|after)|Now that|So long as|As long as|As soon as|Not only)\s[^,]+,\s"
)
# Neither subject nor verb stands in it: "the oldest tool—the open fire—works by …".
_ASIDE = re.compile(r"—[^—]+—|(?<=\s)–\s[^–]+\s–(?=\s)")
# "While Jews, Christians, and Muslims share many stories, *their beliefs differ*": the list is of the clause before.
_WHILE_LISTED = re.compile(
    r"(?:While|Although|Though|When|If|Because|Since|As|Whereas)\s[^,]+(?:,\s[^,]+)*,\s(?:and|or)\s[^,]+,\s(?P<main>[^,].+)$"
)
# Words that open a circumstance, as in a sentence whose own opening was left out: "(After all,) *when* …".
_CIRCUMSTANCES = re.compile(r"(?:when|while|although|though|if|because|since|as|whereas|even (?:if|though|when))\s")
_NEGATED = re.compile(r"\b(not|never|cannot|no longer|rarely|seldom|hardly|scarcely|barely)\b|n['’]t\b", re.I)

_NOTHING = re.compile(r"(?:None|Nothing|Nobody|No one|Neither)\b")
_BETWEEN_COMMAS = re.compile(
    r"^, (?!and\b|or\b|but\b|not\b)[^,]+, (?=(?:an?|the|one)\s)"
)  # "is*, among other things,* a craft"


@dataclass(frozen=True)
class Clause:
    """The first main clause of a sentence, as spans of its text."""

    subject: str
    verb: str  # the verb group: "is", "can be computed", "updates"
    rest: str  # everything behind the verb, without the final stop
    negated: bool
    adverbs: str = ""  # between subject and verb, in neither ("groups *rarely* have leaders")

    @property
    def predicate(self) -> str:
        """What is said of the subject, in full."""
        return " ".join(filter(None, (self.adverbs, self.verb, self.rest)))


def noun_phrases(sentence: str) -> list[str]:
    """Noun phrases without determiners, in order: runs of modifiers that end in a noun."""
    found = []
    tokens = parse(sentence)
    i = 0
    while i < len(tokens):
        j = i
        while j < len(tokens) and (tokens[j].tag in _PREMODIFIER) and re.match(r"\w", tokens[j].text):
            j += 1
        run = list(tokens[i:j])
        while run and run[-1].tag not in NOUN:
            run.pop()
        while run and (run[0].tag in {"CD", "VBN"} or (run[0].tag == "VBG" and len(run) > 2)):
            run.pop(0)
        before = tokens[i - 1].low if i else ""
        if len(run) > 1 and run[0].tag == "VBG" and before in _BEFORE_PARTICIPLE:
            run.pop(0)  # "by *affecting* osmosis"
        if run:
            found.append(sentence[run[0].start : run[-1].end])
        i = max(j, i + 1)
    return found


@lru_cache(maxsize=4096)
def main_clause(sentence: str) -> Clause | None:
    """Subject, verb group and rest of the first main clause; None where no finite verb is found.

    An introductory phrase before a comma ("In machine learning, …") is left out of the subject.
    """
    if _CIRCUMSTANCES.match(sentence):
        sentence = f"{sentence[0].upper()}{sentence[1:]}"
    plain = _ASIDE.sub(lambda m: " " * len(m.group()), sentence)
    tokens = parse(plain)
    if _opens_with_clause(sentence, tokens) or (_EACH_TIME.match(sentence) and ", " in sentence):
        return _behind_comma(sentence)
    if _IN_VIEW_OF.match(sentence):
        return _behind_comma(sentence)
    if (listed := _WHILE_LISTED.match(sentence)) and (told := main_clause(listed["main"])):
        return told
    if _EACH_TIME.match(sentence):
        return None  # nothing tells where its own clause ends
    at = main_verb_index(tokens)
    limit = next((i for i, t in enumerate(tokens) if i > 2 and t.low in {"whereas", "while", "but"}), len(tokens))
    joined = next((i for i, t in enumerate(tokens) if i > 2 and _joins_clause(tokens, i)), len(tokens))
    if at is None or at > min(limit, joined) or is_participle(tokens, at) or is_noun(tokens, at):
        read, found = read_as_verb(tokens)
        if found is not None and found > _opening_end(tokens) and (at is None or found < at):
            tokens, at = read, found
        elif at is not None and at > limit:
            at = None
    if at is not None and is_participle(tokens, at) and tokens[at + 1 : at + 2] and tokens[at + 1].low != "to":
        at = behind_participle(tokens, at)
    at = later_verb(tokens, at) if at else at
    if at and tokens[at].low in _PLACES and _opens_with_adjective(tokens):
        comma = any(t.text == "," for t in tokens[:at])
        return _behind_comma(sentence) if comma else None  # "Central to it *are* two ideas": the subject stands behind
    start = _subject_start(tokens, at) if at else None
    if at is None or start is None:
        return None
    end = group_end(tokens, at)
    last = at - 1
    while last > start and (tokens[last].tag == "RB" or (tokens[last].text == "," and tokens[last - 1].tag == "RB")):
        last -= 1
    if last > start and last < at - 2 and tokens[last].text == ",":
        last -= 1  # "An island, *conversely*, is …"
    group = sentence[tokens[at].start : tokens[end - 1].end]
    rest = sentence[tokens[end].start :].rstrip(" .!") if end < len(tokens) else ""
    if group.lower() in {"is", "are", "was", "were"}:
        rest = _BETWEEN_COMMAS.sub("", rest)
    subject = sentence[tokens[start].start : tokens[last].end]
    adverbs = plain[tokens[last].end : tokens[at].start].strip(" ,")
    negated = bool(_NEGATED.search(f"{adverbs} {group}") or _NOTHING.match(subject))
    return Clause(subject, group, rest, negated, adverbs)


def is_clause(name: str) -> bool:
    """Whether what was taken for a thing's name says something ("*tubes help the cell*"): it has a verb, or a noun right before "the"."""
    tokens = parse(name)
    if tokens and tokens[0].low.endswith("ing"):
        tokens = tokens[1:]  # "*Igniting* the mixture" is a doing, and a thing
    verbless = all(
        b.tag != "DT" or a.low == "half" or b.low in {"all", "both", "each"} or a.tag not in NOUN | {"VB", "VBP"}
        for a, b in pairwise(tokens)
    )
    return not verbless or main_clause(f"{name}.") is not None


def _opening_end(tokens: tuple[Token, ...]) -> int:
    """Where a subordinate clause that opens the sentence ends ("Whereas the work with dogs involved reflexes *,* …"); -1 without one."""
    if not tokens or tokens[0].low not in SUBORDINATE:
        return -1
    return next((i for i, t in enumerate(tokens) if t.text == ","), -1)


def _opens_with_clause(sentence: str, tokens: tuple[Token, ...]) -> bool:
    """A purpose or a circumstance before the comma: "To find it, we look …", "As it falls, the pressure rises"."""
    opening = re.match(r"(?:To (?=[a-z])|As )(?P<said>[^,]+),\s", sentence)
    if not opening:
        return False
    if tokens[0].low == "to":
        return len(tokens) > 1 and tokens[1].tag in {"VB", "NN", "VBP"}
    return main_clause(opening["said"]) is not None


def _opens_with_adjective(tokens: tuple[Token, ...]) -> bool:
    """ "Central to the theory …": a capital hides the class of the first word, which is looked up inside a sentence."""
    if len(tokens) < 3 or tokens[1].low not in PREPOSITIONS:
        return False
    return parse(f"it is {tokens[0].low} {tokens[1].low} it")[2].tag in {"JJ", "VBN"}


def _behind_comma(sentence: str) -> Clause | None:
    """The main clause behind the first comma with a clause behind it; None without one (the comma of "H,C" parts nothing)."""
    later, comma = None, 0
    while later is None and (comma := sentence.find(", ", comma) + 2) > 1:
        later = main_clause(sentence[comma:])
    return later


def _joins_clause(tokens: tuple[Token, ...], i: int) -> bool:
    """A semicolon, or a comma before "and" or "but": a verb behind it may be a second clause's."""
    joint = tokens[i].text == "," and i + 1 < len(tokens) and tokens[i + 1].low in {"and", "but"}
    return tokens[i].text == ";" or joint


def behind_subject(sentence: str, clause: Clause) -> str:
    """The sentence from its subject on."""
    found = re.search(rf"(?<!\w){re.escape(clause.subject)}(?!\w)", sentence)
    return sentence[found.start() :] if found else sentence


def _subject_start(tokens: tuple[Token, ...], at: int) -> int | None:
    """Where the subject of the verb at `at` begins; None where there is none."""
    start = 0
    while (
        start + 2 < at and tokens[start + 1].text == "," and (tokens[start].tag == "RB" or tokens[start].low in _TIMES)
    ):
        start += 2  # "Today, capital and labour …", "Overall, …"
    if tokens[start].low in _ROUNDLY and tokens[start + 1].low == "half":
        return start
    if tokens[start].low in _ROUNDLY and tokens[start + 1].tag == "CD" and tokens[start + 2].tag not in {"DT", ","}:
        return start  # "About 90 % of stars *obey* …"
    opens = tokens[start].low in PREPOSITIONS | SUBORDINATE | _OPENERS or tokens[start].tag == "VBN"
    if tokens[start].tag == "RB" and tokens[start + 1].low in PREPOSITIONS:
        opens = any(t.text == "," for t in tokens[start:at])  # "Even with its faults, the model works"
    doing = tokens[start].low.endswith("ing") and tokens[start].tag == "VBG" and tokens[start + 1].text != ","
    if doing and tokens[at - 1].text != ",":  # "Taking another way, *the theory* sees …"
        opens = opens or any(t.text == "," and u.tag in {"DT", "PRP$", "NNP"} for t, u in pairwise(tokens[start:at]))
    if opens:  # "Compared to A, B is …", "Following the war, …"
        commas = [i for i in range(start + 1, at) if tokens[i].text == ","]
        listed = (
            len(commas) > 1 and tokens[commas[-1] + 1].tag == "CC"
        )  # "In spring, the oaks, the limes, and the elms bloom"
        start = commas[0 if listed else -1] + 1 if commas else start
    if tokens[start].low in _OPENERS and tokens[at].low in _PLACES:
        return None  # "Near the top of the sky *is* a layer"
    if tokens[start].low in PREPOSITIONS | SUBORDINATE:
        start = _noun_phrase_start(tokens, at)
        if start and tokens[start - 1].low in PREPOSITIONS | {"and", "or"} and tokens[at].low in _PLACES:
            return None  # "On the top of each kidney *is* a gland": the subject stands behind the verb
    while start < at and tokens[start].tag == "CC":
        start += 1
    return start if start < at else None


def _noun_phrase_start(tokens: tuple[Token, ...], end: int) -> int:
    """Where the noun phrase right before `end` begins ("At each step | gradient descent")."""
    told = tokens[0].low in PREPOSITIONS - {"as", "than", "like", "to"} and tokens[end - 2].tag in NOUN
    if told and tokens[end - 1].tag == "PRP":
        return end - 1  # "With horror *she* looked …"
    start = end
    while start and (tokens[start - 1].tag in _PREMODIFIER or tokens[start - 1].low == "of"):
        start -= 1
    return start - 1 if start and start < end and tokens[start - 1].tag in {"DT", "PRP$"} else start

"""Word classes of English sentences: TextBlob's Brill tagger, mended for textbook prose.

The tagger knows one class for each word of its lexicon; the repairs below look at the neighbours, and at
whether the lexicon has the word's other forms as a verb ("store": "stored", "storing").
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cached_property, lru_cache

_TOKEN = re.compile(r"(?:[A-Z]\.){2,}|(?<!\w)[A-Z]\.(?=\s\w)|[^\W_]+(?:[’'\-‑.][^\W_]+)*[*+#]*|\S")
NOUN = frozenset({"NN", "NNS", "NNP", "NNPS"})
FINITE = frozenset({"VBZ", "VBP", "VBD", "MD"})
RELATIVE = frozenset("that which who whose where when whom".split())
AUXILIARY = frozenset(
    "is are was were be been has have had do does did can could may might will would must should".split()
)
_ALWAYS_VERBS = frozenset(
    "become becomes remain remains depend depends differ differs consist consists belong belongs seem seems".split()
)
# Adverbs that stand right before a verb: what follows them is one ("ceilings *often lead* to shortages").
_BEFORE_VERB = frozenset(
    "often usually always never sometimes also typically generally frequently rarely normally commonly".split()
)
_REPORTING = frozenset(
    "states says means shows suggests implies indicates requires holds claims argues predicts".split()
)
_BE = frozenset("is are was were be been being".split())
_TO_A_NOUN = frozenset(
    "due according respect compared prior similar equal close related owing subject relative proportional".split()
)


@dataclass(frozen=True)
class Token:
    """A word or mark, its Penn Treebank tag and its place in the sentence."""

    text: str
    tag: str
    start: int
    end: int

    @cached_property
    def low(self) -> str:
        return self.text.lower()


@lru_cache(maxsize=4096)
def parse(sentence: str) -> tuple[Token, ...]:
    """The sentence's tokens, tagged."""
    from textblob.en import tag

    spans = [(m.group(), m.start(), m.end()) for m in _TOKEN.finditer(sentence)]
    if not spans:
        return ()
    tags = [t for _, t in tag(" ".join(w for w, _, _ in spans), tokenize=False)]
    if len(tags) != len(spans):  # the tagger drops marks it takes for its own separators
        tags = ["NN"] * len(spans)
    return tuple(_repair([Token(w, t, a, b) for (w, a, b), t in zip(spans, tags, strict=True)]))


@lru_cache(maxsize=20000)
def can_be_verb(word: str) -> bool:
    """Whether the lexicon has the word, or its past or -ing form, as a verb ("store", "supports", "move")."""
    return bool(_verb_forms(word.lower()))


@lru_cache(maxsize=20000)
def is_name(word: str) -> bool:
    """Whether the lexicon has the word as a proper name and, in lower case, not at all ("Socrates"; not "Gold")."""
    from textblob.en import parser

    return parser.lexicon.get(word) == "NNP" and parser.lexicon.get(word.lower()) is None


@lru_cache(maxsize=20000)
def is_often_verb(word: str) -> bool:
    """Whether the lexicon has several forms of the word as a verb ("increase"), not one alone ("blooded")."""
    return len(_verb_forms(word.lower())) > 1


def _verb_forms(low: str) -> set[str]:
    """The word, its past and its -ing form, as far as the lexicon has them as verbs."""
    from textblob.en import parser

    lexicon = parser.lexicon
    if not low.isalpha() or len(low) < 3:
        return set()
    found = set()
    for base in (low, low.removesuffix("s"), low.removesuffix("es"), re.sub(r"ies$", "y", low)):
        short, doubled = base.removesuffix("e"), base + base[-1:]
        forms = (base, f"{short}ed", f"{short}ing", f"{doubled}ed", f"{doubled}ing", re.sub("y$", "ied", base))
        found |= {form for form in forms if (lexicon.get(form) or "").startswith("VB")}
    return found


def _repair(tokens: list[Token]) -> list[Token]:
    """Mend tags by their neighbours; one pass for nouns, one for a missing verb."""
    out = list(tokens)
    for i, token in enumerate(out):
        tag = _as_verb(out, i) or _as_noun(out, i) or token.tag
        if re.fullmatch(r"\w+n['’]t", token.low):
            tag = "MD"  # "don’t see": one word, and an auxiliary
        if not re.match(r"\w", token.text):
            tag = token.text
        out[i] = Token(token.text, tag, token.start, token.end)
    _find_hidden_verbs(out)
    return out


def _as_verb(out: list[Token], i: int) -> str:
    """The verb tag that the neighbours call for; "" when they call for none."""
    here, before, after = out[i], out[i - 1] if i else None, out[i + 1] if i + 1 < len(out) else None
    tag, low = here.tag, here.low
    if tag == "VBD" and low not in AUXILIARY:
        before_noun = (
            after and after.tag in NOUN | {"JJ"} and (before is None or before.tag in {"RB", "DT", "IN", "JJ"})
        )
        if before_noun or (after and after.tag in FINITE) or (before and before.low in _BE):
            return "VBN"  # "the quantity *demanded* exceeds …", "is *summed*"
    if before is None:
        return ""
    if low == "used" and after and after.low == "to" and i + 2 < len(out) and out[i + 2].low == "be":
        return "VBD"
    if tag == "VBN" and before.tag in NOUN and after and after.low in {"it", "them"}:
        return "VBD"  # "fees charged by the ferries *made* it costly": what has an object is no participle
    if tag == "VB" and before.tag in {"NNS", "NNPS", "PRP"}:
        return "VBP"
    if tag == "NNS" and before.low in {"this", "it"} and low.endswith("s") and can_be_verb(low):
        return "VBZ"  # "this *acts* as …": one thing, so no plural of it
    if _behind_modal(out, i) and tag in NOUN | {"JJ", "VBP", "VBD"}:
        return "VB"
    to_verb = before.low == "to" and tag in {"NN", "JJ"} and i > 1 and out[i - 2].low not in _TO_A_NOUN
    if to_verb and after and after.tag in {"TO", "DT", "PRP$", "RP"} and can_be_verb(low):
        return "VB"
    if low in _REPORTING and after and after.low == "that" and before.tag in NOUN:
        return "VBZ"
    if before.low in _BEFORE_VERB and tag in {"NN", "VB", "NNS"} and i > 1 and out[i - 2].tag in NOUN | {"CC", "PRP"}:
        return "VBZ" if tag == "NNS" else "VBP"
    joined = after and after.low in {"or", "and"} and i + 2 < len(out) and out[i + 2].tag in {"VB", "VBP"}
    if joined and tag == "NN" and before.tag == "NNS" and can_be_verb(low):
        return "VBP"  # "atoms *gain* or lose electrons"
    if low in _ALWAYS_VERBS and before.tag not in {"TO", "MD"}:
        return "VBZ" if low.endswith("s") else "VBP"
    return ""


def _as_noun(out: list[Token], i: int) -> str:
    """The noun tag that the neighbours call for; "" when they call for none."""
    here, before, after = out[i], out[i - 1] if i else None, out[i + 1] if i + 1 < len(out) else None
    tag = here.tag
    if before is None:
        return ""
    auxiliary = here.low in AUXILIARY
    if tag in {"VBZ", "VBP"} and not auxiliary and after and after.tag in {"VBZ", "MD"} and before.tag == "NN":
        return "NNS" if here.low.endswith("s") else "NN"  # "the purpose of price *supports* is …"
    if before.tag in {"DT", "PRP$", "JJ", "JJS", "JJR"} and tag in {"VB", "VBP", "VBZ", "VBD"} and not auxiliary:
        return "NNS" if tag == "VBZ" else "NN"
    if "-" in here.text and tag == "JJ" and not (after and after.tag in NOUN | {"JJ", "VBG"}):
        return "NN"
    ends = after is None or after.tag in FINITE | {".", ","}
    return "NN" if tag in {"JJ", "VBG"} and before.tag in NOUN | {"TO", "VB", "IN"} and ends else ""


def _behind_modal(out: list[Token], i: int) -> bool:
    """Whether a modal, or a negated "do", governs the word ("can *cause*", "does not *equal*", "can easily *cause*")."""
    before = out[i - 1]
    if before.tag == "MD":
        return True
    return i > 1 and before.tag == "RB" and (out[i - 2].tag == "MD" or out[i - 2].low in {"do", "does", "did"})


def _find_hidden_verbs(tokens: list[Token]) -> None:
    """Turn nouns into verbs where two noun phrases would stand side by side ("the algorithm partitions the data")."""
    for i in range(1, len(tokens) - 1):
        here = tokens[i]
        if here.low != "all" and _hides_verb(tokens, i):
            tokens[i] = Token(here.text, "VBZ" if here.tag == "NNS" else "VBP", here.start, here.end)


def _hides_verb(tokens: list[Token], i: int) -> bool:
    here, before, after = tokens[i], tokens[i - 1], tokens[i + 1]
    plural = here.tag == "NNS" and here.low.endswith("s")
    if plural and before.tag == "JJ" and i > 1 and tokens[i - 2].tag in {"RB", "VBZ", "VBP"}:
        return after.tag in NOUN | {"DT", "JJ", "PRP$"}  # "… that is too large | causes | divergence"
    if after.tag == "TO":
        return plural and before.tag in {"NN", "WDT"}
    if after.tag not in {"DT", "PRP$", "PRP"} and after.low not in {"how", "what", "whether"}:
        return False
    if here.tag == "NN":
        first = i == 1 and before.tag == "NNP" and re.search(r"[^sui]s$", before.low)  # "Astronomers *use* the …"
        return before.tag == "NNS" or bool(first)
    return plural and (before.tag in NOUN | {"JJ", "RB", "WDT", "CC", ")", ",", "VBG"} or before.low in RELATIVE)

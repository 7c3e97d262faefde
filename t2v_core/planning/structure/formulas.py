"""Formulas as a passage prints them, with the symbols it explains ("where η is the learning rate")."""

from __future__ import annotations

import re
from collections.abc import Sequence

from ..english.phrases import label_of
from ..naming import BEHIND_HEAD
from ..text import content_stems, squash, words
from ..visuals import Formula, SymbolMeaning
from .model import Finding, Source

# One line: a left side of symbols, a relation, a right side; letters and marks of maths only, no running text.
_SYMBOL = r"(?:[A-Za-zΑ-ωϑϕ∂∇Δ][A-Za-z]{0,3}(?:[_′'*²³⁰-⁹₀-₉ᵢⱼₙₜ+\-−]|\d)*)"
_FORMULA = re.compile(
    r"(?<![\w(+−×·*/^∂∑∏-])(?<![+−×·*/=-]\s)(?P<left>"  # "p₁ + ρgh₁ = …" is not cut to "ρgh₁ = …"
    + _SYMBOL
    + r"(?:\s?[\[(][^()\[\]=]{1,24}[\])])?)\s?(?P<rel>=|←|≈|≤|≥|∝|:=|≜)\s?(?P<right>[^=;\n]{1,90}?)(?=;|(?:[.,:]?\s+(?:where|with|in which|and|for|is|so|which|if|when|to|as|the|then|here|we|this)\b)|[.,;:]?\s+[A-Z][a-z]{2,}|[.;]\s*$|\n|$)"
)
_WHERE = re.compile(r"\bwhere\b(?P<body>.{3,260})", re.I | re.S)
_MEANING = re.compile(
    r"(?:^|,|;|\band\b|\bwhere\b)\s*(?:the\s+)?(?P<symbol>"
    + _SYMBOL
    + r"(?:\([^()]{1,12}\))?)\s+(?:is|are|denotes?|stands for|represents?|means?|=)\s+(?P<meaning>[^,.;]+?)(?=,|;|\.(?:\s|$)|\s+and\s+(?:the\s+)?\S{1,6}\s+(?:is|are|denotes?|represents?)\b|$)"
)
_NEAR = 200  # characters around a formula that tell of it
_NUMBERED = re.compile(r"[\s.,;]*\(\d+(?:\.\d+)*\)\s*$")  # "(13.1)"
# A number with its unit: "3.00×10⁸ m/s", "9.81 m/s²".
_QUANTITY = re.compile(
    r"[-−]?\d[\d.,]*(?:\s?[×x·*]\s?10\S*)?(?:\s?[A-Za-zΩµ°%]{1,4}(?:[/·^⁻²³\d−-]+[A-Za-z\d²³]*)*){0,3}"
)
_PROSE = re.compile(r"[A-Za-z]{4,}")
_RELATES = re.compile(
    r"\b(?:formulas?|equations?|laws?|expressions?|calculat\w+|comput\w+|derivatives?|gradients?|functions?|equals?|given by|sum|product|ratio|proportional\w*|squared?|difference|divided by|multipl\w+|minimi\w+|maximi\w+|updat\w+)\b|=",
    re.I,
)
_FUNCTIONS = frozenset(
    "exp log max min argmax argmin sigmoid tanh softmax relu sign cos sin sqrt precision recall true false positive negative mean".split()
)


def formula(passages: Sequence[Source], near: str = "") -> Finding | None:
    """The formula best explained in the passages, its symbols' meanings quoted; `near` breaks ties by shared words."""
    best: tuple[float, Finding] | None = None
    for passage in (p for p in passages if p.trusted_formulas):
        text = passage.text
        for match in _FORMULA.finditer(text):
            printed = _NUMBERED.sub("", squash(match.group())).rstrip(".,;: ")
            if not _is_formula(printed):
                continue
            symbols = _symbols(text[match.start() : match.end() + 320], printed, passage)
            if near and not _spoken_of(near, symbols, text[max(0, match.start() - _NEAR) : match.start()]):
                continue
            strength = 0.6 + 0.08 * min(len(symbols), 3)
            shared = len(
                set(words(near.lower())) & set(words(text[max(0, match.start() - _NEAR) : match.end() + _NEAR].lower()))
            )
            found = Finding(
                "formula", Formula(text=printed, symbols=symbols, evidence_id=passage.evidence_id), strength, (printed,)
            )
            if best is None or strength + 0.01 * shared > best[0]:
                best = strength + 0.01 * shared, found
    return best[1] if best else None


def _spoken_of(near: str, symbols: Sequence[SymbolMeaning], before: str) -> bool:
    """Whether the scene names a quantity of the formula, or speaks of a relation and of what the text `before` gives it for.

    "The speed of sound in air" is a speed: a scene that says "air" says nothing of it.
    """
    said = set(content_stems(near))
    heads = {s for x in symbols for s in content_stems(BEHIND_HEAD.split(x.meaning)[0])[-1:]}
    meant = {s for x in symbols for s in content_stems(x.meaning)}
    return bool(heads & said) or bool(_RELATES.search(near) and (meant | set(content_stems(before))) & said)


def _is_formula(text: str) -> bool:
    """Balanced, with two symbols or numbers round the relation, an operator or a function, and no prose."""
    if any(text.count(a) != text.count(b) for a, b in ("()", "[]", "{}")) or not 5 <= len(text) <= 110:
        return False
    if any(w.lower() not in _FUNCTIONS for w in _PROSE.findall(text)):
        return False
    right = re.split(r":=|[=←≈≤≥∝≜]", text, maxsplit=1)[1].strip()
    if "\ufffd" in text or not right or right[-1] in "+-−×·*/^_=(,":
        return False
    if _QUANTITY.fullmatch(right):  # the value of a constant
        return False
    if re.fullmatch(r"[A-Za-zΑ-ω]{1,2}(?:\s[A-Za-zΑ-ω]{1,2})+", right):  # a product written side by side
        return True
    return bool(re.search(r"[+\-−×·*/^∂∇∑√²()∏∫]", right)) and bool(re.search(r"[A-Za-zΑ-ω]", right))


def _symbols(text: str, printed: str, source: Source) -> list[SymbolMeaning]:
    where = _WHERE.search(text)
    if not where:
        return []
    found: dict[str, SymbolMeaning] = {}
    for match in _MEANING.finditer(where["body"]):
        symbol, meaning = match["symbol"], label_of(re.sub(r"^(?:the|an?)\s+", "", squash(match["meaning"])), 9)
        bare = re.sub(r"\(.*", "", symbol)
        if (
            meaning
            and bare in printed
            and symbol not in found
            and symbol.lower() not in {"it", "this", "that", "there", "each"}
        ):
            found[symbol] = SymbolMeaning(symbol=symbol, meaning=meaning, evidence_id=source.evidence_id)
    return list(found.values())[:6]

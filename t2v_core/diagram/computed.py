"""What the computed pictures share: which words ask for them, which variant is meant, and the pace of a run.

A computed picture runs a real algorithm on a small example of its own and says so on screen; the
passage decides which picture, which variant and which of its synonyms name the symbols.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Mapping, Sequence
from functools import cached_property, lru_cache
from typing import Any, ClassVar

from ..errors import RenderError
from ..planning.plan import Scene
from ..planning.visuals import Computed
from .clock import Clock
from .motion import ease
from .template import Context, Template

# Share of the spoken time that the finished run stays on screen, to be read.
REST = 0.22
# A single step moves for at most so many seconds and then waits for the next one.
MOVE = 1.2


# Words that make another method of the one they stand before: "kernel PCA", "log-normal distribution", "non-linear regression".
CHANGERS = frozenset(
    "bayesian bivariate fuzzy half hidden inverse kernel kernelised kernelized log multinomial multivariate non nonlinear ordinal "
    "possibilistic probabilistic quantum robust skew sparse truncated variational".split()
)


class ComputedTemplate(Template):
    """A template that runs an algorithm.

    `terms` maps what passages call it to a variant, "" for the `default`. `needs` holds terms that are also everyday words or belong
    to other fields too: they count only beside one of the words given. `variants` maps variants to a pattern; the
    first that occurs in the scene's words wins over the term's own. `strangers` are names of other things that hold a
    term ("recurrent neural network"): they are struck out before terms are looked for. `not_beside` holds terms that mean
    another picture where one of its words stands too: no picture is better than a wrong one.
    """

    slots = Computed
    default: ClassVar[str] = ""
    needs: ClassVar[Mapping[str, tuple[str, ...]]] = {}
    not_beside: ClassVar[Mapping[str, tuple[str, ...]]] = {}
    strangers: ClassVar[tuple[str, ...]] = ()
    variants: ClassVar[Mapping[str, str]] = {}

    def match(self, text: str) -> tuple[str, str] | None:
        """The (term, variant) that `text` asks for, the longest term first; None when it asks for something else."""
        words = plain(text)
        present = [(term, name) for term, name in self._longest_first if name in words]
        words = self._own(words) if present else words
        for term, name in present:
            if _named(name, words) and self._meant(term, words):
                return term, self.variant(text, self.terms[term])
        return None

    @cached_property
    def _longest_first(self) -> tuple[tuple[str, str], ...]:
        """Each term and its plain words."""
        return tuple((t, plain(t)) for t in sorted(self.terms, key=lambda t: (-len(t), t)))

    def variant(self, text: str, otherwise: str = "") -> str:
        """The variant whose pattern occurs in `text`."""
        found = (name for name, pattern in self.variants.items() if re.search(pattern, text, re.IGNORECASE))
        return next(found, otherwise)

    def score(self, scene: Scene, data: Any) -> float:
        """High when the scene's words ask for the algorithm by name."""
        return 0.92 if self.match(scene_text(scene)) else 0.0

    def chosen(self, data: Computed, ctx: Context) -> str:
        """The plan's variant, else the one the scene's words pick, else the default. `RenderError` for an unknown one."""
        variant = data.variant or self.variant(scene_text(ctx.scene), self.terms.get(data.term, "")) or self.default
        if variant not in (self.default, *self.terms.values(), *self.variants):
            known = sorted({self.default, *self.terms.values(), *self.variants} - {""})
            raise RenderError(f"{self.name} has no variant {variant!r}. Choose one of: {', '.join(known)}.")
        return variant

    def _meant(self, term: str, words: str) -> bool:
        if any(_occurs(plain(w), words) for w in self.not_beside.get(term, ())):
            return False
        company = self.needs.get(term)
        return company is None or words == plain(term) or any(_occurs(plain(w), words) for w in company)

    def _own(self, words: str) -> str:
        """The words without the names of strangers."""
        for name in map(plain, self.strangers):
            if name in words:
                words = re.sub(rf"(?<!\S){re.escape(name)}(?:s|es)?(?!\S)", "…", words)
        return words


def terms(default: str, **variants: str) -> dict[str, str]:
    """Term -> variant, from lists parted by commas: of the default variant, then of each other one."""
    listed = (("", default), *variants.items())
    return {term.strip(): variant for variant, names in listed for term in names.split(",")}


def beside(names: str, company: str) -> dict[str, tuple[str, ...]]:
    """Each of the terms `names` counts only where one of the words `company` stands too (lists parted by commas)."""
    words = tuple(w.strip() for w in company.split(","))
    return {term.strip(): words for term in names.split(",")}


def patterns(**variants: str) -> dict[str, str]:
    """Variant -> regular expression, in the order they are tried."""
    return variants


@lru_cache(maxsize=2048)
def plain(text: str) -> str:
    """Lower case words parted by one space, hyphens opened; "A*" stays itself, dashes and marks go."""
    return " ".join(re.findall(r"[^\W_]+(?:\*(?!\w))?", text.casefold().replace("’", "'")))


def _occurs(term: str, words: str) -> bool:
    return term in words and re.search(rf"(?<!\S){re.escape(term)}(?:s|es)?(?!\S)", words) is not None


def _named(term: str, words: str) -> bool:
    """Whether the term occurs without a word before it that makes another method of it."""
    found = re.finditer(rf"(?:(\S+) )?(?<!\S){re.escape(term)}(?:s|es)?(?!\S)", words) if term in words else ()
    return any(m[1] not in CHANGERS for m in found)


def scene_text(scene: Scene) -> str:
    """All words of a scene that say what it is about."""
    return " ".join((scene.title, scene.label, scene.narration, *scene.key_concepts))


def wording(names: Sequence[str], data: Computed, ctx: Context) -> str:
    """The synonym that the passage itself uses, else the first."""
    said = plain(" ".join((scene_text(ctx.scene), *(d.text for d in data.labels))))
    return next((n for n in names if _occurs(plain(n), said)), names[0])


def spoken(clock: Clock, names: Sequence[str]) -> tuple[tuple[float, float], ...]:
    """When a sentence is being said that holds one of the names."""
    return tuple((b.start, b.stop) for b in clock.beats if any(_occurs(plain(n), plain(b.text)) for n in names))


def glow(spans: Sequence[tuple[float, float]], t: float, over: float = 0.3) -> float:
    """Emphasis while one of the spans lasts: eased in and out."""
    return max((min(ease((t - a) / over), ease((b + over - t) / over)) for a, b in spans), default=0.0)


def pace(clock: Clock, n: int) -> tuple[float, ...]:
    """When each of n states is reached: evenly over what is said, the last held for `REST` of it."""
    start, stop = clock.span
    stop -= REST * (stop - start)
    return tuple(start + (stop - start) * i / max(1, n - 1) for i in range(n))


def progress(times: Sequence[float], t: float, move: float = MOVE) -> tuple[int, float]:
    """The state reached, and the share (0..1, even) of the way to the next; a step moves just before its time."""
    i = bisect_right(times, t + 1e-9) - 1
    if i < 0:
        return 0, 0.0
    if i >= len(times) - 1:
        return len(times) - 1, 0.0
    gap = times[i + 1] - times[i]
    lasts = min(move, gap)
    return i, max(0.0, (t - times[i + 1] + lasts) / lasts) if lasts > 0 else 0.0

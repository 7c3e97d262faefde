"""When things are said: sentences of one scene in seconds from its start, and the moment a phrase comes up."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

_STEM = 5  # letters: enough to join "descends" with "descent", short enough to part most other words
_SMALL = frozenset(
    "a an and are as at be by for from has have in is it its of on or that the then this to was with".split()
)


@dataclass(frozen=True)
class Beat:
    """A sentence being said from `start` to `stop`."""

    text: str
    evidence_ids: tuple[str, ...]
    start: float
    stop: float


@dataclass(frozen=True)
class Clock:
    """The sentences of a scene that lasts `seconds`."""

    seconds: float
    beats: tuple[Beat, ...] = ()

    def cues(self, items: Sequence[tuple[str, str]], ordered: bool = True) -> tuple[float, ...]:
        """When each (phrase, evidence id) is said: found by its words, else by its passage, else spread evenly.

        With `ordered`, times never decrease, as for the steps of a process.
        """
        options = [self._mentions(text, eid) for text, eid in items]
        if not ordered:
            best = [max(o, key=lambda m: (m[0], -m[1]), default=None) for o in options]
            return tuple(m[1] if m else self.span[0] for m in best)
        return _filled(_rising(options), *self.span)

    def states(self, n: int) -> tuple[float, ...]:
        """When each of n states of a running process begins: evenly over the spoken part, with a rest at the end."""
        start, stop = self.span
        stop -= 0.08 * (stop - start)  # the result is seen before the scene leaves
        return tuple(start + (stop - start) * i / max(1, n - 1) for i in range(n))

    @property
    def span(self) -> tuple[float, float]:
        """First and last moment of speech; of the scene, less 8 % at either end, when nothing is said."""
        if self.beats:
            return self.beats[0].start, self.beats[-1].stop
        return 0.08 * self.seconds, 0.92 * self.seconds

    def _mentions(self, text: str, evidence_id: str) -> list[tuple[float, float]]:
        """(strength, time) in every sentence that may say the phrase, in order of time."""
        wanted = set(stems(text))
        found = []
        for beat in self.beats:
            words = stems(beat.text, keep_small=True)
            share = len(set(words) & wanted) / len(wanted) if wanted else 0.0
            cited = evidence_id != "" and evidence_id in beat.evidence_ids
            if share >= (0.34 if cited else 0.5):
                start = _densest(words, wanted)
                found.append((share + 0.1 * cited, beat.start + (beat.stop - beat.start) * start / len(words)))
            elif cited:
                found.append((0.1, beat.start))
        return found


def active(cues: Sequence[float], t: float) -> int:
    """Index of the last cue that has come, -1 before the first. `cues` must not decrease."""
    return bisect_right(cues, t + 1e-9) - 1


def stems(text: str, keep_small: bool = False) -> list[str]:
    """Words as their first letters, without the small ones."""
    words = re.findall(r"\w+", text.casefold())
    return [w[:_STEM] for w in words if keep_small or w not in _SMALL]


def _densest(words: Sequence[str], wanted: set[str]) -> int:
    """Where the window of as many words as are wanted begins that holds most of them."""
    n = max(1, len(wanted))
    counts = [len(set(words[i : i + n + 2]) & wanted) + 0.5 * (words[i] in wanted) for i in range(len(words))]
    return counts.index(max(counts))


def _rising(options: Sequence[Sequence[tuple[float, float]]]) -> list[float | None]:
    """One time or none for each item, never decreasing, such that the strengths add up to the most."""
    best: list[tuple[float, float, tuple[float | None, ...]]] = [(0.0, -1.0, ())]  # (sum, last time, choices)
    for mentions in options:
        grown = [(total, last, (*chosen, None)) for total, last, chosen in best]
        grown += [(total + s, t, (*chosen, t)) for total, last, chosen in best for s, t in mentions if t >= last]
        grown.sort(key=lambda g: (-g[0], g[1]))
        best, earliest = [], float("inf")
        for option in grown:  # keep an option only if none at least as strong ends earlier
            if option[1] < earliest:
                best.append(option)
                earliest = option[1]
    return list(best[0][2])


def _filled(found: list[float | None], start: float, stop: float) -> tuple[float, ...]:
    """Unknown and equal times spread evenly between their neighbours."""
    n = len(found)
    times: list[float | None] = [t if i == 0 or t != found[i - 1] else None for i, t in enumerate(found)]
    if n and times[0] is None:
        times[0] = start
    anchors = [i for i, t in enumerate(times) if t is not None] + [n]
    for a, b in pairwise(anchors):
        left = times[a]
        right = max(left, times[b] if b < n else stop)
        for i in range(a + 1, b):
            times[i] = left + (right - left) * (i - a) / (b - a)
    return tuple(times)

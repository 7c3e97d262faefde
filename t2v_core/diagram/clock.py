"""When things are said: sentences of one scene in seconds from its start, and the moment a phrase comes up."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass

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
        found = [self._said(text, eid) for text, eid in items]
        if ordered:
            found = _rising(found)
        return _filled(found, *self.span) if ordered else tuple(t if t is not None else self.span[0] for t in found)

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

    def _said(self, text: str, evidence_id: str) -> float | None:
        wanted = set(stems(text))
        best: tuple[float, float] | None = None
        for beat in self.beats:
            words = stems(beat.text, keep_small=True)
            hits = [i for i, w in enumerate(words) if w in wanted]
            share = len(set(words) & wanted) / len(wanted) if wanted else 0.0
            cited = evidence_id != "" and evidence_id in beat.evidence_ids
            if share < (0.34 if cited else 0.5):
                continue
            at = beat.start + (beat.stop - beat.start) * hits[0] / len(words)
            if best is None or share + 0.1 * cited > best[0]:
                best = (share + 0.1 * cited, at)
        if best:
            return best[1]
        return next((b.start for b in self.beats if evidence_id and evidence_id in b.evidence_ids), None)


def active(cues: Sequence[float], t: float) -> int:
    """Index of the last cue that has come, -1 before the first. `cues` must not decrease."""
    return bisect_right(cues, t + 1e-9) - 1


def stems(text: str, keep_small: bool = False) -> list[str]:
    """Words as their first letters, without the small ones."""
    words = re.findall(r"\w+", text.casefold())
    return [w[:_STEM] for w in words if keep_small or w not in _SMALL]


def _rising(found: list[float | None]) -> list[float | None]:
    """Drop the fewest times so that the rest never decreases (longest non-decreasing run by patience)."""
    known = [(i, t) for i, t in enumerate(found) if t is not None]
    length, before = [1] * len(known), [-1] * len(known)
    for k, (_, t) in enumerate(known):
        for j in range(k):
            if known[j][1] <= t and length[j] + 1 > length[k]:
                length[k], before[k] = length[j] + 1, j
    kept: set[int] = set()
    k = max(range(len(known)), key=lambda i: length[i], default=-1)
    while k >= 0:
        kept.add(known[k][0])
        k = before[k]
    return [t if i in kept else None for i, t in enumerate(found)]


def _filled(found: list[float | None], start: float, stop: float) -> tuple[float, ...]:
    """Unknown and equal times spread evenly between their neighbours."""
    n = len(found)
    times: list[float | None] = [t if i == 0 or t != found[i - 1] else None for i, t in enumerate(found)]
    if n and times[0] is None:
        times[0] = start
    anchors = [i for i, t in enumerate(times) if t is not None] + [n]
    for a, b in zip(anchors, anchors[1:], strict=False):
        left = times[a]
        right = max(left, times[b] if b < n else stop)
        for i in range(a + 1, b):
            times[i] = left + (right - left) * (i - a) / (b - a)
    return tuple(times)

"""How many scenes a film of a given length has, how many words it can carry, and how long each scene lasts."""

from __future__ import annotations

from collections.abc import Sequence

from .request import MAX_SCENES

# A lecturer's narration for learners: 2.0 to 2.6 words a second (audiobooks run at 2.5 to 2.7).
SLOWEST, PACE, FASTEST = 2.0, 2.3, 2.6
FASTEST_SCENE = 3.3  # one scene may be faster than the film; from 200 words a minute on speech is hard to follow
# About 25 words: a sentence and what goes on from it. Scenes of one sentence each were heard as a list of facts.
SECONDS_A_SCENE = 11.0
# A film this short has no room for whole sentences: its scenes speak a clause.
CLAUSES_BELOW = 12.0
MIN_SCENE_SECONDS = 1.0


def scene_count(seconds: float, asked: int = 0) -> int:
    """Scenes for a film: one textbook sentence or two a scene, at least four from 26 s on."""
    if asked:
        return min(asked, most_scenes(seconds))
    for below, count in ((7.0, 1), (18.0, 2), (26.0, 3)):
        if seconds < below:
            return count
    return min(MAX_SCENES, max(4, round(seconds / SECONDS_A_SCENE)))


def most_scenes(seconds: float) -> int:
    """Scenes for which a film has room."""
    return min(MAX_SCENES, max(1, int(seconds // MIN_SCENE_SECONDS)))


def share_seconds(word_counts: Sequence[int], seconds: float) -> list[float]:
    """Seconds of each scene in proportion to its words, in tenths, adding up to `seconds` exactly.

    A scene of few words still gets the time of half an even share, so that its picture can be seen.
    """
    floor = max(1.0, sum(word_counts) / max(1, 2 * len(word_counts)))
    weights = [max(count, floor) for count in word_counts]
    whole = sum(weights)
    ends = [round(seconds * sum(weights[: i + 1]) / whole, 1) for i in range(len(weights))]
    ends[-1] = seconds
    return [round(end - start, 6) for start, end in zip([0.0, *ends[:-1]], ends, strict=True)]

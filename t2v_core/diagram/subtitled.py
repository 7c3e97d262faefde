"""What is said, drawn into the pictures: for films without captions of their own, wherever no subtitle track is shown.

The plate under the text is as dense as it takes for enough contrast over any colour, black and white included, so
that nothing has to be measured before frames are drawn, and no plate flickers.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import lru_cache
from typing import TYPE_CHECKING

from ..errors import InputError
from ..film.clip import Clip, Film, Segment
from ..film.operations import key_of
from ..film.subtitles import Cue, cues
from .canvas import UNITS
from .compose import Glass
from .contrast import Colour, backing
from .drawlist import Box, DrawList, Rect
from .render import code_key
from .template import DoesNotFit
from .text import BODY, CAPTION, SMALL, block, block_height
from .theme import theme

if TYPE_CHECKING:
    import numpy as np

    from ..film.schedule import Schedule

_THEME = "night"
_ANYTHING: tuple[Colour, ...] = ((0, 0, 0), (255, 255, 255))
# Larger than a caption, since whatever lies behind is restless; H/26, as subtitles on television.
_SIZES = (28.0, CAPTION, BODY, SMALL)
_MEASURE = 600.0  # units; two lines of 42 characters, as in the subtitle track
_LINES = 3
_PADDING = 10.0  # units around the text
_BOTTOM = UNITS - 36.0  # title-safe: 5 % of the height


def with_subtitles(clip: Clip, timed: Schedule) -> Film:
    """`clip` with the sentences of `timed` at the bottom of its pictures, segment by segment, lazily."""
    parts = clip.segments if isinstance(clip, Film) else (Segment(clip, "film", None),)
    found, segments, at = cues(timed), [], 0
    for part in parts:
        stop = at + part.clip.frame_count
        here = tuple(Cue(c.start - at, c.stop - at, c.text) for c in found if c.start < stop and c.stop > at)
        segments.append(Segment(Subtitled(part.clip, here), part.name, part.scene) if here else part)
        at = stop
    return Film(tuple(segments), timed)


class Subtitled(Clip):
    """A clip with texts drawn into it; the cues' frames count from the clip's start and may reach beyond it."""

    def __init__(self, clip: Clip, shown: Sequence[Cue]) -> None:
        self._clip, self._cues = clip, tuple(shown)
        self.width, self.height, self.fps, self.frame_count = clip.width, clip.height, clip.fps, clip.frame_count
        self.key = key_of("subtitled", [clip], self._cues, code_key())

    def frames(self, start: int = 0, stop: int | None = None) -> Iterator[np.ndarray]:
        glass = Glass(self.width, self.height, theme(_THEME))
        for n, frame in enumerate(self._clip.frames(start, stop), start):
            text = next((c.text for c in self._cues if c.start <= n < c.stop), "")
            if not text:
                yield frame
                continue
            out = frame.copy()
            glass.lay(drawn(text, UNITS * self.width / self.height), out)
            yield out


@lru_cache(64)
def drawn(text: str, width: float) -> DrawList:
    """One subtitle in a frame `width` units wide: centred lines on a plate. `InputError` where it does not fit."""
    measure = min(_MEASURE, 0.9 * width - 2 * _PADDING)
    room = Box((width - measure) / 2, _BOTTOM - UNITS / 3, measure, UNITS / 3 - _PADDING)
    try:
        made = block(text.replace("\n", " "), room, _SIZES, "semibold", align=0.5, valign=1.0, max_lines=_LINES)
    except DoesNotFit as e:
        raise InputError(f"A subtitle does not fit into so narrow a picture. Switch burn_subtitles off. ({e})") from e
    left, right = min(t.x for t in made.lines), max(t.x + t.advance for t in made.lines)
    height = block_height(len(made.lines), made.size)
    opacity = backing(_ANYTHING, _THEME).opacity
    top = room.bottom - height - _PADDING
    plate = Rect(
        left - _PADDING, top, right - left + 2 * _PADDING, height + 2 * _PADDING, 6, fill="ground", opacity=opacity
    )
    return (plate, *made.lines)

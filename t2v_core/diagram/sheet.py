"""One frame a scene on a sheet, to see a film at a glance."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

from ..host import Report, silent

if TYPE_CHECKING:
    import numpy as np

    from ..film.clip import Film

_WHEN = 0.85  # of a scene: all has been said, nothing has left yet
_GAP = 12


def storyboard(film: Film, report: Report = silent, columns: int = 0, width: int = 1920) -> np.ndarray:
    """uint8 H×W×3: the scenes left to right, top to bottom; `columns` 0 makes the sheet about 16:9."""
    import numpy as np
    from PIL import Image

    scenes = [s for s in film.segments if s.scene is not None]
    columns = columns or max(1, round(math.sqrt(len(scenes) * 16 / 9 * film.height / film.width)))
    columns = min(columns, len(scenes))
    w = (width - _GAP * (columns + 1)) // columns
    h = max(1, round(w * film.height / film.width))
    rows = math.ceil(len(scenes) / columns)
    sheet = np.full((rows * (h + _GAP) + _GAP, columns * (w + _GAP) + _GAP, 3), 200, np.uint8)
    for i, segment in enumerate(scenes):
        frame = segment.clip.frame(int(_WHEN * (segment.clip.frame_count - 1)))
        report(i, len(scenes), f"Storyboard {segment.name}", frame)
        y, x = _GAP + i // columns * (h + _GAP), _GAP + i % columns * (w + _GAP)
        sheet[y : y + h, x : x + w] = np.asarray(Image.fromarray(frame).resize((w, h), Image.Resampling.LANCZOS))
    report(len(scenes), len(scenes), "Storyboard")
    return sheet

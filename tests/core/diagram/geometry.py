"""What is wrong with a frame, judged from its draw list alone: nothing outside, nothing overlapping, nothing too small."""

from __future__ import annotations

from dataclasses import replace
from itertools import combinations, pairwise

from t2v_core.diagram.drawlist import Box, Circle, Group, Maths, Path, Rect, Text, leaves
from t2v_core.diagram.text import SMALL

HEIGHT = 720.0


def faults(items: tuple, width: float) -> list[str]:
    """Sentences about every fault of a frame `width` × 720; miniatures (scaled groups) are pictures, not text."""
    drawn = [x for x in leaves(_full_size(items)) if x.opacity > 0.02]
    words = [(i, x) for i, x in enumerate(drawn) if isinstance(x, (Text, Maths)) and x.bounds.w > 0]
    found = []
    page = Box(0, 0, width, HEIGHT)
    for _, x in words:
        if not page.contains(x.bounds):
            found.append(f"{_name(x)} leaves the frame: {x.bounds}")
        if isinstance(x, Text) and x.size < SMALL - 0.01:
            found.append(f"{_name(x)} is set at {x.size:g} of 720, less than H/45")
    for (_, a), (_, b) in combinations(words, 2):
        if a.bounds.overlaps(b.bounds, slack=1.0):
            found.append(f"{_name(a)} overlaps {_name(b)}")
    for i, x in words:
        below = i if isinstance(x, Text) and x.halo else -1  # a halo stands off what lies under it
        covered = max((j for j in range(i) if _covers(drawn[j], x.bounds)), default=below)
        covered = max(covered, below)
        for j, other in enumerate(drawn):
            if j > covered and j != i and _cuts(other, x.bounds):
                found.append(f"{_name(x)} is crossed by {other!r}"[:260])
    return found


def texts_and_grounds(items: tuple) -> list[tuple[Text, str]]:
    """Every fully shown line of text and the colour role it lies on: the topmost fill that holds all of it."""
    drawn = [x for x in leaves(_full_size(items)) if x.opacity > 0.02]
    found = []
    for i, x in enumerate(drawn):
        if isinstance(x, Text) and x.opacity > 0.98 and x.string.strip():
            below = next((y for y in reversed(drawn[:i]) if _covers(y, x.bounds)), None)
            found.append((x, x.halo or (below.fill if below else "ground")))
    return found


def _full_size(items: tuple) -> tuple:
    """Without miniatures, and groups that fade as if they were all there: their items still hide one another."""
    kept = [x for x in items if not (isinstance(x, Group) and (x.scale < 0.6 or x.opacity < 0.02))]
    return tuple(_opened(x) if isinstance(x, Group) else x for x in kept)


def _opened(group: Group) -> Group:
    """The group without its fade; of lines in a clipped one only what is inside."""
    items = _full_size(group.items)
    if group.clip:
        items = tuple(piece for x in items for piece in (_inside(x, group.clip) if isinstance(x, Path) else (x,)))
    return replace(group, items=items, opacity=1.0)


def _inside(path: Path, clip: Box) -> tuple[Path, ...]:
    points = [*path.points, path.points[0]] if path.closed else list(path.points)
    cuts = ((a, b, _overlap(a, b, clip)) for a, b in pairwise(points))
    at = lambda a, b, u: (a[0] + (b[0] - a[0]) * u, a[1] + (b[1] - a[1]) * u)  # noqa: E731
    return tuple(Path((at(a, b, lo), at(a, b, hi)), stroke=path.stroke) for a, b, (lo, hi) in cuts if lo < hi)


def _name(x: object) -> str:
    return repr(x.string if isinstance(x, Text) else x.latex)


def _covers(x: object, box: Box) -> bool:
    """Whether a filled shape hides what lies behind all of the box."""
    if isinstance(x, Rect):
        return bool(x.fill) and x.opacity > 0.9 and x.bounds.contains(box)
    return isinstance(x, Circle) and bool(x.fill) and x.opacity > 0.9 and x.bounds.contains(box, 2.0)


def _cuts(x: object, box: Box) -> bool:
    """Whether an outline or line runs through the box."""
    box = box.inset(1.0, 1.5)
    if isinstance(x, Path):
        points = [*x.points, x.points[0]] if x.closed else list(x.points)
        return any(_meets(a, b, box) for a, b in pairwise(points))
    if isinstance(x, (Rect, Circle)) and (x.fill or x.stroke):
        return x.bounds.overlaps(box, 0.0) and not x.bounds.contains(box, 2.0) and not box.contains(x.bounds)
    return False


def _meets(a: tuple, b: tuple, box: Box) -> bool:
    lo, hi = _overlap(a, b, box)
    return lo < hi


def _overlap(a: tuple, b: tuple, box: Box) -> tuple[float, float]:
    """The share of the segment a–b inside the box, from and to; empty when from ≥ to (Liang & Barsky 1984)."""
    lo, hi = 0.0, 1.0
    for start, end, low, high in ((a[0], b[0], box.x, box.right), (a[1], b[1], box.y, box.bottom)):
        d = end - start
        if abs(d) < 1e-9:
            if start < low or start > high:
                return 1.0, 0.0
            continue
        u, v = sorted(((low - start) / d, (high - start) / d))
        lo, hi = max(lo, u), min(hi, v)
    return lo, hi

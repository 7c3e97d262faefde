"""Nothing jumps, and what rests, rests."""

from __future__ import annotations

import math
from itertools import pairwise

import pytest

from t2v_core.diagram import RenderSettings, render_plan
from t2v_core.diagram.drawlist import Circle, Text, leaves
from t2v_core.diagram.gallery import gallery_plan
from t2v_core.diagram.motion import appear, ease, run
from t2v_core.diagram.render import SceneClip
from t2v_core.planning.visuals import TEMPLATE_SLOTS

FASTEST = 1600.0  # units a second: across a 16:9 frame in 0.8 s


@pytest.fixture(scope="module")
def clips() -> list[tuple[str, SceneClip]]:
    plan = gallery_plan()
    plan = plan.model_copy(update={"scenes": [s for s in plan.scenes if s.id in TEMPLATE_SLOTS]})
    film = render_plan(plan, RenderSettings())
    return [(s.scene, s.clip) for s in film.segments if isinstance(s.clip, SceneClip)]


def test_text_that_is_on_screen_stands_still(clips: list) -> None:
    for name, clip in clips:
        before: dict[str, set] = {}
        for i in range(0, clip.frame_count, 2):
            places: dict[str, set] = {}
            for x in leaves(clip.lists(i)[1]):
                if isinstance(x, Text) and len(x.string) > 3:
                    places.setdefault(x.string, set()).add((round(x.x, 3), round(x.y, 3)))
            for string, at in places.items():
                assert string not in before or before[string] & at, f"{name}: {string!r} jumps at frame {i}"
            before = places


def test_moving_marks_keep_within_a_speed_the_eye_follows(clips: list) -> None:
    for name, clip in clips:
        before: list[tuple[float, float]] = []
        for i in range(clip.frame_count):
            beads = [(x.x, x.y) for x in leaves(clip.lists(i)[1]) if isinstance(x, Circle) and x.fill == "change"]
            for bead in beads if before and len(beads) == len(before) else []:
                step = min(math.dist(bead, b) for b in before)
                assert step * float(clip.fps) <= FASTEST, f"{name} at frame {i}"
            before = beads


def test_a_scene_at_rest_gives_equal_draw_lists(clips: list) -> None:
    for name, clip in clips:
        lists = [clip.lists(i)[1] for i in range(clip.frame_count)]
        same = sum(a == b for a, b in pairwise(lists))
        assert same >= 0.3 * len(lists), f"{name} rests in {same} of {len(lists)} frames"


def test_easing_begins_and_ends_at_rest() -> None:
    assert ease(0) == 0 and ease(1) == 1 and ease(0.5) == 0.5
    assert ease(0.02) < 0.001 and ease(0.98) > 0.999
    assert appear(0.9, 1.0) == 0 and appear(2.0, 1.0) == 1
    assert run(1.5, 1, 2) == 0.5

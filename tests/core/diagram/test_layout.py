"""Whatever a plan holds, nothing overflows, overlaps or gets too small to read."""

from __future__ import annotations

from itertools import pairwise

import pytest

from t2v_core.diagram import RenderSettings, render_plan
from t2v_core.diagram.drawlist import Text, leaves
from t2v_core.diagram.gallery import gallery_plan
from t2v_core.diagram.render import SceneClip
from t2v_core.planning.plan import Scene, Visual
from t2v_core.planning.visuals import TEMPLATE_SLOTS
from tests.core.diagram.geometry import faults
from tests.core.diagram.ugly import Ugly

ASPECTS = {"16:9": (1280, 720), "9:16": (720, 1280), "1:1": (720, 720), "4:3": (960, 720)}
MOMENTS = (0.0, 0.3, 0.55, 0.8, 1.0)


def _check(seed: int, aspect: str, scenes: int = 0) -> None:
    width, height = ASPECTS[aspect]
    plan = Ugly(seed).plan(tuple(TEMPLATE_SLOTS), scenes)
    film = render_plan(plan, RenderSettings(width=width, height=height))
    for segment in film.segments:
        if not isinstance(segment.clip, SceneClip):
            continue
        for moment in MOMENTS:
            still, moving = segment.clip.lists(round(moment * (segment.clip.frame_count - 1)))
            found = faults((*still, *moving), 720 * width / height)
            drawn = next(d for d in film.drawn if d.scene == segment.scene)
            assert not found, f"seed {seed} {aspect} {drawn.choice.template} at {moment}:\n" + "\n".join(found[:6])


@pytest.mark.parametrize("aspect", ASPECTS)
@pytest.mark.parametrize("seed", range(2))
def test_every_template_holds_ugly_data(seed: int, aspect: str) -> None:
    _check(seed, aspect)


@pytest.mark.slow
@pytest.mark.parametrize("aspect", ASPECTS)
@pytest.mark.parametrize("seed", range(1000, 1300, 10))
def test_three_hundred_plans_hold_ugly_data(seed: int, aspect: str) -> None:
    for s in range(seed, seed + 10):
        _check(s, aspect, scenes=5)


def _steps(n: int, size: tuple[int, int]) -> str:
    """What a process of n long steps says on its cards."""
    whole = "Compute the derivative of the loss with respect to the output of layer number"
    steps = [{"text": f"Compute derivative {i}", "whole": f"{whole} {i}"} for i in range(1, n + 1)]
    scene = Scene(
        id="s1",
        title="Steps",
        role="mechanism",
        seconds=9,
        visual=Visual(template="process", data={"steps": steps}, pinned=True),
    )
    plan = gallery_plan().model_copy(update={"scenes": [scene]})
    clip = render_plan(plan, RenderSettings(*size)).segments[0].clip
    return " ".join(x.string for x in leaves(clip.lists(0)[1]) if isinstance(x, Text))


def test_a_step_is_drawn_whole_where_its_card_has_room_and_short_where_it_has_none() -> None:
    wide, narrow = _steps(4, (1280, 720)), _steps(9, (720, 1280))
    assert wide.count("with respect to the") == 4 and "Compute derivative" not in wide
    assert "Compute derivative 1" in narrow and "respect" not in narrow


def test_a_long_chain_turns_back_and_names_each_thing_once() -> None:
    names = "low pressure|gland cells|renin|angiotensin I|angiotensin II|aldosterone|sodium uptake".split("|")
    links = [{"source": a, "label": "leads to", "target": b} for a, b in pairwise(names)]
    links.append({"source": "angiotensin II", "label": "causes", "target": "narrow vessels"})
    scene = Scene(
        id="s1",
        title="Chain",
        role="mechanism",
        seconds=9,
        visual=Visual(template="cause_effect", data={"links": links}, pinned=True),
    )
    plan = gallery_plan().model_copy(update={"scenes": [scene]})
    segments = render_plan(plan, RenderSettings(1280, 720)).segments
    still, moving = segments[0].clip.lists(segments[0].clip.frame_count - 1)
    texts = [x for x in leaves((*still, *moving)) if isinstance(x, Text)]
    said = " ".join(x.string for x in texts)
    assert len(segments) == 1 and all(said.count(word) == 1 for word in ("renin", "aldosterone", "narrow"))
    assert len({round(x.y) for x in texts if x.string == "leads to"}) >= 2 and not faults((*still, *moving), 1280)

"""Nothing is on screen that the plan does not hold: numbers, words and citations come from it."""

from __future__ import annotations

import json
import re

import pytest

from t2v_core.diagram import RenderSettings, render_plan
from t2v_core.diagram.drawlist import Text, leaves
from t2v_core.diagram.gallery import gallery_plan
from t2v_core.diagram.render import SceneClip
from t2v_core.planning.visuals import TEMPLATE_SLOTS

OWN = {"no source", "kinds", "parts", "…", "p", "pp"}  # what the renderer may add, besides step numbers


@pytest.mark.parametrize("size", [(1280, 720), (720, 1280)])
def test_every_word_and_number_on_screen_is_the_plan_s(size: tuple[int, int]) -> None:
    plan = gallery_plan()
    plan = plan.model_copy(update={"scenes": [s for s in plan.scenes if s.id in TEMPLATE_SLOTS]})
    film = render_plan(plan, RenderSettings(*size))
    held = set(re.findall(r"\w+", json.dumps(plan.model_dump(mode="json"), ensure_ascii=False)))
    for segment in film.segments:
        if not isinstance(segment.clip, SceneClip):
            continue
        for i in (0, 120, segment.clip.frame_count - 1):
            for x in leaves(tuple(y for part in segment.clip.lists(i) for y in part)):
                if isinstance(x, Text) and not re.fullmatch(r"[1-9]", x.string):  # the number of a step
                    unknown = {w for w in re.findall(r"\w+", x.string) if w not in held} - OWN
                    assert not unknown, f"{segment.scene}: {x.string!r}"

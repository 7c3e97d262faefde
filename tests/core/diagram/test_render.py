"""A plan becomes a film: exactly as long, the same in every process, segment by segment, lazily."""

from __future__ import annotations

import hashlib
import subprocess
import sys
from fractions import Fraction
from pathlib import Path

import numpy as np
import pytest

from t2v_core.diagram import RenderSettings, render_plan, render_report, storyboard
from t2v_core.diagram.drawlist import Text, leaves
from t2v_core.diagram.gallery import gallery_plan
from t2v_core.diagram.render import SceneClip, TransitionClip
from t2v_core.diagram.theme import theme
from t2v_core.errors import InputError, RenderError
from t2v_core.film.schedule import schedule
from t2v_core.planning.plan import ScenePlan, Visual

ROOT = Path(__file__).parents[3]
SMALL = RenderSettings(width=320, height=180)


@pytest.fixture(scope="module")
def plan() -> ScenePlan:
    whole = gallery_plan()
    kept = [s for s in whole.scenes if s.id in ("definition", "process", "comparison")]
    return whole.model_copy(update={"scenes": kept})


@pytest.mark.parametrize("fps", [Fraction(24), Fraction(30000, 1001), Fraction(7)])
@pytest.mark.parametrize("transitions", [True, False])
def test_a_film_is_exactly_as_long_as_its_plan(plan: ScenePlan, fps: Fraction, transitions: bool) -> None:
    film = render_plan(plan, RenderSettings(width=320, height=180, fps=fps, transitions=transitions))
    assert film.frame_count == schedule(plan, fps).frame_count == film.schedule.frame_count
    assert any(isinstance(s.clip, TransitionClip) for s in film.segments) == transitions


def test_a_frame_is_the_same_however_it_is_reached(plan: ScenePlan) -> None:
    film = render_plan(plan, SMALL)
    at = [0, 100, 235, 239, 240, 245, 400]
    in_order = {i: f.copy() for i, f in enumerate(film.frames(0, 401)) if i in at}
    for i in at[::-1]:
        assert np.array_equal(film.frame(i), in_order[i])


def test_frames_are_equal_in_two_processes() -> None:
    code = (
        "import hashlib\n"
        "from t2v_core.diagram import RenderSettings, render_plan\n"
        "from t2v_core.diagram.gallery import gallery_plan\n"
        "film = render_plan(gallery_plan(), RenderSettings(width=426, height=240))\n"
        "print(hashlib.sha256(b''.join(film.frame(i).tobytes() for i in range(0, film.frame_count, 97))).hexdigest())\n"
        "print([s.clip.key for s in film.segments])\n"
    )
    runs = {
        subprocess.run(
            [sys.executable, "-c", code], capture_output=True, text=True, check=True, cwd=ROOT, env=_env(seed)
        ).stdout
        for seed in ("1", "2")
    }
    assert len(runs) == 1
    assert len(runs.pop().splitlines()[0]) == 64


def _env(seed: str) -> dict[str, str]:
    import os

    return {**os.environ, "PYTHONHASHSEED": seed}


def test_only_the_changed_scene_gets_a_new_key(plan: ScenePlan) -> None:
    changed = plan.scenes[1].model_copy(update={"title": "Another title"})
    other = plan.model_copy(update={"scenes": [plan.scenes[0], changed, plan.scenes[2]]})
    before, after = (
        {s.name: s.clip.key for s in render_plan(p, RenderSettings(width=320, height=180)).segments}
        for p in (plan, other)
    )
    assert {name for name in before if before[name] != after[name]} == {
        n for n in before if plan.scenes[1].id in n.split("-")
    }


def test_a_new_theme_or_size_gets_new_keys(plan: ScenePlan) -> None:
    keys = [
        {s.clip.key for s in render_plan(plan, settings).segments}
        for settings in (
            SMALL,
            RenderSettings(width=320, height=180, theme="night"),
            RenderSettings(width=640, height=360),
        )
    ]
    assert not keys[0] & keys[1] and not keys[0] & keys[2] and None not in keys[0]


def test_one_layout_serves_every_size(plan: ScenePlan) -> None:
    small, large = (render_plan(plan, RenderSettings(width=w, height=h)) for w, h in ((640, 360), (3840, 2160)))
    clips = [s.clip for film in (small, large) for s in film.segments if s.scene == "process"]
    assert clips[0].lists(50) == clips[1].lists(50)


def test_a_title_card_comes_before_the_first_scene_and_moves_the_schedule(plan: ScenePlan) -> None:
    logo = np.full((40, 60, 3), 128, np.uint8)
    film = render_plan(plan, RenderSettings(width=320, height=180, title_card=True, course="CS 101", logo=logo))
    assert film.segments[0].scene is None
    assert film.schedule.scenes[0].start == film.segments[0].clip.frame_count == 72
    assert film.frame_count == schedule(plan, Fraction(24)).frame_count + 72
    strings = [x.string for x in leaves(film.segments[0].clip.lists(60)[1]) if isinstance(x, Text)]
    assert "CS 101" in strings


def test_a_draft_has_half_the_size_and_rate(plan: ScenePlan) -> None:
    film = render_plan(plan, RenderSettings(width=640, height=360, quality="draft"))
    assert (film.width, film.height, film.fps) == (320, 180, 12)
    assert film.seconds == pytest.approx(plan.seconds)


def test_a_storyboard_shows_every_scene(plan: ScenePlan) -> None:
    sheet = storyboard(render_plan(plan, SMALL), width=900)
    assert sheet.shape[1] == 900 and sheet.dtype == np.uint8


def test_the_report_says_which_picture_and_why(plan: ScenePlan) -> None:
    text = render_report(render_plan(plan, SMALL))
    for scene in plan.scenes:
        assert f"{scene.id}  {scene.title}: {scene.visual.template} (the plan asks for it)" in text


def test_the_report_names_characters_no_font_holds(plan: ScenePlan) -> None:
    odd = plan.scenes[0].model_copy(update={"title": "\U000f0000 private \U00013000\U00013001"})
    film = render_plan(plan.model_copy(update={"scenes": [odd]}), SMALL)
    said = render_report(film).splitlines()[-1]
    assert said.startswith("No font here holds 3 characters (private: \U000f0000; Egyptian: \U00013000 \U00013001)")
    assert "Install the font of the document, Noto Sans Egyptian" in said
    assert "No font" not in render_report(render_plan(plan, SMALL))


def test_the_host_can_interrupt_between_scenes(plan: ScenePlan) -> None:
    class Interrupted(BaseException):
        pass

    def report(done: float, total: float, text: str = "", preview: object = None) -> None:
        if done >= 1:
            raise Interrupted

    with pytest.raises(Interrupted):
        render_plan(plan, SMALL, report)


@pytest.mark.parametrize(
    "wrong",
    [
        {"width": 20},
        {"fps": Fraction(0)},
        {"theme": "mauve"},
        {"quality": "best"},
        {"width": 3000, "height": 300},
        {"palette": "x"},
    ],
)
def test_settings_that_cannot_be_drawn_are_named(plan: ScenePlan, wrong: dict) -> None:
    with pytest.raises(InputError, match=next(iter(wrong)) if len(wrong) == 1 else "3000"):
        render_plan(plan, RenderSettings(**wrong))


def test_a_pinned_picture_without_its_data_fails(plan: ScenePlan) -> None:
    scene = plan.scenes[0].model_copy(update={"visual": Visual(template="timeline", data={"events": []}, pinned=True)})
    with pytest.raises(RenderError, match="timeline"):
        render_plan(plan.model_copy(update={"scenes": [scene]}), SMALL)


def test_an_unpinned_one_gets_another_picture_and_the_report_says_so(plan: ScenePlan) -> None:
    scene = plan.scenes[0].model_copy(
        update={"visual": Visual(template="timeline", data={"events": []}), "title": "?", "key_concepts": []}
    )
    film = render_plan(plan.model_copy(update={"scenes": [scene]}), SMALL)
    assert film.drawn[0].choice.template != "timeline"
    assert "timeline" in render_report(film) and "incomplete" in render_report(film)


def test_a_plan_without_a_book_says_so() -> None:
    bare = (
        gallery_plan().scenes[3].model_copy(update={"claims": [], "narration": "Nobody said this.", "visual": Visual()})
    )
    plan = ScenePlan.model_validate(
        {"title": "t", "topic": "t", "scenes": [bare.model_dump()], "planner": {"kind": "manual"}}
    )
    film = render_plan(plan, SMALL)
    assert "no source" in _strings(film.segments[0].clip, 100)


def test_captions_and_citations_can_be_switched_off(plan: ScenePlan) -> None:
    film = render_plan(plan, RenderSettings(width=320, height=180, captions=False, citations=False))
    shown = " ".join(_strings(film.segments[0].clip, 100))
    assert "p. 42" not in shown and plan.scenes[0].claims[0].text not in shown


def test_a_scene_too_short_to_read_shows_its_label(plan: ScenePlan) -> None:
    scene = plan.scenes[1].model_copy(update={"seconds": 2.0, "label": "Two steps, repeated"})
    film = render_plan(plan.model_copy(update={"scenes": [scene]}), SMALL)
    assert "Two steps, repeated" in _strings(film.segments[0].clip, 20)


def test_every_frame_carries_title_caption_citation_and_progress(plan: ScenePlan) -> None:
    film = render_plan(plan, SMALL)
    for segment in film.segments:
        if isinstance(segment.clip, SceneClip):
            scene = next(s for s in plan.scenes if s.id == segment.scene)
            for i in range(0, segment.clip.frame_count, 30):
                shown = _strings(segment.clip, i)
                said = " ".join(shown)
                assert scene.title in shown and "A Short Primer of Machine Learning, p. 42" in shown
                assert any(c.text.split()[0] in said for c in scene.claims)


def _strings(clip: SceneClip, index: int) -> list[str]:
    still, moving = clip.lists(index)
    return [x.string for x in leaves((*still, *moving)) if isinstance(x, Text)]


def test_hashes_of_frames_differ_between_scenes(plan: ScenePlan) -> None:
    film = render_plan(plan, SMALL)
    marks = {hashlib.sha256(film.frame(i).tobytes()).hexdigest() for i in (100, 340, 580)}
    assert len(marks) == 3


def test_no_frame_between_two_scenes_is_empty(plan: ScenePlan) -> None:
    film = render_plan(plan, RenderSettings(width=320, height=180))
    clip = next(s.clip for s in film.segments if isinstance(s.clip, TransitionClip))
    ground = next(clip.frames())[0, 0].astype(int)
    drawn = [float((abs(frame.astype(int) - ground).sum(axis=2)).mean()) for frame in clip.frames()]
    assert min(drawn) > 0.6 * min(drawn[0], drawn[-1])


def test_the_title_card_holds_course_lecturer_book_and_the_logo_in_its_own_shape(plan: ScenePlan) -> None:
    logo = np.zeros((40, 120, 4), np.uint8)
    logo[:, :60] = (220, 20, 60, 255)  # the right half stays transparent
    card = (
        render_plan(
            plan,
            RenderSettings(width=640, height=360, title_card=True, course="CS 101", lecturer="A. Teacher", logo=logo),
        )
        .segments[0]
        .clip
    )
    strings = " ".join(_strings(card, 60))
    assert all(s in strings for s in (plan.title, "CS 101", "A. Teacher", plan.book.title))
    red = np.argwhere(np.abs(card.frame(60).astype(int) - (220, 20, 60)).sum(2) < 30)
    high, wide = np.ptp(red, axis=0) + 1
    assert abs(wide / high - 1.5) < 0.1 and red[:, 1].min() > 320 and red[:, 0].max() < 90


def test_a_palette_changes_the_accents_and_nothing_else(plan: ScenePlan) -> None:
    look, plum = theme("paper"), theme("paper", "plum")
    frames = [
        render_plan(plan, RenderSettings(width=640, height=360, palette=p)).segments[0].clip.frame(100)
        for p in ("", "plum")
    ]
    holds = lambda frame, colour: bool((frame == np.array(colour)).all(axis=2).any())  # noqa: E731
    assert holds(frames[0], look.rgb("accent")) and not holds(frames[0], plum.rgb("accent"))
    assert holds(frames[1], plum.rgb("accent")) and not holds(frames[1], look.rgb("accent"))
    assert all(holds(f, look.rgb("ground")) for f in frames)

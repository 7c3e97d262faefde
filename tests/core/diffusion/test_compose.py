"""Words over any footage are readable: contrast is measured, a plate laid where it is needed and only there."""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction

import numpy as np
import pytest

from t2v_core.diagram.chrome import grid
from t2v_core.diagram.compose import ComposeSettings, Cover, compose
from t2v_core.diagram.contrast import ENOUGH, backing, contrast
from t2v_core.diagram.drawlist import leaves
from t2v_core.diagram.lower_third import lower_third
from t2v_core.diagram.scene import clock_of
from t2v_core.diagram.theme import THEMES, theme
from t2v_core.errors import InputError, RenderError
from t2v_core.film.clip import Film, Segment
from t2v_core.film.operations import Still
from t2v_core.film.schedule import schedule
from t2v_core.planning.plan import ScenePlan

SIZE = {"width": 640, "height": 360}


def footage(plan, picture, fps=8):
    """The plan's scenes, each showing one picture."""
    segments = [Segment(Still(picture, Fraction(fps), round(s.seconds * fps)), s.id, s.id) for s in plan.scenes]
    return Film(tuple(segments))


def plain(colour):
    return np.full((90, 160, 3), colour, np.uint8)


def checkers():
    """The hardest ground: black and white in turn."""
    tiles = (np.indices((90, 160)).sum(axis=0) // 4 % 2 * 255).astype(np.uint8)
    return np.repeat(tiles[..., None], 3, 2)


def noise():
    return np.random.default_rng(0).integers(0, 256, (90, 160, 3), np.uint8)


@pytest.mark.parametrize("name", THEMES)
@pytest.mark.parametrize(
    "picture",
    [plain(0), plain(255), plain(128), checkers(), noise()],
    ids=["black", "white", "grey", "checkers", "noise"],
)
def test_words_read_over_any_footage_in_any_theme(plan, picture, name):
    made = compose(footage(plan, picture), plan, ComposeSettings(**SIZE, theme=name))
    for scene in made.scenes:
        assert scene.plate.after >= ENOUGH


def test_a_plate_only_where_it_is_needed_and_no_denser(plan):
    dark = compose(footage(plan, plain(0)), plan, ComposeSettings(**SIZE, theme="night")).scenes[0].plate
    light = compose(footage(plan, plain(255)), plan, ComposeSettings(**SIZE, theme="night")).scenes[0].plate
    assert (dark.opacity, dark.before) == (0.0, dark.after)
    assert light.opacity > 0 and light.before < ENOUGH
    thinner = backing([(255, 255, 255)], "night")
    looks = theme("night")
    blended = tuple(round(g * (thinner.opacity - 0.05) + 255 * (1.05 - thinner.opacity)) for g in looks.rgb("ground"))
    assert min(contrast(looks.rgb(r), blended) for r in ("ink", "soft", "faint")) < ENOUGH


def test_one_bad_frame_is_enough_for_a_plate(plan):
    """Only the last frames of a scene are white."""
    from t2v_core.film.operations import Concat

    scenes = [
        Segment(Concat([Still(plain(0), Fraction(8), 7), Still(plain(255), Fraction(8), 1)]), s.id, s.id)
        for s in plan.scenes
    ]
    made = compose(Film(tuple(scenes)), plan, ComposeSettings(**SIZE))
    assert made.scenes[0].plate.opacity > 0


def test_the_words_are_in_the_picture_and_the_footage_above_them(plan):
    film = compose(footage(plan, plain([0, 90, 0])), plan, ComposeSettings(**SIZE)).film
    frame = film.frame(4)
    assert frame.shape == (360, 640, 3)
    assert (frame[:250] == [0, 90, 0]).all()
    assert frame[290:].max() > 200


@pytest.mark.parametrize("part", ["titles", "captions", "citations"])
def test_each_part_can_be_switched_off(plan, part):
    whole = compose(footage(plan, plain(0)), plan, ComposeSettings(**SIZE)).film.frame(4)
    less = compose(footage(plan, plain(0)), plan, ComposeSettings(**SIZE, **{part: False})).film.frame(4)
    assert (less > 0).sum() < (whole > 0).sum()


def one_scene(title, said, template=None, data=None):
    """A plan of one cited scene."""
    scene = {
        "id": "s1",
        "title": title,
        "role": "mechanism",
        "seconds": 2.0,
        "claims": [{"text": said, "evidence_ids": ["E1"], "source": "extract"}],
        "visual": {"template": template, "data": data or {}},
    }
    return ScenePlan.model_validate(
        {
            "title": "Heat",
            "topic": "heat",
            "evidence": [
                {"id": "E1", "book": "A book whose title needs some room on a narrow frame", "text": said, "page": 3}
            ],
            "scenes": [scene],
            "planner": {"kind": "manual"},
        }
    )


STEPS = ("process", {"steps": [{"text": "Water is heated"}, {"text": "Water boils"}]})
SAID = "Water is heated until water boils and then steam rises from it."


@pytest.mark.parametrize("size", [(640, 360), (832, 480), (360, 360), (360, 640), (300, 720), (240, 240)])
@pytest.mark.parametrize("layout", ["picture_in_picture", "split"])
def test_the_diagram_is_drawn_at_its_own_size_above_the_words(layout, size):
    from t2v_core.diagram import RenderSettings, render_plan
    from t2v_core.diagram.compose import _bands
    from t2v_core.diagram.stage import stage
    from t2v_core.film.subtitles import schedule_of

    plan, width, height = one_scene("Boiling", SAID, *STEPS), *size
    settings = ComposeSettings(layout=layout, width=width, height=height)
    clip = footage(plan, plain([0, 90, 0]))
    places = stage(layout, width, height, _bands(plan, settings, schedule_of(clip, plan)[0])[0].box.y)
    left, top, wide, high = places.diagram
    looks = RenderSettings(
        wide, high, Fraction(8), "night", captions=False, citations=False, transitions=False, bare=True
    )
    drawn = render_plan(plan, looks).segments[0].clip.frame(12)
    frame = compose(clip, plan, settings).film.frame(12)
    inside = np.s_[4:-4, 4:-4]  # the inset's edge is a hairline
    assert np.array_equal(frame[top : top + high, left : left + wide][inside], drawn[inside])
    assert (frame[4, 4] == [0, 90, 0]).all()
    assert drawn.std() > 5


def test_a_formula_without_symbols_needs_no_diagram_beside_the_footage():
    data = {"text": "E = m c^2"}
    symbols = {"symbols": [{"symbol": "m", "meaning": "mass"}]}
    settings = ComposeSettings(**SIZE, layout="picture_in_picture")
    texts = []
    for more in ({}, symbols):
        plan = one_scene("Energy", SAID, "formula", data | more)
        made = compose(footage(plan, plain([0, 90, 0])), plan, settings)
        texts.append(made.text())
        assert (made.film.frame(8)[:200] == [0, 90, 0]).all() == (not more)
    assert "footage alone" in texts[0] and "footage alone" not in texts[1]


@pytest.mark.parametrize("layout", ["picture_in_picture", "split"])
def test_a_diagram_that_only_repeats_the_caption_is_left_out(layout):
    plan = one_scene("Heat", "Heat flows.")
    settings = ComposeSettings(**SIZE, layout=layout)
    made = compose(footage(plan, plain([0, 90, 0])), plan, settings)
    assert (made.film.frame(8)[:200] == [0, 90, 0]).all() and "footage alone" in made.text()
    shown = compose(footage(plan, plain([0, 90, 0])), plan, replace(settings, captions=False))
    assert not (shown.film.frame(8)[:200] == [0, 90, 0]).all() and "alone" not in shown.text()


@pytest.mark.parametrize("size", [(1280, 720), (720, 720), (720, 1280), (240, 570)])
@pytest.mark.parametrize(
    "title", ["", "Heat", "A title that goes on and on, far beyond what a lower third can hold " * 3, "الحرارة"]
)
def test_words_stay_on_their_plate(title, size):
    plan = one_scene(title, SAID, "formula", {"text": "Q = m c (T_2 - T_1) + m L + k A (T_2 - T_1) t / d"})
    g = grid(plan, 720 * size[0] / size[1], True)
    times = schedule(plan, Fraction(8))
    band = lower_third(plan, plan.scenes[0], clock_of(times.scenes[0], times), g)
    assert band.box.bottom <= 720 and band.box.y > 300
    for item in leaves(band.draw(1.0)):
        b = item.bounds
        assert band.box.x <= b.x and b.right <= band.box.right and band.box.y <= b.y and b.bottom <= band.box.bottom


def test_a_formula_scene_shows_its_formula_over_the_footage():
    data = {"text": "E = m c^2"}
    plans = [one_scene("Energy", SAID, *visual) for visual in ((), ("formula", data))]
    plain_, maths = (compose(footage(p, plain(0)), p, ComposeSettings(**SIZE)).film.frame(4) for p in plans)
    assert (maths > 100).sum() > (plain_ > 100).sum() + 100


def test_characters_without_a_font_are_named():
    plan = one_scene("\ue0ff", SAID)
    assert "No font here holds" in compose(footage(plan, plain(0)), plan, ComposeSettings(**SIZE)).text()


def test_equal_in_two_goes_and_the_schedule_stays(plan):
    a, b = (compose(footage(plan, noise()), plan, ComposeSettings(**SIZE)).film for _ in range(2))
    assert all(np.array_equal(x, y) for x, y in zip(a.frames(), b.frames(), strict=True))
    assert [s.clip.key for s in a.segments] == [s.clip.key for s in b.segments]
    assert a.schedule.frame_count == a.frame_count


def test_words_and_footage_decide_the_key(plan):
    keys = {
        compose(footage(plan, picture), plan, ComposeSettings(**SIZE, captions=captions)).film.segments[0].clip.key
        for picture in (plain(0), plain(9))
        for captions in (True, False)
    }
    assert len(keys) == 4


def test_footage_of_another_length_is_refused(plan):
    stranger = Film((Segment(Still(plain(0), Fraction(8), 100), "x", None),))
    with pytest.raises(RenderError, match="do not belong"):
        compose(stranger, plan, ComposeSettings(**SIZE))


@pytest.mark.parametrize(("name", "value"), [("layout", "collage"), ("theme", "neon"), ("width", 3)])
def test_a_value_outside_its_range_is_named(plan, name, value):
    with pytest.raises(InputError, match=name):
        compose(footage(plan, plain(0)), plan, ComposeSettings(**SIZE | {name: value}))


@pytest.mark.parametrize("size", [(64, 64), (160, 90), (301, 77)])
def test_cover_fills_and_keeps_the_middle(size):
    picture = plain(10)
    picture[:, 70:90] = 200
    frame = Cover(Still(picture, Fraction(8), 1), *size).frame(0)
    assert frame.shape == (size[1], size[0], 3)
    assert frame[size[1] // 2, size[0] // 2, 0] > 150


def test_a_diagram_holds_its_last_frame_under_longer_footage(plan):
    longer = Film(tuple(Segment(Still(plain(0), Fraction(8), 20), s.id, s.id) for s in plan.scenes))
    settings = ComposeSettings(**SIZE, layout="split", captions=False)
    film = compose(longer, plan, settings).film
    first, last = (film.segments[0].clip.frame(n)[:260, 320:] for n in (7, 19))
    assert film.frame_count == 60
    assert np.array_equal(first, last) and first.std() > 5

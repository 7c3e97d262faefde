"""Words over any footage are readable: contrast is measured, a plate laid where it is needed and only there."""

from __future__ import annotations

from fractions import Fraction

import numpy as np
import pytest

from t2v_core.diagram.compose import ComposeSettings, Cover, compose
from t2v_core.diagram.contrast import ENOUGH, backing, contrast
from t2v_core.diagram.theme import THEMES, theme
from t2v_core.errors import InputError, RenderError
from t2v_core.film.clip import Film, Segment
from t2v_core.film.operations import Still

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


@pytest.mark.parametrize("layout", ["picture_in_picture", "split"])
def test_the_diagram_of_the_plan_stands_in_its_place(plan, layout):
    from t2v_core.diagram import RenderSettings, render_plan

    made = compose(footage(plan, plain([0, 90, 0])), plan, ComposeSettings(**SIZE, layout=layout))
    left, top, width, height = {"split": (320, 0, 320, 266), "picture_in_picture": (328, 24, 288, 162)}[layout]
    looks = RenderSettings(
        width=width, height=height, fps=Fraction(8), theme="night", captions=False, citations=False, transitions=False
    )
    drawn = render_plan(plan, looks).segments[0].clip.frame(6)
    frame = made.film.frame(6)
    assert np.array_equal(frame[top : top + height, left : left + width], drawn)
    assert (frame[10, 10] == [0, 90, 0]).all()


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
    film = compose(longer, plan, ComposeSettings(**SIZE, layout="split")).film
    first, last = (film.segments[0].clip.frame(n)[:266, 320:] for n in (7, 19))
    assert film.frame_count == 60
    assert np.array_equal(first, last) and first.std() > 5

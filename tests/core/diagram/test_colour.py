"""Themes read for everyone: contrast on every ground, accents apart under every colour-vision deficiency."""

from __future__ import annotations

from itertools import combinations

import pytest

from t2v_core.diagram import RenderSettings, render_plan
from t2v_core.diagram.gallery import gallery_plan
from t2v_core.diagram.theme import ACCENTS, PALETTES, THEMES, mix, theme
from t2v_core.errors import InputError
from tests.core.diagram.colour import DEFICIENCIES, contrast, difference

LOOKS = [(t, p) for t in THEMES for p in ("", *PALETTES)]


@pytest.mark.parametrize("name, palette", LOOKS)
@pytest.mark.parametrize("ground", ["ground", "panel", "plate", "pale"])
def test_text_reads_on_every_ground(name: str, palette: str, ground: str) -> None:
    look = theme(name, palette)
    for role in ("ink", "soft", "faint", *ACCENTS):
        assert contrast(look.rgb(role), look.rgb(ground)) >= 4.5, role


@pytest.mark.parametrize("name, palette", LOOKS)
def test_text_reads_on_fills_of_an_accent(name: str, palette: str) -> None:
    look = theme(name, palette)
    for role in ACCENTS:
        assert contrast(look.rgb("ground"), look.rgb(role)) >= 4.5, role
        assert contrast(look.rgb("ink"), look.rgb(mix("panel", role, 0.35))) >= 4.5, role


@pytest.mark.parametrize("name, palette", LOOKS)
@pytest.mark.parametrize("deficiency", [None, *DEFICIENCIES])
def test_accents_stay_apart_under_every_deficiency(name: str, palette: str, deficiency: str | None) -> None:
    look = theme(name, palette)
    for a, b in combinations(ACCENTS, 2):
        assert difference(look.rgb(a), look.rgb(b), deficiency) >= 10, (a, b)


def test_ciede2000_agrees_with_the_published_pairs() -> None:
    # Sharma, Wu & Dalal 2005 give Lab pairs; black to white is 100 by definition, equal colours 0.
    assert difference((0, 0, 0), (255, 255, 255)) == pytest.approx(100, abs=0.1)
    assert difference((12, 34, 56), (12, 34, 56)) == 0


@pytest.mark.parametrize("name", THEMES)
def test_pixels_have_the_theme_s_ground_and_ink(name: str) -> None:
    film = render_plan(gallery_plan(), RenderSettings(width=640, height=360, theme=name))
    frame = next(s.clip.frame(s.clip.frame_count // 2) for s in film.segments if s.scene == "definition")
    look = theme(name)
    assert tuple(frame[2, 2]) == look.rgb("ground")
    title = frame[30:56, 30:320].reshape(-1, 3).astype(int)
    farthest = (
        max(tuple(int(v) for v in p) for p in title) if sum(look.rgb("ink")) > 382 else min(map(tuple, title.tolist()))
    )
    assert contrast(farthest, look.rgb("ground")) >= 4.5


def test_an_unknown_theme_or_palette_is_named() -> None:
    with pytest.raises(InputError, match="mauve"):
        theme("mauve")
    with pytest.raises(InputError, match="teal"):
        theme("paper", "teal")


def test_mixes_nest() -> None:
    look = theme("paper")
    half = look.rgb(mix("ground", "ink", 0.5))
    again = look.rgb(mix(mix("ground", "ink", 0.5), "ink", 0.5))
    assert look.rgb("ink") < again < half < look.rgb("ground")

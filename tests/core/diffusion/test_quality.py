"""Faults are told apart from pictures, drawn ones included, and each gets its own remedy."""

from __future__ import annotations

import numpy as np
import pytest

from t2v_core.diffusion.policy import REMEDIES, retry
from t2v_core.diffusion.quality import Verdict, classify, to_uint8
from t2v_core.diffusion.shots import Shot
from t2v_core.errors import InputError

SHOT = Shot("s1", "a wave", "blur", 7, 49, 480, 832, 16, 50, 6.0)


def film(frame, count=9):
    return np.stack([np.broadcast_to(np.asarray(frame, np.uint8), (96, 128, 3))] * count)


def rng():
    return np.random.default_rng(0)


def blots(size):
    """Noise as a VAE blows it up: independent colours in blots of `size` pixels."""
    small = rng().integers(0, 256, (9, -(-96 // size), -(-128 // size), 3), np.uint8)
    return small.repeat(size, axis=1).repeat(size, axis=2)[:, :96, :128]


def landscape():
    """Smooth structure at every scale (1/f), moving fast sideways."""
    spectrum = rng().normal(size=(96, 256)) + 1j * rng().normal(size=(96, 256))
    fy, fx = np.fft.fftfreq(96)[:, None], np.fft.fftfreq(256)[None]
    wide = np.fft.ifft2(spectrum / np.maximum(np.hypot(fy, fx), 1 / 256) ** 1.5).real
    wide = np.clip(128 + 60 * wide / wide.std(), 0, 255).astype(np.uint8)
    return np.stack([np.repeat(wide[:, 12 * n : 12 * n + 128, None], 3, 2) for n in range(9)])


def diagram(background, ink):
    """A thin box and a moving dot on a plain background."""
    frames = film(background).copy()
    frames[:, 30, 20:100] = frames[:, 60, 20:100] = ink
    for n in range(9):
        frames[n, 40:44, 20 + 8 * n : 24 + 8 * n] = ink
    return frames


def large(draw):
    """Frames of a true size from `draw(number)`, grey H×W of 0…255."""
    return np.stack([np.repeat(np.clip(draw(n), 0, 255).astype(np.uint8)[..., None], 3, 2) for n in range(3)])


def texture(number):
    """Structure at every scale, of deviation 1, and another one in every frame, as after a cut."""
    grain = np.random.default_rng(number).normal(size=(480, 832))
    fy, fx = np.fft.fftfreq(480)[:, None], np.fft.rfftfreq(832)[None]
    field = np.fft.irfft2(np.fft.rfft2(grain) / np.maximum(np.hypot(fy, fx), 1 / 832), (480, 832))
    return field / field.std()


Y, X = np.mgrid[:480, :832]
FAULTS = {
    "black": film(0),
    "dark": film(12) + rng().integers(0, 6, (9, 96, 128, 3), np.uint8),
    "white": film(254),
    "washed_out": film(230) + rng().integers(0, 12, (9, 96, 128, 3), np.uint8),
    "flat": film([120, 60, 60]),
    "noise": rng().integers(0, 256, (9, 96, 128, 3), np.uint8),
    "noise in blots of 8": blots(8),
    "noise in blots of 16": blots(16),
    "noise in large blots of a large frame": large(
        lambda n: np.random.default_rng(n).integers(0, 256, (30, 52)).repeat(16, 0).repeat(16, 1)
    ),
}
PICTURES = {
    "white diagram": diagram(255, 0),
    "black diagram": diagram(0, 255),
    "paper diagram": diagram([250, 248, 240], [40, 40, 60]),
    "moving landscape": landscape(),
    "busy texture with cuts": large(lambda n: 120 + 45 * texture(n)),
    "texture under film grain": large(lambda n: 120 + 45 * texture(n) + rng().normal(0, 25, (480, 832))),
    "chequers that move": large(lambda n: ((X + 37 * n) // 8 + Y // 8) % 2 * 255),
    "lines of text that scroll": large(lambda n: np.where((Y + 17 * n) % 24 < 10, 250 * (X // 3 % 2), 250)),
    "a fade to black": large(lambda n: (120 + 45 * texture(1)) * (1 - n / 2)),
    "a gradient": film(np.linspace(0, 255, 128, dtype=np.uint8)[None, :, None].repeat(3, 2)),
}


@pytest.mark.parametrize("name", FAULTS)
def test_a_fault_is_named(name):
    assert classify(FAULTS[name]).kind == name.split(" ")[0]


@pytest.mark.parametrize("name", PICTURES)
def test_a_picture_is_ok(name):
    assert classify(PICTURES[name]).ok, classify(PICTURES[name])


def test_drawn_films_of_every_theme_are_ok(plan):
    from t2v_core.diagram import RenderSettings, render_plan
    from t2v_core.diagram.theme import THEMES

    for theme in THEMES:
        drawn = render_plan(plan, RenderSettings(width=320, height=180, theme=theme))
        frames = np.stack([drawn.frame(n) for n in (2, 30, 60)])
        assert classify(frames).ok


def test_numbers_that_are_none_are_seen_and_become_black():
    frames = np.full((5, 32, 32, 3), 0.5, np.float32)
    frames[2, 3, 4, 1] = np.nan
    assert classify(frames).kind == "nan"
    assert to_uint8(frames)[2, 3, 4].tolist() == [128, 0, 128]


def test_float_and_byte_frames_are_judged_alike():
    for frames in (*FAULTS.values(), *PICTURES.values()):
        assert classify(frames).kind == classify(frames.astype(np.float32) / 255).kind


def test_a_shape_that_is_no_footage_is_refused():
    with pytest.raises(InputError):
        classify(np.zeros((32, 32, 3), np.uint8))


@pytest.mark.parametrize("kind", REMEDIES)
def test_a_retry_follows_the_table_and_takes_a_new_seed(kind):
    again = retry(SHOT, Verdict(kind, ""), 1, half_vae=False)
    remedy = REMEDIES[kind]
    assert again.guidance == min(6.0, remedy.guidance)
    assert again.steps == max(remedy.at_least, round(50 * remedy.steps))
    assert again.seed != SHOT.seed
    assert remedy.positive in again.positive and remedy.negative in again.negative
    assert retry(again, Verdict(kind, ""), 2, half_vae=False).positive.count(remedy.positive) == 1


def test_nan_and_black_are_decoded_again_in_float32_first():
    for kind in ("nan", "black"):
        again = retry(SHOT, Verdict(kind, ""), 1, half_vae=True)
        assert again.vae_fp32 and (again.seed, again.steps, again.guidance) == (7, 50, 6.0)
    assert retry(SHOT, Verdict("nan", ""), 1, half_vae=False) is None

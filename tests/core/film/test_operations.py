"""Clips made of clips, of IMAGE batches and of files: right pixels, right length, lazily."""

from __future__ import annotations

import subprocess
from fractions import Fraction

import numpy as np
import pytest

from t2v_core.errors import ExportError, InputError
from t2v_core.film import ExportSettings, FileClip, ImageClip, export_film
from t2v_core.film.operations import Concat, Cropped, CrossFade, Overlay, Reversed, Scaled, Still, Trim, ping_pong
from tests.core.film.films import Bars, decoded


def pixels(clip, start=0, stop=None) -> np.ndarray:
    return np.stack([f.copy() for f in clip.frames(start, stop)])


def grey(value: int, frames: int = 4, size=(8, 6)) -> Still:
    return Still(np.full((size[1], size[0], 3), value, np.uint8), Fraction(24), frames)


A, B = Bars(1, 12), Bars(2, 9)
CLIPS = {
    "still": grey(7),
    "trim": Trim(A, 3, 11),
    "concat": Concat([A, B, A]),
    "scaled": Scaled(A, 50, 40),
    "cross-fade": CrossFade(Trim(A, 0, 9), B),
    "overlay": Overlay(A, np.full((10, 10, 4), 128, np.uint8), 5, 5),
    "reversed": Reversed(A),
    "ping-pong": ping_pong(A),
    "images": ImageClip(np.random.default_rng(0).random((5, 12, 10, 3), np.float32), Fraction(8)),
}


@pytest.mark.parametrize("name", CLIPS)
def test_a_part_of_a_clip_is_the_same_as_that_part_of_the_whole(name):
    clip = CLIPS[name]
    whole = pixels(clip)
    assert whole.shape == (clip.frame_count, clip.height, clip.width, 3) and whole.dtype == np.uint8
    for start, stop in ((0, 1), (1, 3), (clip.frame_count - 1, None), (2, 10**6), (0, None)):
        assert (pixels(clip, start, stop) == whole[start:stop]).all()
    assert (clip.frame(2) == whole[2]).all()
    with pytest.raises(InputError):
        clip.frame(clip.frame_count)


def test_nothing_is_drawn_before_it_is_asked_for():
    clip = Bars(1, 100)
    long = Concat([Trim(clip, 10, 60), Scaled(clip, 96, 64), ping_pong(clip)])
    assert clip.drawn == 0
    long.frame(3)
    assert clip.drawn == 1


def test_a_trim_takes_its_frames():
    assert (pixels(Trim(A, 3, 6)) == pixels(A)[3:6]).all()


@pytest.mark.parametrize(("start", "stop"), [(-1, 3), (3, 3), (0, 13), (5, 2)])
def test_a_trim_outside_the_clip_is_refused(start, stop):
    with pytest.raises(InputError, match="do not lie in a clip of 12"):
        Trim(A, start, stop)


def test_a_crop_takes_its_rectangle_and_is_written_like_any_clip(tmp_path):
    part = Cropped(A, 10, 4, 50, 40)
    assert (pixels(part) == pixels(A)[:, 4:44, 10:60]).all() and part.key != Cropped(A, 12, 4, 50, 40).key
    assert export_film(part, tmp_path / "film.mp4").report.width == 50
    with pytest.raises(InputError, match="does not lie in a clip of 96×64"):
        Cropped(A, 50, 4, 50, 40)


@pytest.mark.parametrize(
    ("size", "box"), [((96, 96), (0, 16, 96, 64)), ((200, 64), (52, 0, 96, 64)), ((192, 128), (0, 0, 192, 128))]
)
def test_scaling_keeps_the_shape_and_fills_with_bars(size, box):
    picture = Scaled(grey(200, size=(96, 64)), *size, bars=(1, 2, 3)).frame(0)
    left, top, width, height = box
    inside = np.zeros(picture.shape[:2], bool)
    inside[top : top + height, left : left + width] = True
    assert (picture[inside] == 200).all() and (picture[~inside] == (1, 2, 3)).all()


def test_a_cross_fade_goes_evenly_from_one_to_the_other():
    values = pixels(CrossFade(grey(0, 9), grey(250, 9)))[:, 0, 0, 0]
    assert values == pytest.approx([25 * n for n in range(1, 10)], abs=1)


def test_a_cross_fade_of_equal_pictures_changes_nothing():
    assert (pixels(CrossFade(A, A)) == pixels(A)).all()


def test_an_overlay_is_mixed_by_its_alpha_and_cut_at_the_border():
    picture = np.zeros((4, 4, 4), np.uint8)
    picture[..., 0], picture[..., 3] = 255, 128
    out = Overlay(grey(100, size=(8, 6)), picture, left=6, top=-2).frame(0)
    assert (out[:2, 6:] == (178, 50, 50)).all()
    out[:2, 6:] = 100
    assert (out == 100).all()


def test_clips_of_other_sizes_or_rates_are_not_mixed():
    for other in (Bars(size=(98, 64)), Bars(fps=Fraction(25))):
        for make in (lambda o: Concat([A, o]), lambda o: CrossFade(A, o)):
            with pytest.raises(InputError, match="do not go together"):
                make(other)


def test_keys_follow_the_content_and_everything_done_to_it():
    clips = [A, B, Trim(A, 0, 5), Trim(A, 0, 6), Concat([A, B]), Concat([B, A]), Scaled(A, 8, 8), Scaled(A, 8, 9), Reversed(A),
             CrossFade(A, A), grey(1), grey(2), Overlay(A, np.zeros((2, 2, 4), np.uint8)), Overlay(A, np.zeros((2, 2, 4), np.uint8), 1)]  # fmt: skip
    assert len({c.key for c in clips}) == len(clips) and None not in {c.key for c in clips}
    assert Trim(A, 0, 5).key == Trim(Bars(1, 12), 0, 5).key
    assert Concat([A, Bars(keyed=False)]).key is None


@pytest.mark.parametrize("channels", [1, 3, 4])
def test_images_are_rounded_clipped_and_opaque(channels):
    batch = np.zeros((1, 1, 4, channels), np.float32)
    batch[0, 0, :, 0] = (-0.5, 0.5, 1.0, 7.0)
    batch[..., 3:] = 1.0
    out = ImageClip(batch, Fraction(8)).frame(0)[0, :, 0]
    assert out.tolist() == [0, 128, 255, 255]


def test_transparent_images_lie_on_black():
    batch = np.ones((1, 2, 2, 4), np.float32)
    batch[..., 3] = 0.5
    assert (ImageClip(batch, Fraction(8)).frame(0) == 128).all()


def test_every_byte_survives_the_way_through_image():
    values = np.arange(256, dtype=np.float32).reshape(1, 16, 16, 1).repeat(3, axis=3) / 255
    assert (ImageClip(values, Fraction(8)).frame(0)[..., 0].ravel() == np.arange(256)).all()


@pytest.mark.parametrize("kind", ["float16", "bfloat16", "float32", "float64"])
def test_tensors_of_any_float_type_are_taken(kind):
    torch = pytest.importorskip("torch")
    clip = ImageClip(torch.full((2, 5, 4, 3), 0.5, dtype=getattr(torch, kind)), Fraction(8))
    assert (pixels(clip) == 128).all()


def test_a_file_gives_back_the_frames_that_went_in(tmp_path):
    clip = Bars(3, 40, (98, 64), Fraction(30000, 1001))
    path = export_film(clip, tmp_path / "film.mkv", ExportSettings(format="mkv-ffv1")).path
    back = FileClip(path)
    assert (back.width, back.height, back.fps, back.frame_count) == (98, 64, clip.fps, 40)
    assert (pixels(back) == pixels(clip)).all()


def test_a_file_is_entered_at_any_frame(tmp_path):
    clip = Bars(3, 120)
    back = FileClip(export_film(clip, tmp_path / "film.mp4", ExportSettings(crf=1)).path)
    for n in (0, 1, 59, 60, 61, 119):
        assert np.abs(back.frame(n).astype(int) - clip.frame(n)).mean() < 6
    assert pixels(back, 50, 53).shape[0] == 3


def test_the_colours_of_a_file_survive_small_and_large(tmp_path):
    for size in ((96, 64), (1280, 720)):
        clip = Still(np.full((size[1], size[0], 3), (200, 30, 60), np.uint8), Fraction(24), 2)
        path = export_film(clip, tmp_path / f"{size[0]}.mp4").path
        assert np.abs(FileClip(path).frame(0).astype(int) - (200, 30, 60)).max() <= 4


@pytest.mark.parametrize("content", [b"", b"not a film", b"\0" * 5000])
def test_a_file_that_is_no_film_is_named(content, tmp_path):
    path = tmp_path / "broken.mp4"
    path.write_bytes(content)
    with pytest.raises(ExportError, match=r"broken\.mp4"):
        FileClip(path)


def test_a_film_cut_off_in_the_middle_is_named(tmp_path):
    path = export_film(Bars(frames=200), tmp_path / "film.mp4").path
    path.write_bytes(path.read_bytes()[: path.stat().st_size // 2])
    with pytest.raises(ExportError, match=r"film\.mp4 holds \d\.\d\d of 8\.33 s"):
        FileClip(path)


def test_a_film_taken_upright_is_turned_as_its_player_turns_it(tmp_path):
    """Telephones store the picture lying and a note to turn it; without PyAV's frame rotation it would lie in the film."""
    ffmpeg = pytest.importorskip("imageio_ffmpeg").get_ffmpeg_exe()
    lying = export_film(Bars(frames=12, size=(96, 64)), tmp_path / "lying.mp4").path
    upright = tmp_path / "upright.mp4"
    turn = [ffmpeg, "-v", "error", "-display_rotation", "90", "-i", str(lying), "-c", "copy", str(upright)]
    subprocess.run(turn, check=True)
    clip, before = FileClip(upright), FileClip(lying)
    assert (clip.width, clip.height) == (64, 96)
    assert (clip.frame(7) == np.rot90(before.frame(7))).all()
    done = export_film(clip, tmp_path / "film.mp4", ExportSettings(crf=2))
    assert np.abs(decoded(done.path)[7].astype(int) - np.rot90(before.frame(7))).mean() < 6

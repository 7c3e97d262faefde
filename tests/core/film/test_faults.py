"""What the clip, the encoder or the file does wrong is named with its true reason, and nothing partial is left."""

from __future__ import annotations

import re
import sys
from collections.abc import Iterator
from fractions import Fraction

import numpy as np
import pytest

from t2v_core.errors import ExportError
from t2v_core.film import ExportSettings, ImageClip, export_film
from tests.core.film.films import Bars, Noise


def test_a_missing_encoder_is_named(film, tmp_path, monkeypatch):
    import dataclasses

    from t2v_core.film import formats

    without = dataclasses.replace(formats.FORMATS["mp4-h264"], codec="libnotthere")
    monkeypatch.setitem(formats.FORMATS, "mp4-h264", without)
    with pytest.raises(ExportError, match=r"libnotthere is not in this PyAV.*pip install"):
        export_film(film, tmp_path / "film.mp4")
    assert not list(tmp_path.iterdir())


def test_a_hardware_encoder_that_does_not_work_is_an_error_by_name_and_a_note_by_auto(film, tmp_path):
    from t2v_core.film.encode import Encoder, probe

    broken = [n for n in ("h264_nvenc", "h264_qsv", "h264_amf") if probe(Encoder(n, "yuv420p", ()))]
    if len(broken) < 3:
        pytest.skip("this machine has a hardware encoder")
    with pytest.raises(ExportError, match="h264_nvenc does not work on this machine"):
        export_film(film, tmp_path / "film.mp4", ExportSettings(hardware="h264_nvenc"))
    done = export_film(film, tmp_path / "film.mp4", ExportSettings(hardware="auto"))
    assert done.report.encoder == "libx264" and "No hardware encoder works here" in done.report.notes[-1]


def test_without_pyav_a_small_gif_is_written_and_said(film, tmp_path, monkeypatch):
    monkeypatch.setitem(sys.modules, "av", None)
    done = export_film(film, tmp_path / "film.mp4")
    assert done.path.name == "film.gif" and "Pillow" in done.report.notes[0] and done.report.frames > 10


def images(frames=4, height=32, width=48, channels=3) -> np.ndarray:
    return np.linspace(0, 1, frames * height * width * channels, dtype=np.float32).reshape(
        frames, height, width, channels
    )


@pytest.mark.parametrize("value", [np.nan, np.inf, -np.inf])
def test_values_that_are_not_numbers_are_named_with_their_frame(value, tmp_path):
    batch = images()
    batch[2, 20, 3, 1] = value
    with pytest.raises(ExportError, match="Frame 2 of IMAGE holds values that are not numbers"):
        export_film(ImageClip(batch, Fraction(8)), tmp_path / "film.mp4")
    assert not list(tmp_path.iterdir())


@pytest.mark.parametrize("shape", [(32, 48, 3), (0, 32, 48, 3), (2, 3, 32, 48), (2, 32, 48, 2), (2, 0, 48, 3), ()])
def test_an_image_of_another_shape_is_refused(shape):
    with pytest.raises(ExportError, match=re.escape("frames × height × width")):
        ImageClip(np.zeros(shape, np.float32), Fraction(8))


class Shrinking(Bars):
    def picture(self, n: int) -> np.ndarray:
        return super().picture(n)[: self.height - (n > 4)]


class Short(Bars):
    def frames(self, start: int = 0, stop: int | None = None) -> Iterator[np.ndarray]:
        return super().frames(start, 7)


class Long(Bars):
    def frames(self, start: int = 0, stop: int | None = None) -> Iterator[np.ndarray]:
        yield from (self.picture(n) for n in range(99))


@pytest.mark.parametrize(
    ("clip", "said"),
    [
        (Shrinking(), "Frame 5 is uint8 63×96×3, the film is uint8 64×96×3"),
        (Short(), "promised 12 frames and gave 7"),
        (Long(), "promised 12 frames and gave more"),
        (Bars(frames=0), "no frames"),
        (Bars(size=(20000, 64)), "not a size"),
        (Bars(size=(16000, 16000)), "not a size"),
        (Bars(fps=Fraction(5000)), "frames a second"),
        (Bars(frames=10**9), "hours"),
    ],
)
@pytest.mark.parametrize("name", ["mp4-h264", "webp"])
def test_a_clip_that_breaks_its_promise_is_named(clip, said, name, tmp_path):
    with pytest.raises(ExportError, match=said):
        export_film(clip, tmp_path / f"film.{name.split('-')[0]}", ExportSettings(format=name))
    assert not list(tmp_path.iterdir())


@pytest.mark.slow
def test_8k_comes_out(tmp_path):
    assert export_film(Bars(frames=2, size=(7680, 4320)), tmp_path / "film.mp4").report.width == 7680


def test_a_file_cut_off_behind_our_back_is_noticed(film, tmp_path, monkeypatch):
    """The check reads what is on the disk: here the joined file loses its end, as with a failing disk."""
    from t2v_core.film import export

    real = export.join

    def join_and_lose(parts, target, *args):
        real(parts, target, *args)
        with target.open("r+b") as file:
            file.truncate(target.stat().st_size // 2)

    monkeypatch.setattr(export, "join", join_and_lose)
    with pytest.raises(ExportError, match=r"did not come out whole|Cannot read back"):
        export_film(film, tmp_path / "film.mp4")
    assert not list(tmp_path.iterdir())


@pytest.mark.parametrize("name", ["gif", "webp", "png"])
def test_pictures_that_are_missing_behind_our_back_are_noticed(name, tmp_path, monkeypatch):
    from t2v_core.film import export

    real = export.write_pictures

    def write_and_lose(clip, path, *args):
        note = real(clip, path, *args)
        if path.is_dir():
            (path / "frame_000007.png").unlink()
        else:
            path.write_bytes(path.read_bytes()[: path.stat().st_size // 2])
        return note

    monkeypatch.setattr(export, "write_pictures", write_and_lose)
    with pytest.raises(ExportError, match="did not come out whole"):
        export_film(
            Noise(frames=12), tmp_path / f"film{'' if name == 'png' else '.' + name}", ExportSettings(format=name)
        )
    assert not list(tmp_path.iterdir())

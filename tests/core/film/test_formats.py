"""Every format plays: frames, size, sound and subtitles come out as the format allows."""

from __future__ import annotations

import json
from fractions import Fraction

import av
import numpy as np
import pytest
from PIL import Image

from t2v_core.errors import ExportError, InputError
from t2v_core.film import FORMATS, ExportSettings, export_film, frame_rate
from t2v_core.film.operations import Concat, Still
from tests.core.film.films import Bars, decoded, dropped_on_the_editor, make_film, make_plan, tone

CODECS = {
    "mp4-h264": ("h264", "aac", "mov_text"),
    "mp4-h265": ("hevc", "aac", "mov_text"),
    "mp4-av1": ("av1", "aac", "mov_text"),
    "webm-vp9": ("vp9", "opus", "webvtt"),
    "mov-prores": ("prores", "pcm_s16le", "mov_text"),
    "mkv-ffv1": ("ffv1", "flac", "srt"),
}


@pytest.mark.parametrize("name", CODECS)
def test_a_container_holds_its_codecs_and_all_frames(name, plan, film, tmp_path):
    done = export_film(
        film, tmp_path / f"film{FORMATS[name].suffix}", ExportSettings(format=name), plan=plan, audio=tone(6)
    )
    with av.open(str(done.path)) as container:
        kinds = [(s.type, s.codec_context.name) for s in container.streams if s.type != "data"]
    frames = decoded(done.path)
    video, audio, subtitle = CODECS[name]
    assert [k for k, _ in kinds] == ["video", "audio", "subtitle"]
    assert video in kinds[0][1].replace("libdav1d", "av1") and audio in kinds[1][1] and subtitle in kinds[2][1]
    assert len(frames) == film.frame_count == done.report.frames
    assert np.abs(frames[60].astype(int) - film.frame(60)).mean() < 12
    assert abs(done.report.sound_seconds - done.report.seconds) < 1 / 24


def test_h265_carries_the_tag_that_apple_plays(film, tmp_path):
    path = export_film(film, tmp_path / "film.mp4", ExportSettings(format="mp4-h265")).path
    with av.open(str(path)) as container:
        assert container.streams.video[0].codec_context.codec_tag == "hvc1"


def test_ffv1_is_lossless_in_any_size(tmp_path):
    clip = Bars(frames=5, size=(97, 61))
    path = export_film(clip, tmp_path / "film.mkv", ExportSettings(format="mkv-ffv1")).path
    with av.open(str(path)) as container:
        for n, frame in enumerate(container.decode(video=0)):
            assert (frame.to_ndarray(format="rgb24") == clip.frame(n)).all()


def test_webm_gives_its_workflow_within_the_first_two_megabytes(film, tmp_path):
    path = export_film(
        film, tmp_path / "f.webm", ExportSettings(format="webm-vp9"), metadata={"workflow": {"a": 1}}
    ).path
    head = path.read_bytes()[: 2 * 2**20]
    assert b"WORKFLOW" in head and b'{"a": 1}' in head


@pytest.mark.parametrize(("name", "suffix"), [("gif", ".gif"), ("webp", ".webp")])
def test_animated_pictures_hold_every_frame_and_the_length(name, suffix, tmp_path):
    clip = Bars(frames=20, size=(97, 61), fps=Fraction(20))
    done = export_film(clip, tmp_path / f"film{suffix}", ExportSettings(format=name), audio=tone(1))
    with Image.open(done.path) as image:
        assert image.n_frames == 20 and image.size == (97, 61)
        ms = 0
        for n in range(20):
            image.seek(n)
            image.load()
            ms += image.info["duration"]
        assert ms == pytest.approx(1000, abs=50)
        assert np.abs(np.asarray(image.convert("RGB")).astype(int) - clip.frame(19)).mean() < 12
    assert "no sound" in done.report.notes[-1]


@pytest.mark.parametrize("name", ["gif", "webp"])
@pytest.mark.parametrize("order", ["still", "end", "middle"])
def test_held_pictures_last_as_long_as_they_should(name, order, tmp_path):
    clip = Bars(frames=10)
    still = Still(clip.frame(9), Fraction(24), 48)
    film = {"still": still, "end": Concat([clip, still]), "middle": Concat([clip, still, clip])}[order]
    done = export_film(film, tmp_path / f"film.{name}", ExportSettings(format=name))
    assert done.report.frames == film.frame_count
    with Image.open(done.path) as image:
        ms = 0
        for n in range(getattr(image, "n_frames", 1)):
            image.seek(n)
            image.load()
            ms += image.info.get("duration", 0)
    assert ms == pytest.approx(1000 * film.seconds, abs=15) or (name == "webp" and order == "still")


@pytest.mark.parametrize("name", ["gif", "webp"])
def test_animated_pictures_play_forwards_and_back(name, tmp_path):
    clip = Bars(frames=10, fps=Fraction(20))
    path = export_film(clip, tmp_path / f"f.{name}", ExportSettings(format=name, ping_pong=True)).path
    with Image.open(path) as image:
        assert image.n_frames == 18
        image.seek(17)
        assert np.abs(np.asarray(image.convert("RGB")).astype(int) - clip.frame(1)).mean() < 12


@pytest.mark.parametrize(
    ("name", "repeat", "loop"), [("gif", 0, 0), ("gif", 3, 2), ("gif", 1, None), ("webp", 0, 0), ("webp", 3, 3)]
)
def test_animated_pictures_loop_as_often_as_asked(name, repeat, loop, tmp_path):
    path = export_film(Bars(frames=4), tmp_path / f"film.{name}", ExportSettings(format=name, repeat=repeat)).path
    with Image.open(path) as image:
        assert image.info.get("loop") == loop


def test_a_gif_faster_than_browsers_play_is_thinned_and_says_so(tmp_path):
    done = export_film(Bars(frames=24, fps=Fraction(120)), tmp_path / "film.gif", ExportSettings(format="gif"))
    assert done.report.frames == 8 and "one frame in 3" in done.report.notes[-1]


def test_png_frames_are_exact_and_numbered(tmp_path):
    clip = Bars(frames=5, size=(97, 61))
    done = export_film(clip, tmp_path / "frames", ExportSettings(format="png"), plan=make_plan(1, 5 / 24))
    assert [p.name for p in sorted(done.path.iterdir())] == [f"frame_{n:06}.png" for n in range(1, 6)]
    with Image.open(done.path / "frame_000003.png") as image:
        assert (np.asarray(image) == clip.frame(2)).all()
    assert (tmp_path / "frames.vtt").exists()


def test_the_suffix_must_fit_the_format(film, tmp_path):
    with pytest.raises(ExportError, match=r"must end in \.webm"):
        export_film(film, tmp_path / "film.mp4", ExportSettings(format="webm-vp9"))


def test_a_long_film_in_variable_scenes_keeps_its_times_in_every_container(tmp_path):
    film = make_film(make_plan(6, 0.7), Fraction(30000, 1001))
    for name, fmt in FORMATS.items():
        if fmt.codec:
            done = export_film(film, tmp_path / f"{name}{fmt.suffix}", ExportSettings(format=name))
            assert done.report.frames == film.frame_count


GRAPH = {"nodes": [{"type": "T2V_ExportMP4", "title": "Größe 数 {}"}], "x": float("nan")}
EXTRA = {"workflow": GRAPH, "prompt": {"1": {"class_type": "T2V_ExportMP4"}}}


def dropped_webp(data: bytes) -> dict[str, str]:
    """What ComfyUI's editor reads of a WebP dropped on it: chunk after chunk, texts "name:value" in the EXIF's entries."""
    assert data[:4] == b"RIFF" and data[8:12] == b"WEBP" and int.from_bytes(data[4:8], "little") == len(data) - 8
    at, found = 12, {}
    while at < len(data):
        kind, size = data[at : at + 4], int.from_bytes(data[at + 4 : at + 8], "little")
        if kind == b"EXIF":
            body = data[at + 8 : at + 8 + size]
            order = "little" if body[:2] == b"II" else "big"
            start = int.from_bytes(body[4:8], order)
            for n in range(int.from_bytes(body[start : start + 2], order)):
                entry = body[start + 2 + 12 * n :][:12]
                length, place = int.from_bytes(entry[4:8], order), int.from_bytes(entry[8:12], order)
                if int.from_bytes(entry[2:4], order) == 2 and length > 4:
                    name, _, value = body[place : place + length - 1].decode().partition(":")
                    found[name] = value
        at += 8 + size
    return found


@pytest.mark.parametrize("frames", [1, 2, 9])
def test_the_editor_gets_the_workflow_back_from_a_webp(frames, tmp_path):
    clip = Bars(frames=frames, size=(97, 61))
    path = export_film(clip, tmp_path / "f.webp", ExportSettings(format="webp"), metadata=EXTRA).path
    found = dropped_webp(path.read_bytes())
    assert json.loads(found["workflow"])["nodes"] == GRAPH["nodes"]
    assert json.loads(found["prompt"]) == EXTRA["prompt"]
    with Image.open(path) as image:
        assert getattr(image, "n_frames", 1) == frames and image.size == (97, 61)
        assert np.abs(np.asarray(image.convert("RGB")).astype(int) - clip.frame(0)).mean() < 12
        assert image.getexif()[0x0110] == "prompt:" + json.dumps(EXTRA["prompt"])


def test_the_first_png_holds_the_workflow_and_the_others_only_pictures(tmp_path):
    path = export_film(
        Bars(frames=3), tmp_path / "frames", ExportSettings(format="png"), plan=make_plan(), metadata=EXTRA
    ).path
    with Image.open(path / "frame_000001.png") as image:
        assert json.loads(image.text["workflow"])["nodes"] == GRAPH["nodes"] and image.text["title"] == "How it *works*"
    with Image.open(path / "frame_000002.png") as image:
        assert not image.text


@pytest.mark.parametrize("name", ["webp", "png", "mov-prores", "mkv-ffv1", "webm-vp9", "mp4-h265"])
def test_no_format_tells_of_a_film_that_is_given_away(name, tmp_path):
    extra = {"workflow": {"file": "secret.pdf"}, "prompt": {"a": "secret"}}
    target = tmp_path / f"film{FORMATS[name].suffix}"
    for share in (True, False):
        settings = ExportSettings(format=name, share=share)
        path = export_film(Bars(frames=3), target.with_stem(f"{target.stem}{share}"), settings, metadata=extra).path
        everything = b"".join(p.read_bytes() for p in (path.iterdir() if path.is_dir() else [path]))
        assert (b"secret" in everything) is not share


@pytest.mark.parametrize("name", ["mov-prores", "mp4-h265", "mp4-av1"])
def test_the_editor_gets_the_workflow_back_from_every_mp4_and_mov(name, plan, film, tmp_path):
    path = export_film(
        film,
        tmp_path / f"f{FORMATS[name].suffix}",
        ExportSettings(format=name),
        plan=plan,
        audio=tone(6),
        metadata=EXTRA,
    ).path
    assert dropped_on_the_editor(path)["workflow"]["nodes"] == GRAPH["nodes"]


def test_a_matroska_film_holds_its_workflow(film, tmp_path):
    path = export_film(film, tmp_path / "f.mkv", ExportSettings(format="mkv-ffv1"), metadata=EXTRA).path
    with av.open(str(path)) as container:
        tags = {k.lower(): v for k, v in container.metadata.items()}
    assert json.loads(tags["workflow"])["nodes"] == GRAPH["nodes"]


# Decoded colours against the source, in 8-bit steps: what chroma subsampling and the format's default quality leave.
TOLERANCE = {
    "mp4-h264": 3,
    "mp4-h265": 3,
    "mp4-av1": 4,
    "webm-vp9": 4,
    "mov-prores": 2,
    "mkv-ffv1": 0,
    "gif": 12,
    "webp": 5,
    "png": 0,
}


@pytest.mark.parametrize("name", FORMATS)
def test_colours_come_out_as_they_went_in(name, tmp_path):
    """Patches of pure and of mixed colours, as a player that believes the file's tags shows them."""
    colours = [
        (255, 0, 0),
        (0, 255, 0),
        (0, 0, 255),
        (255, 255, 255),
        (0, 0, 0),
        (0, 114, 178),
        (250, 250, 247),
        (213, 94, 0),
    ]
    picture = np.repeat(np.repeat(np.array(colours, np.uint8).reshape(2, 4, 3), 64, axis=0), 64, axis=1)
    clip = Still(picture, Fraction(24), 6)
    path = export_film(clip, tmp_path / f"film{FORMATS[name].suffix}", ExportSettings(format=name)).path
    if FORMATS[name].codec:
        shown = decoded(path)[3]
    else:
        with Image.open(path / "frame_000004.png" if path.is_dir() else path) as image:
            shown = np.asarray(image.convert("RGB"))
    for n, colour in enumerate(colours):
        patch = shown[64 * (n // 4) + 24 :, 64 * (n % 4) + 24 :][:16, :16].reshape(-1, 3).mean(axis=0)
        assert np.abs(patch - colour).max() <= TOLERANCE[name], (colour, patch)


@pytest.mark.parametrize("fps", [float("nan"), float("inf"), 0.0, -24.0])
def test_a_rate_that_is_no_number_above_zero_is_named(fps):
    with pytest.raises(InputError, match="fps"):
        frame_rate(fps)


def test_a_rate_keeps_its_value_in_small_terms():
    assert frame_rate(29.97) == Fraction(2997, 100)
    assert frame_rate(1 / 3) == Fraction(1, 3)

"""Batches of images, as ComfyUI's own samplers decode them, become a film with the plan's times."""

from __future__ import annotations

import gc
import tracemalloc
from dataclasses import replace
from fractions import Fraction

import numpy as np
import pytest
import torch

from t2v_core.diffusion.join import JoinSettings, join_scenes
from t2v_core.errors import ExportError, InputError
from t2v_core.host import silent


def batch(scene: int, frames: int = 9, height: int = 32, width: int = 48) -> torch.Tensor:
    """Images of a ramp of grey that grows with the frame, in float32 of whole 255ths; scenes differ in red."""
    images = torch.zeros(frames, height, width, 3)
    images[..., 0] = scene * 40 / 255
    images[..., 1] = torch.arange(frames).reshape(-1, 1, 1) * 10 / 255
    images[..., 2] = torch.arange(width).reshape(1, 1, -1) * 5 / 255
    return images


@pytest.fixture
def images():
    return [batch(n) for n in (1, 2, 3)]


def test_the_film_has_the_plans_scenes_times_and_the_very_pixels(images, plan, prompts_for, tmp_path):
    prompts = prompts_for("wan")
    film = join_scenes(images, plan, JoinSettings(), prompts=prompts, folder=tmp_path).film
    assert film.fps == prompts.report.fps == 16
    assert [s.scene for s in film.segments] == ["s1", "s2", "s3"]
    assert film.frame_count == film.schedule.frame_count == 48  # three scenes of a second
    assert [s.clip.frame_count for s in film.segments] == [t.frame_count for t in film.schedule.scenes]
    for n, segment in enumerate(film.segments):
        for at, source in ((0, 0), (8, 8), (9, 7), (15, 1)):  # there and back
            assert np.array_equal(segment.clip.frame(at), (images[n][source].numpy() * 255).round().astype(np.uint8))
    assert None not in [s.clip.key for s in film.segments]  # so that what is made of them is kept by content


def test_footage_runs_once_through_at_the_given_rate(images, plan):
    images[1] = batch(2, frames=5)
    made = join_scenes(images, plan, JoinSettings(fps=24, length="footage"))
    assert made.film.fps == Fraction(24) and made.film.schedule is None
    assert [s.clip.frame_count for s in made.film.segments] == [9, 5, 9]


def test_scenes_last_as_the_plan_says_even_where_it_has_grown_since(images, plan, prompts_for):
    longer = plan.model_copy(update={"scenes": [s.model_copy(update={"seconds": 2.5}) for s in plan.scenes]})
    film = join_scenes(images, longer, JoinSettings(), prompts=prompts_for("wan")).film
    assert film.frame_count == film.schedule.frame_count == 120


def test_footage_is_written_once_and_found_again(images, plan, tmp_path):
    settings = JoinSettings(fps=16)
    first = join_scenes(images, plan, settings, folder=tmp_path).film
    (one, *_) = files = sorted(tmp_path.glob("*.mkv"))
    times = [f.stat().st_mtime_ns for f in files]
    again = join_scenes(images, plan, settings, folder=tmp_path).film
    assert [f.stat().st_mtime_ns for f in sorted(tmp_path.glob("*.mkv"))] == times and len(times) == 3
    assert [s.clip.key for s in again.segments] == [s.clip.key for s in first.segments]
    one.write_bytes(one.read_bytes()[:300])  # cut off from outside: written anew
    mended = join_scenes(images, plan, settings, folder=tmp_path).film
    assert all(np.array_equal(mended.frame(n), (images[n // 16][0].numpy() * 255).round()) for n in (0, 16, 32))


def test_a_temporary_folder_goes_with_the_film(images, plan):
    made = join_scenes(images, plan, JoinSettings(fps=16))
    store = made.film.segments[0].clip
    while not hasattr(store, "_store"):
        store = getattr(store, "_clip", None) or store._clips[0]
    folder = store._store.folder
    assert len(list(folder.glob("*.mkv"))) == 3
    del made, store
    gc.collect()
    assert not folder.exists()


def test_the_memory_taken_is_that_of_one_scene(plan):
    images = [batch(n, frames=200, height=64, width=96) for n in (1, 2, 3)]
    scene = 200 * 64 * 96 * 3  # bytes of one scene in uint8; a batch has four times that
    join_scenes(images, plan, JoinSettings(fps=16))  # imports and encoders are not counted
    tracemalloc.start()
    try:
        made = join_scenes(images, plan, JoinSettings(fps=16))
        left, peak = tracemalloc.get_traced_memory()
    finally:
        tracemalloc.stop()
    assert peak < 1.8 * scene and left < scene / 4
    assert made.film.frame_count == 48


def test_the_report_tells_bad_footage_and_lengths_nobody_asked_for(images, plan, prompts_for):
    images[1] = torch.zeros(33, 32, 48, 3)
    prompts = prompts_for("wan", scene_frames=9)
    text = join_scenes(images, plan, JoinSettings(), prompts=prompts).text()
    assert "warning: s2: 33 frames, shown for 1.0 s; black" in text
    assert "note: s2 has 33 frames, its prompt asked for 9" in text
    assert text.count("warning") == text.count("note") == 1
    assert text.startswith("3 scenes, 48×32, 16 fps, 3.0 s")


def test_progress_is_told_scene_by_scene_and_cancel_is_heard_within_one(images, plan, tmp_path):
    seen = []
    join_scenes(
        images, plan, JoinSettings(fps=16), lambda done, total, text="", preview=None: seen.append((done, text))
    )
    assert [d for d, _ in seen] == sorted(d for d, _ in seen)
    assert [t for _, t in seen if t] == [*(f"Joining scene s{n}" for n in (1, 2, 3)), "All scenes are joined"]

    class Cancelled(BaseException):
        pass

    def stop(done, total, text="", preview=None):
        if done > 1.7:  # while the second scene is being written
            raise Cancelled

    with pytest.raises(Cancelled):
        join_scenes(images, plan, JoinSettings(fps=16), stop, folder=tmp_path)
    assert len(list(tmp_path.iterdir())) == 1  # the first scene's file, nothing half-done


def spoiled(images, at: int, value: torch.Tensor) -> list:
    return [value if n == at else i for n, i in enumerate(images)]


@pytest.mark.parametrize(
    ("change", "error", "words"),
    [
        (lambda i: i[:2], InputError, "2 batches of images for 3 scenes.*once a scene"),
        (lambda i: [torch.cat(i)], InputError, "1 batches of images for 3 scenes"),
        (lambda i: spoiled(i, 1, batch(2, width=64)), InputError, "s2 is 64×32, scene s1 is 48×32.*one width"),
        (lambda i: spoiled(i, 2, i[2][None]), ExportError, "Scene s3: IMAGE is 1×9×32×48×3.*must be"),
        (lambda i: spoiled(i, 0, i[0][:0]), ExportError, "Scene s1: IMAGE"),
        (lambda i: spoiled(i, 1, i[1] / 0 * 0), ExportError, "Scene s2: Frame 0 .* not numbers.*precision"),
    ],
)
def test_what_does_not_fit_is_named_before_a_film_is_made(images, plan, change, error, words):
    with pytest.raises(error, match=words):
        join_scenes(change(images), plan, JoinSettings(fps=16), silent)


def test_wrong_settings_and_foreign_prompts_are_named(images, plan, prompts_for):
    prompts = prompts_for("wan")
    with pytest.raises(InputError, match="Connect the prompts"):
        join_scenes(images, plan, JoinSettings())
    with pytest.raises(InputError, match="other scenes"):
        join_scenes(images, plan, JoinSettings(), prompts=replace(prompts, prompts=prompts.prompts[::-1]))
    for wrong in ({"fps": 121}, {"fps": -1}, {"length": "long"}):
        with pytest.raises(InputError, match=next(iter(wrong))):
            JoinSettings(**wrong)

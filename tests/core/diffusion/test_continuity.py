"""A scene that starts from the last picture of the one before: the same as diffusers' own pipelines for pictures."""

from __future__ import annotations

import diffusers
import numpy as np
import pytest
import torch
from PIL import Image

from t2v_core.diffusion import stages
from t2v_core.diffusion.generate import generate
from t2v_core.diffusion.load import pipeline_for
from t2v_core.diffusion.memory import LocalModules
from t2v_core.diffusion.quality import to_uint8
from t2v_core.diffusion.shots import GenerateSettings
from t2v_core.errors import InputError

SMALL = {"width": 64, "height": 64, "frames": 9, "steps": 2, "on_bad_output": "keep", "length": "footage"}
FOLLOWING = GenerateSettings(**SMALL, continuity="last_frame")
FROM_PICTURE = {"ltx": "LTXImageToVideoPipeline", "wan22_5b": "WanImageToVideoPipeline"}


class Recorder(LocalModules):
    """Notes which modules were used."""

    def __init__(self):
        super().__init__()
        self.used = []

    def use(self, managed, working_bytes):
        self.used.append([type(m.module).__name__ for m in managed])
        return super().use(managed, working_bytes)


def pictures(segment):
    return np.stack([f.copy() for f in segment.clip.frames()])


@pytest.mark.parametrize("kind", FROM_PICTURE)
def test_every_scene_after_the_first_equals_diffusers_started_from_that_picture(folder_of, model_of, prompts_for, kind):
    made = generate(model_of(kind), prompts_for(kind.partition("22")[0]), FOLLOWING, LocalModules())
    raw = getattr(diffusers, FROM_PICTURE[kind]).from_pretrained(folder_of(kind))
    raw.set_progress_bar_config(disable=True)
    for before, segment, scene in zip(made.film.segments, made.film.segments[1:], made.report.scenes[1:], strict=False):
        shot = scene.attempts[0].shot
        if shot.flow_shift is not None:
            raw.scheduler = diffusers.UniPCMultistepScheduler.from_config(
                raw.scheduler.config, flow_shift=shot.flow_shift
            )
        # Encoded beforehand: this Wan pipeline cannot clean a prompt without another package.
        embeds = stages.encode(pipeline_for(model_of(kind), LocalModules()), model_of(kind).spec, shot)
        expected = raw(
            image=Image.fromarray(pictures(before)[-1]), **embeds.arguments, height=64, width=64, num_frames=9,
            num_inference_steps=2, guidance_scale=shot.guidance, output_type="np",
            generator=torch.Generator("cpu").manual_seed(shot.seed), **({"frame_rate": shot.fps} if kind == "ltx" else {}),
        ).frames[0]  # fmt: skip
        assert np.array_equal(pictures(segment), to_uint8(expected))


def test_the_text_encoder_is_loaded_once_for_all_of_them(model_of, prompts_for):
    host = Recorder()
    made = generate(model_of("ltx"), prompts_for("ltx"), FOLLOWING, host)
    text, denoiser, vae = "T5EncoderModel", "LTXVideoTransformer3DModel", "AutoencoderKLLTXVideo"
    assert host.used == [[text], [denoiser], [vae], [denoiser, vae], [vae], [denoiser, vae], [vae]]
    assert made.report.text().count("from the last picture before it") == 2


def test_a_kept_scene_is_followed_by_the_kept_next_one(model_of, prompts_for, tmp_path):
    first = generate(model_of("ltx"), prompts_for("ltx"), FOLLOWING, LocalModules(), cache=tmp_path)
    host = Recorder()
    again = generate(model_of("ltx"), prompts_for("ltx"), FOLLOWING, host, cache=tmp_path)
    assert host.used == []
    assert [s.clip.key for s in first.film.segments] == [s.clip.key for s in again.film.segments]
    alone = generate(model_of("ltx"), prompts_for("ltx"), GenerateSettings(**SMALL), LocalModules(), cache=tmp_path)
    assert [s.attempts[0].found for s in alone.report.scenes] == [True, False, False]


def test_where_footage_runs_back_and_forth_the_next_scene_starts_from_the_picture_shown_last(model_of, prompts_for):
    settings = GenerateSettings(**SMALL | {"length": "plan"}, continuity="last_frame")
    starts = []
    with pytest.MonkeyPatch.context() as patch:
        original = stages.denoise
        patch.setattr(stages, "denoise", lambda *a: starts.append(a[-1]) or original(*a))
        made = generate(model_of("ltx"), prompts_for("ltx"), settings, LocalModules())
    shown = pictures(made.film.segments[0])
    assert len(shown) > 9
    assert starts[0] is None and np.array_equal(starts[1], shown[-1])


def test_after_a_diagram_a_scene_starts_anew(model_of, prompts_for, plan, monkeypatch):
    original = stages.decode

    def black_first(pipe, spec, shot, *rest):
        return np.zeros((9, 128, 128, 3), np.float32) if shot.scene == "s1" else original(pipe, spec, shot, *rest)

    monkeypatch.setattr(stages, "decode", black_first)
    settings = GenerateSettings(
        **SMALL | {"on_bad_output": "diagram", "width": 128, "height": 128}, continuity="last_frame"
    )
    made = generate(model_of("ltx"), prompts_for("ltx"), settings, LocalModules(), plan=plan)
    assert made.report.scenes[0].source == "diagram"
    assert made.report.scenes[1].attempts[0].shot.start == ""


@pytest.mark.parametrize("kind", ["wan", "wan22", "cog"])
def test_a_model_that_takes_text_alone_is_refused_before_any_work(model_of, prompts_for, kind):
    host = Recorder()
    with pytest.raises(InputError, match=r"continuity.*LTX-Video"):
        generate(model_of(kind), prompts_for(kind), FOLLOWING, host)
    assert host.used == []

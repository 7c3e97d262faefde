"""Three phases over all scenes give what the raw pipelines give, kept on disk, resumable and cancellable."""

from __future__ import annotations

import diffusers
import numpy as np
import pytest
import torch

from t2v_core.diffusion.generate import generate
from t2v_core.diffusion.load import load_model
from t2v_core.diffusion.memory import LocalModules
from t2v_core.diffusion.quality import to_uint8
from t2v_core.diffusion.shots import GenerateSettings
from t2v_core.errors import InputError
from t2v_core.prompting import PromptSettings, build_prompts

KINDS = ("wan", "wan22", "cog", "cog15", "ltx", "ltx091", "ltx095")
SMALL = {"width": 64, "height": 64, "frames": 9, "steps": 2, "on_bad_output": "keep", "length": "footage"}


def raw_frames(folder, kind, model, shot):
    """What diffusers itself makes of a shot, in one call."""
    extra = {"max_sequence_length": 16} if kind.startswith("cog") else {}
    if kind.startswith("ltx"):
        extra["frame_rate"] = shot.fps
    if kind in ("ltx091", "ltx095"):
        extra |= {"decode_timestep": 0.05, "decode_noise_scale": 0.025}
    if kind == "wan22":
        extra["guidance_scale_2"] = 3.0
    pipe = getattr(diffusers, model.folder.kind.pipeline).from_pretrained(folder)
    if shot.flow_shift is not None:
        pipe.scheduler = diffusers.UniPCMultistepScheduler.from_config(
            pipe.scheduler.config, flow_shift=shot.flow_shift
        )
    pipe.set_progress_bar_config(disable=True)
    return pipe(
        prompt=shot.positive,
        negative_prompt=shot.negative,
        height=shot.height,
        width=shot.width,
        num_frames=shot.frames,
        num_inference_steps=shot.steps,
        guidance_scale=shot.guidance,
        generator=torch.Generator("cpu").manual_seed(shot.seed),
        output_type="np",
        **extra,
    ).frames[0]


@pytest.mark.parametrize("kind", KINDS)
def test_every_scene_equals_the_raw_pipeline(folder_of, model_of, prompts_for, kind):
    made = generate(model_of(kind), prompts_for(kind), GenerateSettings(**SMALL), LocalModules())
    assert [s.source for s in made.report.scenes] != []
    for segment, scene in zip(made.film.segments, made.report.scenes, strict=True):
        shot = scene.attempts[0].shot
        frames = np.stack([f.copy() for f in segment.clip.frames()])
        assert np.array_equal(frames, to_uint8(raw_frames(folder_of(kind), kind, model_of(kind), shot)))


def test_a_distilled_model_keeps_its_steps_and_guidance_in_every_preset(tiny, prompts_for, plan, tmp_path):
    folder = tiny.save("ltx095", tmp_path / "LTX-Video-0.9.8-13B-distilled", num_layers=29)
    model = load_model(folder, LocalModules())
    assert model.spec.name == "ltx-13b-distilled"
    seen = []

    class Watching(LocalModules):
        def latent_picture(self, spec, latents):
            seen.append(latents.shape)

    prompts = build_prompts(plan, PromptSettings(family=model.spec.name, quality="balanced"))
    made = generate(model, prompts, GenerateSettings(**SMALL | {"steps": 0}), Watching())
    shot = made.report.scenes[0].attempts[0].shot
    assert (shot.steps, shot.guidance, len(seen)) == (8, 1.0, 3 * 8)
    pipe = diffusers.LTXConditionPipeline.from_pretrained(folder)
    pipe.set_progress_bar_config(disable=True)
    raw = pipe(
        prompt=shot.positive, height=64, width=64, num_frames=9, frame_rate=shot.fps, guidance_scale=1.0,
        timesteps=[1000, 993, 987, 981, 975, 909, 725, 0.03], decode_timestep=0.05, decode_noise_scale=0.025,
        generator=torch.Generator("cpu").manual_seed(shot.seed), output_type="np",
    ).frames[0]  # fmt: skip
    frames = np.stack([f.copy() for f in made.film.segments[0].clip.frames()])
    assert np.array_equal(frames, to_uint8(raw))


def test_each_scene_has_a_seed_of_its_own(model_of, prompts_for):
    made = generate(model_of("ltx"), prompts_for("ltx", seed=5), GenerateSettings(**SMALL), LocalModules())
    assert len({s.attempts[0].shot.seed for s in made.report.scenes}) == 3
    again = generate(model_of("ltx"), prompts_for("ltx", seed=5), GenerateSettings(**SMALL), LocalModules())
    assert all(np.array_equal(a, b) for a, b in zip(made.film.frames(), again.film.frames(), strict=True))


class Recorder(LocalModules):
    """Notes every report and which modules were used, and can stop at a text."""

    def __init__(self, stop_at: str = "") -> None:
        self.reports, self.used, self.inside, self.stop_at = [], [], 0, stop_at
        super().__init__(self.note)

    def note(self, done, total, text="", preview=None):
        self.reports.append((done, total, text))
        if self.stop_at and self.stop_at in text:
            raise KeyboardInterrupt

    def use(self, managed, working_bytes):
        self.used.append([type(m.module).__name__ for m in managed])
        return super().use(managed, working_bytes)


def test_three_loads_for_three_scenes_and_one_bar_over_all_of_it(model_of, prompts_for):
    host = Recorder()
    generate(model_of("wan"), prompts_for("wan"), GenerateSettings(**SMALL), host)
    assert host.used == [["UMT5EncoderModel"], ["WanTransformer3DModel"], ["AutoencoderKLWan"]]
    done = [d / t for d, t, _ in host.reports]
    assert done == sorted(done) and done[-1] == 1.0
    assert sum("Denoising" in text for _, _, text in host.reports) == 3 * 2
    assert any("left" in text for _, _, text in host.reports)


def test_time_left_goes_by_the_steps_alone(model_of, prompts_for, monkeypatch):
    """Neither what was loaded and encoded before the first step nor a scene that was found on disk is taken for a pace."""
    from t2v_core.diffusion.progress import Progress
    from t2v_core.diffusion.shots import plan_shots

    model, host, clock = model_of("wan"), Recorder(), [0.0]
    monkeypatch.setattr("t2v_core.diffusion.progress.time.monotonic", lambda: clock[0])
    shots, _ = plan_shots(prompts_for("wan"), model.spec, GenerateSettings(**SMALL | {"steps": 10}))
    progress = Progress(host)
    progress.expect(shots)
    clock[0] = 500.0  # a slow disk
    for _ in shots:
        progress.advance(1, "Encoded")
    on_step = progress.steps(shots[0], model.spec)
    for step in range(1, 11):
        clock[0] += 60.0
        on_step(step, torch.zeros(1, 16, 3, 8, 8))
    assert not any("left" in text for _, _, text in host.reports[:5])
    left = 20 + 3 * 2  # steps of two scenes, three times decoding
    assert host.reports[-1][2].endswith(f"about {left} min left")
    progress.found(shots[1])
    assert host.reports[-1][2].endswith(f"about {left - 13} min left")


@pytest.mark.parametrize("phase", ["Encoded the prompts of s2", "Denoising s2, step 1", "Decoded s2"])
def test_a_cancel_in_any_phase_ends_it_and_the_next_run_is_equal(model_of, prompts_for, tmp_path, phase):
    prompts, settings = prompts_for("ltx"), GenerateSettings(**SMALL)
    before = {n: p.clone() for n, p in model_of("ltx").modules["transformer"].module.named_parameters()}
    with pytest.raises(KeyboardInterrupt):
        generate(model_of("ltx"), prompts, settings, Recorder(phase), cache=tmp_path)
    after = dict(model_of("ltx").modules["transformer"].module.named_parameters())
    assert all(torch.equal(before[n], after[n]) for n in before)
    whole = generate(model_of("ltx"), prompts, settings, LocalModules())
    resumed = generate(model_of("ltx"), prompts, settings, LocalModules(), cache=tmp_path)
    assert all(np.array_equal(a, b) for a, b in zip(whole.film.frames(), resumed.film.frames(), strict=True))
    found = [s.attempts[0].found for s in resumed.report.scenes]
    assert found == ([True, True, False] if phase.startswith("Decoded") else [False] * 3)


def test_finished_scenes_are_not_generated_again(model_of, prompts_for, tmp_path):
    settings = GenerateSettings(**SMALL)
    first = generate(model_of("ltx"), prompts_for("ltx"), settings, LocalModules(), cache=tmp_path)
    host = Recorder()
    second = generate(model_of("ltx"), prompts_for("ltx"), settings, host, cache=tmp_path)
    assert host.used == []
    assert all(np.array_equal(a, b) for a, b in zip(first.film.frames(), second.film.frames(), strict=True))
    assert [s.clip.key for s in first.film.segments] == [s.clip.key for s in second.film.segments]


@pytest.mark.parametrize(
    "change", [{"steps": 3}, {"guidance": 2.0}, {"width": 96}, {"frames": 17}, {"vae_tiling": "on"}]
)
def test_what_decides_the_pixels_decides_the_key(model_of, prompts_for, tmp_path, change):
    generate(model_of("ltx"), prompts_for("ltx"), GenerateSettings(**SMALL), LocalModules(), cache=tmp_path)
    host = Recorder()
    generate(model_of("ltx"), prompts_for("ltx"), GenerateSettings(**SMALL | change), host, cache=tmp_path)
    assert host.used


def test_a_damaged_take_is_made_again(model_of, prompts_for, tmp_path):
    settings = GenerateSettings(**SMALL)
    first = generate(model_of("ltx"), prompts_for("ltx"), settings, LocalModules(), cache=tmp_path)
    frames = [f.copy() for f in first.film.frames()]
    victim = sorted(tmp_path.glob("*.mkv"))[0]
    victim.write_bytes(victim.read_bytes()[:500])
    again = generate(model_of("ltx"), prompts_for("ltx"), settings, LocalModules(), cache=tmp_path)
    assert all(np.array_equal(a, b) for a, b in zip(frames, again.film.frames(), strict=True))


def test_frames_and_size_are_snapped_and_said(model_of, prompts_for):
    settings = GenerateSettings(**SMALL | {"width": 70, "frames": 11})
    made = generate(model_of("ltx"), prompts_for("ltx"), settings, LocalModules())
    assert (made.film.width, made.film.segments[0].clip.frame_count) == (64, 9)
    assert "70×64 became 64×64" in made.report.text()
    assert "11 frames became 9" in made.report.text()


def test_a_scene_lasts_as_planned_its_footage_running_back_and_forth(model_of, prompts_for, plan):
    settings = GenerateSettings(**SMALL | {"length": "plan"})
    made = generate(model_of("ltx"), prompts_for("ltx"), settings, LocalModules(), plan=plan)
    assert made.film.frame_count == round(3 * made.film.fps)
    assert made.film.schedule.frame_count == made.film.frame_count
    frames = [f.copy() for f in made.film.segments[0].clip.frames()]
    assert np.array_equal(frames[9], frames[7])
    assert np.array_equal(frames[14], frames[2])


def test_a_draft_is_smaller_and_takes_fewer_steps(model_of, prompts_for):
    settings = GenerateSettings(**SMALL | {"width": 128, "steps": 20, "quality": "draft"})
    made = generate(model_of("ltx"), prompts_for("ltx"), settings, LocalModules())
    shot = made.report.scenes[0].attempts[0].shot
    assert (shot.width, shot.height, shot.steps) == (64, 32, 5)
    assert "draft" in made.report.text()


def test_flow_shift_changes_the_picture_and_follows_the_height(model_of, prompts_for):
    def first(**more):
        made = generate(model_of("wan"), prompts_for("wan"), GenerateSettings(**SMALL | more), LocalModules())
        return made.film.frame(4), made.report.scenes[0].attempts[0].shot.flow_shift

    (plain, shift), (shifted, other) = first(), first(flow_shift=12.0)
    assert (shift, other) == (3.0, 12.0)
    assert not np.array_equal(plain, shifted)


def test_the_second_guidance_reaches_the_low_noise_stage(model_of, prompts_for):
    def first(value):
        settings = GenerateSettings(**SMALL | {"steps": 4, "guidance_2": value})
        return generate(model_of("wan22"), prompts_for("wan22"), settings, LocalModules()).film.frame(0)

    assert not np.array_equal(first(2.0), first(9.0))


@pytest.mark.parametrize(
    ("name", "value"),
    [("vae_tiling", "some"), ("on_failure", "cry"), ("steps", 900), ("width", -1), ("length", ""), ("guidance", 99.0)],
)
def test_a_setting_outside_its_range_is_named(model_of, prompts_for, name, value):
    with pytest.raises(InputError, match=name):
        generate(model_of("ltx"), prompts_for("ltx"), GenerateSettings(**{name: value}), LocalModules())


def test_a_prompt_whose_end_the_model_does_not_read_is_told(model_of, plan):
    """The tiny tokenizer has a token a byte; LTX reads 128 of them."""
    told = []
    for words in ("water", "water " * 40):
        prompts = build_prompts(plan, PromptSettings(family="ltx-0.9.0", quality="fast", positive=words, negative="x"))
        report = generate(model_of("ltx"), prompts, GenerateSettings(**SMALL), LocalModules()).report
        told.append(report.scenes[0].attempts[0].notes)
    assert told[0] == ()
    (note,) = told[1]
    assert note.startswith("the prompt has 24") and "of which ltx-0.9.0 reads 128" in note


def test_prompts_for_another_family_are_noticed(model_of, prompts_for):
    made = generate(model_of("ltx"), prompts_for("wan"), GenerateSettings(**SMALL), LocalModules())
    assert "written for wan2.1-1.3b" in made.report.text()


def test_dynamic_cfg_changes_what_cogvideox_makes_and_is_named_where_it_does_nothing(model_of, prompts_for):
    def made(kind, on):
        return generate(model_of(kind), prompts_for(kind), GenerateSettings(**SMALL, dynamic_cfg=on), LocalModules())

    assert not np.array_equal(made("cog", False).film.frame(4), made("cog", True).film.frame(4))
    other = made("ltx", True)
    assert "dynamic_cfg is for CogVideoX" in other.report.text()
    assert not other.report.scenes[0].attempts[0].shot.dynamic_cfg

"""Video model and scene prompts → footage of every scene, as one lazy film."""

from __future__ import annotations

from .host.api import CATEGORY, Lora, Model, Plan, Prompts, io, shown


class SceneGenerator(io.ComfyNode):
    """`T2V_SceneGenerator`: see web/docs/T2V_SceneGenerator.md."""

    @classmethod
    def define_schema(cls) -> io.Schema:
        return io.Schema(
            node_id="T2V_SceneGenerator",
            display_name="Scene Generator",
            category=CATEGORY,
            description="Generates every scene: all prompts encoded, all scenes denoised, all decoded; finished scenes are kept on disk.",
            inputs=[
                Model.Input("model", tooltip="From a Video Model Loader."),
                Prompts.Input("prompts", tooltip="From an Academic Prompt Builder of the same family."),
                Lora.Input("lora", optional=True, tooltip="A stack of LoRA."),
                Plan.Input(
                    "plan", optional=True, tooltip="For the film's times, and for diagrams in place of bad scenes."
                ),
                io.Int.Input("width", default=0, min=0, max=4096, step=16, tooltip="Pixels. 0: the preset's."),
                io.Int.Input("height", default=0, min=0, max=4096, step=16, tooltip="Pixels. 0: the preset's."),
                io.Int.Input(
                    "scene_frames",
                    default=0,
                    min=0,
                    max=1001,
                    tooltip="Frames of every scene, snapped to what the model can make. 0: as the prompts say.",
                ),
                io.Int.Input("steps", default=0, min=0, max=200, tooltip="Denoising steps. 0: the preset's."),
                io.Float.Input("guidance", default=0.0, min=0.0, max=30.0, step=0.1, tooltip="0: the preset's."),
                io.Float.Input(
                    "guidance_2",
                    default=0.0,
                    min=0.0,
                    max=30.0,
                    step=0.1,
                    tooltip="Of the low-noise stage of Wan 2.2 A14B. 0: the model's.",
                ),
                io.Float.Input(
                    "flow_shift", default=0.0, min=0.0, max=20.0, step=0.1, tooltip="Wan only. 0: by model and size."
                ),
                io.Int.Input(
                    "seed",
                    default=0,
                    min=0,
                    max=2**32 - 1,
                    tooltip="Each scene derives its own from it. 0: the prompts' seeds.",
                    control_after_generate=False,
                ),
                io.Combo.Input(
                    "quality",
                    options=["final", "draft"],
                    default="final",
                    tooltip="draft: half the size, a quarter of the steps.",
                ),
                io.Combo.Input(
                    "vae_tiling",
                    options=["auto", "on", "off"],
                    default="auto",
                    tooltip="Decode in tiles: less memory, slower. auto: when decoding whole runs out of memory.",
                ),
                io.Combo.Input(
                    "on_bad_output",
                    options=["retry", "keep", "diagram", "error"],
                    default="retry",
                    tooltip="For black, blank, washed-out or noisy scenes. retry: by its cause, then as on_failure says.",
                ),
                io.Int.Input("max_retries", default=1, min=0, max=5, tooltip="How often a bad scene is tried again."),
                io.Combo.Input(
                    "on_failure",
                    options=["diagram", "error"],
                    default="diagram",
                    tooltip="diagram: draw that scene from the plan instead, and say so.",
                ),
                io.Combo.Input(
                    "length",
                    options=["plan", "footage"],
                    default="plan",
                    tooltip="plan: a scene lasts as planned, its footage runs back and forth. footage: once through.",
                ),
                io.Boolean.Input(
                    "use_cache", default=True, tooltip="Keep finished scenes on disk, and take them from there."
                ),
                io.Combo.Input(
                    "continuity",
                    options=["none", "last_frame"],
                    default="none",
                    tooltip="last_frame: a scene starts from the last picture of the one before. LTX-Video and Wan 2.2 TI2V-5B only.",
                ),
                io.Boolean.Input(
                    "dynamic_cfg", default=False, tooltip="CogVideoX only: guidance rises from 1 over the steps."
                ),
            ],
            outputs=[
                io.Video.Output(display_name="video", tooltip="The film, read from the kept scenes."),
                io.String.Output(display_name="report", tooltip="Every attempt at every scene, and what was changed."),
                io.Video.Output(
                    display_name="clips",
                    is_output_list=True,
                    tooltip="The same, one video a scene, as long as in the film.",
                ),
            ],
        )

    @classmethod
    def fingerprint_inputs(cls, **_inputs: object) -> str:
        """Changes when kept scenes were removed, so that they are made again and not only remembered."""
        from ..t2v_core.cache import last_removal
        from .host.paths import cache_root

        return str(last_removal(cache_root()))

    @classmethod
    def execute(
        cls,
        model: object,
        prompts: object,
        scene_frames: int,
        seed: int,
        quality: str,
        use_cache: bool,
        lora: tuple = (),
        plan: object = None,
        **settings: object,
    ) -> io.NodeOutput:
        from ..t2v_core.diffusion.generate import generate
        from ..t2v_core.diffusion.shots import GenerateSettings
        from .host.diffusion import DiffusionHost
        from .host.paths import cache_root
        from .host.video import ClipVideo

        made = generate(
            model,
            prompts,
            GenerateSettings(frames=scene_frames, seed=seed, quality=quality, **settings),
            DiffusionHost(),
            loras=lora,
            plan=plan,
            cache=cache_root() / "footage" if use_cache else None,
        )
        text = made.report.text()
        clips = [ClipVideo(segment.clip) for segment in made.film.segments]
        return io.NodeOutput(ClipVideo(made.film), text, clips, ui=shown(text))

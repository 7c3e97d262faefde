"""Scene plan or evidence → positive and negative prompts for a video model."""

from __future__ import annotations

from .host.api import CATEGORY, Evidence, Lora, Model, Plan, Prompts, io, shown


class AcademicPromptBuilder(io.ComfyNode):
    """`T2V_AcademicPromptBuilder`: see web/docs/T2V_AcademicPromptBuilder.md."""

    @classmethod
    def define_schema(cls) -> io.Schema:
        from ..t2v_core.diffusion.families import MODELS
        from ..t2v_core.diffusion.presets import QUALITIES

        return io.Schema(
            node_id="T2V_AcademicPromptBuilder",
            display_name="Academic Prompt Builder",
            category=CATEGORY,
            description="Writes a prompt for every scene, within the token limit of the video model, in English, with nothing the plan does not hold.",
            inputs=[
                Plan.Input("plan", optional=True, tooltip="Scenes to write prompts for."),
                Evidence.Input(
                    "evidence",
                    optional=True,
                    tooltip="Cues and context of the book; alone, without a plan, it gives one prompt.",
                ),
                io.Combo.Input(
                    "family",
                    options=[m.name for m in MODELS],
                    default="wan2.1-14b",
                    tooltip="The video model the prompts are for.",
                ),
                io.Combo.Input(
                    "quality",
                    options=list(QUALITIES),
                    default="balanced",
                    tooltip="Preset of frames, steps, guidance and prompt habits.",
                ),
                io.String.Input("topic", default="", tooltip="Empty: as in the plan."),
                io.String.Input("audience", default="", tooltip="Empty: as in the plan."),
                io.String.Input("objective", default="", tooltip="Empty: as in the plan."),
                io.String.Input("style", default="", tooltip="Words on the look. Empty: as in the plan."),
                io.String.Input(
                    "positive_override",
                    default="",
                    multiline=True,
                    tooltip="Replaces the positive prompt of every scene, word for word.",
                ),
                io.String.Input(
                    "negative_override",
                    default="",
                    multiline=True,
                    tooltip="Replaces the negative prompt of every scene.",
                ),
                io.Combo.Input(
                    "rag_mode",
                    options=["preset", "semantic", "overlay", "none"],
                    default="preset",
                    tooltip="semantic: cues and plan. overlay: raw passages within max_context_words. none: only title and action of each scene. preset: as the quality preset says.",
                ),
                io.Int.Input(
                    "max_context_words", default=80, min=0, max=2000, tooltip="Of raw passages in overlay mode."
                ),
                io.Combo.Input(
                    "diagram_lock",
                    options=["auto", "on", "off"],
                    default="auto",
                    tooltip="Ask for one flat 2D diagram with a static camera.",
                ),
                io.Int.Input(
                    "scene_frames",
                    default=0,
                    min=0,
                    max=10000,
                    tooltip="Frames of every scene; 0: the preset's. Snapped to the model's rule.",
                ),
                io.Int.Input("fps", default=0, min=0, max=120, tooltip="0: the preset's."),
                io.Int.Input(
                    "seed",
                    default=0,
                    min=0,
                    max=2**53,
                    tooltip="Every scene derives its own from this.",
                    control_after_generate=False,
                ),
                io.Combo.Input(
                    "lora_prompt_profile",
                    options=["auto", "none", "academic_infographic"],
                    default="auto",
                    tooltip="Words that suit the LoRA. auto: academic_infographic where the file name of a connected lora speaks of diagrams, else none.",
                ),
                io.String.Input("lora_trigger", default="", tooltip="The LoRA's trigger words, put first."),
                io.Boolean.Input(
                    "lora_negative_boost", default=True, tooltip="Add the profile's words to the negative prompt."
                ),
                io.Combo.Input(
                    "language_policy",
                    options=["error", "warn", "off"],
                    default="error",
                    optional=True,
                    tooltip="What to do when a text of yours is not in English. A LoRA's trigger stays as it is. Nothing is translated.",
                ),
                Lora.Input("lora", optional=True, tooltip="The LoRA in use, for lora_prompt_profile = auto."),
                Model.Input(
                    "model",
                    optional=True,
                    tooltip="Prompts are measured with its tokenizer. Without it one on disk is looked for, else the length is estimated.",
                ),
            ],
            outputs=[
                Prompts.Output(display_name="prompts", tooltip="For the Scene Generator."),
                io.String.Output(
                    display_name="positive", is_output_list=True, tooltip="One a scene, for any other sampler."
                ),
                io.String.Output(display_name="negative", is_output_list=True, tooltip="One a scene."),
                io.Int.Output(
                    display_name="num_frames", is_output_list=True, tooltip="One a scene, by the model's frame rule."
                ),
                io.Int.Output(
                    display_name="seeds",
                    is_output_list=True,
                    tooltip="One a scene, so that no two begin with one noise.",
                ),
            ],
        )

    @classmethod
    def execute(
        cls,
        positive_override: str,
        negative_override: str,
        rag_mode: str,
        plan: object = None,
        evidence: object = None,
        lora: tuple = (),
        model: object = None,
        **settings: object,
    ) -> io.NodeOutput:
        from ..t2v_core.prompting import PromptSettings, build_prompts
        from .host.paths import tokenizer_on_disk
        from .host.runtime import ComfyHost

        ComfyHost().report(0, 1)
        wanted = PromptSettings(
            positive=positive_override,
            negative=negative_override,
            rag_mode="" if rag_mode == "preset" else rag_mode,
            lora_names=tuple(use.path.name for use in lora),
            **settings,
        )
        same = model is not None and model.spec.family == wanted.spec.family
        tokenizer = model.tokenizer if same else tokenizer_on_disk(wanted.spec.family)
        prompts = build_prompts(plan, wanted, evidence, tokenizer)
        other = model is not None and model.spec.name != wanted.spec.name
        lines = [
            *prompts.report.lines(),
            *([f"warning: the connected model is {model.spec.name}: choose it as family"] if other else []),
            *(f"\n{p.scene} ({p.num_frames} frames)\n+ {p.positive}\n- {p.negative}" for p in prompts),
        ]
        return io.NodeOutput(
            prompts,
            [p.positive for p in prompts],
            [p.negative for p in prompts],
            [p.num_frames for p in prompts],
            [p.seed for p in prompts],
            ui=shown("\n".join(lines)),
        )

"""LoRA file → a place in a stack of LoRA, checked against the model when one is connected."""

from __future__ import annotations

from .host.api import CATEGORY, Lora, Model, io, shown


class LoRA(io.ComfyNode):
    """`T2V_LoRA`: see web/docs/T2V_LoRA.md."""

    @classmethod
    def define_schema(cls) -> io.Schema:
        from .host.paths import lora_choices

        return io.Schema(
            node_id="T2V_LoRA",
            display_name="LoRA",
            category=CATEGORY,
            description="Adds a LoRA to the stack. Every common naming is read; what does not fit the model is named.",
            inputs=[
                io.Combo.Input("lora_name", options=lora_choices(), tooltip="A .safetensors file under models/loras."),
                io.Float.Input("strength", default=1.0, min=-10.0, max=10.0, step=0.05, tooltip="0 has no effect."),
                io.Combo.Input(
                    "stage",
                    options=["all", "high_noise", "low_noise"],
                    default="all",
                    tooltip="For two-stage models (Wan 2.2 A14B): the stage this file was made for.",
                ),
                io.String.Input(
                    "trigger", default="", tooltip="Its trigger words; connect the output to a prompt builder."
                ),
                Lora.Input("lora", optional=True, tooltip="The LoRA before this one."),
                Model.Input("model", optional=True, tooltip="Connect it to see at once how much of the file fits."),
            ],
            outputs=[
                Lora.Output(display_name="lora", tooltip="For the Scene Generator, or another LoRA."),
                io.String.Output(display_name="trigger", tooltip="Trigger words of the whole stack."),
                io.String.Output(display_name="report", tooltip="How many modules match."),
            ],
        )

    @classmethod
    def fingerprint_inputs(cls, lora_name: str, **_others: object) -> str:
        """Changes when the file does, so that a LoRA trained again under its name is read again."""
        from .host.paths import file_times, lora_file

        return file_times(lora_file, lora_name)

    @classmethod
    def execute(
        cls, lora_name: str, strength: float, stage: str, trigger: str, lora: tuple = (), model: object = None
    ) -> io.NodeOutput:
        from ..t2v_core.diffusion.lora import LoraUse, match_all, read_lora
        from .host.paths import lora_file

        use = LoraUse(lora_file(lora_name), strength, stage, trigger.strip())
        if model is None:
            text = f"{use.path.name}: {len(read_lora(use.path).modules)} modules; connect the model to match them"
        else:
            transformers = [(name, model.modules[name].module) for name in model.folder.transformers]
            text = "\n".join(m.text() for m in match_all(use, transformers, model.spec.family))
        stack = (*lora, use)
        triggers = ", ".join(dict.fromkeys(u.trigger for u in stack if u.trigger))
        return io.NodeOutput(stack, triggers, text, ui=shown(text))

"""Model folder → video model, in the hands of ComfyUI's memory manager."""

from __future__ import annotations

from .host.api import CATEGORY, Model, io, shown


class VideoModelLoader(io.ComfyNode):
    """`T2V_VideoModelLoader`: see web/docs/T2V_VideoModelLoader.md."""

    @classmethod
    def define_schema(cls) -> io.Schema:
        from .host.paths import video_model_choices

        return io.Schema(
            node_id="T2V_VideoModelLoader",
            display_name="Video Model Loader",
            category=CATEGORY,
            description="Loads Wan, CogVideoX or LTX-Video from a diffusers folder; missing and damaged files are named.",
            inputs=[
                io.Combo.Input(
                    "model",
                    options=video_model_choices(),
                    tooltip="A folder under models/diffusers that holds model_index.json. Only .safetensors weights are loaded.",
                ),
                io.Combo.Input(
                    "dtype",
                    options=["auto", "bf16", "fp16", "fp32"],
                    default="auto",
                    tooltip="auto: the family's own type where the device computes in it, fp32 on a CPU. Wan's VAE stays fp32.",
                ),
                io.Combo.Input(
                    "quantization",
                    options=["none", "fp8"],
                    default="none",
                    tooltip="fp8: the transformer's large weights take half of bf16 and are computed in dtype; detail suffers a little. Speed is unverified.",
                ),
            ],
            outputs=[
                Model.Output(display_name="model", tooltip="For the Scene Generator."),
                io.String.Output(display_name="report", tooltip="Family, type, sizes."),
            ],
        )

    @classmethod
    def execute(cls, model: str, dtype: str, quantization: str) -> io.NodeOutput:
        from ..t2v_core.diffusion.load import load_model
        from .host.diffusion import DiffusionHost
        from .host.paths import video_model_folder

        loaded = load_model(video_model_folder(model), DiffusionHost(), dtype, quantization)
        return io.NodeOutput(loaded, loaded.text(), ui=shown(loaded.text()))

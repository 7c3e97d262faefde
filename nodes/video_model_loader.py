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
            description="Loads Wan, CogVideoX or LTX-Video from a diffusers folder, or from the Hub when that is allowed; missing and damaged files are named.",
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
                io.String.Input(
                    "hub_id",
                    optional=True,
                    default="",
                    tooltip="Instead of a folder: owner/name on the Hugging Face Hub, such as Wan-AI/Wan2.1-T2V-1.3B-Diffusers. Used from models/diffusers when it is there.",
                ),
                io.String.Input(
                    "revision",
                    optional=True,
                    default="",
                    tooltip="The commit of hub_id, 40 hex digits. Empty: the newest at the time of the download, which is recorded.",
                ),
                io.Boolean.Input(
                    "allow_download",
                    optional=True,
                    default=False,
                    tooltip="Download hub_id into models/diffusers when it is not there: .safetensors and configurations only, after a look at the free disk space.",
                ),
            ],
            outputs=[
                Model.Output(display_name="model", tooltip="For the Scene Generator."),
                io.String.Output(display_name="report", tooltip="Family, type, sizes."),
            ],
        )

    @classmethod
    def execute(
        cls,
        model: str,
        dtype: str,
        quantization: str,
        hub_id: str = "",
        revision: str = "",
        allow_download: bool = False,
    ) -> io.NodeOutput:
        from ..t2v_core.diffusion.download import fetch_model
        from ..t2v_core.diffusion.load import load_model
        from .host.diffusion import DiffusionHost
        from .host.paths import download_folders, video_model_folder

        host = DiffusionHost()
        if hub_id.strip():
            root = download_folders()[0]
            folder = fetch_model(hub_id, root, host.report, allow=allow_download, revision=revision)
        else:
            folder = video_model_folder(model)
        loaded = load_model(folder, host, dtype, quantization)
        return io.NodeOutput(loaded, loaded.text(), ui=shown(loaded.text()))

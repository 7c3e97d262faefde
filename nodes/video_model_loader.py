"""Model folder, file or hub id → video model, in the hands of ComfyUI's memory manager."""

from __future__ import annotations

from pathlib import Path

from .host.api import CATEGORY, Model, io, shown


class VideoModelLoader(io.ComfyNode):
    """`T2V_VideoModelLoader`: see web/docs/T2V_VideoModelLoader.md."""

    @classmethod
    def define_schema(cls) -> io.Schema:
        from ..t2v_core.diffusion.speed import available_attentions
        from .host.paths import (
            diffusers_choices,
            text_encoder_choices,
            transformer_choices,
            vae_choices,
            video_model_choices,
        )

        return io.Schema(
            node_id="T2V_VideoModelLoader",
            display_name="Video Model Loader",
            category=CATEGORY,
            description="Loads Wan, CogVideoX or LTX-Video from a diffusers folder, a single file, or the Hub when that is allowed; missing and damaged files are named.",
            inputs=[
                io.Combo.Input(
                    "model",
                    options=video_model_choices(),
                    tooltip="A folder under models/diffusers that holds model_index.json, or a Wan or LTX-Video file under models/diffusion_models (LTX-Video also under models/checkpoints). Only .safetensors weights are loaded.",
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
                    tooltip="fp8: the transformer's large weights take half of bf16 and are computed in dtype; detail suffers a little. Saves memory; its speed on a GPU is not measured.",
                ),
                io.String.Input(
                    "hub_id",
                    optional=True,
                    default="",
                    tooltip="Instead of model: owner/name on the Hugging Face Hub, such as Wan-AI/Wan2.1-T2V-1.3B-Diffusers. Used from models/diffusers when it is there.",
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
                io.Combo.Input(
                    "vram",
                    optional=True,
                    options=["auto", "resident", "balanced", "minimum"],
                    default="auto",
                    tooltip="auto: as ComfyUI sees fit. resident: whole on the device. balanced: off the device after each phase. minimum: layer by layer, slow; how slow is not measured on a GPU.",
                ),
                io.Combo.Input(
                    "attention",
                    optional=True,
                    options=available_attentions(),
                    default="auto",
                    tooltip="The attention kernel, of those that are here. auto: PyTorch chooses. math: slow and exact. On an H100 cudnn was as fast as auto; the others are not measured.",
                ),
                io.Combo.Input(
                    "cache",
                    optional=True,
                    options=["none", "first_block", "pyramid"],
                    default="none",
                    tooltip="Skips work that hardly changes between steps. first_block: all families. pyramid: CogVideoX and LTX. On an H100 a step that first_block skips took 4 to 13 % of a whole one; how many are skipped depends on the film. Costs detail.",
                ),
                io.Boolean.Input(
                    "compile",
                    optional=True,
                    default=False,
                    tooltip="Compile the transformer's blocks (torch.compile): the first step takes longer, on some machines minutes. Wan and LTX only; needs a C++ compiler or Triton. On an H100 a step then took 0.82 of the time with Wan 1.3B, 0.73 with LTX.",
                ),
                io.Combo.Input(
                    "parts_from",
                    optional=True,
                    options=["", *diffusers_choices()],
                    default="",
                    tooltip="When model is a single file: the diffusers folder that brings text encoder, tokenizer, VAE and scheduler. Its transformer is not needed. Empty when text_encoder and vae are files.",
                ),
                io.Combo.Input(
                    "low_noise_model",
                    optional=True,
                    options=["", *transformer_choices()],
                    default="",
                    tooltip="When model is the high-noise file of Wan 2.2 A14B: its low-noise file.",
                ),
                io.Combo.Input(
                    "text_encoder",
                    optional=True,
                    options=["", *text_encoder_choices()],
                    default="",
                    tooltip="When model is a single file: its text encoder from models/text_encoders, umt5_xxl… for Wan, t5xxl… for LTX-Video. Empty: that of parts_from.",
                ),
                io.Combo.Input(
                    "vae",
                    optional=True,
                    options=["", *vae_choices()],
                    default="",
                    tooltip="When model is a single file: wan_2.1_vae from models/vae for Wan 2.1 and 2.2 A14B. Empty: that of parts_from, or of an LTX-Video checkpoint itself.",
                ),
            ],
            outputs=[
                Model.Output(display_name="model", tooltip="For the Scene Generator."),
                io.String.Output(display_name="report", tooltip="Family, type, sizes, where it came from."),
            ],
        )

    @classmethod
    def fingerprint_inputs(cls, **inputs: object) -> str:
        """Changes when a file does, so that what was put there under the same name is loaded."""
        from ..t2v_core.diffusion.download import hub_folder
        from .host.paths import download_folders, file_times, text_encoder_file, vae_file, video_model

        def downloaded(hub_id: str) -> Path:
            return hub_folder(hub_id, download_folders()[0], str(inputs.get("revision") or ""))

        finders = {
            "hub_id": downloaded,
            "model": video_model,
            "parts_from": video_model,
            "low_noise_model": video_model,
        }
        finders |= {"text_encoder": text_encoder_file, "vae": vae_file}
        return "".join(file_times(find, inputs.get(name)) for name, find in finders.items())

    @classmethod
    def execute(
        cls,
        model: str,
        dtype: str,
        quantization: str,
        hub_id: str = "",
        revision: str = "",
        allow_download: bool = False,
        vram: str = "auto",
        attention: str = "auto",
        cache: str = "none",
        compile: bool = False,
        parts_from: str = "",
        low_noise_model: str = "",
        text_encoder: str = "",
        vae: str = "",
    ) -> io.NodeOutput:
        from ..t2v_core.diffusion.composed import Parts, inspect_source
        from ..t2v_core.diffusion.download import fetch_model
        from ..t2v_core.diffusion.load import load_model
        from ..t2v_core.diffusion.speed import Speed
        from .host.diffusion import DiffusionHost
        from .host.paths import download_folders, t5_tokenizer, text_encoder_file, vae_file, video_model

        host = DiffusionHost()
        if hub_id.strip():
            path = fetch_model(hub_id, download_folders()[0], host.report, allow=allow_download, revision=revision)
        else:
            path = video_model(model)
        parts = Parts(
            folder=video_model(parts_from) if parts_from.strip() else None,
            low_noise=video_model(low_noise_model) if low_noise_model.strip() else None,
            text_encoder=text_encoder_file(text_encoder) if text_encoder.strip() else None,
            vae=vae_file(vae) if vae.strip() else None,
            tokenizer=t5_tokenizer(),
        )
        source = inspect_source(path, parts)
        loaded = load_model(source, host, dtype, quantization, Speed(attention, cache, compile), vram)
        return io.NodeOutput(loaded, loaded.text(), ui=shown(loaded.text()))

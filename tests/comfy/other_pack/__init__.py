"""A pack by somebody else, as most packs are written: speech, a text encoder, VIDEO classes of its own, newer calls, a press of Cancel."""

import io
import json
import zlib
from fractions import Fraction
from pathlib import Path

import folder_paths
import torch
from aiohttp import web
from comfy.model_management import interrupt_current_processing
from comfy_api.latest import Input, InputImpl, Types
from server import PromptServer

RATE = 22050


class Speak:
    """A tenth of a second of tone for every letter of the text."""

    RETURN_TYPES = ("AUDIO",)
    FUNCTION = "speak"
    CATEGORY = "other"

    @classmethod
    def INPUT_TYPES(cls):
        return {"required": {"text": ("STRING", {"forceInput": True})}}

    def speak(self, text):
        t = torch.arange(len(text) * RATE // 10) / RATE
        return ({"waveform": (0.2 * torch.sin(440 * 6.2832 * t)).reshape(1, 1, -1), "sample_rate": RATE},)


class TextAsNoise:
    """What a text encoder of Wan gives, of the right shape: noise that depends on the text alone."""

    RETURN_TYPES = ("CONDITIONING",)
    FUNCTION = "encode"
    CATEGORY = "other"

    @classmethod
    def INPUT_TYPES(cls):
        return {"required": {"text": ("STRING", {"forceInput": True})}}

    def encode(self, text):
        seed = torch.Generator().manual_seed(zlib.crc32(text.encode()))
        return ([[torch.randn(1, 16, 4096, generator=seed), {}]],)


class Plain(Input.Video):
    """What the oldest abstract class asks for, and no more."""

    def get_components(self):
        images = torch.zeros(12, 48, 64, 3)
        images[:, :, :, 0] = torch.linspace(0, 1, 12).reshape(12, 1, 1)
        sound = {"waveform": 0.2 * torch.sin(torch.arange(RATE) / 8).reshape(1, 1, -1), "sample_rate": RATE}
        return Types.VideoComponents(images=images, audio=sound, frame_rate=Fraction(12))

    def save_to(self, path, format="auto", codec="auto", metadata=None):
        InputImpl.VideoFromComponents(self.get_components()).save_to(path, metadata=metadata)

    def as_trimmed(self, start_time=None, duration=None, strict_duration=False):
        return None


class Trimmed(InputImpl.VideoFromFile):
    """As newer versions of ComfyUI trim: the stream is the whole file, the window is told."""

    def get_active_trim_window(self):
        return 0.25, 0.5


class Cropped(InputImpl.VideoFromFile):
    """As newer versions crop: the stream still holds whole frames, only saving applies the edit."""

    def has_pending_frame_edits(self):
        return True

    def save_to(self, path, format="auto", codec="auto", metadata=None, **newer):
        parts = Plain().get_components()
        parts.images = parts.images[:, :24, :32]
        InputImpl.VideoFromComponents(parts).save_to(path, metadata=metadata)


class MakeVideo:
    """A VIDEO that is not of ComfyUI's own classes."""

    RETURN_TYPES = ("VIDEO",)
    FUNCTION = "make"
    CATEGORY = "other"

    @classmethod
    def INPUT_TYPES(cls):
        return {"required": {"kind": (["plain", "trimmed", "cropped"],)}}

    def make(self, kind):
        if kind == "plain":
            return (Plain(),)
        path = Path(folder_paths.get_temp_directory()) / f"other-{kind}.mp4"
        path.parent.mkdir(parents=True, exist_ok=True)
        Plain().save_to(str(path))
        return ((Trimmed if kind == "trimmed" else Cropped)(str(path)),)


class TrimAndSave:
    """What newer core nodes do with any VIDEO: trim it, and save it with arguments that came later."""

    RETURN_TYPES = ("VIDEO", "STRING")
    FUNCTION = "trim"
    CATEGORY = "other"

    @classmethod
    def INPUT_TYPES(cls):
        return {"required": {"video": ("VIDEO",), "start": ("FLOAT", {"min": -99.0}), "seconds": ("FLOAT", {})}}

    def trim(self, video, start, seconds):
        trimmed = video.as_trimmed(start, seconds, strict_duration=False)
        stream = io.BytesIO()
        trimmed.save_to(stream, bit_depth=None, crf=40.0, color_space=None, preset="ultrafast")
        refused = []
        for more in ({"bit_depth": 10}, {"color_space": "HDR"}):
            try:
                trimmed.save_to(io.BytesIO(), **more)
            except Exception as e:  # noqa: BLE001  this pack's own classes are not known here
                refused.append(str(e))
        cropped = [
            list(trimmed.as_cropped(*r).get_dimensions()) for r in ((11, 20, 101, 80), (600, 0, 99, 99), (0, 0, 0, 0))
        ]
        nothing = video.as_trimmed(0.0, video.get_duration() + 1, strict_duration=True)
        return trimmed, json.dumps(
            {"bytes": len(stream.getvalue()), "refused": refused, "nothing": nothing is None, "cropped": cropped}
        )


class CancelWithin:
    """Hands a video model on and presses Cancel once, inside the first layer of `part`; counts the layers that compute after it."""

    RETURN_TYPES = ("T2V_MODEL",)
    FUNCTION = "watch"
    CATEGORY = "other"
    computed = -1
    hooks = ()

    @classmethod
    def INPUT_TYPES(cls):
        return {"required": {"model": ("T2V_MODEL",), "part": ("STRING", {})}}

    def watch(self, model, part):
        for hook in CancelWithin.hooks:
            hook.remove()
        CancelWithin.computed = -1

        def computes(_layer, _inputs, _output):
            CancelWithin.computed += 1
            if not CancelWithin.computed:
                interrupt_current_processing()

        kinds = (torch.nn.Linear, torch.nn.Conv2d, torch.nn.Conv3d, torch.nn.Embedding)
        layers = [x for x in model.modules[part].module.modules() if isinstance(x, kinds)]
        CancelWithin.hooks = [x.register_forward_hook(computes) for x in layers]
        return (model,)


@PromptServer.instance.routes.get("/other_pack/computed")
async def _computed(_request):
    return web.json_response(CancelWithin.computed)


NODE_CLASS_MAPPINGS = {
    "Other_CancelWithin": CancelWithin,
    "Other_Speak": Speak,
    "Other_TextAsNoise": TextAsNoise,
    "Other_MakeVideo": MakeVideo,
    "Other_TrimAndSave": TrimAndSave,
}

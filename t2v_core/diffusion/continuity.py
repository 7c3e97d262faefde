"""A scene that starts from the last picture of the one before: where a model made for text can also start from a picture.

LTX-Video and Wan 2.2 TI2V-5B denoise each frame at a timestep of its own, so that the same weights take a first
frame as given; diffusers has a pipeline for it. Wan's and CogVideoX's text models know no such input: their
makers publish other weights for it.
"""

from __future__ import annotations

import hashlib
from typing import TYPE_CHECKING, Any

from ..errors import InputError
from .load import VideoModel

if TYPE_CHECKING:
    import numpy as np

# diffusers' pipeline for text → its pipeline that starts from a picture with the very same weights.
_FROM_PICTURE = {
    "LTXPipeline": "LTXImageToVideoPipeline",
    "LTXConditionPipeline": "LTXConditionPipeline",
    "WanPipeline": "WanImageToVideoPipeline",
}


def check_continuity(model: VideoModel) -> None:
    """Raise `InputError` for a model that cannot start from a picture."""
    kind = model.folder.kind
    if kind.pipeline in _FROM_PICTURE and (kind.family != "wan" or model.folder.options.get("expand_timesteps")):
        return
    raise InputError(
        f"continuity last_frame needs a model that can start from a picture (LTX-Video, Wan 2.2 TI2V-5B); {model.spec.name} "
        "makes video from text alone. Set continuity to none, or choose another model."
    )


def from_picture(pipe: Any) -> Any:
    """The pipeline around the same modules that takes `image`, the first frame."""
    import diffusers

    bound = type(pipe)
    base = getattr(diffusers, _FROM_PICTURE[bound.__name__])
    on_host = type(base.__name__, (base,), {"_execution_device": bound._execution_device})
    options = {n: pipe.config[n] for n in ("boundary_ratio", "expand_timesteps") if n in pipe.config}
    built = on_host(**{n: part for n, part in pipe.components.items() if n != "image_encoder"}, **options)
    built.set_progress_bar_config(disable=True)
    return built


def digest(picture: np.ndarray) -> str:
    """A content hash of a picture, uint8 H×W×3, for the key of the shot that starts from it."""
    return hashlib.sha256(picture.tobytes()).hexdigest()[:40]

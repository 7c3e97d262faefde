"""Configurations that come with no file: of models put together without a diffusers folder.

Sources: diffusers' scripts/convert_wan_to_diffusers.py and convert_ltx_to_diffusers.py, which made the published folders,
and the configurations of T5 v1.1 and UMT5 on the Hub.
"""

from __future__ import annotations

from typing import Any

# Of every T5 v1.1 and UMT5.
T5 = {"feed_forward_proj": "gated-gelu", "tie_word_embeddings": False}

# Shots set `flow_shift`.
WAN_SCHEDULER = {
    "_class_name": "UniPCMultistepScheduler",
    "prediction_type": "flow_prediction",
    "use_flow_sigmas": True,
    "num_train_timesteps": 1000,
    "flow_shift": 3.0,
}

_LTX_VAE: dict[str, Any] = {
    "in_channels": 3, "out_channels": 3, "patch_size": 4, "patch_size_t": 1, "resnet_norm_eps": 1e-6,
    "scaling_factor": 1.0, "encoder_causal": True, "decoder_causal": False,
}  # fmt: skip
_LTX_ENCODER: dict[str, Any] = {
    "block_out_channels": (128, 256, 512, 512), "down_block_types": ("LTXVideoDownBlock3D",) * 4,
    "layers_per_block": (4, 3, 3, 3, 4), "spatio_temporal_scaling": (True, True, True, False),
    "downsample_type": ("conv",) * 4,
}  # fmt: skip
_LTX_DECODER: dict[str, Any] = {
    "decoder_block_out_channels": (256, 512, 1024), "decoder_spatio_temporal_scaling": (True,) * 3,
    "upsample_residual": (True,) * 3, "upsample_factor": (2, 2, 2), "timestep_conditioning": True,
}  # fmt: skip
# Channels behind the first layer of every published VAE.
LTX_WIDTH = 128
# By the first version that has it.
LTX_VAES: dict[str, dict[str, Any]] = {
    "0.9.0": _LTX_VAE | _LTX_ENCODER | {
        "decoder_block_out_channels": (128, 256, 512, 512), "decoder_layers_per_block": (4, 3, 3, 3, 4),
        "decoder_spatio_temporal_scaling": (True, True, True, False), "decoder_inject_noise": (False,) * 5,
        "upsample_residual": (False,) * 4, "upsample_factor": (1,) * 4, "timestep_conditioning": False,
    },
    "0.9.1": _LTX_VAE | _LTX_ENCODER | _LTX_DECODER | {
        "decoder_layers_per_block": (5, 6, 7, 8), "decoder_inject_noise": (True, True, True, False),
    },
    "0.9.5": _LTX_VAE | _LTX_DECODER | {
        "block_out_channels": (128, 256, 512, 1024, 2048), "down_block_types": ("LTXVideo095DownBlock3D",) * 4,
        "layers_per_block": (4, 6, 6, 2, 2), "spatio_temporal_scaling": (True,) * 4,
        "downsample_type": ("spatial", "temporal", "spatiotemporal", "spatiotemporal"),
        "decoder_layers_per_block": (5,) * 4, "decoder_inject_noise": (False,) * 4,
        "spatial_compression_ratio": 32, "temporal_compression_ratio": 8,
    },
}  # fmt: skip
_EULER = {"_class_name": "FlowMatchEulerDiscreteScheduler"}
_SHIFTED = _EULER | {
    "use_dynamic_shifting": True, "base_shift": 0.95, "max_shift": 2.05, "base_image_seq_len": 1024,
    "max_image_seq_len": 4096, "shift_terminal": 0.1,
}  # fmt: skip
LTX_SCHEDULERS: dict[str, dict[str, Any]] = {
    "0.9.0": _SHIFTED,
    "0.9.1": _SHIFTED,
    "0.9.5": _EULER | {"use_dynamic_shifting": False},
}

"""Models with their weights copied out of their files, for tests that compare films bit for bit.

A file maps each tensor where it happens to lie. At an odd address some processors add up in another order, so that one
number in some ten thousand of a film differs by one between two files of the same weights.
"""

from t2v_core.diffusion.load import VideoModel


def in_own_memory(model: VideoModel) -> VideoModel:
    """The model itself, each of its weights in memory of its own."""
    for held in model.modules.values():
        for weights in (*held.module.parameters(), *held.module.buffers()):
            weights.data = weights.data.clone()
    return model

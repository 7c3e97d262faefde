"""ComfyUI's pictures as frames of the core."""

from __future__ import annotations

import numpy as np
import torch

from nodes.host.images import from_image


def test_the_mask_of_a_picture_is_its_transparency_and_a_mask_of_another_size_says_nothing():
    picture, mask = torch.full((1, 2, 3, 3), 0.5), torch.zeros(1, 2, 3)
    mask[0, 0, 0] = 1.0  # transparent, as Load Image gives it
    frame = from_image(picture, mask)
    assert frame.shape == (2, 3, 4) and frame[..., 3].tolist() == [[0, 255, 255], [255, 255, 255]]
    assert np.array_equal(from_image(picture, torch.zeros(1, 64, 64)), from_image(picture))

"""The logo of the title card and its mask."""

from __future__ import annotations

import numpy as np
import pytest

from t2v_core.diagram.titles import with_mask
from t2v_core.errors import InputError


def test_the_mask_of_a_logo_is_its_transparency_and_load_images_empty_mask_says_nothing():
    logo, mask = np.full((2, 3, 3), 128, np.uint8), np.zeros((2, 3))
    mask[0, 0] = 1.0  # transparent, as Load Image gives it
    frame = with_mask(logo, mask)
    assert frame.shape == (2, 3, 4) and frame[..., 3].tolist() == [[0, 255, 255], [255, 255, 255]]
    assert np.array_equal(with_mask(logo, np.zeros((64, 64))), logo)
    for other, size in ((np.ones((64, 64)), "64×64"), (np.zeros((4, 6)), "6×4")):
        with pytest.raises(InputError, match=f"logo_mask is {size} pixels, the logo 3×2"):
            with_mask(logo, other)

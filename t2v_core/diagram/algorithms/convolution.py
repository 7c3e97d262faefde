"""A kernel slid over an image: at each place the products of the two are summed.

As in neural networks the kernel is not turned round (cross-correlation; Goodfellow, Bengio & Courville,
Deep Learning, 9.1). No padding, stride 1.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

KERNELS = {
    "edge": np.array([[-1, 0, 1], [-1, 0, 1], [-1, 0, 1]], float),
    "blur": np.full((3, 3), 1 / 9),
    "sharpen": np.array([[0, -1, 0], [-1, 5, -1], [0, -1, 0]], float),
}


@dataclass(frozen=True, eq=False)
class Convolution:
    """`image` (h, w) in 0..3, `kernel` (k, k), `output` (h−k+1, w−k+1); `places` in the order visited."""

    name: str
    image: np.ndarray
    kernel: np.ndarray
    output: np.ndarray

    @property
    def places(self) -> list[tuple[int, int]]:
        return [(r, c) for r in range(self.output.shape[0]) for c in range(self.output.shape[1])]

    def window(self, row: int, column: int) -> np.ndarray:
        """The part of the image under the kernel."""
        k = len(self.kernel)
        return self.image[row : row + k, column : column + k]


def convolve(image: np.ndarray, kernel: np.ndarray, name: str = "") -> Convolution:
    """Slide and sum."""
    k = len(kernel)
    windows = np.lib.stride_tricks.sliding_window_view(image, (k, k))
    return Convolution(name, image, kernel, np.einsum("ijkl,kl->ij", windows, kernel))


def example(name: str = "edge") -> Convolution:
    """A bright shape on a dark ground, 8 × 8."""
    image = np.zeros((8, 8))
    image[1:7, 3:6] = 3
    image[5:7, 1:6] = 3
    image[1:3, 2:4] = 2
    return convolve(image, KERNELS[name], name)

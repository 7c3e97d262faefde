"""Colour science for the tests: WCAG contrast, CIEDE2000, and colour-vision deficiencies after Machado et al. (2009), severity 1."""

from __future__ import annotations

import math

import numpy as np

RGB = tuple[int, int, int]

DEFICIENCIES = {
    "protanopia": [[0.152286, 1.052583, -0.204868], [0.114503, 0.786281, 0.099216], [-0.003882, -0.048116, 1.051998]],
    "deuteranopia": [[0.367322, 0.860646, -0.227968], [0.280085, 0.672501, 0.047413], [-0.011820, 0.042940, 0.968881]],
    "tritanopia": [[1.255528, -0.076749, -0.178779], [-0.078411, 0.930809, 0.147602], [0.004733, 0.691367, 0.303900]],
}


def linear(rgb: RGB) -> np.ndarray:
    """sRGB 0..255 to linear light 0..1."""
    v = np.asarray(rgb, float) / 255
    return np.where(v <= 0.04045, v / 12.92, ((v + 0.055) / 1.055) ** 2.4)


def contrast(a: RGB, b: RGB) -> float:
    """WCAG 2.2 contrast ratio, 1 to 21."""
    la, lb = (float(linear(c) @ (0.2126, 0.7152, 0.0722)) for c in (a, b))
    return (max(la, lb) + 0.05) / (min(la, lb) + 0.05)


def seen(rgb: RGB, deficiency: str | None) -> np.ndarray:
    """Linear light as it is seen with a deficiency."""
    light = linear(rgb)
    return np.clip(np.array(DEFICIENCIES[deficiency]) @ light, 0, 1) if deficiency else light


def lab(light: np.ndarray) -> np.ndarray:
    """CIELAB (D65) of linear light."""
    to_xyz = np.array([[0.4124, 0.3576, 0.1805], [0.2126, 0.7152, 0.0722], [0.0193, 0.1192, 0.9505]])
    t = to_xyz @ light / np.array([0.95047, 1.0, 1.08883])
    f = np.where(t > (6 / 29) ** 3, np.cbrt(t), t / (3 * (6 / 29) ** 2) + 4 / 29)
    return np.array([116 * f[1] - 16, 500 * (f[0] - f[1]), 200 * (f[1] - f[2])])


def difference(a: RGB, b: RGB, deficiency: str | None = None) -> float:
    """CIEDE2000 (Sharma, Wu & Dalal 2005) between two colours as seen with a deficiency."""
    (l1, a1, b1), (l2, a2, b2) = lab(seen(a, deficiency)), lab(seen(b, deficiency))
    mean = (math.hypot(a1, b1) + math.hypot(a2, b2)) / 2
    g = 0.5 * (1 - math.sqrt(mean**7 / (mean**7 + 25**7)))
    a1, a2 = a1 * (1 + g), a2 * (1 + g)
    c1, c2 = math.hypot(a1, b1), math.hypot(a2, b2)
    h1, h2 = math.degrees(math.atan2(b1, a1)) % 360, math.degrees(math.atan2(b2, a2)) % 360
    dh = (h2 - h1 + 180) % 360 - 180 if c1 * c2 else 0.0
    big_h = 2 * math.sqrt(c1 * c2) * math.sin(math.radians(dh / 2))
    lm, cm = (l1 + l2) / 2, (c1 + c2) / 2
    hm = (h1 + dh / 2) % 360 if c1 * c2 else h1 + h2
    t = (
        1
        - 0.17 * math.cos(math.radians(hm - 30))
        + 0.24 * math.cos(math.radians(2 * hm))
        + 0.32 * math.cos(math.radians(3 * hm + 6))
        - 0.20 * math.cos(math.radians(4 * hm - 63))
    )
    sl = 1 + 0.015 * (lm - 50) ** 2 / math.sqrt(20 + (lm - 50) ** 2)
    sc, sh = 1 + 0.045 * cm, 1 + 0.015 * cm * t
    rt = -2 * math.sqrt(cm**7 / (cm**7 + 25**7)) * math.sin(math.radians(60 * math.exp(-(((hm - 275) / 25) ** 2))))
    dl, dc = (l2 - l1) / sl, (c2 - c1) / sc
    dh_ = big_h / sh
    return math.sqrt(dl * dl + dc * dc + dh_ * dh_ + rt * dc * dh_)

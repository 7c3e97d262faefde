"""A projectile without drag: metres, seconds, degrees."""

from __future__ import annotations

from dataclasses import dataclass
from math import cos, radians, sin

GRAVITY = 9.8  # m/s²


@dataclass(frozen=True)
class Throw:
    """Thrown from the ground with `speed` (m/s) at `angle` (degrees) above it."""

    speed: float
    angle: float

    @property
    def across(self) -> float:
        """Horizontal velocity: nothing changes it."""
        return self.speed * cos(radians(self.angle))

    def upward(self, t: float) -> float:
        """Vertical velocity at time t."""
        return self.speed * sin(radians(self.angle)) - GRAVITY * t

    @property
    def duration(self) -> float:
        return 2 * self.upward(0) / GRAVITY

    @property
    def range(self) -> float:
        return self.across * self.duration

    @property
    def height(self) -> float:
        """Of the highest point."""
        return self.upward(0) ** 2 / (2 * GRAVITY)

    def at(self, t: float) -> tuple[float, float]:
        """Distance and height at time t."""
        return self.across * t, self.upward(0) * t - GRAVITY * t * t / 2


ANGLES = (30.0, 45.0, 60.0, 75.0)


def example(angle: float = 60.0) -> Throw:
    """20 m/s at 60°."""
    return Throw(20.0, angle)

"""A mass on a spring: x'' = −ω² x − 2γ x', released at the amplitude at rest. Units: metres, seconds, kilograms."""

from __future__ import annotations

from dataclasses import dataclass
from math import cos, exp, sin, sqrt


@dataclass(frozen=True)
class Spring:
    """Stiffness k in N/m, mass m in kg, damping γ in 1/s (less than ω), amplitude A in m."""

    stiffness: float
    mass: float
    damping: float
    amplitude: float

    @property
    def omega(self) -> float:
        """Angular frequency without damping, √(k/m)."""
        return sqrt(self.stiffness / self.mass)

    @property
    def damped(self) -> float:
        """Angular frequency with damping."""
        return sqrt(self.omega**2 - self.damping**2)

    def place(self, t: float) -> float:
        w, g = self.damped, self.damping
        return self.amplitude * exp(-g * t) * (cos(w * t) + g / w * sin(w * t))

    def speed(self, t: float) -> float:
        return -self.amplitude * exp(-self.damping * t) * self.omega**2 / self.damped * sin(self.damped * t)

    def energies(self, t: float) -> tuple[float, float]:
        """Kinetic and potential energy in joules."""
        return self.mass * self.speed(t) ** 2 / 2, self.stiffness * self.place(t) ** 2 / 2


LASTS = 4.0  # seconds that are watched: two periods


def example(damped: bool = False) -> Spring:
    """A period of two seconds, 0.1 m to either side; friction takes most of it away in four seconds where there is any."""
    return Spring(stiffness=9.8696, mass=1.0, damping=0.5 if damped else 0.0, amplitude=0.1)

"""Runs of physics, biology and economics against what can be worked out another way."""

from __future__ import annotations

from collections import Counter
from itertools import product

import numpy as np
import pytest

from t2v_core.diagram.algorithms import cross, growth, market, oscillation, projectile


def test_at_the_equilibrium_as_much_is_wanted_as_is_offered():
    for kind in ("demand", "supply", "price"):
        for m in market.example(kind):
            assert m.demanded(m.price) == pytest.approx(m.supplied(m.price)) == pytest.approx(m.quantity)


@pytest.mark.parametrize(("kind", "price"), [("demand", 1), ("supply", -1)])
def test_more_demand_raises_the_price_and_more_supply_lowers_it_and_both_sell_more(kind, price):
    before, after = market.example(kind)
    assert np.sign(after.price - before.price) == price and after.quantity > before.quantity


@pytest.mark.parametrize("angle", projectile.ANGLES)
def test_a_throw_obeys_its_equation_of_motion(angle):
    throw, t, h = projectile.example(angle), 0.7, 1e-4
    (x0, y0), (x1, y1), (x2, y2) = (throw.at(t + k * h) for k in (-1, 0, 1))
    assert ((x2 - 2 * x1 + x0) / h**2, (y2 - 2 * y1 + y0) / h**2) == pytest.approx((0, -9.8), abs=1e-4)
    assert throw.at(throw.duration) == pytest.approx((throw.range, 0), abs=1e-9)
    assert throw.range == pytest.approx(throw.speed**2 * np.sin(2 * np.radians(angle)) / 9.8)
    times = np.linspace(0, throw.duration, 20_001)
    assert max(throw.at(s)[1] for s in times) == pytest.approx(throw.height, abs=1e-6)


def test_forty_five_degrees_reach_farthest():
    assert max(projectile.ANGLES, key=lambda a: projectile.example(a).range) == 45


@pytest.mark.parametrize("kind", ["exponential", "logistic", "decay"])
def test_growth_follows_its_equation(kind):
    run, n, h = growth.example(kind), growth.example(kind).start, 1e-4
    for _ in range(int(3 / h)):  # Euler's steps
        n += h * run.slope(n)
    assert float(run.at(3)) == pytest.approx(n, rel=1e-3)


def test_the_examples_double_halve_and_near_their_capacity():
    assert float(growth.example("exponential").at(6)) == pytest.approx(64)
    assert float(growth.example("decay").at(3)) == pytest.approx(12.5)
    logistic = growth.example("logistic")
    slopes = [logistic.slope(n) for n in np.linspace(1, 99, 197)]
    assert np.linspace(1, 99, 197)[int(np.argmax(slopes))] == logistic.capacity / 2
    assert float(logistic.at(60)) == pytest.approx(logistic.capacity)


@pytest.mark.parametrize(
    ("kind", "shown"),
    [("monohybrid", [3, 1]), ("test", [2, 2]), ("dihybrid", [9, 3, 3, 1])],
)
def test_crosses_have_the_ratios_of_mendel(kind, shown):
    run = cross.example(kind)
    assert [run.phenotypes[f] for f in sorted(run.phenotypes, reverse=True)] == shown


def test_genotypes_are_those_of_every_meeting_of_alleles():
    counted = Counter("".join(sorted(m + f)) for m, f in product("Rr", "Rr"))
    assert cross.example("monohybrid").genotypes == counted == {"RR": 1, "Rr": 2, "rr": 1}
    assert cross.example("dihybrid").genotypes["RrYy"] == 4


@pytest.mark.parametrize("damped", [False, True])
def test_a_spring_obeys_its_equation_of_motion(damped):
    spring, t, h = oscillation.example(damped), 1.3, 1e-4
    x0, x1, x2 = (spring.place(t + k * h) for k in (-1, 0, 1))
    force = -spring.stiffness * x1 - 2 * spring.mass * spring.damping * spring.speed(t)
    assert spring.mass * (x2 - 2 * x1 + x0) / h**2 == pytest.approx(force, abs=1e-5)
    assert (x2 - x0) / (2 * h) == pytest.approx(spring.speed(t), abs=1e-6)
    assert (spring.place(0), spring.speed(0)) == pytest.approx((spring.amplitude, 0))


def test_without_friction_energy_stays_and_the_period_is_two_seconds():
    free, rubbed = oscillation.example(), oscillation.example(damped=True)
    assert [sum(free.energies(t)) for t in (0.3, 1.1, 2.9)] == pytest.approx([sum(free.energies(0))] * 3)
    assert free.place(2) == pytest.approx(free.amplitude, rel=1e-6)
    left = [sum(rubbed.energies(t)) for t in np.linspace(0, 4, 50)]
    assert left == sorted(left, reverse=True)

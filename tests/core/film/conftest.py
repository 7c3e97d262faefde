"""A plan of three scenes and its film."""

from __future__ import annotations

import pytest

from t2v_core.film.clip import Film
from t2v_core.planning.plan import ScenePlan
from tests.core.film.films import make_film, make_plan


@pytest.fixture
def plan() -> ScenePlan:
    return make_plan()


@pytest.fixture
def film(plan: ScenePlan) -> Film:
    return make_film(plan)

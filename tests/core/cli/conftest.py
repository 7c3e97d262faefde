"""Runs commands in this process, in a folder of their own, with an environment of their own."""

from __future__ import annotations

import json
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from t2v_core.cli.main import main

BOOK = """# Learning Machines

## Gradient descent

Gradient descent is an iterative method that minimises a loss function. First, the algorithm computes the gradient of the
loss at the current parameters. Then it moves the parameters a small step against the gradient. The two steps repeat until
the loss no longer falls. If the learning rate is too large, the parameters overshoot the minimum and the loss grows. A
small learning rate makes gradient descent slow, whereas a large learning rate makes gradient descent unstable.

## Momentum

Momentum is a variant of gradient descent that accumulates past gradients in a velocity vector. Because the velocity
averages the gradients, gradient descent with momentum oscillates less across narrow valleys of the loss surface. For
example, on a long valley momentum reaches the minimum in half as many steps of gradient descent. The key idea of momentum
is that the descent keeps moving in the direction of past gradients.
"""


@dataclass
class Answer:
    """What a command answered."""

    code: int
    out: str
    err: str

    @property
    def json(self) -> Any:
        return json.loads(self.out)


@pytest.fixture
def run(capsys, tmp_path):
    """Call a command: `run("search", folder, "--query", "q")`; keyword arguments are environment variables."""

    def call(*arguments: object, **environment: str) -> Answer:
        variables = {"T2V_CACHE_ROOT": str(tmp_path / "cache"), **environment}
        try:
            code = main([str(a) for a in arguments], variables)
        except SystemExit as e:  # argparse
            code = e.code
        captured = capsys.readouterr()
        return Answer(code, captured.out, captured.err)

    return call


@pytest.fixture
def book_file(tmp_path) -> Path:
    file = tmp_path / "book.md"
    file.write_text(BOOK, encoding="utf-8")
    return file

"""The algorithms behind the computed pictures: pure, seeded numpy code that returns every state of a real run.

Nothing here draws. A run is a frozen dataclass, equal for equal arguments, so that a frame is a pure
function of it; the templates show its states and its numbers, never others.
"""

"""A stack or a queue: values go in at one end, and come out at the same end or at the other."""

from __future__ import annotations

from ...planning.visuals import Computed
from ..algorithms import stack_queue as algorithm
from ..computed import ComputedTemplate, beside, pace, patterns, progress, spoken, terms
from ..drawlist import Box, DrawList, Group, Path, Rect, arrow
from ..motion import ease
from ..panel import Symbol, page, side
from ..template import Context, Picture
from ..text import BODY, CAPTION, SMALL, line
from ..theme import mix

NAMES = {"stack": ("push", "pop"), "queue": ("enqueue", "dequeue")}
PLACES = algorithm.MOST + 1  # cells that are shown


class StackQueue(ComputedTemplate):
    name = "stack_queue"
    default = "stack"
    terms = terms(
        "stack data structure, stack, LIFO, last in first out, last-in first-out, push and pop, call stack, pushdown stack",
        queue="queue data structure, queue, FIFO, first in first out, first-in first-out, enqueue, dequeue, FIFO queue",
    )
    needs = beside(
        "stack, LIFO, call stack, last in first out, last-in first-out",
        "push, pushes, pushed, pop, pops, popped, LIFO, data structure, function call, recursion, undo, abstract data type",
    ) | beside(
        "queue, FIFO, first in first out, first-in first-out",
        "enqueue, enqueued, dequeue, dequeued, data structure, abstract data type, rear, breadth",
    )
    not_beside = beside(
        "queue, queue data structure, enqueue, dequeue",
        "priority, priority queue, heap, deque, double-ended, breadth-first",
    )
    strangers = ("priority queue", "stack overflow", "protocol stack", "network stack", "message queue")
    variants = patterns(queue=r"\bqueue|\bFIFO\b|\bfirst[- ]in", stack=r"\bstack|\bLIFO\b|\blast[- ]in")

    def layout(self, data: Computed, box: Box, ctx: Context) -> Picture:
        kind = self.chosen(data, ctx)
        steps = algorithm.run(kind)
        at = page(box)
        shelf = _Shelf(kind, at.plot)
        times = pace(ctx.clock, len(steps))
        put, take = NAMES[kind]
        ends = ("on top", "off the top") if kind == "stack" else ("at the rear", "off the front")
        symbols = [
            Symbol(
                "→",
                f"{put}: put {ends[0]}",
                "goal",
                spoken(ctx.clock, (put, "insert", "add", "added", "rear", "top", "last")),
            ),
            Symbol(
                "←",
                f"{take}: take {ends[1]}",
                "change",
                spoken(ctx.clock, (take, "remove", "removed", "delete", "front", "first")),
            ),
        ]
        formula = (
            r"\text{last in, first out}, \quad O(1)" if kind == "stack" else r"\text{first in, first out}, \quad O(1)"
        )
        column = side(at.side, formula, symbols, ("operation", "holds then"), 6, 3, "3, 7, 5", "dequeue 3")
        states = [
            (_named(s, kind), ", ".join(map(str, s.items)) or "nothing", len(s.items) / algorithm.MOST)
            for s in steps[1:]
        ]
        still = (*at.panel(f"Example run: {len(steps) - 1} operations"), *shelf.still(), *column.still)

        def draw(t: float) -> DrawList:
            i, u = progress(times, t)
            rows = column.table.ledger(states, i - 1) if i else ()
            following = steps[i + 1] if i + 1 < len(steps) else None
            return (*shelf.draw(steps[i], following, ease(u)), *column.lights(t), *rows)

        return Picture(still, draw)


def _named(step: algorithm.Step, kind: str) -> str:
    put, take = NAMES[kind]
    return f"{put} {step.added}" if step.added is not None else f"{take} {step.removed}"


class _Shelf:
    """Cells side by side; a stack stands upright where there is room. The open ends have arrows with their names."""

    def __init__(self, kind: str, plot: Box) -> None:
        self.kind, self.plot = kind, plot
        self.upright = kind == "stack" and plot.h >= 260
        if self.upright:
            self.w, self.h = min(180.0, 0.4 * plot.w), min(64.0, (plot.h - 60) / PLACES)
            self.x, self.y = plot.cx - self.w / 2, plot.cy + 24 + self.h * PLACES / 2
        else:
            room = plot.w - (200 if plot.w > 450 else 104)
            self.w, self.h = min(110.0, room / PLACES), min(76.0, plot.h - 70)
            self.x, self.y = plot.cx - self.w * PLACES / 2, plot.cy - self.h / 2

    def _cell(self, k: float) -> Box:
        """Place k from the bottom or the front; beyond the ends too."""
        if self.upright:
            return Box(self.x, self.y - (k + 1) * self.h, self.w, self.h).inset(3)
        return Box(self.x + k * self.w, self.y, self.w, self.h).inset(3)

    def still(self) -> DrawList:
        first, last = self._cell(0), self._cell(PLACES - 1)
        if self.upright:
            x0, x1, top = first.x - 6, first.right + 6, last.y - 4
            wall = Path(((x0, top), (x0, first.bottom + 6), (x1, first.bottom + 6), (x1, top)), stroke="soft", width=2)
            return (wall, line("bottom", first.cx, first.bottom + 28, SMALL, "regular", "soft", 0.5))
        y0, y1 = first.y - 6, first.bottom + 6
        name = "bottom" if self.kind == "stack" else "front"
        walls: tuple = (
            Path(((first.x - 6, y0), (last.right + 6, y0)), stroke="soft", width=2),
            Path(((first.x - 6, y1), (last.right + 6, y1)), stroke="soft", width=2),
        )
        if self.kind == "stack":
            walls += (Path(((first.x - 6, y0), (first.x - 6, y1)), stroke="soft", width=2),)
        names = [line(name, first.cx, y1 + 22, SMALL, "regular", "soft", 0.5)]
        names += [line("rear", last.cx, y1 + 22, SMALL, "regular", "soft", 0.5)] if self.kind == "queue" else []
        return (*walls, *names)

    def draw(self, now: algorithm.Step, after: algorithm.Step | None, u: float) -> DrawList:
        """What is held; the value that comes in, or goes out, on its way."""
        moving = after is not None and u > 0
        leaving = after.removed if moving and after.removed is not None else None
        items: list = []
        for k, value in enumerate(now.items):
            goes = leaving is not None and k == (len(now.items) - 1 if self.kind == "stack" else 0)
            shift = -u if leaving is not None and self.kind == "queue" and not goes else 0.0
            if goes:
                end = PLACES + 0.2 if self.kind == "stack" else -1.2
                items.append(Group(self._value(self._cell(k + (end - k) * u), value, "change"), opacity=1 - u))
            else:
                items += self._value(self._cell(k + shift), value, "accent")
        if moving and after.added is not None:
            place = PLACES + 0.2 + (len(now.items) - PLACES - 0.2) * u
            items.append(Group(self._value(self._cell(place), after.added, "goal"), opacity=min(1.0, 2 * u)))
        return (*items, *self._told(after if moving else now))

    def _value(self, b: Box, value: int, colour: str) -> DrawList:
        size = CAPTION if b.h >= 50 else BODY
        text = line(str(value), b.cx, b.cy + 0.36 * size, size, "tabular_semibold", "ink", 0.5)
        return (Rect(b.x, b.y, b.w, b.h, 5, mix("panel", colour, 0.2), colour, 2), text)

    def _told(self, step: algorithm.Step) -> DrawList:
        """The operation at work, in the corner, with an arrow of the way it goes."""
        if step.added is None and step.removed is None:
            return ()
        coming = step.added is not None
        colour = "goal" if coming else "change"
        text = line(_named(step, self.kind), self.plot.x + 34, self.plot.y + 14, SMALL, "semibold", colour)
        a, b = (self.plot.x + 4, self.plot.x + 28)
        y = self.plot.y + 8
        return (arrow(((a, y), (b, y)) if coming else ((b, y), (a, y)), colour, 2.5, 8), text)


TEMPLATE = StackQueue()

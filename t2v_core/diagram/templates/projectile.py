"""Projectile motion: the path with its two velocities, one that stays and one that gravity turns; or the reach of four angles."""

from __future__ import annotations

from ...planning.visuals import Computed
from ..algorithms import projectile as algorithm
from ..clock import Clock
from ..computed import REST, ComputedTemplate, beside, patterns, spoken, terms
from ..drawlist import Box, Circle, DrawList, Group, Path, arrow
from ..motion import run as share
from ..panel import Page, Side, Symbol, page, side
from ..plot import Plane
from ..template import Context, Picture
from ..text import SMALL, line

FOOT = 22.0  # units below the ground for the distances


class Projectile(ComputedTemplate):
    name = "projectile"
    default = "path"
    terms = terms(
        "projectile motion, motion of a projectile, trajectory of a projectile, parabolic trajectory, projectile, oblique throw, ballistic trajectory",
        angles="launch angle, angle of projection, range of a projectile, maximum range",
    )
    needs = beside(
        "projectile",
        "gravity, velocity, horizontal, vertical, launched, thrown, trajectory, acceleration",
    ) | beside(
        "launch angle, maximum range, parabolic trajectory",
        "projectile, projectiles, gravity, velocity, motion, horizontal, vertical, launched, thrown, trajectory, range",
    )
    variants = patterns(angles=r"\blaunch angle|\bangle of projection|\bmaximum range|\brange (of|depends)|\b45\s?°")

    def layout(self, data: Computed, box: Box, ctx: Context) -> Picture:
        return (_angles if self.chosen(data, ctx) == "angles" else _path)(page(box), ctx)


def _symbols(ctx: Context, angle: str) -> list[Symbol]:
    return [
        Symbol(angle, "angle above the ground", "goal", spoken(ctx.clock, ("angle",))),
        Symbol("v_0 = 20", "speed at the start, in m/s", "accent", spoken(ctx.clock, ("speed", "velocity"))),
        Symbol("g = 9.8", "gravity, in m/s²", "change", spoken(ctx.clock, ("gravity", "acceleration"))),
    ]


def _plane(plot: Box, far: float, high: float) -> Plane:
    """A scene to scale: a metre up is as long as a metre across."""
    room = Box(plot.x + 8, plot.y + 12, plot.w - 16, plot.h - 12 - FOOT)
    unit = min(room.w / far, room.h / high)
    inner = Box(room.cx - unit * far / 2, room.bottom - unit * high, unit * far, unit * high)
    return Plane(inner, 0.0, far, 0.0, high)


def _ground(plane: Plane, plot: Box, step: float) -> DrawList:
    """The ground and distances along it."""
    y = plane.box.bottom
    marks: list = [Path(((plot.x, y), (plot.right, y)), stroke="soft", width=1.5)]
    for k in range(int(plane.x1 / step) + 1):
        x, _ = plane.at(k * step, 0)
        text = f"{k * step:g} m" if k else "0"
        marks += [Path(((x, y), (x, y + 5)), stroke="soft", width=1.5)]
        marks += [line(text, x, y + FOOT - 1, SMALL, "tabular", "soft", 0.5)]
    return tuple(marks)


def _moment(clock: Clock, t: float, lasts: float) -> float:
    """Seconds of the flight, at an even pace over what is said."""
    start, stop = clock.span
    return lasts * share(t, start, stop - REST * (stop - start))


def _path(at: Page, ctx: Context) -> Picture:
    """The flight, a dot every half second, the two velocities as arrows."""
    flight = algorithm.example()
    plane = _plane(at.plot, 1.1 * flight.range, 1.12 * flight.height)
    formula = r"x = v_0 \cos\theta \; t, \quad y = v_0 \sin\theta \; t - \tfrac{1}{2} g t^2"
    column = side(
        at.side,
        formula,
        _symbols(ctx, r"\theta = 60^\circ"),
        ("now", "value"),
        4,
        3,
        "−17.3 m/s",
        "across, x",
    )
    still = (*at.panel("Example: no drag; arrows are velocities"), *_ground(plane, at.plot, 10), *column.still)
    dots = [0.5 * k for k in range(1, int(flight.duration / 0.5) + 1)]
    top = flight.upward(0)

    def draw(t: float) -> DrawList:
        now = _moment(ctx.clock, t, flight.duration)
        flown = [now * k / 60 for k in range(61)]
        path = Path(tuple(plane.at(*flight.at(s)) for s in flown), stroke="accent", width=3)
        past = [Circle(*plane.at(*flight.at(s)), 4.5, "accent", "panel", 1.5, 0.6) for s in dots if s < now - 0.05]
        rows = _values(column, flight, now, top)
        moving = _arrows(plane, flight, now) if now < flight.duration else ()
        ball = Circle(*plane.at(*flight.at(now)), 8, "accent", "panel", 2)
        return (path, *past, Group(moving, clip=at.bleed), ball, *_apex(plane, flight, now), *column.lights(t), *rows)

    return Picture(still, draw)


def _values(column: Side, flight: algorithm.Throw, now: float, top: float) -> DrawList:
    x, y = flight.at(now)
    rows = [
        ("height, y", f"{abs(y):.1f} m", abs(y) / flight.height, ""),
        ("v across", f"{flight.across:.1f} m/s", flight.across / top, "goal"),
        ("v upward", _signed(flight.upward(now)), abs(flight.upward(now)) / top, "change"),
    ]
    if column.table.rows > 3:
        rows.insert(0, ("across, x", f"{x:.1f} m", x / flight.range, ""))
    return tuple(item for k, row in enumerate(rows) for item in column.table.row(k, *row))


def _signed(value: float) -> str:
    return f"{value:.1f} m/s".replace("-", "−") if abs(value) >= 0.05 else "0.0 m/s"


def _arrows(plane: Plane, flight: algorithm.Throw, now: float) -> DrawList:
    """The velocity of the ball across, always the same, and upwards, which shrinks, turns and grows."""
    x, y = plane.at(*flight.at(now))
    unit = 0.15 * plane.box.h / flight.upward(0) * 1.6
    along, up = unit * flight.across, unit * flight.upward(now)
    arrows = [arrow(((x + 8, y), (x + 10 + along, y)), "goal", 3, 9)]
    if abs(up) > 3:
        sign = 1 if up > 0 else -1
        arrows.append(arrow(((x, y - 8 * sign), (x, y - up - 10 * sign)), "change", 3, 9))
    return tuple(arrows)


def _apex(plane: Plane, flight: algorithm.Throw, now: float) -> DrawList:
    """The height of the highest point, once it is passed."""
    if now < flight.duration / 2 + 0.35:
        return ()
    x, y = plane.at(flight.range / 2, flight.height)
    foot = plane.box.bottom
    label = line(f"{flight.height:.1f} m", x, (y + foot) / 2 + 6, SMALL, "tabular_semibold", "ink", 0.5, halo="panel")
    return (Path(((x, y + 8), (x, foot)), stroke="ink", width=1.5, dash=(4, 5)), label)


def _angles(at: Page, ctx: Context) -> Picture:
    """Four throws of the same speed, one after the other; that at 45° comes farthest."""
    flights = [algorithm.example(a) for a in algorithm.ANGLES]
    far, high = max(f.range for f in flights), max(f.height for f in flights)
    plane = _plane(at.plot, 1.06 * far, 1.16 * high)
    symbols = [Symbol("R", "range, how far it comes", "goal", spoken(ctx.clock, ("range", "distance", "far")))]
    formula = r"R = \frac{v_0^2 \, \sin 2\theta}{g}"
    column = side(at.side, formula, [*symbols, *_symbols(ctx, r"\theta")], ("angle θ", "range"), 4, 3, "40.8 m", "75°")
    still = (*at.panel("Example: 20 m/s, no drag"), *_ground(plane, at.plot, 10), *column.still)

    def draw(t: float) -> DrawList:
        now = _moment(ctx.clock, t, float(len(flights)))
        items: list = []
        names: list = []
        for k, flight in enumerate(flights):
            u = min(1.0, max(0.0, now - k))
            if not u:
                continue
            best = flight.range == far
            colour = "goal" if best else "accent"
            path = tuple(plane.at(*flight.at(u * flight.duration * s / 60)) for s in range(61))
            items.append(Path(path, stroke=colour, width=4 if best else 2.5))
            items.append(Circle(*path[-1], 7, colour, "panel", 2))
            x, y = plane.at(flight.range / 2, flight.height)
            if u > 0.6:
                names.append(line(f"{flight.angle:g}°", x, y + 6, SMALL, "semibold", colour, 0.5, halo="panel"))
            if u == 1 and k < column.table.rows:
                label, value = f"{flight.angle:g}°", f"{flight.range:.1f} m"
                items += column.table.row(k, label, value, flight.range / far, "goal" if best else "")
        return (*items, *names, *column.lights(t))

    return Picture(still, draw)


TEMPLATE = Projectile()

"""Draw lists to pixels: the Skia back end.

A canvas keeps one RGBA buffer and one RGB frame; the still layer is painted once and copied under each
frame, and a draw list equal to the last one costs nothing.
"""

from __future__ import annotations

import re
from functools import lru_cache
from typing import Any

import numpy as np

from ..errors import RenderError
from .drawlist import Circle, DrawList, Group, Image, Item, Maths, Path, Pixels, Rect, Text, plate
from .fonts import import_skia, paragraph
from .maths import outline
from .theme import Theme

UNITS = 720.0  # height of every layout


class Canvas:
    """Paints draw lists of `UNITS` height into frames of `width` × `height` pixels."""

    def __init__(self, width: int, height: int, theme: Theme) -> None:
        self.skia = import_skia()
        self.theme, self.width, self.height = theme, width, height
        self.scale = height / UNITS
        self._rgba = np.zeros((height, width, 4), np.uint8)
        self._still_rgba = np.zeros_like(self._rgba)
        self._rgb = np.empty((height, width, 3), np.uint8)
        info = self.skia.ImageInfo.Make(width, height, self.skia.kRGBA_8888_ColorType, self.skia.kPremul_AlphaType)
        self._surface = self.skia.Surface.MakeRasterDirect(info, self._rgba)
        self._still: DrawList | None = None
        self._last: DrawList | None = None

    def frame(self, still: DrawList, moving: DrawList) -> np.ndarray:
        """uint8 H×W×3 of `moving` on `still` on the ground; the array is reused by the next call."""
        if still is not self._still and still != self._still:
            self._surface.getCanvas().clear(self._argb("ground", 1.0))
            self._paint(still)
            np.copyto(self._still_rgba, self._rgba)
            self._still, self._last = still, None
        if self._last is None or moving != self._last:
            np.copyto(self._rgba, self._still_rgba)
            self._paint(moving)
            for channel in range(3):
                self._rgb[:, :, channel] = self._rgba[:, :, channel]
            self._last = moving
        return self._rgb

    def _paint(self, items: DrawList) -> None:
        canvas = self._surface.getCanvas()
        canvas.save()
        canvas.scale(self.scale, self.scale)
        self._items(canvas, items, 1.0)
        canvas.restore()

    def _items(self, canvas: Any, items: tuple[Item, ...], opacity: float) -> None:
        for item in items:
            _PAINTERS[type(item)](self, canvas, item, opacity * item.opacity)

    def _argb(self, colour: str, opacity: float) -> int:
        r, g, b = self.theme.rgb(colour)
        return self.skia.Color(r, g, b, round(255 * min(1.0, max(0.0, opacity))))

    def _fill(self, colour: str, opacity: float) -> Any:
        return self.skia.Paint(Color=self._argb(colour, opacity), AntiAlias=True)

    def _stroke(self, item: Any, opacity: float) -> Any:
        skia = self.skia
        paint = skia.Paint(
            Color=self._argb(item.stroke, opacity),
            AntiAlias=True,
            Style=skia.Paint.kStroke_Style,
            StrokeWidth=max(item.width, 1.0 / self.scale),  # never thinner than a pixel
            StrokeCap=skia.Paint.kRound_Cap,
            StrokeJoin=skia.Paint.kRound_Join,
        )
        if item.dash:
            paint.setPathEffect(skia.DashPathEffect.Make(list(item.dash), 0))
        return paint

    def _rect(self, canvas: Any, item: Rect, opacity: float) -> None:
        area = self.skia.Rect.MakeXYWH(item.x, item.y, item.w, item.h)
        for paint in self._paints(item, opacity):
            canvas.drawRoundRect(area, item.radius, item.radius, paint)

    def _circle(self, canvas: Any, item: Circle, opacity: float) -> None:
        for paint in self._paints(item, opacity):
            canvas.drawCircle(item.x, item.y, item.r, paint)

    def _paints(self, item: Any, opacity: float) -> list[Any]:
        paints = [self._fill(item.fill, opacity)] if item.fill else []
        return [*paints, self._stroke(item, opacity)] if item.stroke else paints

    def _path(self, canvas: Any, item: Path, opacity: float) -> None:
        points, ends = item.points, []
        if item.head and len(points) > 1:
            points, end = _shortened(points, item.head)
            ends.append(end)
        if item.tail and len(points) > 1:
            points, end = _shortened(points[::-1], item.tail)
            points = points[::-1]
            ends.append(end)
        if len(points) == 2 and item.stroke and not item.fill:  # a straight line needs no path, at half the cost
            canvas.drawLine(*points[0], *points[1], self._stroke(item, opacity))
        else:
            shape = _shape(points, item.closed, item.smooth)
            for paint in self._paints(item, opacity):
                canvas.drawPath(shape, paint)
        for end in ends:
            canvas.drawPath(_shape(end, True, False), self._fill(item.stroke, opacity))

    def _text(self, canvas: Any, item: Text, opacity: float) -> None:
        if not item.string:
            return
        if item.halo:
            self._rect(canvas, plate(item), opacity)
        self._line(canvas, item, item.x, item.y, self._argb(item.colour, opacity))

    def _line(self, canvas: Any, item: Text, x: float, y: float, argb: int) -> None:
        shaped = paragraph(item.string, item.size, item.face, argb)
        shaped.paint(canvas, x, y - shaped.AlphabeticBaseline)

    def _maths(self, canvas: Any, item: Maths, opacity: float) -> None:
        drawn = outline(item.latex)
        if drawn is None:
            raise RenderError(f"The formula {item.latex!r} cannot be set.")
        paint = self._fill(item.colour, opacity)
        canvas.save()
        canvas.translate(item.x, item.y)
        canvas.scale(item.size / 100.0, item.size / 100.0)
        canvas.translate(-drawn.left, 0)
        lit = self._fill(item.lit or item.colour, opacity)
        for i, shape in enumerate(_glyphs(drawn.paths)):
            canvas.drawPath(shape, lit if i in item.glyphs else paint)
        for x, y, w, h in drawn.rects:
            canvas.drawRect(self.skia.Rect.MakeXYWH(x, y, w, h), paint)
        canvas.restore()

    def _image(self, canvas: Any, item: Image, opacity: float) -> None:
        picture = _picture(item.pixels)
        k = min(item.w / picture.width(), item.h / picture.height())
        w, h = k * picture.width(), k * picture.height()
        area = self.skia.Rect.MakeXYWH(item.x + (item.w - w) / 2, item.y + (item.h - h) / 2, w, h)
        sampling = self.skia.SamplingOptions(self.skia.CubicResampler.Mitchell())
        canvas.drawImageRect(picture, area, sampling, self.skia.Paint(Alphaf=opacity))

    def _group(self, canvas: Any, item: Group, opacity: float) -> None:
        if opacity <= 0:
            return
        layered = opacity < 1 and len(item.items) > 1
        if layered:
            canvas.saveLayer(None, self.skia.Paint(Alphaf=opacity))
        else:
            canvas.save()
        canvas.translate(item.dx, item.dy)
        canvas.scale(item.scale, item.scale)
        if item.clip:
            area = self.skia.Rect.MakeXYWH(item.clip.x, item.clip.y, item.clip.w, item.clip.h)
            canvas.clipRRect(self.skia.RRect.MakeRectXY(area, item.clip_radius, item.clip_radius), True)
        self._items(canvas, item.items, 1.0 if layered else opacity)
        canvas.restore()


_PAINTERS = {
    Rect: Canvas._rect,
    Circle: Canvas._circle,
    Path: Canvas._path,
    Text: Canvas._text,
    Maths: Canvas._maths,
    Image: Canvas._image,
    Group: Canvas._group,
}


def _shortened(points: tuple, head: float) -> tuple[tuple, tuple]:
    """The polyline cut back by most of the arrow head, and the head's triangle."""
    (x0, y0), (x1, y1) = points[-2], points[-1]
    length = ((x1 - x0) ** 2 + (y1 - y0) ** 2) ** 0.5 or 1.0
    ux, uy = (x1 - x0) / length, (y1 - y0) / length
    bx, by = x1 - head * ux, y1 - head * uy
    back = min(0.8 * head, 0.99 * length)
    triangle = (
        (x1, y1),
        (bx - 0.55 * head * uy, by + 0.55 * head * ux),
        (bx + 0.55 * head * uy, by - 0.55 * head * ux),
    )
    return (*points[:-1], (x1 - back * ux, y1 - back * uy)), triangle


@lru_cache(maxsize=512)
def _shape(points: tuple, closed: bool, smooth: bool) -> Any:
    skia = import_skia()
    shape = skia.Path()
    shape.moveTo(*points[0])
    if not smooth or len(points) < 3:
        for p in points[1:]:
            shape.lineTo(*p)
    else:
        n = len(points)
        at = (lambda i: points[i % n]) if closed else (lambda i: points[min(max(i, 0), n - 1)])
        for i in range(n if closed else n - 1):  # Catmull-Rom as cubic Bézier: handles a sixth of the chord
            a, b, c, d = at(i - 1), at(i), at(i + 1), at(i + 2)
            shape.cubicTo(
                b[0] + (c[0] - a[0]) / 6,
                b[1] + (c[1] - a[1]) / 6,
                c[0] - (d[0] - b[0]) / 6,
                c[1] - (d[1] - b[1]) / 6,
                *c,
            )
    if closed:
        shape.close()
    return shape


@lru_cache(maxsize=64)
def _glyphs(paths: tuple[str, ...]) -> tuple[Any, ...]:
    skia = import_skia()
    shapes = []
    for data in paths:
        shape, tokens, i = skia.Path(), re.findall(r"[MLQCZ]|-?[\d.]+(?:e-?\d+)?", data), 0
        verbs = {
            "M": (shape.moveTo, 2),
            "L": (shape.lineTo, 2),
            "Q": (shape.quadTo, 4),
            "C": (shape.cubicTo, 6),
            "Z": (shape.close, 0),
        }
        while i < len(tokens):
            verb, n = verbs[tokens[i]]
            verb(*(float(v) for v in tokens[i + 1 : i + 1 + n]))
            i += 1 + n
        shapes.append(shape)
    return tuple(shapes)


@lru_cache(maxsize=8)
def _picture(pixels: Pixels) -> Any:
    array = np.frombuffer(pixels.data, np.uint8).reshape(pixels.height, pixels.width, -1)
    if array.shape[2] == 3:
        array = np.dstack([array, np.full(array.shape[:2], 255, np.uint8)])
    skia = import_skia()
    return skia.Image.fromarray(np.ascontiguousarray(array), skia.kRGBA_8888_ColorType)

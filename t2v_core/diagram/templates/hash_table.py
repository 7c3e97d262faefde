"""A hash table: each key goes to the bucket its remainder names; keys that meet there form a chain."""

from __future__ import annotations

from ...planning.visuals import Computed
from ..algorithms import hash_table as algorithm
from ..computed import ComputedTemplate, beside, pace, progress, spoken, terms
from ..drawlist import Box, DrawList, Group, Rect, arrow
from ..motion import ease
from ..panel import Symbol, page, side
from ..template import Context, Picture
from ..text import SMALL, line
from ..theme import mix

KEYS, BUCKETS = algorithm.KEYS, algorithm.BUCKETS
LONGEST = max(len(c) for c in algorithm.chains(len(KEYS)))


class HashTable(ComputedTemplate):
    name = "hash_table"
    terms = terms(
        "hash table, hash function, separate chaining, hash map, hashmap, hashing, hash collision, collision resolution"
    )
    needs = beside(
        "hash function, hashing, hash map, hash collision, collision resolution",
        "bucket, buckets, slot, slots, key, keys, lookup, chaining, chain, collide, array",
    )
    not_beside = beside(
        "hash table, hash function, hashing, hash map, collision resolution",
        "cryptographic, cryptography, password, passwords, open addressing, linear probing, probing, cuckoo, consistent hashing, digest, signature, perfect hashing",
    )
    strangers = ("distributed hash table", "locality-sensitive hashing", "rolling hash function")

    def layout(self, data: Computed, box: Box, ctx: Context) -> Picture:
        at = page(box)
        table = _Buckets(at.plot)
        times = pace(ctx.clock, len(KEYS) + 1)
        symbols = [
            Symbol("k", "key", "ink", spoken(ctx.clock, ("key", "keys", "item", "element"))),
            Symbol(
                "h(k)", "bucket it goes to", "accent", spoken(ctx.clock, ("hash function", "bucket", "slot", "index"))
            ),
            Symbol("m = 7", "number of buckets", "ink", spoken(ctx.clock, ("table", "size", "array"))),
            Symbol(
                "■",
                "two keys in one bucket",
                "change",
                spoken(ctx.clock, ("collision", "collide", "collisions", "chain", "chaining")),
            ),
        ]
        column = side(
            at.side,
            r"h(k) = k \; \mathrm{mod} \; m",
            symbols,
            ("key", "remainder, bar: chain"),
            5,
            2,
            "15 mod 7 = 1",
            "38",
        )
        states = []
        for n, key in enumerate(KEYS, 1):
            bucket = algorithm.place(key)
            length = len(algorithm.chains(n)[bucket])
            states.append((str(key), f"{key} mod {BUCKETS} = {bucket}", length / LONGEST))
        note = f"Example run: {len(KEYS)} keys into {BUCKETS} buckets"

        def draw(t: float) -> DrawList:
            i, u = progress(times, t, 1.0)
            rows = column.table.ledger(states, i - 1) if i else ()
            return (*table.draw(i, ease(u)), *column.lights(t), *rows)

        return Picture((*at.panel(note), *table.still(), *column.still), draw)


class _Buckets:
    """Buckets one below the other, chains to their right; in low panels buckets side by side, chains below them."""

    def __init__(self, plot: Box) -> None:
        self.plot, self.down = plot, plot.h >= 230
        if self.down:
            self.step = min(plot.h / BUCKETS, 54.0)
            self.cell = (64.0, self.step - 8)
            self.x, self.y = plot.x + 30, plot.cy - self.step * BUCKETS / 2 + 4
        else:
            self.step = plot.w / BUCKETS
            self.cell = (min(self.step - 8, 56.0), min(25.0, (plot.h - 46) / (LONGEST + 1) - 8))
            self.x, self.y = plot.x + (self.step - self.cell[0]) / 2, plot.y + 20

    def _box(self, bucket: int, link: int) -> Box:
        """Of the bucket itself (link 0) and of the keys chained to it (from 1)."""
        w, h = self.cell
        if self.down:
            return Box(self.x + link * (w + 30), self.y + bucket * self.step, w, h)
        return Box(self.x + bucket * self.step, self.y + link * (h + 14), w, h)

    def still(self) -> DrawList:
        items: list = []
        for k in range(BUCKETS):
            b = self._box(k, 0)
            items.append(Rect(b.x, b.y, b.w, b.h, 3, "plate", "rule", 1.2))
            x, y, align = (b.x - 10, b.cy + 6, 1.0) if self.down else (b.cx, b.y - 6, 0.5)
            items.append(line(str(k), x, y, SMALL, "tabular_semibold", "accent", align))
        return tuple(items)

    def draw(self, count: int, u: float) -> DrawList:
        """Keys in their chains, and the next one on its way from the corner where it waits."""
        items: list = []
        for bucket, chain in enumerate(algorithm.chains(count)):
            for link, key in enumerate(chain, 1):
                items += [self._tie(bucket, link), *self._key(self._box(bucket, link), key, link > 1)]
        if count < len(KEYS):
            items += self._coming(count, u)
        return tuple(items)

    def _coming(self, count: int, u: float) -> DrawList:
        key = KEYS[count]
        bucket = algorithm.place(key)
        end = self._box(bucket, len(algorithm.chains(count)[bucket]) + 1)
        start = Box(
            self.plot.right - end.w - 4, self.plot.y + 4 if self.down else self.plot.bottom - end.h - 2, end.w, end.h
        )
        dx, dy = (end.x - start.x) * u, (end.y - start.y) * u
        return (Group(self._key(start, key, False, "goal"), dx=dx, dy=dy),)

    def _key(self, b: Box, key: int, collided: bool, colour: str = "") -> DrawList:
        colour = colour or ("change" if collided else "accent")
        text = line(str(key), b.cx, b.cy + 6, SMALL, "tabular_semibold", "ink", 0.5)
        return (Rect(b.x, b.y, b.w, b.h, 5, mix("panel", colour, 0.2), colour, 2), text)

    def _tie(self, bucket: int, link: int):
        a, b = self._box(bucket, link - 1), self._box(bucket, link)
        points = ((a.right + 2, a.cy), (b.x - 2, b.cy)) if self.down else ((a.cx, a.bottom + 1), (b.cx, b.y - 1))
        return arrow(points, "soft", 2, 8 if self.down else 6)


TEMPLATE = HashTable()

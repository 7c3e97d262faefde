"""Huffman's code (Huffman 1952; the example of Cormen et al., Introduction to Algorithms, 15.3): join the two rarest, again and again."""

from __future__ import annotations

import heapq
from dataclasses import dataclass

FREQUENCIES = {"a": 45, "b": 13, "c": 12, "d": 16, "e": 9, "f": 5}


@dataclass(frozen=True)
class Node:
    """`letters` under it; leaves have one and no children."""

    id: int
    weight: int
    letters: str
    children: tuple[int, int] | tuple[()] = ()


@dataclass(frozen=True)
class Tree:
    """Leaves first, then the joined nodes in the order they are made; the last is the root."""

    nodes: tuple[Node, ...]

    @property
    def joins(self) -> tuple[Node, ...]:
        return tuple(n for n in self.nodes if n.children)

    @property
    def codes(self) -> dict[str, str]:
        """Of each letter: 0 for the first child, 1 for the second, from the root down."""
        found: dict[str, str] = {}

        def visit(node: Node, code: str) -> None:
            if not node.children:
                found[node.letters] = code
            for child, bit in zip(node.children, "01", strict=False):
                visit(self.nodes[child], code + bit)

        visit(self.nodes[-1], "")
        return found

    def code_after(self, letter: str, joins: int) -> str:
        """The end of a letter's code that is known after so many joins: one bit for each that held the letter."""
        known = sum(letter in n.letters for n in self.joins[:joins])
        return self.codes[letter][len(self.codes[letter]) - known :]

    @property
    def bits(self) -> float:
        """Mean length of a letter's code."""
        total = sum(FREQUENCIES.values())
        return sum(FREQUENCIES[k] * len(c) for k, c in self.codes.items()) / total


def build(frequencies: dict[str, int]) -> Tree:
    nodes = [Node(i, w, k) for i, (k, w) in enumerate(frequencies.items())]
    heap = [(n.weight, n.id) for n in nodes]
    heapq.heapify(heap)
    while len(heap) > 1:
        (v, a), (w, b) = heapq.heappop(heap), heapq.heappop(heap)
        nodes.append(Node(len(nodes), v + w, nodes[a].letters + nodes[b].letters, (a, b)))
        heapq.heappush(heap, (v + w, len(nodes) - 1))
    return Tree(tuple(nodes))

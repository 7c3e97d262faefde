"""Several books → one library to search."""

from __future__ import annotations

from .host.api import CATEGORY, Book, io, shown

_SLOTS = 6


class BookLibrary(io.ComfyNode):
    """`T2V_BookLibrary`: see web/docs/T2V_BookLibrary.md."""

    @classmethod
    def define_schema(cls) -> io.Schema:
        return io.Schema(
            node_id="T2V_BookLibrary",
            display_name="Book Library",
            category=CATEGORY,
            description="Joins books so that one search covers them all; every passage keeps naming its own book.",
            inputs=[
                Book.Input(
                    f"book_{i}",
                    optional=i > 1,
                    tooltip="A book, or another library. All must share one embedding model.",
                )
                for i in range(1, _SLOTS + 1)
            ],
            outputs=[Book.Output(display_name="library", tooltip="All the books, each once.")],
        )

    @classmethod
    def execute(cls, **books: tuple | None) -> io.NodeOutput:
        library = tuple({book.id: book for slot in sorted(books) for book in books[slot] or ()}.values())
        text = "\n".join(f"{b.title}: {len(b.chunks)} passages" for b in library)
        return io.NodeOutput(library, ui=shown(text))

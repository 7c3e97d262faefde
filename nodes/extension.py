"""The list of this pack's nodes, in the order of the data flow."""

from __future__ import annotations

from .book_chunker import BookChunker
from .book_library import BookLibrary
from .environment_check import EnvironmentCheck
from .host.api import ComfyExtension, io
from .semantic_retriever import SemanticRetriever


class AcademicT2V(ComfyExtension):
    """A book and a topic become a faithful explainer film."""

    async def get_node_list(self) -> list[type[io.ComfyNode]]:
        return [
            BookChunker,
            BookLibrary,
            SemanticRetriever,
            EnvironmentCheck,
        ]

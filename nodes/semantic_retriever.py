"""Question + book → ranked evidence with pages, and the cues found in it."""

from __future__ import annotations

from .host.api import CATEGORY, Book, Evidence, io, shown


class SemanticRetriever(io.ComfyNode):
    """`T2V_SemanticRetriever`: see web/docs/T2V_SemanticRetriever.md."""

    @classmethod
    def define_schema(cls) -> io.Schema:
        return io.Schema(
            node_id="T2V_SemanticRetriever",
            display_name="Semantic Retriever",
            category=CATEGORY,
            description="Finds the passages of the book that answer a question, with their pages.",
            inputs=[
                Book.Input("book", tooltip="From a Book Chunker or a Book Library."),
                io.String.Input(
                    "query",
                    default="",
                    multiline=True,
                    tooltip="What to look for: the topic, or a question, in English.",
                ),
                io.Combo.Input(
                    "mode",
                    options=["hybrid", "semantic"],
                    default="hybrid",
                    tooltip="hybrid: meaning and words together, only passages that pass min_score. semantic: meaning alone.",
                ),
                io.Int.Input("top_k", default=6, min=1, max=200, tooltip="How many passages to return."),
                io.Int.Input(
                    "candidate_k", default=24, min=1, max=1000, tooltip="How many passages each ranker proposes."
                ),
                io.Float.Input(
                    "min_score",
                    default=0.18,
                    min=-1.0,
                    max=1.0,
                    step=0.01,
                    tooltip="Cosine similarity below which a passage is not evidence.",
                ),
                io.Int.Input(
                    "max_context_words",
                    default=80,
                    min=10,
                    max=2000,
                    tooltip="Length of the context text, for prompts that quote the book.",
                ),
                io.Int.Input("min_chunk_words", default=25, min=1, max=1000, tooltip="Shorter passages are not used."),
                io.Float.Input(
                    "diversity",
                    default=0.0,
                    min=0.0,
                    max=1.0,
                    step=0.05,
                    tooltip="0: the best passages even when alike. 1: as different as possible.",
                ),
                io.String.Input(
                    "pages",
                    default="",
                    tooltip='Search only these pages of the file, such as "10-25, 40", or printed ones, "p. 42, iv-xii". Empty: all.',
                ),
                io.String.Input(
                    "section", default="", tooltip="Search only sections whose heading contains this. Empty: all."
                ),
            ],
            outputs=[
                Evidence.Output(display_name="evidence", tooltip="Passages in order of rank, with pages and scores."),
                io.String.Output(display_name="context", tooltip="The best passages, cut to max_context_words."),
                io.String.Output(display_name="report", tooltip="What was found, where, and how well it fits."),
            ],
        )

    @classmethod
    def execute(cls, book: tuple, query: str, **settings: object) -> io.NodeOutput:
        from ..t2v_core.retrieval import SearchSettings, search
        from ..t2v_core.retrieval.report import report_text
        from .host.paths import model_roots
        from .host.runtime import ComfyHost

        evidence = search(book, query, SearchSettings(**settings, model_roots=model_roots()), ComfyHost())
        text = report_text(evidence)
        return io.NodeOutput(evidence, evidence.context, text, ui=shown(text))

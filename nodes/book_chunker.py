"""Book file → cleaned, cited, embedded chunks."""

from __future__ import annotations

from .host.api import CATEGORY, Book, io, shown


class BookChunker(io.ComfyNode):
    """`T2V_BookChunker`: see web/docs/T2V_BookChunker.md."""

    @classmethod
    def define_schema(cls) -> io.Schema:
        from .host.paths import book_choices

        return io.Schema(
            node_id="T2V_BookChunker",
            display_name="Book Chunker",
            category=CATEGORY,
            description="Reads a book, cleans it, cuts it into passages that know their page and section, and embeds them.",
            inputs=[
                io.Combo.Input(
                    "book",
                    options=book_choices(),
                    tooltip="A PDF, text, Markdown, EPUB or HTML file in ComfyUI's input folder, or a zip of HTML or Markdown pages. Use the button below, or drop a file on the node.",
                ),
                io.Int.Input(
                    "min_words",
                    default=45,
                    min=1,
                    max=2000,
                    tooltip="Passages with fewer words join a neighbour or are left out.",
                ),
                io.Int.Input(
                    "max_words",
                    default=220,
                    min=10,
                    max=4000,
                    tooltip="Longer passages are cut between sentences, and a sentence that is longer alone between its clauses.",
                ),
                io.Boolean.Input(
                    "keep_exercises",
                    default=False,
                    tooltip="Keep exercise sections. Off, they are rejected as boilerplate.",
                ),
                io.String.Input(
                    "embedding_model",
                    default="",
                    tooltip="Empty: the all-MiniLM-L6-v2 that comes with the pack. Else a folder under ComfyUI's models, or a Hugging Face id when allow_download is on.",
                ),
                io.Boolean.Input(
                    "allow_download",
                    default=False,
                    tooltip="Allow fetching the embedding model named above. Nothing is downloaded otherwise.",
                ),
                io.String.Input(
                    "password_variable",
                    default="",
                    tooltip="For an encrypted PDF: the name of an environment variable of the server that holds its password. The password itself never enters the workflow.",
                ),
                io.Boolean.Input(
                    "use_library",
                    default=True,
                    tooltip="Keep the result on disk, so that the same book costs nothing the next time.",
                ),
                io.String.Input(
                    "export_folder",
                    default="",
                    tooltip="When not empty: a folder under output that gets book_chunks.jsonl, book_chunks.rejected.jsonl and book_chunks.embeddings.npz.",
                ),
                io.Boolean.Input(
                    "save_rejected",
                    default=True,
                    tooltip="Write the rejected passages and their reasons too, when exporting.",
                ),
            ],
            outputs=[
                Book.Output(display_name="book", tooltip="Chunks, rejected chunks and embeddings."),
                io.String.Output(
                    display_name="report", tooltip="Pages, passages, what was rejected and why, seconds by step."
                ),
            ],
        )

    @classmethod
    def fingerprint_inputs(cls, book: str, **_others: object) -> str:
        """Changes when the file does, so that a book uploaded again under its name is read again."""
        from ..t2v_core.errors import T2VError
        from .host.paths import book_path

        if not isinstance(book, str):
            return ""
        try:
            stat = book_path(book).stat()
        except (T2VError, OSError):
            return ""
        return f"{stat.st_size}-{stat.st_mtime_ns}"

    @classmethod
    def execute(
        cls,
        book: str,
        min_words: int,
        max_words: int,
        keep_exercises: bool,
        embedding_model: str,
        allow_download: bool,
        password_variable: str,
        use_library: bool,
        export_folder: str,
        save_rejected: bool,
    ) -> io.NodeOutput:
        from ..t2v_core.book import ChunkSettings, chunk_book, export_book
        from ..t2v_core.book.report import report_text
        from ..t2v_core.paths import check_prefix
        from ..t2v_core.secret import from_variable
        from .host.paths import book_path, cache_root, model_roots, output_folder
        from .host.runtime import ComfyHost

        settings = ChunkSettings(
            min_words=min_words,
            max_words=max_words,
            keep_exercises=keep_exercises,
            embedding_model=embedding_model,
            allow_download=allow_download,
            password=from_variable(password_variable),
            model_roots=model_roots(),
        )
        folder = output_folder().joinpath(*check_prefix(export_folder)) if export_folder else None
        library = cache_root() / "books" if use_library else None
        result = chunk_book(book_path(book), settings, ComfyHost(), library)
        if folder is not None:
            export_book(result, folder, save_rejected)
        text = report_text(result)
        return io.NodeOutput((result,), text, ui=shown(text))

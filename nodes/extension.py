"""The list of this pack's nodes, in the order of the data flow."""

from __future__ import annotations

from .academic_prompt_builder import AcademicPromptBuilder
from .book_chunker import BookChunker
from .book_library import BookLibrary
from .compose import Compose
from .diagram_renderer import DiagramRenderer
from .environment_check import EnvironmentCheck
from .export_mp4 import ExportMP4
from .host.api import ComfyExtension, io
from .join_scenes import JoinScenes
from .lora import LoRA
from .model_cache import ModelCache
from .narrator import Narrator
from .scene_generator import SceneGenerator
from .scene_planner import ScenePlanner
from .scene_texts import SceneTexts
from .semantic_retriever import SemanticRetriever
from .video_model_loader import VideoModelLoader


class AcademicT2V(ComfyExtension):
    """A book and a topic become a faithful explainer film."""

    async def get_node_list(self) -> list[type[io.ComfyNode]]:
        return [
            BookChunker,
            BookLibrary,
            SemanticRetriever,
            ScenePlanner,
            AcademicPromptBuilder,
            DiagramRenderer,
            VideoModelLoader,
            LoRA,
            SceneGenerator,
            JoinScenes,
            Compose,
            SceneTexts,
            Narrator,
            ExportMP4,
            ModelCache,
            EnvironmentCheck,
        ]

"""A scene plan becomes positive and negative prompts for one family of video models."""

from .build import build_prompts
from .model import PromptReport, PromptSettings, ScenePrompt, ScenePrompts

__all__ = ["PromptReport", "PromptSettings", "ScenePrompt", "ScenePrompts", "build_prompts"]

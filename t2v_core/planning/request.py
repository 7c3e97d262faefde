"""What a planner is asked for and what it gives back."""

from __future__ import annotations

import math
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from ..errors import InputError, quoted

if TYPE_CHECKING:
    from .plan import ScenePlan
    from .report import PlanReport

PLANNERS = ("extractive", "local_llm", "server", "manual")
LANGUAGE_POLICIES = ("error", "warn", "off")
ON_LLM_ERROR = ("fallback", "error")
MIN_SECONDS, MAX_SECONDS = 2.0, 3600.0
MAX_TEMPERATURE = 2.0  # the most that OpenAI-compatible servers take
MAX_SCENES = 400  # 9 s a scene in the longest film
# Characters: a topic of a long paragraph; what the plan file holds of the others.
MAX_ASKED, MAX_TEXT = 1500, 4000


@dataclass(frozen=True)
class PlanRequest:
    """A film to be planned.

    `seconds` is the exact length of the film (2 to 3600). `scenes` = 0 fits their number to the length.
    `lines` is the text of the manual planner: one scene a line, `Title: sentence` or only a sentence.
    """

    topic: str
    audience: str = "undergraduate students"
    objective: str = ""
    style: str = ""
    seconds: float = 30.0
    scenes: int = 0
    seed: int = 0
    planner: str = "extractive"  # one of PLANNERS
    language_policy: str = "error"  # one of LANGUAGE_POLICIES
    rag_query: str = ""  # what the scenes' own queries add to, instead of topic and objective
    lines: str = ""
    # Language models (planner = "local_llm" or "server")
    model: str = ""  # folder or hub id of the local model; model name at the server
    allow_download: bool = False
    model_roots: tuple[Path, ...] = ()  # folders a local model may lie in; () = only the given path itself
    gguf_file: str = ""  # file inside the local model's folder, for GGUF weights
    server_url: str = "http://127.0.0.1:8080/v1"
    server_api: str = "auto"  # "auto" | "openai" | "ollama"
    credential: str = ""  # the *name* of an environment variable that holds the key, never the key
    allowed_hosts: tuple[str, ...] = ()  # besides this machine's own loopback
    on_llm_error: str = "fallback"  # one of ON_LLM_ERROR
    timeout: float = 120.0  # seconds a server may take for one answer
    temperature: float = 0.0
    keep_loaded: bool = False  # False: a local model, or Ollama's, is unloaded after the plan
    nli_model: str = ""  # folder or hub id of an NLI cross-encoder that the gate asks last; "" = none
    nli_roots: tuple[Path, ...] = ()  # folders it may lie in; () = only the given path itself
    public_folders: tuple[Path, ...] = ()  # folders that others may read files of; no key may lie there

    def check(self) -> None:
        """Raise `InputError` for a value no planner accepts, `PathError` for a model outside its folders."""
        if not self.topic.strip():
            raise InputError("The topic is empty. Say in a few words what the film is about.")
        for name, most in (("topic", MAX_ASKED), ("objective", MAX_ASKED), ("audience", MAX_TEXT), ("style", MAX_TEXT)):
            if len(text := getattr(self, name)) > most:
                raise InputError(f"The {name} {quoted(text)} has {len(text)} characters. Say it in at most {most}.")
        if not (isinstance(self.seconds, (int, float)) and math.isfinite(self.seconds)):
            raise InputError(f"seconds = {self.seconds!r} is not a number. Give the film's length in seconds.")
        if not MIN_SECONDS <= self.seconds <= MAX_SECONDS:
            raise InputError(f"seconds = {self.seconds:g}: a film lasts {MIN_SECONDS:g} to {MAX_SECONDS:g} seconds.")
        if not 0 <= self.scenes <= MAX_SCENES:
            raise InputError(f"scenes = {self.scenes}: give 1 to {MAX_SCENES}, or 0 to fit them to the length.")
        _one_of("planner", self.planner, PLANNERS)
        _one_of("language_policy", self.language_policy, LANGUAGE_POLICIES)
        _one_of("on_llm_error", self.on_llm_error, ON_LLM_ERROR)
        if not (math.isfinite(self.temperature) and 0 <= self.temperature <= MAX_TEMPERATURE):
            raise InputError(f"temperature = {self.temperature:g}: give 0 (no chance) to {MAX_TEMPERATURE:g}.")
        if self.planner in ("local_llm", "server"):  # before any work: planning takes many seconds
            from .backends import check_settings

            check_settings(self)


@dataclass(frozen=True)
class PlanResult:
    """A plan and what there is to say about it."""

    plan: ScenePlan
    report: PlanReport


def _one_of(name: str, value: str, allowed: tuple[str, ...]) -> None:
    if value not in allowed:
        raise InputError(f"{name} = {value!r} is not known. Choose one of: {', '.join(allowed)}.")

"""Prompts for every scene of a film: `build_prompts`.

A positive prompt is a list of named parts in the family's order; `fit` keeps it within the limits and
the report says what that cost. The same plan and settings give the same prompts and seeds in every process.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterable
from typing import Any

from ..diffusion.families import ModelSpec, snap_frames
from ..planning.english.grammar import main_clause
from ..planning.plan import Scene, ScenePlan
from ..planning.text import FUNCTION_WORDS
from ..retrieval.model import Evidence
from . import wording
from .fit import OVERRIDE, fit_negative, fit_positive
from .grounds import context, cues
from .model import MAX_SEED, PromptReport, PromptSettings, ScenePrompt, ScenePrompts
from .pictures import picture, quotes_nobody
from .text import lower_first, quoted, whole_words
from .tokens import counter_for
from .voice import Voice, read_voice

# A verb that makes a sentence of a title; a participle ("hidden Markov models") does not.
_SAYS = re.compile(r"(?:\w+s|are|do|have|can|may|must|will|should)\b", re.IGNORECASE)
# A title that asks something is no subject.
_ASKS = re.compile(r".*\?$|(?:is|are|was|were|do|does|did|can|could|will|should|has|have)\b", re.IGNORECASE)
_ASKED = re.compile(r"(?:what|why|how|when|where|which|who|whose|whether)\b", re.IGNORECASE)
_SHORT = 128  # tokens: with no more, few parts of a picture are named
_NAME_WORDS = 16  # of a title or topic
_NAMED = 6  # scenes that one line of the report names
_COG_WORDS = 60  # the seed system warned CogVideoX users above these
_COG_FRAMES, _COG_GUIDANCE = 32, 5.5

# Order of the parts. All were trained on captions that open with the subject; LTX asks for one flowing paragraph
# of what happens (LTX-Video documentation), so subject and action come first and the look last.
_ORDER = {
    "wan": ("subject", "action", "cues", "context", "look", "lock", "purpose"),
    "cogvideox": ("subject", "action", "lock", "look", "cues", "context", "purpose"),
    "ltx": ("subject", "action", "cues", "context", "lock", "look", "purpose"),
}


def build_prompts(
    plan: ScenePlan | None, settings: PromptSettings, evidence: Evidence | None = None, tokenizer: Any | None = None
) -> ScenePrompts:
    """One `ScenePrompt` for each scene of `plan`, or one for the topic when there is no plan.

    `tokenizer` is the transformers tokenizer of the model's text encoder; without it lengths are
    estimated on the safe side. Raises `InputError` when there is nothing to make a prompt of, when a
    text is not English under `language_policy="error"`, or when the trigger alone fills the limit.
    """
    spec, preset = settings.spec, settings.preset
    counter = counter_for(tokenizer, spec.family)
    notes: dict[str, list[str]] = {}  # what happened → the scenes it happened to
    warnings: list[str] = []
    voice = read_voice(plan, settings, warnings)
    fps = settings.fps or preset.fps
    seed = preset.seed if settings.seed == 0 and preset.seed is not None else settings.seed
    prompts = []
    for scene in plan.scenes if plan else (None,):
        scene_id = scene.id if scene else "s1"
        parts = _parts(scene, plan, evidence, voice, settings)
        positive, cut = fit_positive(voice.trigger, parts, spec, counter, preset.max_words)
        negative, negative_cut = fit_negative(_negative(voice, settings), spec, counter)
        cut += tuple(f"negative: {c}" for c in negative_cut)
        frames, note = _frames(scene, settings, fps)
        for said in (note, cut and f"shortened for the limit: {', '.join(cut)}"):
            if said:
                notes.setdefault(said, []).append(scene_id)
        prompts.append(
            ScenePrompt(
                scene=scene_id,
                positive=positive,
                negative=negative,
                num_frames=frames,
                seed=scene_seed(seed, scene_id),
                seconds=scene.seconds if scene else 0.0,
                tokens=counter.count(positive),
                negative_tokens=counter.count(negative),
                cut=cut,
            )
        )
        if voice.rag_mode == "overlay" and not voice.positive and not dict(parts)["context"]:
            notes.setdefault("rag overlay, but no passage that fits is at hand: without book text", []).append(scene_id)
    warnings += _habits(spec, settings, prompts)
    report = PromptReport(
        model=spec.name, quality=settings.quality, rag_mode=voice.rag_mode, token_limit=spec.token_limit,
        counted_with=counter.source, fps=fps, notes=tuple(f"{said}: {_scenes(ids)}" for said, ids in notes.items()),
        warnings=tuple(warnings),
    )  # fmt: skip
    return ScenePrompts(tuple(prompts), report, settings)


def scene_seed(seed: int, scene_id: str) -> int:
    """The seed of one scene: it does not change when other scenes are added, moved or removed."""
    digest = hashlib.sha256(f"{seed}/{scene_id}".encode()).digest()
    return int.from_bytes(digest[:4], "big") & MAX_SEED


def _parts(
    scene: Scene | None, plan: ScenePlan | None, evidence: Evidence | None, voice: Voice, settings: PromptSettings
) -> list[tuple[str, str]]:
    """The parts of a positive prompt in the family's order, as (name, text)."""
    if voice.positive:
        return [(OVERRIDE, voice.positive)]
    name = _name(scene, voice)
    most = 5 if settings.spec.token_limit > _SHORT else 3
    shown = picture(scene, voice.rag_mode != "none", most) if scene else "a few large shapes joined by arrows"
    subject = f"An animated diagram about {name}: {shown}" if name else f"An animated diagram: {shown}"
    look = ". ".join(x.rstrip(" .") for x in (voice.style, wording.LORA_LOOK[voice.profile]) if x)
    # The lock describes a look already; only Wan reads enough to hear it twice.
    look = look or ("" if voice.lock and settings.spec.family != "wan" else wording.LOOK)
    part = {
        "subject": subject,
        "action": _action(scene, voice),
        "look": look,
        "lock": wording.DIAGRAM_LOCK if voice.lock else "",
        "cues": "" if voice.compact or voice.rag_mode != "semantic" else cues(scene, evidence, subject, voice.topic),
        "context": context(scene, plan, evidence, settings.max_context_words) if voice.rag_mode == "overlay" else "",
        "purpose": ""
        if voice.compact or settings.spec.family == "cogvideox"
        else voice.purpose,  # words are dear there
    }
    return [(name, part[name]) for name in _ORDER[settings.spec.family]]


def _name(scene: Scene | None, voice: Voice) -> str:
    """What a scene is about, as it stands in mid-sentence: its title, or the topic where that is a question or missing."""
    title = quoted(scene.title) if scene else ""
    if not title or _ASKS.match(title):
        title = voice.topic
    clause = None if title == voice.topic else main_clause(title)
    if title.split(" ", 1)[0].lower() in FUNCTION_WORDS:
        title = lower_first(title)  # "about what …", "about the …"; other first words may be names
    if clause and clause.rest and _SAYS.match(clause.verb) and not _ASKED.match(title):
        title = f"how {title}"  # a title that is a sentence
    return re.sub(r"\s*[:;]\s+", ", ", whole_words(title, _NAME_WORDS)).rstrip(" .?!,")


def _action(scene: Scene | None, voice: Voice) -> str:
    """What moves. The subject has named the topic already."""
    action = quoted(scene.visual_action) if scene and not quotes_nobody(scene) else ""
    topic = re.escape(voice.topic)
    return re.sub(rf"\s+(?:of|about)\s+{topic}(?!\w)", "", action, flags=re.IGNORECASE) if topic else action


def _negative(voice: Voice, settings: PromptSettings) -> list[tuple[str, str]]:
    boost = wording.LORA_NEGATIVE[voice.profile] if settings.lora_negative_boost else ""
    if voice.negative:
        return [("your negative prompt", voice.negative), ("LoRA boost", boost)]
    lock = wording.NEGATIVE_LOCK if voice.lock else ""
    listed = [("faults", x) for x in wording.NEGATIVE]
    return [*listed[:2], ("quality", wording.NEGATIVE_QUALITY), ("lock", lock), ("LoRA boost", boost), *listed[2:]]


def _frames(scene: Scene | None, settings: PromptSettings, fps: int) -> tuple[int, str]:
    """Frames by the model's rule, what was asked, else the preset's, but not more than the scene lasts; and what that changed."""
    asked = settings.scene_frames or settings.preset.frames
    if scene and not settings.scene_frames:
        asked = min(asked, max(1, round(scene.seconds * fps)))
    frames = snap_frames(asked, settings.spec)
    return frames, "" if frames == asked else f"{asked} frames became {frames} ({settings.spec.frame_step}k+1)"


def _habits(spec: ModelSpec, settings: PromptSettings, prompts: list[ScenePrompt]) -> list[str]:
    """Warnings of what the model was not made for."""
    found = []
    if long := [p.scene for p in prompts if p.num_frames > spec.most_frames]:
        most = max(p.num_frames for p in prompts)
        found.append(
            f"{most} frames are more than the {spec.most_frames} that {spec.name} was published for; what comes behind "
            f"them repeats or falls apart, and memory and time grow: {_scenes(long)}"
        )
    if spec.family != "cogvideox":
        return found
    if wordy := [p.scene for p in prompts if len(p.positive.split()) > _COG_WORDS]:
        found.append(f"CogVideoX follows prompts up to {_COG_WORDS} words best; longer: {_scenes(wordy)}")
    if many := [p.scene for p in prompts if p.num_frames > _COG_FRAMES + 1]:
        found.append(f"CogVideoX is steadiest up to {_COG_FRAMES} frames; more: {_scenes(many)}")
    if settings.preset.guidance > _COG_GUIDANCE:
        found.append(
            f"CogVideoX tends to wash out above guidance {_COG_GUIDANCE}; {settings.quality} has {settings.preset.guidance:g}"
        )
    return found


def _scenes(ids: Iterable[str]) -> str:
    """The scenes of a remark; of many only the first."""
    first, rest = (found := list(ids))[:_NAMED], len(found) - _NAMED
    more = f" and {rest} more" if rest > 0 else ""
    return f"scene{'s' if len(found) > 1 else ''} {', '.join(first)}{more}"

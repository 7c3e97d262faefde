"""Prompts for every scene of a film: `build_prompts`.

A positive prompt is a list of named parts in the family's order; `fit` keeps it within the limits and
the report says what that cost. The same plan and settings give the same prompts and seeds in every process.
"""

from __future__ import annotations

import hashlib
import re
from dataclasses import dataclass
from typing import Any

from ..diffusion.families import ModelSpec, snap_frames
from ..errors import InputError
from ..planning.english.grammar import main_clause
from ..planning.plan import Scene, ScenePlan
from ..retrieval.model import Evidence
from . import wording
from .fit import fit_negative, fit_positive, upper_first
from .model import MAX_SEED, PromptReport, PromptSettings, ScenePrompt, ScenePrompts
from .pictures import picture
from .text import first_words, foreign_share, not_dangling, plain, quoted, whole_words
from .tokens import counter_for

_FOREIGN = 0.30  # share of non-Latin letters above which a text is not English
# A verb that makes a sentence of a title; a participle ("hidden Markov models") does not.
_SAYS = re.compile(r"(?:\w+s|are|do|have|can|may|must|will|should)\b", re.IGNORECASE)
_SHORT = 128  # tokens: with no more, few parts of a picture are named
_NAME_WORDS = 16  # of a title or topic
_OBJECTIVE_WORDS = 30  # of the purpose: it says whom the picture is for, not what it shows
_COG_WORDS = 60  # the seed system warned CogVideoX users above these
_COG_FRAMES, _COG_GUIDANCE = 32, 5.5

# The user's texts that are woven into our own sentences: cleaned like a book's. The others are taken as they are.
_DESCRIBING = ("topic", "audience", "objective")

# Order of the parts. All were trained on captions that open with the subject; LTX asks for one flowing paragraph
# of what happens (LTX-Video documentation), so subject and action come first and the look last.
_ORDER = {
    "wan": ("subject", "action", "cues", "context", "look", "lock", "purpose"),
    "cogvideox": ("subject", "action", "lock", "look", "cues", "context", "purpose"),
    "ltx": ("subject", "action", "cues", "context", "lock", "look", "purpose"),
}


@dataclass(frozen=True)
class _Voice:
    """The user's texts, cleaned once, and the choices that hold for all scenes."""

    topic: str
    purpose: str
    style: str
    positive: str
    negative: str
    trigger: str
    profile: str
    rag_mode: str
    lock: bool
    compact: bool


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
    notes: list[str] = []
    warnings: list[str] = []
    voice = _voice(plan, settings, warnings)
    fps = settings.fps or preset.fps
    seed = preset.seed if settings.seed == 0 and preset.seed is not None else settings.seed
    prompts = []
    for scene in plan.scenes if plan else (None,):
        scene_id = scene.id if scene else "s1"
        parts = _parts(scene, plan, evidence, voice, settings)
        positive, cut = fit_positive(voice.trigger, parts, spec, counter, preset.max_words)
        negative, negative_cut = fit_negative(_negative(voice, settings), spec, counter)
        prompts.append(
            ScenePrompt(
                scene=scene_id,
                positive=positive,
                negative=negative,
                num_frames=_frames(scene, settings, fps, notes, scene_id),
                seed=scene_seed(seed, scene_id),
                seconds=scene.seconds if scene else 0.0,
                tokens=counter.count(positive),
                negative_tokens=counter.count(negative),
                cut=cut + tuple(f"negative: {c}" for c in negative_cut),
            )
        )
    notes += [f"scene {p.scene}: shortened for the limit: {', '.join(p.cut)}" for p in prompts if p.cut]
    warnings += _cogvideox_habits(spec, settings, prompts)
    report = PromptReport(
        model=spec.name, quality=settings.quality, rag_mode=voice.rag_mode, token_limit=spec.token_limit,
        counted_with=counter.source, fps=fps, notes=tuple(notes), warnings=tuple(warnings),
    )  # fmt: skip
    return ScenePrompts(tuple(prompts), report, settings)


def scene_seed(seed: int, scene_id: str) -> int:
    """The seed of one scene: it does not change when other scenes are added, moved or removed."""
    digest = hashlib.sha256(f"{seed}/{scene_id}".encode()).digest()
    return int.from_bytes(digest[:4], "big") & MAX_SEED


def _voice(plan: ScenePlan | None, settings: PromptSettings, warnings: list[str]) -> _Voice:
    """The user's own texts, checked for language; the plan fills those left empty."""
    given = {
        "topic": settings.topic or (plan.topic if plan else ""),
        "audience": settings.audience or (plan.audience if plan else ""),
        "objective": settings.objective or (plan.objective if plan else ""),
        "style": settings.style or (plan.style if plan else ""),
        "positive": settings.positive,
        "negative": settings.negative,
        "lora_trigger": settings.lora_trigger,
    }
    text = {}
    for name, value in given.items():
        if foreign_share(value) > _FOREIGN and settings.language_policy != "off":
            message = f"{name} is not English: {plain(value)[0][:40] or value[:40]!r}. Rewrite it in English."
            if settings.language_policy == "error":
                raise InputError(message)
            warnings.append(message)
        text[name], removed = plain(value)
        if name in _DESCRIBING:
            text[name] = quoted(value)
        if removed:
            warnings.append(f"{name}: {removed} characters that an English text encoder cannot read were left out")
    if not (plan or text["topic"] or text["positive"]):
        raise InputError("There is nothing to make a prompt of. Give a topic, a plan, or a prompt of your own.")
    preset = settings.preset
    lock = settings.diagram_lock == "on" or (settings.diagram_lock == "auto" and preset.diagram_lock is not False)
    audience = f"For {text['audience']}" if text["audience"] else ""
    objective = (
        f"to help them {_lower_first(whole_words(text['objective'], _OBJECTIVE_WORDS)).rstrip('.')}"
        if text["objective"]
        else ""
    )
    return _Voice(
        topic=text["topic"], purpose=" ".join(x for x in (audience, objective) if x), style=text["style"],
        positive=text["positive"], negative=text["negative"], trigger=text["lora_trigger"],
        profile=wording.lora_profile(settings.lora_prompt_profile, settings.lora_names),
        rag_mode=settings.rag_mode or preset.rag_mode or "semantic", lock=lock, compact=preset.compact,
    )  # fmt: skip


def _parts(
    scene: Scene | None, plan: ScenePlan | None, evidence: Evidence | None, voice: _Voice, settings: PromptSettings
) -> list[tuple[str, str]]:
    """The parts of a positive prompt in the family's order, as (name, text)."""
    if voice.positive:
        return [("subject", voice.positive)]
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
        "cues": "" if voice.compact or voice.rag_mode != "semantic" else _cues(scene, evidence, subject),
        "context": _context(scene, plan, evidence, settings) if voice.rag_mode == "overlay" else "",
        "purpose": ""
        if voice.compact or settings.spec.family == "cogvideox"
        else voice.purpose,  # words are dear there
    }
    return [(name, part[name]) for name in _ORDER[settings.spec.family]]


def _name(scene: Scene | None, voice: _Voice) -> str:
    """What a scene is about, on one line: its title, or the topic where that is a question or missing."""
    title = not_dangling(quoted(scene.title)) if scene else ""
    if not title or title.endswith("?"):
        title = voice.topic
    elif (clause := main_clause(title)) and clause.rest and _SAYS.match(clause.verb):
        title = f"how {title}"  # a title that is a sentence
    return re.sub(r"\s*[:;]\s+", ", ", whole_words(title, _NAME_WORDS)).rstrip(" .?!,")


def _action(scene: Scene | None, voice: _Voice) -> str:
    """What moves. The subject has named the topic already."""
    action = quoted(scene.visual_action) if scene else ""
    topic = re.escape(voice.topic)
    return re.sub(rf"\s+(?:of|about)\s+{topic}(?!\w)", "", action, flags=re.IGNORECASE) if topic else action


def _cues(scene: Scene | None, evidence: Evidence | None, said: str) -> str:
    """Up to two visual and two motion cues of the evidence, those nearest to the scene first; without evidence
    the key concepts that `said` does not name yet."""
    if evidence is None:
        concepts = [first_words(quoted(c), 5) for c in (scene.key_concepts if scene else ())]
        concepts = [c for c in concepts if c.lower() not in said.lower()]
        return f"Key ideas: {', '.join(c for c in concepts if c)}" if any(concepts) else ""
    about = _words(f"{scene.title} {scene.narration} {' '.join(scene.key_concepts)}") if scene else set()

    def best(cues: tuple[str, ...]) -> list[str]:
        near = [c for c in cues if not about or _words(c) & about]
        return sorted(near, key=lambda c: -len(_words(c) & about))[:2]

    chosen = [
        first_words(quoted(c), 14).rstrip(".") for c in (*best(evidence.cues.visual), *best(evidence.cues.motion))
    ]
    return ". ".join(dict.fromkeys(upper_first(c) for c in chosen if c))


def _context(scene: Scene | None, plan: ScenePlan | None, evidence: Evidence | None, settings: PromptSettings) -> str:
    """Raw book text: the passages the scene cites, else the best of the evidence."""
    raw = evidence.context if evidence else ""
    if scene and plan:
        cited = dict.fromkeys(eid for claim in scene.claims for eid in claim.evidence_ids)
        raw = " ".join(plan.passage(eid).text for eid in cited) or raw
    return whole_words(quoted(raw), settings.max_context_words)


def _negative(voice: _Voice, settings: PromptSettings) -> list[tuple[str, str]]:
    boost = wording.LORA_NEGATIVE[voice.profile] if settings.lora_negative_boost else ""
    if voice.negative:
        return [("your negative prompt", voice.negative), ("LoRA boost", boost)]
    lock = wording.NEGATIVE_LOCK if voice.lock else ""
    listed = [("faults", x) for x in wording.NEGATIVE]
    return [*listed[:2], ("quality", wording.NEGATIVE_QUALITY), ("lock", lock), ("LoRA boost", boost), *listed[2:]]


def _frames(scene: Scene | None, settings: PromptSettings, fps: int, notes: list[str], scene_id: str) -> int:
    """Frames by the model's rule: what was asked, else the preset's, but not more than the scene lasts."""
    asked = settings.scene_frames or settings.preset.frames
    if scene and not settings.scene_frames:
        asked = min(asked, max(1, round(scene.seconds * fps)))
    frames = snap_frames(asked, settings.spec)
    if frames != asked:
        notes.append(f"scene {scene_id}: {asked} frames became {frames} ({settings.spec.frame_step}k+1)")
    return frames


def _cogvideox_habits(spec: ModelSpec, settings: PromptSettings, prompts: list[ScenePrompt]) -> list[str]:
    if spec.family != "cogvideox":
        return []
    long = [p.scene for p in prompts if len(p.positive.split()) > _COG_WORDS]
    many = [p.scene for p in prompts if p.num_frames > _COG_FRAMES + 1]
    found = (
        [f"CogVideoX follows prompts up to {_COG_WORDS} words best; longer: scene {', '.join(long)}"] if long else []
    )
    if many:
        found.append(f"CogVideoX is steadiest up to {_COG_FRAMES} frames; more: scene {', '.join(many)}")
    if settings.preset.guidance > _COG_GUIDANCE:
        found.append(
            f"CogVideoX tends to wash out above guidance {_COG_GUIDANCE}; {settings.quality} has {settings.preset.guidance:g}"
        )
    return found


def _lower_first(text: str) -> str:
    return text if text[:2].isupper() else text[:1].lower() + text[1:]


def _words(text: str) -> set[str]:
    return set(re.findall(r"[a-z]{4,}", text.lower()))

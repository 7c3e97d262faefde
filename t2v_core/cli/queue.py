"""`queue WORKFLOW.json --server URL --set NODE.INPUT=VALUE`: run an API-format workflow on a ComfyUI server.

NODE is a node's id, its title or its class; with a title or class that several nodes have, all are set. VALUE is
read as JSON where it is JSON, but stays text where the workflow holds text.
"""

from __future__ import annotations

import argparse
import json
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from ..errors import InputError
from ..host import Host
from . import options
from .output import add_json, note, show

if TYPE_CHECKING:
    from .client import Progress

DEFAULT_SERVER = "http://127.0.0.1:8188"


def add(commands, _env: options.Environment) -> None:
    """Register the command."""
    parser = commands.add_parser(
        "queue",
        help="run a workflow on a ComfyUI server",
        description=__doc__,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    parser.add_argument("workflow", type=Path, metavar="WORKFLOW", help="a workflow in API format")
    parser.add_argument("--server", default=DEFAULT_SERVER, metavar="URL", help="default: %(default)s")
    parser.add_argument(
        "--set", dest="sets", action="append", default=[], metavar="NODE.INPUT=VALUE", help="may be repeated"
    )
    add_json(parser)
    parser.set_defaults(run=run)


def run(args: argparse.Namespace, host: Host) -> int:
    """Queue, follow, list the files."""
    from .client import ComfyClient

    prompt = set_inputs(read_workflow(args.workflow), args.sets)
    client = ComfyClient(args.server)
    try:
        outcome = client.run(prompt, _Follower(prompt, host))
    except KeyboardInterrupt:
        client.interrupt()
        raise
    files = outcome.files()
    saved = [f for f in files if f.get("type") != "temp"]  # previews, gone when the server starts next
    places = ["/".join(filter(None, (f.get("type"), f.get("subfolder"), f["filename"]))) for f in saved]
    text = "\n".join(places or ["The workflow ran and saved no file."])
    show(args, text, {"prompt_id": outcome.prompt_id, "files": files, "outputs": outcome.outputs})
    return 0


def read_workflow(file: Path) -> dict[str, Any]:
    """The nodes of an API-format workflow by id. Raises `InputError` for an editor-format or damaged file."""
    try:
        data = json.loads(file.read_text(encoding="utf-8"))
    except (OSError, ValueError) as e:
        raise InputError(f"{file} cannot be read as a workflow: {e}.") from e
    nodes = data.get("prompt", data) if isinstance(data, dict) else data
    if isinstance(nodes, dict) and "nodes" in nodes and "links" in nodes:
        raise InputError(
            f"{file} is in the editor's format. Export it with Workflow ▸ Export (API), or use workflows/api/."
        )
    if not isinstance(nodes, dict) or not nodes or not all(_is_node(n) for n in nodes.values()):
        raise InputError(f"{file} holds no API-format workflow: a JSON object of nodes with class_type and inputs.")
    return nodes


def set_inputs(prompt: dict[str, Any], sets: Sequence[str]) -> dict[str, Any]:
    """`prompt` with each NODE.INPUT=VALUE applied. Raises `InputError` for a node or input that is not there."""
    for text in sets:
        target, equals, value = text.partition("=")
        name, dot, field = target.rpartition(".")
        if not (equals and dot and name and field):
            raise InputError(f"{text!r} is not NODE.INPUT=VALUE.")
        for node in _named(prompt, name):
            inputs = node["inputs"]
            if field not in inputs:
                raise InputError(f"Node {name!r} has no input {field!r}. It has: {', '.join(inputs)}.")
            inputs[field] = _value(value, inputs[field])
    return prompt


def _is_node(node: Any) -> bool:
    return isinstance(node, dict) and isinstance(node.get("class_type"), str) and isinstance(node.get("inputs"), dict)


def _title(node: dict[str, Any]) -> str:
    return (node.get("_meta") or {}).get("title") or node["class_type"]


def _named(prompt: dict[str, Any], name: str) -> list[dict[str, Any]]:
    found = [prompt[name]] if name in prompt else [n for n in prompt.values() if name in (_title(n), n["class_type"])]
    if not found:
        known = "; ".join(f"{i} ({_title(n)})" for i, n in prompt.items())
        raise InputError(f"The workflow has no node {name!r}. It has: {known}.")
    return found


def _value(text: str, present: Any) -> Any:
    """`text` as the kind of value the workflow holds there; a link may be replaced by any value."""
    if isinstance(present, str):
        return text
    try:
        return json.loads(text)
    except ValueError:
        return text


class _Follower:
    """Shows the node at work, on a bar over all nodes of the workflow; in a log, one line a node."""

    def __init__(self, prompt: dict[str, Any], host: Host) -> None:
        self._prompt, self._host = prompt, host
        self._started: dict[str, None] = {}

    def __call__(self, progress: Progress) -> None:
        node = self._prompt.get(progress.node)
        title = _title(node) if node else progress.node
        if progress.node not in self._started:
            self._started[progress.node] = None
            note(f"[{len(self._started)}/{len(self._prompt)}] {title}")
        share = progress.done / progress.total if progress.total else 0.0
        self._host.report(len(self._started) - 1 + min(share, 1.0), len(self._prompt), title)

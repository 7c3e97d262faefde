"""Drive the real graph editor in Chromium, as the browser tests and the workflow builder do."""

from __future__ import annotations

import json
import os
import shutil
from pathlib import Path
from typing import Any

# Headless, and silent on the network: only the server under test may be asked.
FLAGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--autoplay-policy=no-user-gesture-required",
]
# A first visit otherwise begins with a tutorial and dialogs of what is new or missing.
SETTINGS = {
    "Comfy.TutorialCompleted": True,
    "Comfy.Workflow.ShowMissingModelsWarning": False,
    "Comfy.Release.Status": "skipped",
}
_USUAL_PLACES = (
    "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome",
    "/Applications/Chromium.app/Contents/MacOS/Chromium",
    r"C:\Program Files\Google\Chrome\Application\chrome.exe",
    r"C:\Program Files (x86)\Microsoft\Edge\Application\msedge.exe",
)
READY = """() => window.app && window.app.graph && (window.app.vueAppReady ||
    (window.app.extensionManager && window.app.extensionManager.spinner === false))"""
LISTEN = """() => {
    window.__ended = null;
    for (const kind of ['execution_success', 'execution_error', 'execution_interrupted'])
        window.app.api.addEventListener(kind, e => { window.__ended ??= [kind, e.detail] }, {once: true});
}"""


def find_chromium() -> str | None:
    """A Chromium, Chrome or Edge of this machine: T2V_CHROMIUM, else the first one on the path or at its usual place."""
    names = ("chromium", "chromium-browser", "google-chrome", "chrome", "msedge", *_USUAL_PLACES)
    return os.environ.get("T2V_CHROMIUM") or next(filter(None, map(shutil.which, names)), None)


class Editor:
    """One browser page with the editor of the server at `url`; use it as a context manager."""

    def __init__(self, url: str, width: int = 1600, height: int = 900) -> None:
        self.url, self.size = url, {"width": width, "height": height}
        self.console_errors: list[str] = []

    def __enter__(self) -> Editor:
        from playwright.sync_api import sync_playwright

        self._playwright = sync_playwright().start()
        self._browser = self._playwright.chromium.launch(executable_path=find_chromium(), headless=True, args=FLAGS)
        self.page = page = self._browser.new_page(viewport=self.size, locale="en-US")
        page.on("pageerror", lambda e: self.console_errors.append(str(e)))
        page.on("console", lambda m: self.console_errors.append(m.text) if m.type == "error" else None)
        own = (self.url, "data:", "blob:")
        page.route("**/*", lambda r: r.continue_() if r.request.url.startswith(own) else r.abort())
        for key, value in SETTINGS.items():
            kind = {"Content-Type": "application/json"}
            page.request.post(f"{self.url}/api/settings/{key}", data=json.dumps(value), headers=kind)
        page.goto(self.url, wait_until="domcontentloaded", timeout=120_000)
        page.wait_for_function(READY, timeout=120_000)
        page.wait_for_selector("canvas#graph-canvas", timeout=60_000)
        return self

    def __exit__(self, *_exc: object) -> None:
        self._browser.close()
        self._playwright.stop()

    def load(self, workflow: dict[str, Any]) -> None:
        """Open a workflow in editor format, as dropping its file would."""
        self.page.evaluate("w => window.app.loadGraphData(w)", workflow)
        self.page.wait_for_timeout(500)

    def load_api(self, prompt: dict[str, Any], name: str) -> None:
        """Open a workflow in API format."""
        self.page.evaluate("async ([p, n]) => { await window.app.loadApiJson(p, n) }", [prompt, name])
        self.page.wait_for_timeout(500)

    def saved(self) -> dict[str, Any]:
        """{"workflow": editor format, "output": API format} of the open graph, as the Run button sends it.

        Stringified inside the page: otherwise `undefined` would come back as null, which the editor
        does not accept in a saved file.
        """
        script = """async () => { const p = await window.app.graphToPrompt();
            return JSON.stringify({workflow: p.workflow, output: p.output}) }"""
        return json.loads(self.page.evaluate(script))

    def toasts(self) -> list[str]:
        """The alerts on the page; a good workflow loads with none."""
        return self.page.locator(".p-toast-message").all_inner_texts()

    def press_run(self) -> None:
        """Press Run as a person would."""
        self.page.evaluate(LISTEN)
        self.page.get_by_role("button", name="Run", exact=True).first.click()

    def wait_for_end(self, seconds: float) -> tuple[str, dict[str, Any]]:
        """How the run ended: the websocket's verdict and its details."""
        self.page.wait_for_function("() => window.__ended !== null", timeout=seconds * 1000)
        return tuple(self.page.evaluate("() => window.__ended"))

    def screenshot(self, path: Path) -> None:
        """Keep a picture of the page."""
        path.parent.mkdir(parents=True, exist_ok=True)
        self.page.screenshot(path=str(path))

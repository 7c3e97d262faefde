// The graph-editor side of Academic T2V: upload and drop of books, results as text on the nodes, acceptance of a
// paused plan. Text from books and plans is only ever set with textContent or as a widget's value.

import { app } from "../../scripts/app.js";
import { api } from "../../scripts/api.js";

const BOOK_TYPES = [".pdf", ".epub", ".txt", ".text", ".md", ".markdown", ".html", ".htm", ".xhtml", ".zip"];
const TEXT_HEIGHT = 150;
const PLAN_HEIGHT = 340; // of a plan that waits to be read or edited
const VIDEO_HEIGHT = 300; // the editor's own player is not shown where it does not fit

app.registerExtension({
  name: "academic-t2v.nodes",

  async beforeRegisterNodeDef(nodeType, nodeData) {
    if (!nodeData.name.startsWith("T2V_")) return;
    after(nodeType.prototype, "onExecuted", function (output) {
      if (output?.t2v_text) showText(this, output.t2v_text.join("\n"), output.animated ? VIDEO_HEIGHT : 0);
      if (output?.t2v_plan) offerPlan(this, output.t2v_plan[0], output.t2v_paused?.[0]);
    });
    if (nodeData.name === "T2V_BookChunker") {
      after(nodeType.prototype, "onNodeCreated", function () {
        addUpload(this);
      });
    }
  },
});

// Run `more` after a prototype's method, whoever defined it.
function after(prototype, method, more) {
  const before = prototype[method];
  prototype[method] = function (...args) {
    const result = before?.apply(this, args);
    more.apply(this, args);
    return result;
  };
}

// ---- results ------------------------------------------------------------------------------------------------------

function showText(node, text, roomBelow) {
  let widget = node.widgets?.find((w) => w.name === "t2v_text");
  if (!widget) {
    const element = document.createElement("pre");
    Object.assign(element.style, {
      margin: "0",
      padding: "6px 8px",
      overflow: "auto",
      whiteSpace: "pre-wrap",
      userSelect: "text",
      font: "12px/1.4 ui-monospace, Menlo, Consolas, monospace",
      color: "var(--input-text, #ddd)",
      background: "var(--comfy-input-bg, #222)",
      borderRadius: "6px",
      boxSizing: "border-box",
    });
    element.addEventListener("wheel", (e) => e.stopPropagation());
    widget = node.addDOMWidget("t2v_text", "t2v_text", element, {
      serialize: false,
      hideOnZoom: false,
      getMinHeight: () => TEXT_HEIGHT,
    });
    widget.serialize = false;
    grow(node, roomBelow);
  }
  widget.element.textContent = text;
}

// Make room for a new widget without shrinking what the user has sized.
function grow(node, roomBelow = 0) {
  const [width, height] = node.computeSize();
  node.setSize([Math.max(node.size[0], width), Math.max(node.size[1], height + roomBelow)]);
  node.setDirtyCanvas(true, true);
}

// ---- plans --------------------------------------------------------------------------------------------------------

// What stands in plan_text is the user's own: an edited plan is accepted as it is, and neither a plan nor lines are ever
// written over; only a plan is dropped, an edited one when the user says so.
function offerPlan(node, plan, paused) {
  node.t2vPlan = plan;
  if (!node.widgets.some((w) => w.name === "t2v_edit_plan")) {
    addButton(node, "t2v_edit_plan", "edit this plan", () => editPlan(node));
    addButton(node, "t2v_accept_plan", "accept this plan and go on", () => {
      if (!findWidget(node, "plan_text").value.trim()) setWidget(node, "plan_text", node.t2vPlan);
      setWidget(node, "pause", false);
      app.queuePrompt(0);
    });
    addButton(node, "t2v_drop_plan", "drop this plan and plan anew", () => dropPlan(node));
    grow(node);
  }
  if (!paused) return;
  enlarge(node, "t2v_text");
  notify("info", "The plan is ready", "Read it on the Scene Planner, then accept it there or edit it first.");
}

function editPlan(node) {
  if (!findWidget(node, "plan_text").value.trim()) {
    node.t2vUnedited = node.t2vPlan;
    setWidget(node, "plan_text", node.t2vPlan);
  } else if (!holdsPlan(node)) {
    const advice = "They are not written over. Keep them elsewhere and empty plan_text, then press 'edit this plan' again.";
    notify("warn", "plan_text holds lines of your own", advice);
  }
  enlarge(node, "plan_text");
  showTop(findWidget(node, "plan_text").element);
}

async function dropPlan(node) {
  if (holdsPlan(node)) {
    if (findWidget(node, "plan_text").value !== node.t2vUnedited) {
      const message = "The plan in plan_text, with what you have changed in it, is deleted.";
      if (!(await app.extensionManager.dialog.confirm({ title: "Drop this plan?", message }))) return;
    }
    setWidget(node, "plan_text", "");
  }
  app.queuePrompt(0);
}

// Room to read or edit a whole plan.
function enlarge(node, name) {
  const { options } = findWidget(node, name);
  if (options.getMinHeight?.() >= PLAN_HEIGHT) return;
  options.getMinHeight = () => PLAN_HEIGHT;
  grow(node);
}

function showTop(area) {
  area?.focus();
  area?.setSelectionRange?.(0, 0);
  if (area) area.scrollTop = 0;
}

function holdsPlan(node) {
  return /^\s*(?:(?:```|~~~)\w*\s+)?\{/.test(findWidget(node, "plan_text").value); // as the server reads it
}

// ---- books --------------------------------------------------------------------------------------------------------

function addUpload(node) {
  addButton(node, "t2v_upload", "upload book", () => {
    const input = document.createElement("input");
    input.type = "file";
    input.accept = BOOK_TYPES.join(",");
    input.onchange = () => uploadBook(node, input.files[0]);
    input.click();
  });
  node.onDragOver = (event) => [...(event.dataTransfer?.items ?? [])].some((item) => item.kind === "file");
  node.onDragDrop = (event) => {
    const file = [...(event.dataTransfer?.files ?? [])].find(isBook);
    if (file) uploadBook(node, file);
    return Boolean(file);
  };
}

function isBook(file) {
  return BOOK_TYPES.some((suffix) => file.name.toLowerCase().endsWith(suffix));
}

async function uploadBook(node, file) {
  if (!file) return;
  if (!isBook(file)) {
    notify("warn", "Not a book", `${file.name}: choose a file of type ${BOOK_TYPES.join(", ")}.`);
    return;
  }
  try {
    const name = await sendFile(file);
    await refreshBooks();
    setWidget(node, "book", name);
  } catch (error) {
    notify("error", "Upload failed", `${file.name}: ${error.message}`);
  }
}

async function sendFile(file) {
  const body = new FormData();
  body.append("image", file);
  body.append("type", "input");
  const response = await api.fetchApi("/upload/image", { method: "POST", body });
  if (response.status !== 200) throw new Error(`${response.status} ${response.statusText}`);
  const saved = await response.json();
  return saved.subfolder ? `${saved.subfolder}/${saved.name}` : saved.name;
}

// Ask the server anew which books there are, for every chunker in the graph.
async function refreshBooks() {
  const response = await api.fetchApi("/object_info/T2V_BookChunker");
  const [, options] = (await response.json()).T2V_BookChunker.input.required.book;
  for (const node of app.graph.nodes.filter((n) => n.type === "T2V_BookChunker")) {
    findWidget(node, "book").options.values = options.options;
  }
}

// ---- small helpers ------------------------------------------------------------------------------------------------

function addButton(node, name, label, action) {
  const button = node.addWidget("button", name, null, action, { serialize: false });
  button.label = label;
  button.serialize = false;
  return button;
}

function findWidget(node, name) {
  return node.widgets.find((w) => w.name === name);
}

function setWidget(node, name, value) {
  const widget = findWidget(node, name);
  widget.value = value;
  widget.callback?.(value);
  node.setDirtyCanvas(true, true);
}

function notify(severity, summary, detail) {
  app.extensionManager.toast.add({ severity, summary, detail, life: 8000 });
}

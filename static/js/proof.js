// Documents at a question: choose, photograph or drop them on it; each is sent by itself, with progress.
// Without it the link leads to a page with the same in one form.
import { send } from "./transfer.js";
import { session } from "./session.js";

const UNDO_SECONDS = 10;
const tools = document.getElementById("proof-tools");
const words = tools.dataset;
const waiting = new Set(); // files on their way, or still to be sent

const hasFiles = (event) => [...(event.dataTransfer?.types ?? [])].includes("Files");

class Box {
  constructor(box) {
    this.box = box;
    this.url = box.dataset.docs;
    this.queue = Promise.resolve();
    const link = box.querySelector("[data-docs-acts] a");
    link.before(tools.content.cloneNode(true));
    link.querySelector("[data-label]").textContent = words.textLibrary;
    for (const place of box.querySelectorAll("[data-which]")) place.textContent = ` ${box.dataset.which}`;
    this.uploads = box.querySelector("[data-uploads]");
    this.told = box.querySelector("[data-told]");
    box.after(this.uploads, this.told);
    box.addEventListener("change", (event) => this.chosen(event));
    this.list.addEventListener("click", (event) => this.unlink(event));
  }

  get list() {
    return this.box.querySelector("[data-docs-list]");
  }

  chosen(event) {
    const { target } = event;
    if (target.type !== "file") return;
    event.stopPropagation(); // it is no answer
    this.take([...target.files]);
    target.value = "";
  }

  take(files) {
    for (const file of files) this.line(file);
  }

  // One line for a file: its name, how far it is, and a way to stop or to try again.
  line(file) {
    const row = Object.assign(document.createElement("li"), { className: "file" });
    const name = Object.assign(document.createElement("span"), { className: "file__what", textContent: file.name });
    const bar = Object.assign(document.createElement("progress"), { max: 100, value: 0 });
    bar.setAttribute("aria-label", `${words.textSending} ${file.name}`);
    const state = Object.assign(document.createElement("small"), { textContent: words.textWaiting });
    const act = Object.assign(document.createElement("button"), { type: "button", className: "btn btn--q btn--s" });
    row.append(name, bar, state, act);
    this.uploads.append(row);
    const item = { file, row, bar, state, act };
    if (file.size > words.most * 1024 * 1024) return this.failed(item, words.textLarge, false);
    return this.enqueue(item);
  }

  enqueue(item) {
    waiting.add(item);
    item.row.classList.remove("file--err");
    item.bar.hidden = false;
    item.state.textContent = words.textWaiting;
    item.stop = new AbortController();
    this.can(item, words.textStop, () => item.stop.abort());
    this.queue = this.queue.then(() => this.send(item));
  }

  can(item, label, act) {
    item.act.textContent = label;
    item.act.setAttribute("aria-label", `${label}: ${item.file.name}`);
    item.act.onclick = act;
  }

  async send(item) {
    const body = new FormData();
    body.append("csrfmiddlewaretoken", session.token);
    body.append("files", item.file, item.file.name);
    try {
      if (item.stop.signal.aborted) return this.gone(item);
      const reply = await send(this.url, body, item.stop.signal, (percent) => this.progress(item, percent));
      waiting.delete(item);
      if (reply.list !== undefined) this.list.innerHTML = reply.list;
      if (!reply.ok) return this.failed(item, reply.message, reply.mayRetry);
      item.row.remove();
      return this.tell(reply.message);
    } catch (fault) {
      if (item.stop.signal.aborted) return this.gone(item);
      if (fault.isOut) session.lost();
      return this.failed(item, fault.isOut ? words.textOut : words.textOffline, true);
    }
  }

  progress(item, percent) {
    item.bar.value = percent;
    item.state.textContent = percent < 100 ? `${percent}%` : words.textChecking;
  }

  gone(item) {
    waiting.delete(item);
    item.row.remove();
  }

  failed(item, message, mayRetry) {
    item.row.classList.add("file--err");
    item.bar.hidden = true;
    item.state.textContent = message.replace(`${item.file.name}: `, "");
    item.state.setAttribute("role", "alert");
    if (mayRetry) {
      waiting.add(item);
      this.can(item, words.textAgain, () => this.enqueue(item));
    } else this.can(item, words.textClose, () => this.gone(item));
  }

  tell(message, act) {
    this.told.textContent = message;
    if (act) this.told.append(" ", act);
  }

  async unlink(event) {
    const button = event.target.closest("[data-unlink]");
    if (!button) return;
    event.preventDefault();
    const reply = await this.post(button.formAction, {});
    if (!reply) return;
    const undo = Object.assign(document.createElement("button"), { type: "button", className: "btn btn--s" });
    undo.textContent = words.textUndo;
    undo.onclick = async () => {
      const back = await this.post(this.url, { known: button.dataset.unlink });
      if (back) this.tell(back.message);
    };
    this.tell(reply.message, undo);
    undo.focus();
    setTimeout(() => undo.remove(), UNDO_SECONDS * 1000);
  }

  // Posts a few words; shows the list that comes back. Nothing when that did not go well.
  async post(url, fields) {
    const body = new FormData();
    body.append("csrfmiddlewaretoken", session.token);
    for (const [name, value] of Object.entries(fields)) body.append(name, value);
    try {
      const reply = await send(url, body);
      if (reply.list !== undefined) this.list.innerHTML = reply.list;
      if (reply.ok) return reply;
      this.tell(reply.message);
    } catch (fault) {
      if (fault.isOut) session.lost();
      this.tell(fault.isOut ? words.textOut : words.textOffline);
    }
    return null;
  }
}

const boxes = new Map();
const boxAt = (event) => {
  const box = event.target.closest?.("[data-question]")?.querySelector("[data-docs]");
  return boxes.get(box);
};

const over = (box) => {
  for (const [place] of boxes) place.closest("[data-question]")?.classList.toggle("is-over", place === box?.box);
};

const begin = () => {
  for (const box of document.querySelectorAll("[data-docs]")) {
    if (!boxes.has(box)) boxes.set(box, new Box(box));
  }
};

begin();
// A card that was sent anew, after a choice between two texts, begins again.
new MutationObserver(begin).observe(document.getElementById("answers"), { childList: true });
document.addEventListener("dragover", (event) => {
  if (!hasFiles(event)) return;
  event.preventDefault(); // a file that misses must not replace the page
  const box = boxAt(event);
  event.dataTransfer.dropEffect = box ? "copy" : "none";
  over(box);
});
document.addEventListener("dragleave", (event) => {
  if (!event.relatedTarget) over(null);
});
document.addEventListener("drop", (event) => {
  if (!hasFiles(event)) return;
  event.preventDefault();
  boxAt(event)?.take([...event.dataTransfer.files]);
  over(null);
});
addEventListener("beforeunload", (event) => {
  if (waiting.size) event.preventDefault();
});

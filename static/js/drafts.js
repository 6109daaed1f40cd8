// Drafts on this device, when somebody chose so: what is not saved yet is kept encrypted, and offered
// back on the page it belongs to. The key is asked from the server, for this session alone.
import { fieldsOf, putBack, saidIn, wordsOf } from "./fields.js";
import { session } from "./session.js";
import { canKeep, Vault, wipe } from "./vault.js";

const PAUSE = 250;

const newId = () => [...crypto.getRandomValues(new Uint8Array(16))].map((byte) => byte.toString(16).padStart(2, "0")).join("");

export class Drafts {
  vault = null;
  kept = new Map(); // by question: the id in the vault, and which edit lies there
  work = Promise.resolve(); // one thing after the other

  constructor(page, place) {
    this.page = page;
    this.place = place;
    session.addEventListener("change", () => session.isOut || this.renew());
    for (const type of ["pagehide", "visibilitychange"]) addEventListener(type, () => this.keepAll());
  }

  get isOpen() {
    return this.vault !== null;
  }

  async open() {
    try {
      const headers = { "X-CSRFToken": session.token };
      const response = await fetch(this.place.dataset.key, { method: "POST", headers, redirect: "manual" });
      this.vault = await Vault.open((await response.json()).key);
    } catch {
      this.vault = null; // no room, or no key: they stay in memory, as the save line says
    }
    this.page.stateChanged();
    return this.isOpen;
  }

  // After signing in again there is another key: what lies there is sealed anew.
  async renew() {
    for (const kept of this.kept.values()) kept.edit = 0;
    if (await this.open()) this.keepAll();
  }

  // Something on the page changed: keep what is unsaved, forget what is saved.
  look() {
    if (!this.isOpen) return;
    clearTimeout(this.timer);
    this.timer = setTimeout(() => this.keepAll(), PAUSE);
  }

  keepAll() {
    if (!this.isOpen) return;
    for (const saver of this.page.savers.values()) {
      if (saver.isUnsaved) this.keep(saver);
      else this.forget(saver.question);
    }
  }

  keep(saver) {
    const { question, edits } = saver;
    const kept = this.kept.get(question) ?? { id: newId(), edit: 0 };
    if (kept.edit === edits) return;
    this.kept.set(question, { id: kept.id, edit: edits });
    const fields = fieldsOf(this.page.form, question).toString();
    this.then(() => this.vault.put(kept.id, { path: location.pathname, question, fields, at: Date.now() }));
  }

  forget(question) {
    const kept = this.kept.get(question);
    if (!kept) return;
    this.kept.delete(question);
    this.then(() => this.vault.remove(kept.id));
  }

  then(act) {
    this.work = this.work.then(act).catch(() => this.failed());
  }

  failed() {
    this.vault = null;
    this.page.stateChanged();
  }

  // What an earlier visit to this page could not save. What the key doesn't open is gone: say so.
  async offer() {
    const { drafts, lost } = await this.vault.all();
    this.place.querySelector("[data-drafts-lost]").hidden = lost === 0;
    for (const [id, draft] of drafts) {
      if (draft.path === location.pathname) this.offerOne(id, draft);
    }
  }

  offerOne(id, draft) {
    const card = this.page.card(draft.question);
    const entry = card?.querySelector("[data-entry]");
    if (!entry || card.querySelector("[data-conflict]")) return;
    const fields = new URLSearchParams(draft.fields);
    const stands = fieldsOf(this.page.form, draft.question);
    if (saidIn(fields, draft.question) === saidIn(stands, draft.question)) {
      this.then(() => this.vault.remove(id));
      return;
    }
    const panel = this.panel(draft, wordsOf(entry, stands), wordsOf(entry, fields));
    const before = { isHidden: card.hidden, isOff: entry.disabled };
    card.hidden = entry.disabled = false; // also when the question went away meanwhile
    const choose = (act) => {
      act();
      panel.remove();
      this.then(() => this.vault.remove(id));
      card.focus();
    };
    panel.querySelector("[data-draft-back]").addEventListener("click", () => choose(() => this.restore(entry, draft, fields)));
    panel.querySelector("[data-draft-keep]").addEventListener("click", () => choose(() => {
      card.hidden = before.isHidden;
      entry.disabled = before.isOff;
    }));
    entry.before(panel);
  }

  panel({ at }, stands, mine) {
    const panel = this.place.querySelector("[data-draft-panel]").content.firstElementChild.cloneNode(true);
    const when = new Intl.DateTimeFormat(document.documentElement.lang, { dateStyle: "long", timeStyle: "short" });
    const head = panel.querySelector("[data-draft-head]");
    head.textContent = head.dataset.text.replace("{when}", when.format(at));
    for (const [name, words] of [["stands", stands], ["mine", mine]]) {
      const list = panel.querySelector(`[data-draft-${name}]`);
      const lines = words.length ? words : [list.dataset.none];
      list.replaceChildren(...lines.map((text) => Object.assign(document.createElement("p"), { textContent: text })));
    }
    return panel;
  }

  // Of a table the version it was written on goes along, so that a colleague's rows are merged.
  restore(entry, draft, fields) {
    putBack(entry, fields);
    const version = fields.get(`${draft.question}:version`);
    if (entry.querySelector("[data-rows]")) entry.querySelector("[data-version]").value = version;
    this.page.saverOf(entry).changed(0);
    this.keepAll();
  }
}

// The choice itself is offered where it can be kept: a safe connection and a browser that encrypts.
export const keepDrafts = async (page) => {
  const place = document.querySelector("[data-drafts]");
  if (!place || !canKeep()) return;
  place.hidden = false;
  if (place.dataset.drafts === "on") {
    page.drafts = new Drafts(page, place);
    if (await page.drafts.open()) await page.drafts.offer().catch(() => page.drafts.failed());
  } else await wipe();
};

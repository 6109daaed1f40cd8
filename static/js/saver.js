// One question: one request at a time; what was typed last is sent next; nothing typed is forgotten.
import { showConflict } from "./conflict.js";
import { fieldsOf } from "./fields.js";
import { clearProblems, showProblems } from "./problems.js";
import { takeRows } from "./rows.js";

const PAUSE = 700; // milliseconds of quiet before a text is sent
const LONGEST_PAUSE = 2500; // also without quiet
const FIRST_RETRY = 1000;
const LONGEST_RETRY = 30000;
const TIMEOUT = 20000;
const KEEPALIVE_BYTES = 15000; // all of a page together may take 64 kB along when it closes

export class Saver {
  state = "saved"; // or waiting, sending, refused, offline, fault, conflict
  reason = "";
  edits = 0;
  savedEdit = 0;
  unheard = 0; // requests on top of the version we saw whose answer never came
  tries = 0;
  forbade = 0; // how often in a row the server refused our token or role
  request = null;

  constructor(page, question) {
    this.page = page;
    this.question = question;
  }

  get card() {
    return this.page.card(this.question);
  }

  get isUnsaved() {
    return this.edits !== this.savedEdit;
  }

  get isBusy() {
    return this.request !== null || (this.isUnsaved && this.state === "waiting");
  }

  get isCutOff() {
    return this.isUnsaved && (this.state === "offline" || this.state === "fault");
  }

  changed(pause = PAUSE) {
    if (!this.isUnsaved) this.since = Date.now();
    this.edits += 1;
    this.set("waiting");
    this.schedule(Math.min(pause, Math.max(0, this.since + LONGEST_PAUSE - Date.now())));
  }

  schedule(wait) {
    clearTimeout(this.timer);
    this.timer = setTimeout(() => this.send(), wait);
  }

  set(state, reason = "") {
    this.state = state;
    this.reason = reason;
    this.page.stateChanged();
  }

  body() {
    const body = fieldsOf(this.page.form, this.question);
    body.append("language", this.page.form.elements.language.value);
    const waiting = this.unheard + (this.request ? 1 : 0);
    if (waiting) body.append(`${this.question}:unheard`, waiting);
    return body;
  }

  post(body, signal) {
    const { session } = this.page;
    return fetch(this.card.dataset.url, {
      method: "POST",
      body,
      signal,
      headers: { "X-CSRFToken": session.token, "X-Signed-In-As": session.person, Accept: "application/json" },
      redirect: "manual",
      keepalive: body.toString().length < KEEPALIVE_BYTES,
    });
  }

  async send() {
    clearTimeout(this.timer);
    if (!this.isUnsaved || this.request || this.page.session.isOut) return;
    if (this.state === "refused" || this.state === "conflict") return;
    const edit = this.edits;
    const body = this.body();
    this.request = body;
    this.since = Date.now();
    this.set("sending");
    try {
      const response = await this.post(body, AbortSignal.timeout(TIMEOUT));
      const reply = await this.read(response);
      this.request = null;
      await this.heard(response, reply, edit, body);
    } catch {
      this.request = null;
      this.unheard += 1;
      this.again("offline");
    }
  }

  async read(response) {
    const type = response.headers.get("Content-Type") ?? "";
    return type.includes("json") ? response.json() : {};
  }

  async heard(response, reply, edit, body) {
    if (response.type === "opaqueredirect" || response.status === 401) return this.signedOut();
    if (response.ok && reply.version !== undefined) return this.kept(reply, edit, body);
    if (response.status === 403) return this.forbidden();
    if (response.status === 412) return this.conflict(reply, edit);
    if (response.status >= 500 || response.status === 429) {
      this.unheard += 1;
      return this.again("fault");
    }
    const gone = response.status === 404 ? this.page.form.dataset.textGone : "";
    return this.refused(reply.message ?? gone, reply.problems ?? [], edit);
  }

  kept(reply, edit, body) {
    this.savedEdit = edit;
    this.unheard = 0;
    this.tries = this.forbade = 0;
    this.card.querySelector("[data-version]").value = reply.version;
    if (reply.rows) takeRows(this.card.querySelector("[data-rows]"), reply.rows, body);
    clearProblems(this.card);
    this.set(this.isUnsaved ? "waiting" : "saved");
    this.page.saved({ ...reply, question: this.question });
    this.page.stateChanged();
    this.page.reached();
    if (this.isUnsaved) this.schedule(0);
  }

  refused(reason, problems, edit) {
    this.tries = 0;
    if (this.edits !== edit) return this.schedule(0);
    showProblems(this.card, problems);
    return this.set("refused", reason);
  }

  // Typing went on while the first text was refused: keep the newest on the server, then ask.
  conflict(reply, edit) {
    if (this.edits !== edit) return this.schedule(0);
    this.savedEdit = edit; // safe on the server, beside the colleague's text
    showConflict(this.card, reply.panel);
    return this.set("conflict", this.page.form.dataset.textConflict);
  }

  again(state) {
    this.set(state);
    const wait = Math.min(FIRST_RETRY * 2 ** this.tries, LONGEST_RETRY);
    this.tries += 1;
    this.schedule(wait);
  }

  signedOut() {
    this.set("waiting");
    this.page.session.lost();
    this.page.session.look(); // perhaps as somebody else
  }

  // The token may belong to an earlier sign-in: fetch a new one, and try once more.
  async forbidden() {
    this.forbade += 1;
    const state = await this.page.session.look();
    if (state === "offline") return this.again("offline");
    if (state !== "in") return this.set("waiting");
    if (this.forbade === 1) return this.schedule(0);
    return this.refused(this.page.form.dataset.textRefused, [], this.edits);
  }

  // The page closes: what was not sent yet goes along, without waiting for an answer.
  sendLast() {
    if (!this.isUnsaved || this.state === "conflict" || this.page.isLeaving) return;
    if (this.request && this.request.toString() === this.body().toString()) return;
    this.post(this.body()).catch(() => {});
  }
}

// Saves every answer while somebody types. The form works without it, with the button under it.
import { chooseWithScript } from "./choices.js";
import { settleConflicts } from "./conflict.js";
import { keepDrafts } from "./drafts.js";
import { answeredThisYear, decideWithScript } from "./former.js";
import { send } from "./guard.js";
import { levelsWithScript } from "./levels.js";
import { rowsWithScript } from "./rows.js";
import { SaveLine } from "./saveline.js";
import { Saver } from "./saver.js";
import { session } from "./session.js";
import { showStanding } from "./standing.js";

const LONGEST_WAIT = 5000; // for what is on its way, before the page is left
const TYPED = "textarea, input:not([type=radio], [type=checkbox], [type=hidden])";

class Page {
  savers = new Map();
  session = session;
  drafts = null; // on this device, when somebody chose so
  isLeaving = false;

  constructor(form) {
    this.form = form;
    this.line = new SaveLine(form);
    session.addEventListener("change", () => this.goOn());
  }

  saverOf(element) {
    const card = element.closest("[data-question]");
    if (!card || !this.form.contains(card)) return null;
    const { question } = card.dataset;
    if (!this.savers.has(question)) this.savers.set(question, new Saver(this, question));
    return this.savers.get(question);
  }

  card(question) {
    return this.form.querySelector(`[data-question="${CSS.escape(question)}"]`);
  }

  changed(event) {
    const { target } = event;
    const isRows = target.matches("[data-rows]");
    if (!isRows && (!target.name || target.form !== this.form)) return;
    if (target.closest("[data-former]")) return; // about last year: sent with its own buttons
    const saver = this.saverOf(target);
    if (!saver) return;
    if (event.type === "input") {
      if (target.matches(TYPED)) saver.changed();
    } else if (isRows || !target.matches(TYPED)) saver.changed(0);
    else if (saver.isUnsaved) saver.schedule(0);
  }

  stateChanged() {
    this.line.show([...this.savers.values()], this.session, this.drafts?.isOpen);
    this.drafts?.look();
  }

  saved(reply) {
    this.line.savedText = reply.saved || this.line.savedText;
    if (reply.version) answeredThisYear(this.card(reply.question));
    showStanding(this, reply);
  }

  // Signed out, or in again: say so, and send what waits.
  goOn() {
    this.stateChanged();
    this.sendAll();
  }

  sendAll() {
    for (const saver of this.savers.values()) saver.send();
  }

  // The server is there again: the others need not wait for their turn.
  reached() {
    for (const saver of this.savers.values()) if (saver.isCutOff) saver.send();
  }

  get isUnsaved() {
    return [...this.savers.values()].some((saver) => saver.isUnsaved);
  }

  // Resolves when nothing is on its way any more, or after a few seconds.
  async settled() {
    const end = Date.now() + LONGEST_WAIT;
    this.sendAll();
    do {
      await new Promise((resolve) => setTimeout(resolve, 50)); // also lets the event end
    } while (Date.now() < end && [...this.savers.values()].some((saver) => saver.isBusy));
  }

  // Leaves by this form once everything is saved; without a connection it stays, with the text.
  async leaveBy(form, button) {
    await this.settled();
    if ([...this.savers.values()].some((saver) => saver.isCutOff)) return;
    this.isLeaving = true;
    this.isLeaving = await send(form, button);
  }
}

const form = document.querySelector("[data-autosave]");
if (form) {
  const page = new Page(form);
  for (const type of ["input", "change"]) form.addEventListener(type, (event) => page.changed(event));
  document.addEventListener("submit", (event) => {
    if (page.isLeaving || event.defaultPrevented) return;
    event.preventDefault();
    if (event.submitter?.matches("[data-default]")) page.sendAll();
    else page.leaveBy(event.target, event.submitter);
  });
  addEventListener("online", () => page.sendAll());
  addEventListener("visibilitychange", () => page.sendAll());
  addEventListener("pagehide", () => page.savers.forEach((saver) => saver.sendLast()));
  addEventListener("beforeunload", (event) => {
    if (page.isUnsaved && !page.isLeaving) event.preventDefault();
  });
  settleConflicts(page);
  decideWithScript(page);
  rowsWithScript(form);
  chooseWithScript(form);
  levelsWithScript(form);
  keepDrafts(page);
}

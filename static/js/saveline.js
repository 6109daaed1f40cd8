// The one line that says how safe the work is: the worst of all questions, and how many wait.
const ORDER = ["offline", "fault", "refused", "conflict", "sending"];
const LOOKS = { offline: "offline", fault: "error", refused: "error", conflict: "error", sending: "saving" };

export class SaveLine {
  constructor(form) {
    this.texts = form.dataset;
    this.line = document.querySelector("[data-save]");
    this.words = this.line.querySelector("[data-save-text]");
    this.more = this.line.querySelector("[data-save-more]");
    this.savedText = this.words.textContent;
    this.savedLook = this.line.dataset.state;
  }

  show(savers, session, isOnDevice) {
    this.more.textContent = isOnDevice ? this.texts.textOnDevice : this.texts.textOnPage;
    const unsaved = savers.filter((saver) => saver.isUnsaved).length;
    if (session.isOut) return this.set("error", this.out(session.state, unsaved), unsaved);
    const state = ORDER.find((each) => savers.some((saver) => saver.state === each));
    const saver = savers.find((each) => each.state === state);
    if (state === "sending") return this.set("saving", this.texts.textSaving);
    if (state === "offline") return this.set("offline", this.counted("textOffline", unsaved), unsaved);
    if (state === "fault") return this.set("error", this.because(this.texts.textFault, unsaved), unsaved);
    if (state) return this.set(LOOKS[state], this.because(saver.reason, unsaved));
    if (savers.some((each) => each.state === "waiting" && each.isUnsaved)) return undefined;
    return this.set(savers.length ? "saved" : this.savedLook, this.savedText);
  }

  out(state, unsaved) {
    if (state === "stranger") return this.because(this.texts.textStranger, unsaved);
    return unsaved ? this.counted("textOut", unsaved) : this.texts.textOutSaved;
  }

  // One answer, or several: two texts, the second with their number.
  counted(name, n) {
    return n > 1 ? this.texts[`${name}Many`].replace("{n}", n) : this.texts[name];
  }

  because(reason, unsaved) {
    const text = this.texts.textUnsaved.replace("{reason}", reason);
    return unsaved > 1 ? `${text} ${this.texts.textWaiting.replace("{n}", unsaved)}` : text;
  }

  // What is kept here only asks for something: leave the page open.
  set(look, text, kept = 0) {
    this.line.dataset.state = look;
    this.more.hidden = kept === 0;
    if (this.words.textContent !== text) this.words.textContent = text;
  }
}

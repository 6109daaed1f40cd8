// The one line that says how safe the work is: the worst of all questions.
const ORDER = ["offline", "fault", "refused", "conflict", "sending"];
const LOOKS = { offline: "offline", fault: "error", refused: "error", conflict: "error", sending: "saving" };

export class SaveLine {
  constructor(form) {
    this.texts = form.dataset;
    this.line = document.querySelector("[data-save]");
    this.words = this.line.querySelector("[data-save-text]");
    this.login = this.line.querySelector("[data-save-login]");
    this.savedText = this.words.textContent;
    this.savedLook = this.line.dataset.state;
  }

  show(savers, session) {
    if (session.isOut) return this.set("error", session.isStranger ? this.because(this.texts.textStranger) : this.texts.textOut, true);
    const state = ORDER.find((each) => savers.some((saver) => saver.state === each));
    const saver = savers.find((each) => each.state === state);
    if (state === "sending") return this.set("saving", this.texts.textSaving);
    if (state === "offline") return this.set("offline", this.texts.textOffline);
    if (state === "fault") return this.set("error", this.because(this.texts.textFault));
    if (state) return this.set(LOOKS[state], this.because(saver.reason));
    if (savers.some((each) => each.state === "waiting")) return undefined;
    const saved = savers.length ? "saved" : this.savedLook;
    return this.set(saved, this.savedText);
  }

  because(reason) {
    return this.texts.textUnsaved.replace("{reason}", reason);
  }

  set(look, text, showLogin = false) {
    this.line.dataset.state = look;
    this.login.hidden = !showLogin;
    if (this.words.textContent !== text) this.words.textContent = text;
  }
}

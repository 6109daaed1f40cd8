// Tells in time that the session ends, and what to do when it did. Who is busy stays signed in.
import { session } from "./session.js";

const TICK = 15000;
const LONGEST_WARNING = 5 * 60000;
const QUIET_STAY = 4 * 60000; // how often being busy on the page is told to the server
const SHOWN = 10000; // good news goes away by itself

const { place } = session;
const { dataset } = place;
const words = place.querySelector("[data-session-text]");
const acts = [...place.querySelectorAll("[data-session-act]")];
const warning = Math.min(LONGEST_WARNING, (session.endsAt - Date.now()) / 4);
let isBusy = false;
let timer;

const left = () => session.endsAt - Date.now();

const hide = () => {
  place.hidden = true;
  delete dataset.shown;
};

// `what` names a text of the panel, and the acts that go with it.
export const show = (what, n = 0) => {
  clearTimeout(timer);
  dataset.shown = what;
  place.hidden = false;
  const text = dataset[`text${what}`].replace("{n}", n);
  if (words.textContent !== text) words.textContent = text;
  for (const act of acts) act.hidden = !act.dataset.sessionAct.split(" ").includes(what);
  if (what === "Back") timer = setTimeout(hide, SHOWN);
};

export const showOut = () => show(session.state === "stranger" ? "Stranger" : "Out");

// Before something is sent: are we in? If not the page stays, with its words, and says why.
export const isSafe = async () => {
  const state = await session.look();
  if (state === "in") return true;
  if (state === "offline") show("Unreachable");
  else showOut();
  place.focus();
  return false;
};

const warn = async () => {
  if ((await session.look()) !== "in") return;
  if (left() > warning) return dataset.shown === "Soon" && hide();
  show(session.isLast ? "Last" : "Soon", Math.max(1, Math.round(left() / 60000)));
};

const tick = async () => {
  if (session.isOut) return;
  if (isBusy && !session.isLast && Date.now() - session.heardAt > QUIET_STAY) {
    isBusy = false;
    await session.stay();
  }
  if (left() <= warning) await warn();
};

session.addEventListener("change", () => (session.isOut ? showOut() : show("Back")));
for (const type of ["keydown", "pointerdown", "wheel", "touchmove"]) {
  addEventListener(type, () => (isBusy = true), { capture: true, passive: true });
}
place.querySelector("[data-stay]").addEventListener("click", async () => {
  if ((await session.stay()) === "in") hide();
});
setInterval(tick, TICK);
addEventListener("visibilitychange", () => document.hidden || tick());

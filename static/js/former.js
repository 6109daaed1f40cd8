// Decides about last year's answers without leaving the page: the card comes back as it stands after.
// Without it every button sends the whole form.
import { putCard } from "./conflict.js";
import { isSafe, show } from "./stay.js";

export const decideWithScript = (page) => {
  document.addEventListener("submit", (event) => {
    const button = event.submitter;
    const card = button?.closest("[data-former], [data-kept]")?.closest("[data-question]");
    if (!card || page.isLeaving) return;
    event.preventDefault();
    if (button.matches("[data-keep]")) page.saverOf(card).changed(0);
    else decide(page, card, button);
  }, true);
};

// What was typed at this question goes first: it may be an answer already.
const decide = async (page, card, button) => {
  if (!(await isSafe())) return undefined;
  await page.settled();
  const { session } = page;
  const headers = { "X-CSRFToken": session.token, "X-Signed-In-As": session.person, Accept: "application/json" };
  try {
    const response = await fetch(button.formAction, { method: "POST", body: saidIn(page, card, button), headers, redirect: "manual" });
    const reply = await response.json();
    if (!reply.card) return leave(page, button);
    putCard(page, card, reply);
    if (!response.ok) page.card(card.dataset.question).querySelector("[role=alert]").closest("[tabindex]").focus();
    return recount();
  } catch {
    return show("Fault"); // nothing was decided, and the page still holds what was typed
  }
};

const saidIn = (page, card, button) => {
  const body = new URLSearchParams([[button.name, button.value]]);
  body.append("language", page.form.elements.language.value);
  body.append(`seen:${card.dataset.question}`, card.querySelector("[data-version]").value);
  for (const control of card.querySelectorAll("[data-former] [name]:not(button)")) {
    if (control.type !== "checkbox" || control.checked) body.append(control.name, control.value);
  }
  return body;
};

// The file was closed meanwhile: the page says so, with all that stands in the form.
const leave = (page, button) => {
  page.isLeaving = true;
  page.form.requestSubmit(button);
};

// Somebody answered this year: there is nothing left to decide here.
export const answeredThisYear = (card) => {
  const panel = card.querySelector("[data-former]");
  if (!panel?.querySelector("[data-undecided]")) return;
  for (const part of panel.querySelectorAll("[data-undecided]")) part.remove();
  for (const part of panel.querySelectorAll("[data-decided]")) part.hidden = false;
  panel.classList.remove("former--waits", "former--proposed");
  recount();
};

// How many still wait, and how many can be taken over, where the page says it.
const left = (what) => document.querySelectorAll(`[data-question]:not([hidden]) [data-former] [name^="${what}"]`).length;

const recount = () => {
  for (const line of document.querySelectorAll("[data-former-count]")) {
    const n = left(line.dataset.formerCount);
    const words = n === 1 ? line.dataset.textOne : line.dataset.textMany;
    line.textContent = words.replace("{n}", n);
  }
  for (const box of document.querySelectorAll("[data-former-all]")) box.hidden = left(box.dataset.formerAll) === 0;
};

// Two texts for one question: the panel stands in place of the control until somebody has chosen.
import { showStanding } from "./standing.js";
import { isSafe, show } from "./stay.js";

export const showConflict = (card, panel) => {
  card.querySelector("[data-conflict]")?.remove();
  const entry = card.querySelector("[data-entry]");
  const label = entry.querySelector("h2.q__label");
  entry.insertAdjacentHTML("beforebegin", panel);
  const shown = card.querySelector("[data-conflict]");
  if (label) {
    const words = Object.assign(document.createElement("h2"), { className: "q__label", id: label.id });
    words.textContent = label.textContent;
    label.removeAttribute("id");
    shown.before(words);
  }
  entry.hidden = entry.disabled = true;
  shown.focus();
};

// The buttons of a panel belong to the form "beside" and name their own address.
export const settleConflicts = (page) => {
  document.addEventListener("submit", (event) => {
    const button = event.submitter;
    const panel = button?.closest("[data-conflict]");
    if (!panel || page.isLeaving) return;
    event.preventDefault();
    choose(page, panel.closest("[data-question]"), event.target, button);
  }, true);
};

const choose = async (page, card, form, button) => {
  if (!(await isSafe())) return undefined;
  const body = new URLSearchParams(new FormData(form, button));
  const headers = { Accept: "application/json" };
  try {
    const response = await fetch(button.formAction, { method: "POST", body, headers, redirect: "manual" });
    const reply = await response.json();
    return response.ok ? settled(page, card, reply) : showAgain(card, reply.panel);
  } catch {
    return show("Fault"); // the panel stays, with what was typed in it
  }
};

// What was made of two texts stays, also when there is a third now.
const showAgain = (card, panel) => {
  const typed = [...card.querySelectorAll("[data-conflict] textarea")].map((box) => box.value);
  card.querySelector("[data-conflict]").outerHTML = panel;
  const shown = card.querySelector("[data-conflict]");
  for (const [n, box] of shown.querySelectorAll("textarea").entries()) box.value = typed[n] ?? box.value;
  if (typed.length) shown.querySelector("details:has(textarea)").open = true;
  shown.focus();
};

const settled = (page, card, reply) => {
  putCard(page, card, reply);
  page.card(card.dataset.question).focus();
};

// The question as the server has it now, in place of the one on the page.
export const putCard = (page, card, reply) => {
  const { question } = card.dataset;
  card.outerHTML = reply.card;
  page.savers.delete(question);
  page.saverOf(page.card(question));
  page.saved({ ...reply, question });
  page.stateChanged();
};

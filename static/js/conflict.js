// Two texts for one question: the panel stands in place of the control until somebody has chosen.
import { showStanding } from "./standing.js";

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
  const body = new URLSearchParams(new FormData(form, button));
  try {
    const response = await fetch(button.formAction, {
      method: "POST",
      body,
      headers: { Accept: "application/json" },
      redirect: "manual",
    });
    if (response.type === "opaqueredirect") return page.saverOf(card).signedOut();
    const reply = await response.json();
    if (response.ok) return settled(page, card, reply);
    return showAgain(card, reply.panel);
  } catch {
    page.isLeaving = true; // without script's help: the page of the conflict itself
    return form.requestSubmit(button);
  }
};

const showAgain = (card, panel) => {
  card.querySelector("[data-conflict]").outerHTML = panel;
  card.querySelector("[data-conflict]").focus();
};

const settled = (page, card, reply) => {
  const { question } = card.dataset;
  card.outerHTML = reply.card;
  page.savers.delete(question);
  page.saverOf(page.card(question));
  page.saved({ ...reply, question });
  page.stateChanged();
  page.card(question).focus();
};

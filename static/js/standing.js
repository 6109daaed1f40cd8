// What an answer changes around it: its own state, how far the parts are, which questions show.
const ICONS = { done: ["circle-check", "i-ok"], in_progress: ["circle-dot", "i-brand"], not_started: ["circle-dashed", "i-mute"] };

export const showStanding = (page, reply) => {
  const card = page.card(reply.question);
  if (reply.pill !== undefined) showState(card, reply);
  showWhole(reply.whole);
  for (const [key, counts] of Object.entries(reply.parts)) showPart(key, counts);
  for (const [key, reason] of Object.entries(reply.shown)) showQuestion(page, key, reason);
  for (const [key, hidden] of Object.entries(reply.hidden_options)) showOptions(page.card(key), hidden);
};

const showState = (card, reply) => {
  card.querySelector("[data-pill]").innerHTML = reply.pill;
  card.querySelector("[data-change]").textContent = reply.change;
  card.querySelector("[data-change-line]").hidden = !reply.change;
  card.querySelector("[data-history]").hidden = !reply.version;
  const help = card.querySelector("[data-measures]");
  if (help) help.hidden = !reply.has_measures;
  const list = card.querySelector("[data-missing]");
  list.hidden = reply.missing.length === 0;
  list.replaceChildren(...reply.missing.map(({ text, url }) => {
    const line = document.createElement("li");
    const link = document.createElement("a");
    link.href = url;
    link.textContent = text;
    line.append(link);
    return line;
  }));
};

const showWhole = ([settled, asked, percent, ring]) => {
  const box = document.querySelector("[data-progress]");
  const drawn = box.querySelector("[data-ring]");
  drawn.setAttribute("stroke-dasharray", ring);
  drawn.toggleAttribute("stroke-linecap", percent > 0);
  if (percent > 0) drawn.setAttribute("stroke-linecap", "round");
  for (const line of box.querySelectorAll("[data-whole]")) {
    line.textContent = line.dataset.text
      .replace("{percent}", percent)
      .replace("{settled}", settled)
      .replace("{asked}", asked);
  }
};

const showPart = (key, [settled, asked, state]) => {
  const list = document.querySelector("[data-parts]");
  const row = list.querySelector(`[data-part="${CSS.escape(key)}"]`);
  if (!row) return;
  const [icon, tone] = ICONS[state];
  const drawing = row.querySelector(".icon use");
  drawing.setAttribute("href", drawing.getAttribute("href").replace(/#.*/, `#${icon}`));
  drawing.closest("svg").setAttribute("class", `icon ${tone}`);
  row.querySelector("[data-part-word]").textContent = list.getAttribute(`data-word-${state}`);
  row.querySelector("[data-part-count]").textContent = `${settled}/${asked}`;
};

// A question that goes keeps what was typed; what is not saved yet is saved first.
const showQuestion = (page, key, reason) => {
  const card = page.card(key);
  if (!card) return;
  const isShown = reason !== null;
  const entry = card.querySelector("[data-entry]");
  card.hidden = !isShown;
  entry.disabled = entry.hidden || (!isShown && !page.savers.get(key)?.isUnsaved);
  const because = card.querySelector("[data-because]");
  because.hidden = !reason;
  because.textContent = reason ? page.form.dataset.textBecause.replace("{reason}", reason) : "";
};

const showOptions = (card, hidden) => {
  for (const option of card?.querySelectorAll("[data-option]") ?? []) {
    const box = option.querySelector("input");
    option.hidden = box.disabled = hidden.includes(option.dataset.option) && !box.checked;
  }
};

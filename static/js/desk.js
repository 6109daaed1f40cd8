// Reviewing by keyboard: letters step, jump and act at the answer in view. They can be switched off,
// and do nothing while somebody types. Without this every letter is a link or a button on the page.
const KEPT = "desk-keys";
const TYPING = "input, select, textarea, [contenteditable]";
const items = () => [...document.querySelectorAll("[data-item]")];
const said = document.querySelector("[data-said]");
const keys = document.querySelector("[data-keys]");
const jumps = new Map([...document.querySelectorAll("[data-key]")].map((pick) => [pick.dataset.key, pick]));
let last = null;

const current = () => {
  const focused = document.activeElement?.closest?.("[data-item]");
  if (focused) return focused;
  if (last?.isConnected) return last;
  return null;
};

const goTo = (item) => {
  last = item;
  item.focus({ preventScroll: true });
  item.scrollIntoView({ block: "start" });
};

const step = (by, fits = () => true) => {
  const all = items();
  const here = current();
  const from = here ? all.indexOf(here) : by > 0 ? -1 : all.length;
  const ahead = by > 0 ? all.slice(from + 1) : all.slice(0, from).reverse();
  const found = ahead.find(fits);
  if (found) goTo(found);
  return found;
};

const carries = (mark) => (item) => item.dataset.marks.split(" ").includes(mark);

const jump = (pick) => {
  const found = step(1, carries(pick.dataset.mark)) ?? items().find(carries(pick.dataset.mark));
  if (found) goTo(found);
  else location.assign(pick.href); // none in what is shown: pick them from the whole file
};

const refresh = (item, html) => {
  const page = new DOMParser().parseFromString(html, "text/html");
  const fresh = page.querySelector("[data-item]");
  if (!fresh) return null;
  item.replaceWith(document.adoptNode(fresh));
  for (const count of page.querySelectorAll("[data-counts] [data-mark]")) {
    const shown = document.querySelector(`[data-picks] [data-mark="${count.dataset.mark}"] [data-count]`);
    if (shown) shown.textContent = count.textContent;
  }
  const told = page.querySelector("[data-done]").dataset;
  document.querySelector("[data-progress]").value = told.done;
  const words = document.querySelector("[data-progress-words]");
  words.textContent = words.dataset.words.replace("{done}", told.done).replace("{total}", told.total);
  said.textContent = words.textContent;
  return fresh;
};

// Agreeing is done most: it stays on the page and goes on to the next answer.
const act = async (button) => {
  const item = button.closest("[data-item]");
  const sent = new FormData(button.form);
  sent.set(button.name, button.value);
  button.disabled = true;
  try {
    const reply = await fetch(button.formAction, { method: "POST", body: sent, headers: { "X-Desk-Part": "1" } });
    const html = await reply.text();
    if (reply.ok) {
      const fresh = refresh(item, html);
      if (fresh) {
        last = fresh;
        if (!("agree" in button.dataset) || !step(1)) goTo(fresh);
        return;
      }
    }
  } catch {
    // the browser says itself that there is no connection
  }
  button.disabled = false;
  button.form.action = button.formAction;
  const kept = Object.assign(document.createElement("input"), { type: "hidden", name: button.name, value: button.value });
  button.form.append(kept);
  button.form.submit();
};

document.addEventListener("click", (event) => {
  const button = event.target.closest("[data-act]");
  if (!button) return;
  event.preventDefault();
  act(button);
});

document.addEventListener("change", (event) => {
  const select = event.target.closest("[data-block]");
  const text = select?.selectedOptions[0]?.dataset.text;
  if (!text) return;
  const field = select.form.elements.text;
  field.value = [field.value.trim(), text].filter(Boolean).join("\n\n");
  select.value = "";
  field.focus();
});

const follow = (item, which) => {
  const reply = which === "ask" && item.querySelector("[data-reply] textarea");
  if (reply) reply.focus();
  else item.querySelector(`[data-do="${which}"]`)?.click();
};

const act_keys = {
  a: (item) => item.querySelector("[data-agree]")?.click(),
  v: (item) => follow(item, "ask"),
  n: (item) => follow(item, "note"),
  s: (item) => follow(item, "score"),
};

const is_off = () => localStorage.getItem(KEPT) === "off";

const show_switch = () => {
  const button = keys.querySelector("[data-keys-switch]");
  button.textContent = is_off() ? button.dataset.off : button.dataset.on;
  keys.classList.toggle("is-off", is_off());
};

document.addEventListener("keydown", (event) => {
  const typing = event.target.matches?.(TYPING);
  if (typing && event.key === "Enter" && (event.ctrlKey || event.metaKey)) {
    event.preventDefault();
    event.target.form?.querySelector("button")?.click();
    return;
  }
  if (typing && event.key === "Escape") {
    const item = event.target.closest("[data-item]");
    if (item) goTo(item);
    return;
  }
  if (typing || event.ctrlKey || event.metaKey || event.altKey || is_off()) return;
  const key = event.key.toLowerCase();
  const item = current();
  if (key === "j") step(1);
  else if (key === "k") step(-1);
  else if (key === "?") keys.querySelector("button").focus();
  else if (jumps.has(key)) jump(jumps.get(key));
  else if (act_keys[key] && item) act_keys[key](item);
  else return;
  event.preventDefault();
});

keys.hidden = false;
show_switch();
keys.querySelector("[data-keys-switch]").addEventListener("click", () => {
  if (is_off()) localStorage.removeItem(KEPT);
  else localStorage.setItem(KEPT, "off");
  show_switch();
});

// Where a page comes back to: the form that is open, else the answer in the address.
const field = document.querySelector("[data-form] [data-focus]");
const named = location.hash ? document.getElementById(location.hash.slice(1)) : null;
if (field) {
  last = field.closest("[data-item]");
  field.focus();
} else if (named?.matches("[data-item]")) goTo(named);

// Adding lines without leaving the keyboard: Enter sends the row, the next one is ready at once.
// What is pasted from a sheet goes to the page that reads rows. Without script the form does the same.
const ROWS = /\t|\n.*\S/;
const main = () => document.querySelector("#inhoud");
const firstEmpty = (form) =>
  form.querySelector(":scope .quick :is(input, select):invalid, #who input") ??
  [...form.querySelectorAll(".quick :is(input, select)")].find((field) => !field.value && field.name !== "region") ??
  form.querySelector(".quick select");

const show = (html, url) => {
  const page = new DOMParser().parseFromString(html, "text/html");
  const fresh = page.querySelector("#inhoud");
  if (!fresh) return false;
  main().replaceWith(document.adoptNode(fresh));
  history.replaceState(null, "", url);
  return true;
};

const announce = () => {
  const said = main().querySelector("[data-said]");
  const message = main().querySelector(".messages, .errors h2");
  if (said && message) said.textContent = message.textContent.trim();
};

const send = async (form) => {
  const button = form.querySelector("button");
  button.disabled = true;
  try {
    const reply = await fetch(form.action, { method: "POST", body: new FormData(form), headers: { Accept: "text/html" } });
    const isOurs = reply.ok || reply.status === 422;
    if (!isOurs || !show(await reply.text(), reply.url)) return form.submit();
    announce();
    const wrong = main().querySelector(".field--err :is(input, select), #who input");
    const next = main().querySelector("[data-quick]");
    (wrong ?? (next && firstEmpty(next)))?.focus();
  } catch {
    button.disabled = false;
    form.submit(); // the browser says itself that there is no connection, and keeps what was typed
  }
  return undefined;
};

document.addEventListener("submit", (event) => {
  const form = event.target.closest("[data-quick]");
  if (!form) return;
  event.preventDefault();
  send(form);
});

document.addEventListener("paste", (event) => {
  const form = event.target.closest?.("[data-quick]");
  const text = event.clipboardData?.getData("text/plain") ?? "";
  if (!form || !ROWS.test(text.trim())) return;
  event.preventDefault();
  const paste = main().querySelector("[data-paste]");
  paste.querySelector("textarea").value = text;
  paste.submit();
});

// A select takes Enter for itself in some browsers; here it always sends the row.
document.addEventListener("keydown", (event) => {
  if (event.key !== "Enter" || !event.target.matches?.("[data-quick] select")) return;
  event.preventDefault();
  event.target.form.requestSubmit();
});

// Tries a call of the API from its form, in the name of who is signed in, and shows what came back.
const MOST_SHOWN = 20000;

const filled = (form, place) =>
  [...form.querySelectorAll(`[data-place="${place}"]`)].filter((field) => field.value !== "");

const addressOf = (form) => {
  let path = form.dataset.path;
  for (const field of filled(form, "path")) {
    path = path.replace(`{${field.name}}`, encodeURIComponent(field.value));
  }
  const query = new URLSearchParams(filled(form, "query").map((field) => [field.name, field.value]));
  return query.size ? `${path}?${query}` : path;
};

const bodyOf = (form, headers) => {
  const fields = filled(form, "form");
  if (fields.length) {
    const sent = new FormData();
    for (const field of fields) sent.append(field.name, field.files ? field.files[0] : field.value);
    return sent;
  }
  const body = form.querySelector('[data-place="body"]');
  if (!body) return undefined;
  headers["Content-Type"] = "application/json";
  return body.value;
};

const inWords = async (reply) => {
  const kind = reply.headers.get("Content-Type") ?? "";
  if (!kind.includes("json")) return `${kind}, ${(await reply.blob()).size} bytes`;
  const text = JSON.stringify(await reply.json(), null, 2);
  return text.length > MOST_SHOWN ? `${text.slice(0, MOST_SHOWN)}\n…` : text;
};

const show = (form, status, text) => {
  const answer = form.querySelector(".call__answer");
  answer.hidden = false;
  answer.querySelector("[data-status]").textContent = status;
  answer.querySelector("[data-answer]").textContent = text;
};

const call = async (form) => {
  const headers = Object.create(null);
  headers["Accept-Language"] = form.dataset.language;
  headers["X-CSRFToken"] = form.dataset.token;
  for (const field of filled(form, "header")) headers[field.name] = field.value;
  const method = form.dataset.call;
  try {
    const body = method === "GET" ? undefined : bodyOf(form, headers);
    const reply = await fetch(addressOf(form), { method, headers, body });
    const etag = reply.headers.get("ETag");
    show(form, `${reply.status}${etag ? ` · ETag ${etag}` : ""}`, await inWords(reply));
  } catch {
    show(form, form.dataset.failed, "");
  }
};

for (const form of document.querySelectorAll("[data-call]")) {
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    call(form);
  });
  form.querySelector("[data-needs-script]")?.removeAttribute("hidden");
}

const opened = location.hash && document.getElementById(location.hash.slice(1));
if (opened instanceof HTMLDetailsElement) opened.open = true;

// What stands in a question, as names and values; and putting other values in their place.
import { showChosen } from "./choices.js";
import { setControl } from "./control.js";
import { putRows, wordsInRows } from "./rows.js";

const CHOSEN = "input:checked:not([data-state-of=answered]), select, textarea, input:not([type=checkbox], [type=radio], [type=hidden], [type=search])";

export const fieldsOf = (form, question) => {
  const fields = new URLSearchParams();
  for (const [name, value] of new FormData(form)) {
    if (name.startsWith(`${question}:`)) fields.append(name, value);
  }
  return fields;
};

// The same without what is no answer: the version it was written on.
export const saidIn = (fields, question) => {
  const said = new URLSearchParams(fields);
  for (const name of ["version", "unheard"]) said.delete(`${question}:${name}`);
  return [...said].filter(([, value]) => value !== "").join("\n");
};

export const putBack = (entry, fields) => {
  const rows = entry.querySelector("[data-rows]");
  for (const control of entry.querySelectorAll("[name]")) {
    if (control.matches("[data-version], [data-former] *, button") || rows?.contains(control)) continue;
    setControl(control, fields.getAll(control.name));
    control.dispatchEvent(new Event("input")); // not further up: only its count looks
  }
  if (rows) putRows(rows, fields);
  entry.querySelectorAll("[data-picker]").forEach(showChosen);
};

const wordOf = (control) => {
  if (control.matches("select")) return control.value && control.selectedOptions[0].textContent;
  return control.matches("[type=checkbox], [type=radio]") ? control.parentElement.textContent : control.value;
};

// What somebody reads in it: a line for each choice, text or row.
export const wordsOf = (entry, fields) => {
  const copy = entry.cloneNode(true);
  putBack(copy, fields);
  const rows = copy.querySelector("[data-rows]");
  copy.querySelector("[data-former]")?.remove();
  const controls = [...copy.querySelectorAll(CHOSEN)].filter((control) => !rows?.contains(control));
  const words = controls.map((control) => wordOf(control).trim().replace(/\s*\n\s*(?=\S)/g, (gap) => (control.matches("textarea") ? gap : " ")));
  return [...(rows ? wordsInRows(rows) : []), ...words].filter(Boolean);
};

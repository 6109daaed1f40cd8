// Rows of a table: add, open, move, remove with a way back. Without script the buttons save the page.
import { revealSearch, showChosen } from "./choices.js";
import { holds } from "./conditions.js";
import { setControl } from "./control.js";

const NEW = "__row__";
const UNDO_SECONDS = 10;
const TITLE_CELLS = 3;

const rowsOf = (set) => [...set.querySelectorAll("[data-list] > [data-row]")];
const told = (set) => set.dispatchEvent(new Event("change", { bubbles: true }));

const newId = () => {
  if (crypto.randomUUID) return crypto.randomUUID();
  const hex = [...crypto.getRandomValues(new Uint8Array(16))].map((byte) => byte.toString(16).padStart(2, "0")).join("");
  return hex.replace(/^(.{8})(.{4}).(.{3}).(.{3})(.{12})$/, "$1-$2-4$3-a$4-$5");
};

const blank = (set, id) => {
  const copy = document.createElement("template");
  copy.innerHTML = set.querySelector("[data-blank]").innerHTML.replaceAll(NEW, id);
  revealSearch(copy.content);
  return copy.content.querySelector("[data-row]");
};

const columnOf = (name) => name.split(":").at(-1);
const cellsOf = (row) => [...row.querySelectorAll("[data-cell]")];
const controlsOf = (cell) => [...cell.querySelectorAll("[name]")];

const valuesIn = (cell) =>
  controlsOf(cell)
    .filter((control) => control.type !== "checkbox" || control.checked)
    .map((control) => control.value)
    .filter((value) => value !== "");

const fill = (cell, values) => {
  controlsOf(cell).forEach((control) => setControl(control, values));
  const picker = cell.querySelector("[data-picker]");
  if (picker) showChosen(picker);
};

// What a cell holds, in words; a long list says it itself.
const wordsIn = (cell) => {
  if (cell.disabled) return "";
  const picked = cell.querySelectorAll("[data-picker] :checked, [data-choices] :checked");
  if (picked.length) return [...picked].map((box) => box.parentElement.textContent.trim()).join(", ");
  const control = cell.querySelector("select, input:not([type=checkbox], [type=search]), textarea");
  if (!control?.value) return "";
  return control.matches("select") ? control.selectedOptions[0].textContent : control.value.replaceAll("\n", ", ");
};

const showTitle = (row, set) => {
  if (!row.querySelector("[data-cells]")) return;
  const words = cellsOf(row).map(wordsIn).filter(Boolean).slice(0, TITLE_CELLS);
  const title = words.join(" · ") || set.dataset.textNew;
  row.querySelectorAll("[data-title]").forEach((line) => (line.textContent = title));
};

const showAsked = (row, set) => {
  if (!set.dataset.conditions) return;
  const conditions = JSON.parse(set.dataset.conditions);
  const values = Object.create(null);
  for (const cell of cellsOf(row)) {
    const column = cell.dataset.cell;
    const isAsked = !conditions[column] || holds(conditions[column], values);
    cell.hidden = cell.disabled = !isAsked;
    values[column] = isAsked ? valuesIn(cell) : [];
  }
};

const renumber = (set) => {
  const rows = rowsOf(set);
  rows.forEach((row, place) => {
    row.querySelector("[data-n]").textContent = place + 1;
    row.querySelector("[data-up]").disabled = place === 0;
    row.querySelector("[data-down]").disabled = place === rows.length - 1;
  });
  const most = Number(set.dataset.most);
  set.querySelector("[data-count-rows]").textContent = set.dataset.textCount.replace("{n}", rows.length);
  set.querySelector("[data-add]").disabled = rows.length >= most;
};

// A closed row carries its values in hidden boxes: by column, what it holds.
const keptIn = (closed) => {
  const kept = {};
  for (const box of closed.querySelectorAll("input[type=hidden]")) {
    (kept[columnOf(box.name)] ??= []).push(box.value);
  }
  return kept;
};

// Opening a closed row puts its values in real controls.
const open = (row, set) => {
  const closed = row.querySelector("[data-closed]");
  if (!closed) return;
  const kept = keptIn(closed);
  const cells = blank(set, row.dataset.row).querySelector("[data-cells]");
  for (const cell of cells.querySelectorAll("[data-cell]")) fill(cell, kept[cell.dataset.cell] ?? []);
  closed.replaceWith(cells);
  showAsked(row, set);
};

const add = (set, id = newId()) => {
  const row = blank(set, id);
  set.querySelector("[data-list]").append(row);
  showAsked(row, set);
  renumber(set);
  return row;
};

const move = (row, set, button) => {
  const rows = rowsOf(set);
  const place = rows.indexOf(row);
  if (button.matches("[data-up]")) rows[place - 1].before(row);
  else rows[place + 1].after(row);
  renumber(set);
  (button.disabled ? row.querySelector("[data-up]:enabled, [data-down]:enabled") : button)?.focus();
  set.querySelector("[data-said]").textContent = set.dataset.textMoved.replace("{n}", rowsOf(set).indexOf(row) + 1);
  told(set);
};

const remove = (row, set) => {
  const gone = document.createElement("li");
  gone.className = "rowgone";
  gone.setAttribute("role", "status");
  const undo = Object.assign(document.createElement("button"), { type: "button", className: "btn btn--s", textContent: set.dataset.textUndo });
  gone.append(set.dataset.textGone, " ", undo);
  row.replaceWith(gone);
  undo.focus();
  const timer = setTimeout(() => gone.remove(), UNDO_SECONDS * 1000);
  undo.addEventListener("click", () => {
    clearTimeout(timer);
    gone.replaceWith(row);
    renumber(set);
    row.querySelector("summary").focus();
    told(set);
  });
  renumber(set);
  told(set);
};

const pressed = (event) => {
  const button = event.target.closest("[data-add], [data-up], [data-down], [data-remove], [data-open]");
  const set = button?.closest("[data-rows]");
  if (!set) return;
  event.preventDefault();
  const row = button.closest("[data-row]");
  if (button.matches("[data-add]")) add(set).querySelector("[data-cells] [name]").focus();
  else if (button.matches("[data-remove]")) remove(row, set);
  else if (button.matches("[data-open]")) open(row, set);
  else move(row, set, button);
};

const full = (values) => (values ?? []).filter(Boolean).join("\n");

const isSame = (row, cells) => {
  const closed = row.querySelector("[data-closed]");
  if (!closed) return false;
  const kept = keptIn(closed);
  return Object.keys(cells).every((column) => full(kept[column]) === full(cells[column]));
};

const take = (row, set, cells, sent) => {
  open(row, set);
  for (const cell of cellsOf(row)) {
    const name = `${set.dataset.key}:${row.dataset.row}:${cell.dataset.cell}`;
    if (full(valuesIn(cell)) === full(sent.getAll(name))) fill(cell, cells[cell.dataset.cell] ?? []);
  }
  showAsked(row, set);
  showTitle(row, set);
};

// A colleague changed other rows meanwhile: take theirs over, but leave what was typed since.
export const takeRows = (set, rows, sent) => {
  const before = new Set(sent.getAll(`${set.dataset.key}:rows`));
  const wanted = new Set(rows.map((row) => row.id));
  const list = set.querySelector("[data-list]");
  const here = new Map(rowsOf(set).map((row) => [row.dataset.row, row]));
  for (const [id, row] of here) if (before.has(id) && !wanted.has(id)) row.remove();
  for (const { id, cells } of rows) {
    const row = here.get(id) ?? add(set, id);
    if (!isSame(row, cells)) take(row, set, cells, sent);
    if (!here.has(id)) row.querySelector("details").open = false;
    list.append(row);
  }
  for (const [id, row] of here) if (!before.has(id) && !wanted.has(id)) list.append(row);
  renumber(set);
};

// Other rows in place of those that stand here: what was typed before and kept on the device.
export const putRows = (set, fields) => {
  const { key } = set.dataset;
  const columns = cellsOf(blank(set, NEW)).map((cell) => cell.dataset.cell);
  const cellsIn = (id) => Object.fromEntries(columns.map((column) => [column, fields.getAll(`${key}:${id}:${column}`)]));
  const now = new URLSearchParams();
  for (const control of set.querySelectorAll("[data-list] [name]:not(button)")) {
    if (control.type !== "checkbox" || control.checked) now.append(control.name, control.value);
  }
  takeRows(set, fields.getAll(`${key}:rows`).map((id) => ({ id, cells: cellsIn(id) })), now);
};

export const wordsInRows = (set) =>
  rowsOf(set).map((row, n) => {
    open(row, set);
    return `${n + 1}. ${cellsOf(row).map(wordsIn).filter(Boolean).join(" · ")}`;
  });

export const rowsWithScript = (form) => {
  form.addEventListener("click", pressed);
  form.addEventListener("toggle", ({ target }) => {
    const row = target.closest("[data-row]");
    if (row && target.open) open(row, row.closest("[data-rows]"));
  }, true);
  for (const type of ["input", "change"]) {
    form.addEventListener(type, ({ target }) => {
      const row = target.closest("[data-row]");
      if (!row) return;
      const set = row.closest("[data-rows]");
      if (type === "change") showAsked(row, set);
      showTitle(row, set);
    });
  }
  form.querySelectorAll("[data-rows]").forEach((set) => rowsOf(set).forEach((row) => row.querySelector("[data-cells]") && showAsked(row, set)));
};

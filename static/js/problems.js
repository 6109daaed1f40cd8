// What is wrong with an answer, at the control it is about.
const icon = () => document.querySelector("[data-error] .icon").cloneNode(true);

export const clearProblems = (card) => {
  card.querySelectorAll(".field--err").forEach((field) => field.classList.remove("field--err"));
  card.querySelectorAll("[aria-invalid]").forEach((control) => control.removeAttribute("aria-invalid"));
  card.querySelectorAll("[data-cell] > .error, [data-cell] > .cell__todo").forEach((line) => line.remove());
  card.querySelector("[data-error]").hidden = true;
};

export const showProblems = (card, problems) => {
  clearProblems(card);
  const whole = problems.filter((problem) => !problem.row).map((problem) => problem.text);
  if (whole.length) atQuestion(card, whole.join(" "));
  for (const problem of problems.filter((each) => each.row)) atCell(card, problem);
};

const atQuestion = (card, text) => {
  card.querySelector("[data-error-text]").textContent = text;
  card.querySelector("[data-error]").hidden = false;
  const field = card.querySelector("[data-field]");
  field.classList.add("field--err");
  const error = card.querySelector("[data-error]").id;
  for (const control of field.querySelectorAll(".q__field > :is(.inp, .unit > .inp), .unit > .inp")) {
    control.setAttribute("aria-invalid", "true");
    const described = new Set((control.getAttribute("aria-describedby") ?? "").split(" ").filter(Boolean));
    control.setAttribute("aria-describedby", [...described.add(error)].join(" "));
  }
};

const atCell = (card, problem) => {
  const row = card.querySelector(`[data-row="${CSS.escape(problem.row)}"]`);
  const cell = row?.querySelector(`[data-cell="${CSS.escape(problem.column)}"]`);
  if (!cell) return atQuestion(card, problem.text);
  row.querySelector("details").open = true;
  const line = document.createElement("p");
  line.className = "error";
  line.id = `${row.id}-${problem.column}-error`;
  line.append(icon(), Object.assign(document.createElement("span"), { textContent: problem.text }));
  cell.querySelector("label, legend").after(line);
  cell.classList.add("field--err");
  const control = cell.querySelector(".inp");
  control?.setAttribute("aria-invalid", "true");
  control?.setAttribute("aria-describedby", line.id);
  return undefined;
};

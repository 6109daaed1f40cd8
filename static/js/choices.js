// Choices: an option that stands alone takes the others away; a long list can be searched.
const plain = (text) => text.normalize("NFD").replace(/\p{M}/gu, "").toLowerCase();

const keepAlone = (box) => {
  if (!box.checked) return;
  const others = box.closest("[data-choices]").querySelectorAll("input:checked");
  for (const other of others) {
    if (other !== box && (box.matches("[data-alone]") || other.matches("[data-alone]"))) other.checked = false;
  }
};

// Answering a question that was put off is answering it.
const noLongerLater = (control) => {
  const entry = control.closest("[data-entry]");
  if (!control.closest(".q__field") || !entry.querySelector("[data-state-of=later]").checked) return;
  entry.querySelector("[data-state-of=answered]").checked = true;
};

export const showChosen = (picker) => {
  const line = picker.querySelector("[data-chosen]");
  const names = [...picker.querySelectorAll("[data-list-of] :checked")].map((box) => box.parentElement.textContent);
  line.textContent = names.join(", ") || line.dataset.none;
};

const search = (box) => {
  const picker = box.closest("[data-picker]");
  const wanted = plain(box.value.trim());
  let found = 0;
  for (const choice of picker.querySelectorAll("[data-list-of] > label")) {
    choice.hidden = !plain(choice.textContent).includes(wanted);
    if (!choice.hidden) found += 1;
  }
  const line = picker.querySelector("[data-found]");
  line.hidden = wanted === "";
  line.textContent = line.dataset.text.replace("{n}", found);
};

// Shows the search boxes, which do nothing without script.
export const revealSearch = (root) => {
  root.querySelectorAll("[data-search-box]").forEach((box) => (box.hidden = false));
};

export const chooseWithScript = (form) => {
  revealSearch(form);
  form.addEventListener("input", ({ target }) => {
    if (target.matches("[data-search]")) search(target);
    else if (target.name) noLongerLater(target);
  });
  form.addEventListener("change", ({ target }) => {
    if (target.closest("[data-choices]")) keepAlone(target);
    if (target.closest("[data-list-of]")) showChosen(target.closest("[data-picker]"));
  });
  form.addEventListener("keydown", (event) => {
    if (event.key === "Enter" && event.target.matches("[data-search]")) event.preventDefault();
  });
};

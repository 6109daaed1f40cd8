// Proof is expected from a certain level on: the line lights up when that level is chosen.
const show = (card) => {
  const proof = card.querySelector("[data-from-level]");
  if (!proof) return;
  const chosen = card.querySelector("[data-levels] :checked");
  proof.classList.toggle("is-due", chosen !== null && Number(chosen.value) >= Number(proof.dataset.fromLevel));
};

export const levelsWithScript = (form) => {
  form.querySelectorAll("[data-question]").forEach(show);
  form.addEventListener("change", (event) => {
    if (event.target.closest("[data-levels]")) show(event.target.closest("[data-question]"));
  });
};

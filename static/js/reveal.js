// Shows or hides a typed password. The button appears only when this script runs.
for (const button of document.querySelectorAll("[data-reveal]")) {
  const box = document.getElementById(button.dataset.reveal);
  if (!box) continue;
  button.hidden = false;
  button.addEventListener("click", () => {
    const isHidden = box.type === "password";
    box.type = isHidden ? "text" : "password";
    button.textContent = isHidden ? button.dataset.textHide : button.dataset.textShow;
  });
}

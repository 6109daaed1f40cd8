// Menus are <details>: this closes them on Escape, on a click elsewhere and when the focus leaves.
const close = (menu) => {
  menu.open = false;
};

for (const menu of document.querySelectorAll("[data-menu]")) {
  menu.addEventListener("keydown", (event) => {
    if (event.key !== "Escape" || !menu.open) return;
    close(menu);
    menu.querySelector("summary").focus();
  });
  menu.addEventListener("focusout", (event) => {
    if (event.relatedTarget && !menu.contains(event.relatedTarget)) close(menu);
  });
  document.addEventListener("click", (event) => {
    if (menu.open && !menu.contains(event.target)) close(menu);
  });
}

// A form is sent only while we are signed in: otherwise its words would be gone. They stay, and the
// page says what to do. Before leaving, words that were typed and not sent are asked about.
import { isSafe } from "./stay.js";

const way = { isOpen: false, isAsking: false };

// Goes on by this form, when that is safe; tells whether it does.
export const send = async (form, button) => {
  if (way.isAsking) return false;
  way.isAsking = true;
  way.isOpen = await isSafe();
  way.isAsking = false;
  if (way.isOpen) form.requestSubmit(button);
  return way.isOpen;
};

const isOther = (box) => !box.form?.matches("[data-autosave]");
const isTyped = () => [...document.querySelectorAll("main textarea")].some((box) => isOther(box) && box.value !== box.defaultValue);

if (!document.querySelector("[data-autosave]")) {
  document.addEventListener("submit", (event) => {
    const form = event.target;
    if (way.isOpen || event.defaultPrevented || form.method !== "post" || form.closest("header")) return;
    event.preventDefault();
    send(form, event.submitter);
  });
}
addEventListener("pageshow", () => (way.isOpen = false));
addEventListener("beforeunload", (event) => {
  if (!way.isOpen && isTyped()) event.preventDefault();
});

// Signing out wipes what this browser kept; drafts that were never saved are asked about first.
import { session } from "./session.js";
import { show } from "./stay.js";
import { count, wipe } from "./vault.js";

let isSure = false;
let form;

const leave = async () => {
  await wipe().catch(() => {}); // the server asks the browser to do it too
  isSure = true;
  form.requestSubmit();
};

// On the window, so that a page that still has something to save goes first.
addEventListener("submit", async (event) => {
  if (!event.target.matches("[data-signout]") || event.defaultPrevented || isSure) return;
  event.preventDefault();
  form = event.target;
  const n = await count().catch(() => 0);
  if (n === 0) return leave();
  show(n > 1 ? "LeavingMany" : "Leaving", n);
  return session.place.focus();
});
session?.place.querySelector("[data-leave]").addEventListener("click", leave);

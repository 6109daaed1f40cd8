// A form with files shows how far they are. Without it the browser shows that it is busy, no more.
import { send } from "./transfer.js";

for (const form of document.querySelectorAll("[data-upload]")) {
  const { textSending, textChecking, textLarge, textOffline, most } = form.dataset;
  const button = form.querySelector("button.btn--p, button.btn");
  const told = Object.assign(document.createElement("p"), { className: "upload" });
  const bar = Object.assign(document.createElement("progress"), { max: 100, value: 0, className: "wide", hidden: true });
  const state = document.createElement("span");
  state.setAttribute("role", "status");
  bar.setAttribute("aria-label", textSending);
  told.append(bar, state);
  button.parentElement.before(told);

  const tell = (message, isWrong = false) => {
    bar.hidden = isWrong || bar.hidden;
    state.textContent = message;
    told.classList.toggle("upload--err", isWrong);
  };

  form.addEventListener("submit", async (event) => {
    const files = [...form.querySelectorAll("[type=file]")].flatMap((box) => [...box.files]);
    if (!files.length) return; // the server says what to do
    event.preventDefault();
    event.stopPropagation();
    const large = files.filter((file) => file.size > most * 1024 * 1024);
    if (large.length) {
      tell(large.map((file) => `${file.name}: ${textLarge}`).join(" "), true);
      return;
    }
    button.disabled = true;
    bar.hidden = false;
    tell(textSending);
    try {
      const reply = await send(form.action, new FormData(form), undefined, (percent) => {
        bar.value = percent;
        state.textContent = percent < 100 ? `${textSending} ${percent}%` : textChecking;
      });
      if (reply.ok) location.assign(reply.url);
      else tell(reply.message, true);
    } catch (fault) {
      if (fault.isOut) location.reload();
      else tell(textOffline, true);
    }
    button.disabled = false;
  });
}

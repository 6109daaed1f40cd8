// Keeps a part of the page up to date while long work goes on: the server sends the part anew, and
// without data-poll-url when the work is over. Only a new heading is read aloud, not every percent.
const spoken = document.createElement("p");
spoken.className = "vh";
spoken.setAttribute("role", "status");

const heading = (part) => part.querySelector("h2")?.textContent.trim() ?? "";

const follow = (part) => {
  setTimeout(() => renew(part), Number(part.dataset.pollSeconds || 2) * 1000);
};

const replace = (part, fresh) => {
  const wasInside = part.contains(document.activeElement);
  if (heading(fresh) !== heading(part)) spoken.textContent = heading(fresh);
  part.replaceWith(fresh);
  if (wasInside) {
    fresh.tabIndex = -1;
    fresh.focus();
  }
  if (fresh.dataset.pollUrl) follow(fresh);
};

const renew = async (part) => {
  if (document.hidden) {
    document.addEventListener("visibilitychange", () => renew(part), { once: true });
    return;
  }
  try {
    const answer = await fetch(part.dataset.pollUrl, { headers: { "X-Background": "1" } });
    if (answer.redirected) {
      location.reload(); // signed out meanwhile: the page itself asks to sign in
      return;
    }
    if (!answer.ok) throw new Error(answer.status);
    const page = new DOMParser().parseFromString(await answer.text(), "text/html");
    replace(part, page.body.firstElementChild);
  } catch {
    follow(part); // no connection, or the server is away for a moment
  }
};

document.querySelector("main").append(spoken);
document.querySelectorAll("[data-poll-url]").forEach(follow);

// Are we still signed in, as whom, until when, and with which token? One for the whole page.
const LOOK_EVERY = 8000; // milliseconds, while signed out
const TIMEOUT = 20000;

class Session extends EventTarget {
  state = "in"; // or out, or stranger: somebody else signed in meanwhile

  constructor(place) {
    super();
    this.place = place;
    this.heard(Number(place.dataset.seconds), place.hasAttribute("data-last"));
    for (const type of ["focus", "visibilitychange"]) addEventListener(type, () => this.isOut && this.look());
  }

  get isOut() {
    return this.state !== "in";
  }

  get person() {
    return this.place.dataset.person;
  }

  get token() {
    return document.querySelector("[name=csrfmiddlewaretoken]").value;
  }

  heard(seconds, isLast) {
    this.endsAt = Date.now() + seconds * 1000;
    this.heardAt = Date.now();
    this.isLast = isLast; // it can't be made longer
  }

  lost() {
    return this.become("out");
  }

  stay() {
    return this.look("POST");
  }

  // Asks the server: "in" with a fresh token, "out", "stranger", or "offline".
  async look(method = "GET") {
    try {
      const response = await fetch(this.place.dataset.session, {
        method,
        headers: method === "POST" ? { "X-CSRFToken": this.token } : {},
        redirect: "manual",
        signal: AbortSignal.timeout(TIMEOUT),
      });
      if (response.status === 403 && method === "POST") return this.look(); // an older token
      if (response.status === 401) return this.become("out");
      if (!response.ok) return "offline";
      const told = await response.json();
      if (told.person !== this.person) return this.become("stranger");
      for (const box of document.getElementsByName("csrfmiddlewaretoken")) box.value = told.token;
      this.heard(told.seconds, told.last);
      return this.become("in");
    } catch {
      return "offline";
    }
  }

  become(state) {
    if (state === this.state) return state;
    this.state = state;
    clearInterval(this.timer);
    if (this.isOut) this.timer = setInterval(() => this.look(), LOOK_EVERY);
    this.dispatchEvent(new Event("change"));
    return state;
  }
}

const place = document.querySelector("[data-session]");
export const session = place && new Session(place);

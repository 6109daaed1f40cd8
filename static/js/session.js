// Are we still signed in, and with which token? After signing in again elsewhere, saving goes on.
const LOOK_EVERY = 8000;

export class Session {
  isOut = false;
  isStranger = false;

  constructor(form, resume) {
    this.form = form;
    this.resume = resume;
    for (const type of ["focus", "visibilitychange"]) {
      addEventListener(type, () => this.isOut && this.look());
    }
  }

  get token() {
    return this.form.querySelector("[name=csrfmiddlewaretoken]").value;
  }

  lost() {
    this.isOut = true;
    clearInterval(this.timer);
    this.timer = setInterval(() => this.look(), LOOK_EVERY);
  }

  async look() {
    await this.renew();
    this.resume();
  }

  // "in" with a fresh token, "out", or "offline". Somebody else's sign-in counts as out.
  async renew() {
    try {
      const response = await fetch(location.pathname, { redirect: "manual" });
      if (response.type === "opaqueredirect") return this.out(false);
      const page = new DOMParser().parseFromString(await response.text(), "text/html");
      const form = page.querySelector("[data-autosave]");
      if (!form) return response.ok ? "in" : this.out(true);
      if (form.dataset.user !== this.form.dataset.user) return this.out(true);
      this.back(form.querySelector("[name=csrfmiddlewaretoken]").value);
      return "in";
    } catch {
      return "offline";
    }
  }

  out(isStranger) {
    this.isStranger = isStranger;
    if (!this.isOut) this.lost();
    return "out";
  }

  back(token) {
    clearInterval(this.timer);
    this.isOut = this.isStranger = false;
    for (const box of document.getElementsByName("csrfmiddlewaretoken")) box.value = token;
  }
}

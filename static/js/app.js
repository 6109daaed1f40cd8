// Loads what the page asks for by a data attribute. Every page works without any of it.
// The paths are written out, so that the release step can put each file's hash in them.
const modules = {
  "[data-menu]": () => import("./menu.js"),
  "[data-count]": () => import("./count.js"),
  "[data-focus]": () => import("./focus.js"),
  "[data-toast]": () => import("./toast.js"),
  "[data-reveal]": () => import("./reveal.js"),
  "[data-session]": () => import("./guard.js"),
  "[data-upload]": () => import("./upload.js"),
  "[data-signout]": () => import("./signout.js"),
};

for (const [selector, load] of Object.entries(modules)) {
  if (document.querySelector(selector)) load();
}

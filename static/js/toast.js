// A short message with an undo button: it stays while someone points at it or stands in it.
const SECONDS = 10;

for (const toast of document.querySelectorAll("[data-toast]")) {
  let timer;
  const start = () => {
    timer = setTimeout(() => toast.remove(), SECONDS * 1000);
  };
  const stop = () => clearTimeout(timer);

  for (const event of ["pointerenter", "focusin"]) toast.addEventListener(event, stop);
  for (const event of ["pointerleave", "focusout"]) toast.addEventListener(event, start);
  start();
}

// Counts the characters of a text box: "178 van 1500 tekens". Read aloud only when little room is left.
const NEARLY_FULL = 0.9;
const numbers = new Intl.NumberFormat(document.documentElement.lang);

const show = (line, box) => {
  const max = box.maxLength;
  const used = box.value.length;
  line.textContent = line.dataset.countText
    .replace("{n}", numbers.format(used))
    .replace("{max}", numbers.format(max));
  line.classList.toggle("count--full", used >= max);
  line.setAttribute("aria-live", used >= max * NEARLY_FULL ? "polite" : "off");
};

const watch = (line) => {
  const box = document.getElementById(line.dataset.count);
  if (!box || box.maxLength < 0) return;
  box.addEventListener("input", () => show(line, box));
  show(line, box);
};

document.querySelectorAll("[data-count]").forEach(watch);

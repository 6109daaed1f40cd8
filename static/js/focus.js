// Puts the focus on what must be read first: the summary of what is wrong.
document.querySelector("[data-focus]")?.focus();

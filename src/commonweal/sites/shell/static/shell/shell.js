// The little the house does in the browser by itself. Everything works without it, but slower.

// A form is sent once: a second click finds the button busy. Back in history wakes it again.
document.addEventListener("submit", (event) => {
  if (event.defaultPrevented || event.target.hasAttribute("hx-post")) return;
  const form = event.target;
  if (form.dataset.sent) return event.preventDefault();
  form.dataset.sent = "1";
  for (const button of form.querySelectorAll("button:not([type=button])")) button.setAttribute("aria-busy", "true");
});
window.addEventListener("pageshow", () => {
  for (const form of document.querySelectorAll("form[data-sent]")) {
    delete form.dataset.sent;
    for (const button of form.querySelectorAll("[aria-busy]")) button.removeAttribute("aria-busy");
  }
});

// A strip of links that is wider than the screen starts at the page that is shown.
for (const strip of document.querySelectorAll(".nav, .tabs")) {
  const here = strip.querySelector("[aria-current]");
  if (!here) continue;
  const [outer, inner] = [strip.getBoundingClientRect(), here.getBoundingClientRect()];
  strip.scrollLeft += inner.left + inner.width / 2 - outer.left - outer.width / 2;
}

// After a refusal the reader starts at what is wrong.
document.querySelector("[data-focus]")?.focus();

// A passkey that was refused or given up: say so, in the words of the page.
document.addEventListener("allauth.error", (event) => {
  const note = document.querySelector("[data-passkey-failed]");
  if (!note) return;
  event.preventDefault();
  document.querySelector("main").append(note);
  note.hidden = false;
});

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

// The box that finds everything: / or Ctrl-K opens it, arrows choose, Enter goes there.
const seek = document.getElementById("seek");
if (seek) {
  const input = seek.querySelector("input");
  const options = () => [...seek.querySelectorAll("[role=option]")];
  const choose = (chosen) => {
    for (const option of options()) option.setAttribute("aria-selected", String(option === chosen));
    if (chosen) input.setAttribute("aria-activedescendant", chosen.id);
    else input.removeAttribute("aria-activedescendant");
    chosen?.scrollIntoView({ block: "nearest" });
  };
  const open = (event) => {
    event.preventDefault();
    seek.showPopover();
    input.focus();
    input.select();
  };
  document.querySelector("[data-seek]").addEventListener("click", open);
  document.addEventListener("keydown", (event) => {
    const typing = event.target.closest?.("input:not([type=checkbox], [type=radio]), textarea, select");
    const held = event.ctrlKey || event.metaKey;
    // A page with a search of its own keeps / for that one, also before its own keys are there.
    const slash = event.key === "/" && !typing && !event.altKey && !document.querySelector("main [aria-keyshortcuts='/']");
    if (held ? event.key.toLowerCase() === "k" : slash) open(event);
  });
  input.addEventListener("keydown", (event) => {
    const all = options();
    const at = all.findIndex((option) => option.getAttribute("aria-selected") === "true");
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (step && all.length) {
      event.preventDefault();
      choose(all[(at + step + (at < 0 && step < 0 ? 1 : 0) + all.length) % all.length]);
    } else if (event.key === "Escape") {
      event.preventDefault(); // else the first press only empties the field
      seek.hidePopover();
    } else if (event.key === "Enter" && at >= 0) {
      event.preventDefault();
      all[at].click();
    }
  });
  seek.addEventListener("htmx:afterSwap", () => {
    choose(null);
    input.setAttribute("aria-expanded", String(options().length > 0));
  });
}

// Tick every row of a list at once, or none.
for (const button of document.querySelectorAll("[data-tick-all]")) {
  button.hidden = false;
  button.addEventListener("click", () => {
    const boxes = [...button.form.querySelectorAll("tbody input[type=checkbox]")];
    const all = boxes.every((box) => box.checked);
    for (const box of boxes) box.checked = !all;
  });
}

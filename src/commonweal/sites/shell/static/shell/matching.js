// Keys for the desk of what waits. Everything they do is a link or a form on the page as well.
const page = (selector) => document.querySelector(selector);
const typing = (target) => target.closest?.("input:not([type=checkbox], [type=radio]), textarea, select");
const open = (details, field) => {
  if (!details) return;
  details.open = true;
  details.querySelector(field)?.focus();
  details.scrollIntoView({ block: "nearest" });
};
const keys = {
  j: () => page("[data-after]")?.click(),
  k: () => page("[data-before]")?.click(),
  s: () => open(page("[data-split]"), "[type=checkbox]"),
  n: () => open(page("[data-owner]"), "select"),
  r: () => page("[data-refund]")?.click(),
  u: () => page("[data-undo]")?.requestSubmit(),
  a: () => page("#sure")?.showPopover(),
  "/": () => open(page("[data-split]"), "[type=search]"),
  "?": () => page("#keys")?.showPopover(),
  ArrowDown: () => page("[data-after]")?.click(),
  ArrowUp: () => page("[data-before]")?.click(),
};

// The first to hear a key: here the box that finds everything leaves / to the claims.
window.addEventListener("keydown", (event) => {
  if (event.ctrlKey || event.metaKey || event.altKey || typing(event.target)) return;
  if (document.querySelector(":popover-open")) return;
  const radio = event.target.closest?.("[type=radio]");
  if (radio && event.key.startsWith("Arrow")) return; // arrows walk through the choices
  const choice = /^[1-9]$/.test(event.key) && page(`[data-key="${event.key}"]`);
  const deed = keys[event.key];
  if (choice) {
    choice.checked = true;
    choice.focus();
  } else if (event.key === "Enter" && !event.target.closest?.("a, button, summary, label, [type=checkbox]")) {
    page("[data-accept]")?.requestSubmit(page("[data-accept] .button.main"));
  } else if (deed && (event.key !== "/" || page("[data-split]"))) deed();
  else return;
  event.preventDefault();
  event.stopImmediatePropagation();
}, true);

// What is still to place, while amounts are ticked and typed.
const split = page("[data-split] form");
if (split) {
  const rest = split.querySelector("[data-rest]");
  const whole = Math.abs(Number(rest.dataset.rest));
  const cents = (text) => {
    const plain = text.replace(/[\s'€]/g, "");
    const mark = /[.,](\d{1,2})$/.exec(plain);
    const units = (mark ? plain.slice(0, mark.index) : plain).replace(/\D/g, "");
    return Number(units) * 100 + (mark ? Number(mark[1].padEnd(2, "0")) : 0);
  };
  const cameIn = Number(rest.dataset.rest) > 0;
  const owed = (box) => cameIn && Number(box.dataset.open) < 0;
  const shown = new Intl.NumberFormat(document.documentElement.lang, { style: "currency", currency: "EUR" });
  const sum = () => {
    const lines = [...split.querySelectorAll("[name=place]:checked")].map((box) => [box, box.closest("tr").querySelector(".amount")]);
    const typed = lines.filter(([, field]) => field.value.trim());
    let left = typed.reduce((sum, [box, field]) => sum - (owed(box) ? -1 : 1) * cents(field.value), whole);
    const open = lines.filter(([, field]) => !field.value.trim());
    // What we owe on an invoice is taken off first; then as much as fits, in the order of the page.
    for (const [box, field] of [...open.filter(([box]) => owed(box)), ...open.filter(([box]) => !owed(box))]) {
      const most = owed(box) ? Number(box.dataset.open)
        : Math.max(box.dataset.open === "" ? left : Math.min(left, Math.abs(Number(box.dataset.open))), 0);
      field.placeholder = shown.format(most / 100);
      left -= most;
    }
    rest.value = shown.format(left / 100);
    rest.classList.toggle("none", left === 0);
    rest.classList.toggle("less", left < 0);
  };
  split.addEventListener("input", (event) => {
    const field = event.target.closest(".amount");
    if (field?.value.trim()) field.closest("tr").querySelector("[name=place]").checked = true;
    sum();
  });
  sum();
}

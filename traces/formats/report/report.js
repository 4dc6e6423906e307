// Stepping through the report. Everything is on the page without it: this hides all steps but the
// current one, marks it wherever it appears, and listens to keys, buttons and links.
(() => {
  "use strict";
  const all = (selector) => Array.from(document.querySelectorAll(selector));
  const steps = all(".step");
  const first = Number(steps[0].dataset.moment);
  const last = first + steps.length - 1;
  const position = document.querySelector(".stepper .position");
  const status = document.querySelector("#status");
  const buttons = all(".stepper button");
  const isStill = matchMedia("(prefers-reduced-motion: reduce)");
  const goals = { first: () => first, back: () => current - 1, forth: () => current + 1, last: () => last };
  let current = first;

  const mark = (selector, name) => all(selector).forEach((element) => element.classList.add(name));
  const unmark = (name) => all("." + name).forEach((element) => element.classList.remove(name));

  function show(moment, isAsked) {
    current = Math.max(first, Math.min(last, moment));
    const step = steps[current - first];
    unmark("current");
    unmark("cause");
    mark(`#board [data-moment="${current}"], #board [data-sent="${current}"]`, "current");
    mark(`.changes [data-moment="${current}"]`, "current");
    step.dataset.causes.split(" ").filter(Boolean).forEach((cause) => {
      mark(`#board .row[data-moment="${cause}"]`, "cause");
    });
    position.textContent = `Step ${current} of ${last}`;
    buttons.forEach((button) => {
      const goal = goals[button.dataset.go]();
      button.disabled = goal === current || first > goal || goal > last;
    });
    if (!isAsked) return;
    status.textContent = `Step ${current} of ${last}: ${step.dataset.action}`;
    history.replaceState(null, "", `#step-${current}`);
    document.querySelector(`#board .row[data-moment="${current}"]`)
      .scrollIntoView({ block: "nearest", behavior: isStill.matches ? "auto" : "smooth" });
  }

  function showLinked(isAsked) {
    const parts = /^#step-(\d+)$/.exec(location.hash);
    show(parts ? Number(parts[1]) : first, isAsked);
  }

  const keys = { ArrowLeft: "back", ArrowRight: "forth", Home: "first", End: "last" };
  document.addEventListener("keydown", (event) => {
    const go = keys[event.key];
    if (!go || event.altKey || event.ctrlKey || event.metaKey || event.shiftKey) return;
    event.preventDefault();
    show(goals[go](), true);
  });
  buttons.forEach((button) => {
    button.addEventListener("click", () => show(goals[button.dataset.go](), true));
  });
  document.addEventListener("click", (event) => {
    const link = event.target.closest('a[href^="#step-"]');
    if (!link) return;
    event.preventDefault();
    show(Number(link.getAttribute("href").slice("#step-".length)), true);
  });
  addEventListener("hashchange", () => showLinked(true));
  document.body.classList.add("stepping");
  showLinked(false);
})();

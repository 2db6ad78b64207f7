// Steps that can be dragged, or moved with a button, into their order. The numbered selects stay
// what is sent; without this module they are all there is.
const lists = new WeakSet();

async function sortable(address) {
  if (!window.Sortable) {
    await new Promise((resolve, reject) => {
      const script = document.createElement("script");
      Object.assign(script, { src: address, onload: resolve, onerror: reject });
      document.head.append(script);
    });
  }
  return window.Sortable;
}

function number(list) {
  const steps = [...list.children];
  steps.forEach((step, place) => { step.querySelector("select").value = place + 1; });
  steps[0].querySelector("select").dispatchEvent(new Event("change", { bubbles: true }));
}

// Once every step has a place of its own, the list stands in that order.
function arrange(list) {
  const steps = [...list.children];
  const places = steps.map((step) => Number(step.querySelector("select").value));
  if (places.includes(0) || new Set(places).size < places.length) return;
  const held = document.activeElement;
  steps.sort((a, b) => a.querySelector("select").value - b.querySelector("select").value);
  list.append(...steps);
  held?.focus({ preventScroll: true });
}

// A button that was pressed is read anew with where its step stands now.
function label(list) {
  for (const step of list.children) {
    const place = step.querySelector("select").value;
    for (const button of step.querySelectorAll(".move")) {
      const name = `${button.dataset.does}: ${step.querySelector("label").textContent}`;
      button.setAttribute("aria-label", place ? `${name}, now at ${place}` : name);
    }
  }
}

function mover(step, does, symbol, move) {
  const button = document.createElement("button");
  button.type = "button";
  button.className = "btn move";
  button.dataset.does = does;
  button.textContent = symbol;
  button.addEventListener("click", () => {
    move();
    number(step.parentElement);
    button.focus();
  });
  return button;
}

async function enhance(list) {
  lists.add(list);
  arrange(list);
  for (const step of list.children) {
    step.querySelector(".moves").append(
      mover(step, "Move up", "↑", () => step.previousElementSibling?.before(step)),
      mover(step, "Move down", "↓", () => step.nextElementSibling?.after(step)),
    );
  }
  label(list);
  list.addEventListener("change", (event) => {
    if (event.isTrusted) arrange(list);
    label(list);
  });
  list.closest("form").addEventListener("reset", () => {
    list.append(...[...list.children].sort((a, b) => a.dataset.shown - b.dataset.shown));
    setTimeout(() => label(list)); // the fields are emptied after this
  });
  const Sortable = await sortable(list.dataset.steps);
  Sortable.create(list, {
    animation: 150, filter: "select, button", preventOnFilter: false, onUpdate: () => number(list),
  });
  list.classList.add("draggable");
}

function look() {
  for (const list of document.querySelectorAll("[data-steps]")) {
    if (!lists.has(list)) enhance(list);
  }
}

document.addEventListener("htmx:afterSettle", look);
look();

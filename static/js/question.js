// After htmx has brought the next question: focus where a page load would put it, and back on the
// flag after a press on the flag. When the network is away: say so, and lose nothing.
let pressed = null;
let isFlagging = false;
let next = null; // what was pressed while the flag was on its way

const isFlag = (value) => Boolean(value?.endsWith("flag"));

document.addEventListener("submit", (event) => {
  const value = event.submitter?.value;
  // The page that comes would take the form of this press away.
  if (isFlagging && event.target.id === "paper") {
    event.preventDefault();
    event.stopImmediatePropagation();
    next = value;
  } else pressed = value;
}, true);

// A login in another tab changes the token; the cookie always has the one that is right.
document.addEventListener("htmx:confirm", () => {
  const token = document.cookie.match(/(?:^|; )csrftoken=([^;]+)/)?.[1];
  const field = document.getElementById("paper")?.elements.csrfmiddlewaretoken;
  if (token && field) field.value = token;
});

document.addEventListener("htmx:beforeRequest", (event) => {
  if (event.target.id === "paper") isFlagging = isFlag(pressed);
});

document.addEventListener("htmx:afterRequest", (event) => {
  isFlagging = false;
  if (!event.detail.successful) next = null;
});

document.addEventListener("htmx:afterSettle", (event) => {
  if (event.target.id !== event.detail.target.id) return; // told once more of each part beside it
  if (event.detail.target.id === "bookmark" && document.activeElement === document.body) {
    document.querySelector("#bookmark summary")?.focus(); // what had it went with the old part
  }
  if (event.detail.target.id !== "main") return;
  const flag = isFlag(pressed) && document.querySelector("#main [data-key=f]");
  pressed = null;
  (flag || document.querySelector("#main h1"))?.focus({ preventScroll: true });
  const button = next && document.querySelector(`[name=go][value="${CSS.escape(next)}"]`);
  next = null;
  button?.click();
});

// What is chosen is not ruled out: the same that the server says.
document.addEventListener("change", (event) => {
  const [choice, struck] = event.target.closest(".option")?.querySelectorAll("input") ?? [];
  if (choice?.checked && struck?.checked) struck.checked = false;
});

// A note is kept when it is written, whatever is pressed next, and again once there is a network.
const keep = () => document.querySelector("#bookmark button");

function isUnkept() {
  const { note, noted } = document.getElementById("paper")?.elements ?? {};
  return Boolean(note) && note.value !== noted.value;
}

document.addEventListener("change", (event) => {
  if (event.target.name === "note") keep().click();
});

// Not while it is being written: what comes back would take its place.
addEventListener("online", () => {
  if (isUnkept() && document.activeElement.id !== "note") keep().click();
});

// A phone may end a page that is out of sight. The note that is being written stays as it is.
document.addEventListener("visibilitychange", () => {
  if (!document.hidden || !isUnkept()) return;
  const body = new URLSearchParams(new FormData(document.getElementById("paper")));
  fetch(keep().formAction, { method: "POST", headers: { "HX-Request": "true" }, body, keepalive: true })
    .catch(() => {}); // it stays on the page, and is sent with the next step
});

document.addEventListener("htmx:sendError", (event) => {
  document.querySelector("#main .toast.offline")?.remove();
  const text = event.detail.requestConfig.verb === "get"
    ? "There is no network. This page stays; press again."
    : "Not saved: there is no network. What you chose is still here; press again.";
  globalThis.unsent.say(text, true).classList.add("offline");
});

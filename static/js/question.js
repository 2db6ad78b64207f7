// After htmx has brought the next question: focus where a page load would put it, and back on the
// flag after a press on the flag. When the network is away: say so, and lose nothing.
let pressed = null;

document.addEventListener("submit", (event) => {
  pressed = event.submitter?.value;
}, true);

document.addEventListener("htmx:afterSettle", () => {
  const flag = pressed === "flag" && document.querySelector("#main [value=flag]");
  (flag || document.querySelector("#main h1"))?.focus({ preventScroll: true });
});

document.addEventListener("htmx:sendError", () => {
  const note = document.querySelector("#main .toast.offline") ?? document.createElement("p");
  note.className = "toast error offline";
  note.setAttribute("role", "alert");
  note.textContent = "Not saved: the network is away. What you chose is still here; press again.";
  document.querySelector("#main").prepend(note);
});

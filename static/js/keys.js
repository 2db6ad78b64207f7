// Keys for those who like them: 1 to 9 choose, N next, P previous, F flag, T says the time, ? lists
// them. None acts in a field, and Enter keeps its own meaning.
const FIELDS = 'select, textarea, dialog, input:not([type="radio"], [type="checkbox"])';

function press(key) {
  const main = document.getElementById("main");
  if (key >= "1" && key <= "9") {
    const input = main.querySelectorAll("input[name=choice]")[key - 1];
    input?.click();
    input?.focus();
  } else if (key === "n" || key === "p" || key === "f") main.querySelector(`[data-key=${key}]`)?.click();
  else if (key === "t") document.dispatchEvent(new Event("say-time"));
  else if (key === "?") document.getElementById("keys").showModal();
}

document.addEventListener("keydown", (event) => {
  if (event.ctrlKey || event.metaKey || event.altKey || event.repeat) return;
  if (event.target.closest?.(FIELDS)) return;
  press(event.key.toLowerCase());
});

document.addEventListener("click", (event) => {
  if (event.target.closest("[data-keys]")) document.getElementById("keys").showModal();
  if (event.target.closest("[data-close]")) event.target.closest("dialog").close();
});

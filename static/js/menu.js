// The menu, a disclosure without scripts, closes as menus do: by Escape, or when one is elsewhere.
const menu = document.querySelector(".menu");

const leave = ({ target }) => { if (!menu.contains(target)) menu.open = false; };
document.addEventListener("focusin", leave);
document.addEventListener("click", leave);
menu.addEventListener("keydown", (event) => {
  if (event.key !== "Escape" || !menu.open) return;
  menu.open = false;
  menu.querySelector("summary").focus();
});

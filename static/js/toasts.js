// Takes a message away without loading the page anew, which is what its link does.
document.addEventListener("click", (event) => {
  const link = event.target.closest("[data-dismiss]");
  if (!link) return;
  event.preventDefault();
  link.closest(".toast").remove();
  const main = document.getElementById("main");
  main.tabIndex = -1;
  main.focus({ preventScroll: true });
});

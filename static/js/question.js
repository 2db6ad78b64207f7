// After htmx has brought the next question: focus and title where a page load would put them.
document.addEventListener("htmx:afterSettle", (event) => {
  const heading = event.target.querySelector?.("#number") ?? document.querySelector("#main h1");
  heading?.focus({ preventScroll: true });
});

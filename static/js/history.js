// Back, pressed before htmx was there to hear it, changed the address and not the page.
const { pathname, search } = new URL(document.querySelector("meta[name=address]").content, location.href);

addEventListener("DOMContentLoaded", () => {
  if (history.state?.htmx && pathname + search !== location.pathname + location.search) location.reload();
});

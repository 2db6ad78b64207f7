// A board that did not get through is asked for as a page: the browser then says what is wrong.
document.addEventListener("htmx:sendError", (event) => {
  location.assign(event.detail.requestConfig.path);
});

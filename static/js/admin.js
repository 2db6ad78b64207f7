// Names for what Django's admin leaves without one: fields in tables, the search, its pickers.
function name(root) {
  for (const table of root.querySelectorAll(".inline-group table")) {
    const heads = table.querySelectorAll("thead th");
    if (!heads[0].textContent) heads[0].append(Object.assign(document.createElement("span"), { className: "visually-hidden", textContent: "Saved row" }));
    for (const row of table.querySelectorAll("tbody tr")) {
      for (const field of row.querySelectorAll("td :is(input, textarea, select):not([type=hidden])")) {
        const head = table.querySelector(`thead .column-${field.closest("td").className.match(/field-(\w+)/)?.[1]}`);
        field.ariaLabel ||= head?.firstChild.textContent.trim() || "delete";
      }
    }
  }
  for (const picker of root.querySelectorAll(".select2-selection")) {
    const field = picker.closest(".form-row, .filter-form, div")?.querySelector("label");
    picker.removeAttribute("aria-labelledby");
    for (const shown of picker.querySelectorAll("[role=textbox]")) {
      shown.removeAttribute("role");
      shown.removeAttribute("aria-readonly");
    }
    picker.ariaLabel = field?.textContent.replace(":", "").trim() || "choose";
  }
  for (const icon of root.querySelectorAll(".search-label-icon")) icon.role = "img";
  document.getElementById("searchbar")?.setAttribute("aria-label", "Search");
}

// Pickers and rows come when Django's scripts find the time for them.
new MutationObserver(() => name(document)).observe(document.body, { childList: true, subtree: true });
name(document);

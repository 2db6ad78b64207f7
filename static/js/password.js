// A button beside each password that shows what is typed.
for (const input of document.querySelectorAll('input[type="password"]')) {
  const button = document.createElement("button");
  button.type = "button";
  button.className = "show";
  button.textContent = "Show";
  button.setAttribute("aria-controls", input.id);
  button.setAttribute("aria-label", "Show password");
  button.addEventListener("click", () => {
    const isHidden = input.type === "password";
    input.type = isHidden ? "text" : "password";
    button.textContent = isHidden ? "Hide" : "Show";
    button.setAttribute("aria-label", isHidden ? "Hide password" : "Show password");
  });
  const wrap = document.createElement("div");
  wrap.className = "showable";
  input.replaceWith(wrap);
  wrap.append(input, button);
  input.form.addEventListener("submit", () => { input.type = "password"; });
}

// Says on the page what went wrong with a passkey; allauth's own script would tell the console.
// Shows what needs scripts to those who have them.
document.addEventListener("allauth.error", (event) => {
  event.preventDefault();
  const note = document.querySelector("[data-passkey-says]");
  note.textContent = "That did not work, or you stopped it. Nothing was changed; try again.";
  note.hidden = false;
});
for (const part of document.querySelectorAll("[data-passkey]")) part.hidden = !window.PublicKeyCredential;

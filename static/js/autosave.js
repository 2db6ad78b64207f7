// Saves an answer whenever it changes. What does not get through waits in the browser (offline.js)
// and is sent again, by this page or by whichever is open when the network is back.
const LONGEST_WAIT = 30;
const { unsent } = globalThis;
let sending = null; // the request under way
let wait = 0; // seconds until the next try
let timer;

const paper = () => document.getElementById("paper");
const address = (form) => form.getAttribute("action");

function say(text, isBad = false) {
  const line = document.querySelector("[data-keeps]");
  if (!line || (line.textContent.trim() === text && !line.querySelector("a"))) return;
  // Heard once when it goes wrong, and once when it is well again.
  if (isBad || line.hasAttribute("role")) line.setAttribute("role", isBad ? "alert" : "status");
  line.textContent = text;
  line.classList.toggle("bad", isBad);
  if (!isBad) setTimeout(() => line.removeAttribute("role"), 1000);
}

async function save() {
  clearTimeout(timer);
  const form = paper();
  const sent = form && unsent.get(address(form));
  if (sending || !sent) return;
  try {
    sending = unsent.send(address(form), sent);
    const response = await sending;
    const elsewhere = response.headers.get("HX-Redirect");
    const reasons = unsent.verdict(response, address(form));
    if (!reasons) throw response;
    unsent.drop(address(form), sent);
    wait = 0;
    if (elsewhere || response.status === 409) {
      unsent.sayLater([reasons[0], true]);
      return elsewhere ? location.assign(elsewhere) : location.reload();
    }
    if (response.ok) {
      const known = { seen: response.headers.get("Saved-At"), shown: response.headers.get("Saved-Answer") };
      for (const [name, value] of Object.entries(known)) form.elements[name].value = value;
      unsent.saw(address(form), known);
    }
    const isBad = !response.ok;
    if (form === paper()) say(isBad && response.status !== 400 ? reasons[0] : (await response.text()).trim(), isBad);
  } catch (error) {
    const isOut = error.status === 401 || error.status === 403;
    if (form === paper()) say(
      isOut
        ? "Not saved: you are logged out. Log in in another tab; this page goes on by itself."
        : "Not saved, trying again. Your answer is kept on this device.",
      true,
    );
    wait = Math.min(LONGEST_WAIT, wait * 2 || 2);
    timer = setTimeout(() => { save(); unsent.sendAll(); }, wait * 1000);
  } finally {
    sending = null;
    if (!wait && form === paper() && unsent.get(address(form))) save(); // changed meanwhile
  }
}

// What was chosen before the page was closed, offline, stands here again and is sent.
function restore() {
  const form = paper();
  const kept = form && unsent.get(address(form));
  if (!kept) return;
  const said = new URLSearchParams(JSON.parse(kept).body);
  for (const field of form.elements) {
    if (field.matches("[type=radio], [type=checkbox]")) field.checked = said.getAll(field.name).includes(field.value);
    else if (field.matches("select")) field.value = said.get(field.name) ?? "";
  }
  save();
}

document.addEventListener("change", (event) => {
  const form = paper();
  if (event.target.form !== form || event.target.name === "note") return;
  unsent.put(form);
  wait = 0;
  save();
});

addEventListener("online", save);

// A step carries the whole answer with it, so it waits until nothing older is on its way.
document.addEventListener("htmx:confirm", (event) => {
  if (!paper() || !sending) return;
  event.preventDefault();
  sending.catch(() => {}).finally(() => event.detail.issueRequest());
});

// What a step has carried need not be sent again.
document.addEventListener("htmx:beforeRequest", (event) => {
  const form = paper();
  if (event.target === form) event.detail.xhr.carries = unsent.get(address(form));
});

document.addEventListener("htmx:afterRequest", (event) => {
  const { xhr, requestConfig, successful } = event.detail;
  if (successful && xhr.carries) unsent.drop(requestConfig.path, xhr.carries);
});

document.addEventListener("htmx:afterSettle", (event) => {
  if (event.detail.target.id !== "main") return;
  clearTimeout(timer);
  wait = 0;
  restore();
  // What the question before has left unsent.
  Promise.resolve(sending).catch(() => {}).finally(unsent.sendAll);
});

restore();

// Answers that could not be sent wait in this browser: a closed page loses none. Whatever page of
// the site is open when the network is back sends them, and says what became of them. The server
// takes none that is older than what it has.
const student = document.querySelector('meta[name="student"]')?.content;
const prefix = `unsent:${student}:`;
const memory = {}; // where the browser keeps nothing

function store(key, value) {
  try {
    if (value === null) localStorage.removeItem(key);
    else localStorage.setItem(key, value);
  } catch {
    memory[key] = value;
  }
}

function read(key) {
  try {
    return localStorage.getItem(key) ?? memory[key] ?? null;
  } catch {
    return memory[key] ?? null;
  }
}

// What is on the page of one question: no token, which goes stale, and no private note.
function put(form) {
  const body = new URLSearchParams(new FormData(form));
  body.delete("csrfmiddlewaretoken");
  body.delete("note");
  store(prefix + form.getAttribute("action"), JSON.stringify({ body: `${body}`, at: Date.now() }));
}

function get(address) {
  return read(prefix + address);
}

// Forget what waits for `address`; with `sent`, only if nothing newer has come in its place.
function drop(address, sent = get(address)) {
  if (get(address) === sent) store(prefix + address, null);
}

// A save went through while something newer came in its place: that one knows of it now.
function saw(address, known) {
  const waiting = get(address);
  if (!waiting) return;
  const { body, at } = JSON.parse(waiting);
  const data = new URLSearchParams(body);
  for (const [name, value] of Object.entries(known)) data.set(name, value);
  store(prefix + address, JSON.stringify({ body: `${data}`, at }));
}

function addresses() {
  try {
    const keys = Object.keys(localStorage).filter((key) => key.startsWith(prefix));
    return keys.map((key) => key.slice(prefix.length));
  } catch {
    return [];
  }
}

function send(address, sent) {
  const { body, at } = JSON.parse(sent);
  const data = new URLSearchParams(body);
  data.set("go", "keep");
  data.set("age", Math.max(0, (Date.now() - at) / 1000).toFixed(3));
  data.set("csrfmiddlewaretoken", document.cookie.match(/(?:^|; )csrftoken=([^;]+)/)?.[1] ?? "");
  return fetch(address, {
    method: "POST", headers: { "HX-Request": "true" }, body: data, signal: AbortSignal.timeout(15000),
  });
}

function say(text, isBad) {
  const note = document.createElement("div");
  note.className = `toast ${isBad ? "error" : "success"}`;
  note.setAttribute("role", isBad ? "alert" : "status");
  const button = document.createElement("button");
  button.className = "btn bare";
  button.textContent = "Dismiss";
  button.addEventListener("click", () => {
    note.remove();
    const main = document.getElementById("main");
    main.tabIndex = -1;
    main.focus({ preventScroll: true });
  });
  note.append(Object.assign(document.createElement("p"), { textContent: text }), button);
  document.getElementById("main")?.prepend(note);
  return note;
}

// Say it once the next page is there: notes, each a text and whether it is bad.
function sayLater(...notes) {
  sessionStorage.setItem("notes", JSON.stringify(notes));
}

const question = (address) => `Question ${address.split("/")[3]}`;

// What the answer of the server means: saved, refused for good (with the reason), or wait.
function verdict(response, address) {
  if (response.headers.has("HX-Redirect")) return [`${question(address)}: what you answered last came too late. The quiz had ended.`];
  if (response.status === 409) return [`${question(address)}: a later answer was saved from another page or device. That one stands.`];
  if (response.status === 404) return [`${question(address)}: what you answered last has no quiz any more.`];
  if (response.status === 400) return [`${question(address)}: what you answered last could not be read.`];
  return response.ok ? [] : null;
}

let isSending = false;

async function sendAll() {
  if (isSending || !student || !navigator.onLine) return;
  isSending = true;
  const here = document.getElementById("paper")?.getAttribute("action"); // autosave.js sends that
  const notes = [];
  let saved = 0;
  try {
    for (const address of addresses().filter((each) => each !== here)) {
      const sent = get(address);
      const response = await send(address, sent);
      const reasons = verdict(response, address);
      if (!reasons) continue;
      drop(address, sent);
      if (reasons.length) notes.push([reasons[0], true]);
      else saved += 1;
    }
  } catch { /* the network is away again: they go on waiting */ }
  isSending = false;
  if (saved) notes.push([saved === 1 ? "1 answer that you gave offline is saved now." : `${saved} answers that you gave offline are saved now.`, false]);
  if (saved && !here && document.querySelector("#main .map")) { // it still calls them blank
    sayLater(...notes);
    return location.reload();
  }
  for (const note of notes) say(...note);
  // htmx leaves the focus on the button that has the same id as before.
  if (saved && here) globalThis.htmx?.ajax("GET", here, { target: ".map", select: ".map", swap: "outerHTML" });
}

// Modules whose file names have a hash cannot import one another by name.
globalThis.unsent = { put, get, drop, saw, send, sendAll, verdict, say, sayLater };

for (const note of JSON.parse(sessionStorage.getItem("notes")) ?? []) say(...note);
sessionStorage.removeItem("notes");

for (const part of document.querySelectorAll("[data-unsent]")) {
  const count = Object.keys(localStorage).filter((key) => key.startsWith("unsent:")).length;
  part.textContent = count ? `${count} unsent answer${count === 1 ? " is" : "s are"} kept on this device.` : "";
}

addEventListener("online", sendAll);
sendAll();
navigator.serviceWorker?.register("/sw.js");

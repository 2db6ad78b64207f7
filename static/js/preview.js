// The question beside its form, as a student sees it: anew whenever somebody stops typing. Without
// this module, the button opens the same page in a tab of its own.
const form = document.getElementById("question_form");
const button = form?.querySelector("[formtarget]");
const bench = document.querySelector(".live");
const pause = 400; // ms
let timer;
let latest = 0;

function put(frame, text) {
  const shown = frame.contentDocument?.getElementById("main");
  if (!shown) {
    frame.srcdoc = text;
    return;
  }
  // Into the same page, so that nothing flickers and what is read stays in sight.
  const fresh = new DOMParser().parseFromString(text, "text/html");
  shown.replaceWith(frame.contentDocument.adoptNode(fresh.getElementById("main")));
  frame.contentDocument.dispatchEvent(new Event("htmx:afterSettle"));
}

async function show() {
  const turn = ++latest;
  let text;
  try {
    const response = await fetch(`${button.formAction}?framed`, { method: "POST", body: new FormData(form) });
    text = response.ok && !response.redirected && await response.text();
  } catch { /* the network is away */ }
  if (turn !== latest) return;
  bench.querySelector("[role=status]").textContent = text ? "" : "Not up to date: the site did not answer.";
  if (text) put(bench.querySelector("iframe"), text);
}

function soon() {
  clearTimeout(timer);
  timer = setTimeout(show, pause);
}

if (button && bench) {
  bench.hidden = false;
  for (const event of ["input", "change", "formset:added", "formset:removed"]) document.addEventListener(event, soon);
  show();
}

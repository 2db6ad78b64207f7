// The clock of an exam: shows what the server said is left. The deadline is the server's alone.
const timer = document.querySelector("[data-seconds]");
const voice = document.querySelector("[data-clock-says]");
const toggle = document.querySelector("[data-clock-toggle]");
const face = timer.querySelector("time");
// By the clock of the device, which goes on while it sleeps.
const end = Date.now() + Number(timer.dataset.seconds) * 1000;
const spoken = [30, 10, 5, 1].filter((minutes) => minutes * 60 < Number(timer.dataset.seconds));

const left = () => Math.max(0, Math.round((end - Date.now()) / 1000));

function say(minutes) {
  voice.textContent = minutes === 1 ? "1 minute left" : `${minutes} minutes left`;
}

function show() {
  const seconds = left();
  const hours = Math.floor(seconds / 3600);
  const rest = Math.floor(seconds / 60) % 60;
  const two = (number) => String(number).padStart(2, "0");
  const text = `${hours ? `${hours}:` : ""}${two(rest)}:${two(seconds % 60)}`;
  face.textContent = seconds ? text : "time is up";
  while (spoken.length && seconds <= spoken[0] * 60) say(spoken.shift());
  if (seconds) setTimeout(show, 1000);
  else {
    voice.textContent = "Time is up. What is saved will be graded.";
    face.hidden = false;
  }
}

function hide(isHidden) {
  face.hidden = isHidden;
  toggle.firstChild.textContent = isHidden ? "Show" : "Hide";
}

toggle.addEventListener("click", () => {
  const isHidden = localStorage.getItem("clock") !== "hidden"; // T may show it for a moment
  localStorage.setItem("clock", isHidden ? "hidden" : "shown");
  hide(isHidden);
});
hide(localStorage.getItem("clock") === "hidden");

document.addEventListener("say-time", () => {
  voice.textContent = "";
  setTimeout(() => say(Math.ceil(left() / 60)), 100); // the same words again are heard again
  if (!face.hidden) return;
  face.hidden = false; // seen for a moment
  setTimeout(() => { face.hidden = localStorage.getItem("clock") === "hidden"; }, 4000);
});

show();

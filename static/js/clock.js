// The clock of an exam: shows what the server said is left. The deadline is the server's alone.
const timer = document.querySelector("[data-seconds]");
const voice = document.querySelector("[data-clock-says]");
const end = performance.now() + Number(timer.dataset.seconds) * 1000;
const spoken = [30, 10, 5, 1].filter((minutes) => minutes * 60 < Number(timer.dataset.seconds));

function show() {
  const left = Math.max(0, Math.round((end - performance.now()) / 1000));
  const hours = Math.floor(left / 3600);
  const rest = Math.floor(left / 60) % 60;
  const two = (number) => String(number).padStart(2, "0");
  const text = `${hours ? `${hours}:` : ""}${two(rest)}:${two(left % 60)}`;
  timer.querySelector("time").textContent = left ? text : "time is up";
  while (spoken.length && left <= spoken[0] * 60) {
    const minutes = spoken.shift();
    voice.textContent = minutes === 1 ? "1 minute left" : `${minutes} minutes left`;
  }
  if (left) setTimeout(show, 1000);
}

show();

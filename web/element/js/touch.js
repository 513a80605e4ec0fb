// What does a press or a key do inside a drawn view? Fields open, bytes are explained, the walk goes on.

export function pressed(hands, { target }) {
    const on = (selector) => target.closest?.(selector);
    if (on(".again")) return hands.reset();
    const go = on("[data-go]");
    if (go) return step(go.closest(".walk"), Number(go.dataset.go));
    if (on("[data-step]")) return stand(on(".walk"), on("li"));
    if (on(".field button")) return field(hands, on(".field button"));
    if (on(".bytes [data-from]")) return choose(hands, on("[data-from]"));
}

export function typed(hands, event) {
    const run = event.target.closest?.(".bytes [data-from]");
    if (!run) return;
    const runs = [...run.parentElement.querySelectorAll("[data-from]")];
    const at = runs.indexOf(run);
    const goal = { ArrowRight: at + 1, ArrowDown: at + 1, ArrowLeft: at - 1, ArrowUp: at - 1, Home: 0, End: runs.length - 1, Enter: at, " ": at };
    const next = runs[goal[event.key]];
    if (!(event.key in goal) || next === undefined) return;
    event.preventDefault();
    next.focus();
    choose(hands, next);
}

/** Opens or closes what a field is for, and marks its bytes. */
function field(hands, button) {
    const opens = button.getAttribute("aria-expanded") !== "true";
    button.setAttribute("aria-expanded", opens);
    button.closest(".field").querySelector(".meaning").hidden = !opens;
    const section = button.closest(".specimen");
    if (button.dataset.from === undefined) return;
    light(section, opens ? Number(button.dataset.from) : 0, opens ? Number(button.dataset.to) : 0);
    if (opens) explain(hands, section, Number(button.dataset.from));
    section.querySelector(".lit")?.scrollIntoView({ block: "nearest" });
}

function choose(hands, run) {
    const section = run.closest(".specimen");
    for (const other of section.querySelectorAll(".bytes [tabindex='0']")) other.tabIndex = -1;
    run.tabIndex = 0;
    light(section, Number(run.dataset.from), Number(run.dataset.to));
    explain(hands, section, Number(run.dataset.from));
}

function light(section, from, to) {
    for (const run of section.querySelectorAll(".bytes [data-from]")) {
        const start = Number(run.dataset.from);
        run.classList.toggle("lit", start >= from && start < to);
    }
}

function explain(hands, section, offset) {
    section.querySelector(".explanation").innerHTML = hands.explained(Number(section.dataset.item), offset);
}

function step(walk, by) {
    const steps = [...walk.querySelectorAll("li")];
    const now = steps.findIndex((one) => one.getAttribute("aria-current") === "step");
    const next = now === -1 ? 0 : Math.min(Math.max(now + by, 0), steps.length - 1);
    stand(walk, steps[next]);
}

function stand(walk, chosen) {
    for (const one of walk.querySelectorAll("[aria-current]")) one.removeAttribute("aria-current");
    chosen.setAttribute("aria-current", "step");
}

// How does the element live in a page? It waits until it is seen, asks the shared module, draws, tells, and goes without a trace.
import { load } from "./module.js";
import { judge } from "./judging.js";
import { authored, dropped, handed, NO_KEYS, Refusal } from "./files.js";
import { wordsOf } from "./words.js";
import { pressed, typed } from "./touch.js";
import { markup, sheet } from "./sheet.js";

const ATTRIBUTES = ["src", "ca", "purpose", "host", "at", "expect", "view", "lang"];
const VIEWS = ["drop-zone", "specimen", "badge", "board", "handshake"];

const GONE = [];

// On a server there are no elements; importing this there must not fail.
const Base = globalThis.HTMLElement ?? class {};

export class CountersignInspector extends Base {
    static observedAttributes = ATTRIBUTES;
    #root;
    #life = null;
    #seen = false;
    #turn = 0;
    #policy = {};
    #judged = null;
    #report = null;
    #given = null;

    constructor() {
        super();
        this.#root = this.attachShadow({ mode: "open" });
        this.#root.adoptedStyleSheets = [sheet()];
        this.#root.append(document.createElement("slot"));
    }

    connectedCallback() {
        this.#life = new AbortController();
        const { signal } = this.#life;
        const on = (event, listener) => this.#root.addEventListener(event, listener, { signal });
        on("click", (event) => pressed(this.#hands(), event));
        on("keydown", (event) => typed(this.#hands(), event));
        on("change", (event) => event.target.files?.length > 0 && this.#take(() => event.target.files));
        on("input", (event) => event.target.value?.includes("-----END ") && this.#take(() => [{ pasted: event.target.value }]));
        on("paste", (event) => event.target.matches("textarea") && this.#pasted(event));
        on("dragover", (event) => this.#hovered(event, true));
        on("dragleave", (event) => this.#hovered(event, false));
        on("drop", (event) => this.#hovered(event, false) && this.#take(() => dropped(event.dataTransfer)));
        const watch = new IntersectionObserver((entries) => {
            if (!entries.some(({ isIntersecting }) => isIntersecting)) return;
            watch.disconnect();
            this.#seen = true;
            this.#refresh();
        }, { rootMargin: "200px" });
        watch.observe(this);
        signal.addEventListener("abort", () => watch.disconnect(), { once: true });
    }

    disconnectedCallback() {
        this.#life?.abort();
        this.#life = null;
        this.#seen = false;
        this.#turn += 1;
        this.#forget();
        this.#root.replaceChildren(document.createElement("slot"));
    }

    attributeChangedCallback(name, before, now) {
        if (this.#seen && before !== now) this.#refresh();
    }

    /** The last report, or null. */
    get report() {
        return this.#report;
    }

    /** More of how to judge than attributes say: `{ as: "team-a", profile: "web-pki" }`. */
    get policy() {
        return this.#policy;
    }

    set policy(policy) {
        this.#policy = { ...policy };
        if (this.#seen) this.#refresh();
    }

    /** Judges files, shows the answer and gives the report. Private keys may be among them; nothing leaves the page. */
    async inspect(files) {
        if (this.#life === null) throw new Error("the element is in no page");
        const turn = (this.#turn += 1);
        try {
            const given = await handed(await files);
            const judged = judge(await load(), given, this.#asked());
            this.#tell(turn, judged, judged.holds_key() ? wiped(given) : given);
            return this.#report;
        } catch (error) {
            this.#fail(turn, error);
            throw error;
        }
    }

    /** Forgets files that were given, and shows what the author gave, or nothing. */
    reset() {
        this.#forget();
        this.#refresh();
    }

    #take(files) {
        // What went wrong is shown and told by an event.
        this.inspect(files()).catch(() => {});
    }

    #forget() {
        this.#judged?.free();
        this.#judged = this.#report = this.#given = null;
    }

    /** Judges anew what there is to judge. Attributes that change together are looked at once. */
    async #refresh() {
        const turn = (this.#turn += 1);
        await (document.readyState === "loading" ? parsed(this.#life.signal) : null);
        if (turn !== this.#turn || this.#life === null || this.#given === GONE) return;
        if (this.#given !== null) return this.#take(() => this.#given);
        try {
            const files = await authored(this, this.#asked().task === "verify" ? "target" : "named", this.#life.signal);
            if (files.length === 0) return this.#invite(turn);
            // No private key may stand in a page, so none is missed.
            const judged = judge(await load(), files, { keys_elsewhere: true, ...this.#asked() });
            if (judged.holds_key()) {
                judged.free();
                throw new Refusal("private-key", NO_KEYS);
            }
            this.#tell(turn, judged, null);
        } catch (error) {
            this.#fail(turn, error);
        }
    }

    /** The policy that the attributes and the property make. */
    #asked() {
        const asked = {};
        const certificate = ["specimen", "badge"].includes(this.#view());
        if (this.purpose) asked.purpose = this.purpose;
        if (this.host) asked.hosts = this.host.split(/\s+/).filter(Boolean);
        if (this.at) asked.at = this.at;
        asked.task = certificate ? (this.ca ? "verify" : "inspect") : "check";
        return { ...asked, ...this.#policy };
    }

    #view() {
        return VIEWS.includes(this.view) ? this.view : "drop-zone";
    }

    #tell(turn, judged, given) {
        if (turn !== this.#turn) return judged.free();
        this.#forget();
        this.#judged = judged;
        this.#given = given;
        this.#report = JSON.parse(judged.json());
        const told = box("told", { lang: "en", dir: "ltr", part: "report" });
        told.innerHTML = markup(judged.draw(this.#view()));
        const words = wordsOf(this.lang);
        const again = given === null ? [] : [button("again", words.again)];
        const surprise = this.#surprise();
        this.#lay([...(surprise ? [warning(surprise)] : []), told, ...again, ...this.#source(given, words)]);
        this.#say("countersign-report", this.#report);
        if (surprise) this.#say("countersign-error", { reason: "unexpected", message: surprise });
    }

    /** What the author expected and is not so: a verdict, or the codes of findings. */
    #surprise() {
        const { verdict, findings } = this.#report;
        const holds = (word) => word === verdict || findings.some(({ code }) => code === word);
        const missed = this.expect.split(/\s+/).filter((word) => word && !holds(word));
        if (missed.length === 0 || this.#given !== null) return "";
        return `This page's author expected ${missed.join(", ")}; the answer is: ${verdict}.`;
    }

    /** The text as the author gave it stays within reach. */
    #source(given, words) {
        if (given !== null || this.#view() === "badge" || this.textContent.trim() === "") return [];
        const details = box("source", { part: "source" }, "details");
        const summary = document.createElement("summary");
        summary.textContent = words.source;
        details.append(summary, document.createElement("slot"));
        return [details];
    }

    #invite(turn) {
        if (turn !== this.#turn) return;
        if (this.#view() !== "drop-zone") {
            return this.#fail(turn, new Refusal("nothing-given", "Nothing was given to show: neither src nor a PEM text."));
        }
        const words = wordsOf(this.lang);
        const zone = box("zone", { part: "drop-zone", lang: words.language });
        zone.innerHTML = markup(
            "<slot name=empty><p></p></slot><p class=ways><label class=choose part=button><span></span><input type=file multiple></label>"
                + "<textarea rows=1 spellcheck=false autocomplete=off part=paste></textarea></p>",
        );
        zone.querySelector("p").textContent = words.drop;
        zone.querySelector("span").textContent = words.choose;
        const paste = zone.querySelector("textarea");
        paste.placeholder = words.paste;
        paste.setAttribute("aria-label", words.paste);
        this.#lay([zone, ...(this.textContent.trim() === "" ? [] : [document.createElement("slot")])]);
    }

    #fail(turn, error) {
        if (turn !== this.#turn) return;
        this.#forget();
        const message = error.message ?? String(error);
        this.#lay([warning(message), document.createElement("slot")]);
        this.#say("countersign-error", { reason: error.reason ?? "failed", message });
    }

    #lay(parts) {
        const frame = box(`frame ${this.#view()}`, { part: "frame" });
        const slot = (name) => Object.assign(document.createElement("slot"), { name });
        frame.append(slot("heading"), ...parts, slot("footer"));
        this.#root.replaceChildren(frame);
    }

    #say(name, detail) {
        this.dispatchEvent(new CustomEvent(name, { detail, bubbles: true, composed: true }));
    }

    #pasted(event) {
        const text = event.clipboardData.getData("text/plain");
        if (text.trim() === "") return;
        event.preventDefault();
        this.#take(() => [{ pasted: text }]);
    }

    #hovered(event, over) {
        if (this.#view() !== "drop-zone") return false;
        event.preventDefault();
        this.#root.firstElementChild.classList.toggle("over", over);
        return true;
    }

    /** What a press or a key may do. */
    #hands() {
        return { explained: (item, offset) => markup(this.#judged?.explained(item, offset) ?? ""), reset: () => this.reset() };
    }
}

// `lang` and the others are properties too, as HTML's own attributes are.
for (const name of ATTRIBUTES) {
    Object.defineProperty(CountersignInspector.prototype, name, {
        configurable: true,
        enumerable: true,
        get() {
            return this.getAttribute(name) ?? "";
        },
        set(value) {
            if (value === null || value === undefined) this.removeAttribute(name);
            else this.setAttribute(name, value);
        },
    });
}

/** Files among which there was a private key are not kept: an answer to them is not asked for anew. */
function wiped(files) {
    for (const { bytes, own } of Array.isArray(files) ? files : []) if (own) bytes.fill(0);
    return GONE;
}

/** When the page is read to its end, and the text in the element with it. */
function parsed(signal) {
    return new Promise((done) => document.addEventListener("DOMContentLoaded", done, { once: true, signal }));
}

function box(names, attributes = {}, tag = "div") {
    const element = document.createElement(tag);
    element.className = names;
    for (const [name, value] of Object.entries(attributes)) element.setAttribute(name, value);
    return element;
}

function button(name, text) {
    const made = box(name, { type: "button", part: "button" }, "button");
    made.textContent = text;
    return made;
}

function warning(text) {
    const made = box("error", { part: "error", role: "alert" }, "p");
    made.textContent = text;
    return made;
}

globalThis.customElements?.get("countersign-inspector") ?? globalThis.customElements?.define("countersign-inspector", CountersignInspector);

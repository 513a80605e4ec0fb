// Which files are meant? Those that the page's author gave, and those that a reader drops, chooses or pastes.

/** A page is no place for more; the app and the command line take 64 MiB. */
const MOST_BYTES = 8 * 1024 * 1024;
const SECRET = /PRIVATE KEY-----/;

/** Why something was not shown: a word for scripts, and a sentence. */
export class Refusal extends Error {
    constructor(reason, message) {
        super(message);
        this.reason = reason;
    }
}

export const NO_KEYS =
    "A private key stands in this page. It was not read: whoever sees the page has it, so it is no secret any more and must be replaced.";

/**
 * What the author gave: the files of `src`, else the text in the element, and the CAs of `ca`. An entry of `src` or `ca` is
 * an address, or `#id` of an element that holds the text. Private keys are refused before they are judged.
 */
export async function authored(element, judgedAs, signal) {
    const read = (list, given) =>
        Promise.all(list.split(/\s+/).filter(Boolean).map((entry) => entryOf(element, entry, given, signal)));
    const files = element.src ? await read(element.src, judgedAs) : written(element, judgedAs);
    if (files.length > 0 && element.ca) files.push(...(await read(element.ca, "anchor")));
    for (const { bytes } of files) {
        if (SECRET.test(typeof bytes === "string" ? bytes : latin1(bytes))) throw new Refusal("private-key", NO_KEYS);
    }
    return files;
}

async function entryOf(element, entry, given, signal) {
    if (entry.startsWith("#")) {
        const holder = element.getRootNode().getElementById(entry.slice(1));
        if (holder === null) throw new Refusal("unreadable", `There is no element ${entry} in this page.`);
        return { origin: holder.dataset.name ?? entry.slice(1), bytes: holder.textContent, given };
    }
    const address = new URL(entry, element.baseURI);
    const origin = decodeURIComponent(address.pathname.split("/").pop()) || entry;
    const response = await fetch(address, { signal }).catch((error) => {
        throw signal.aborted ? error : new Refusal("unreadable", `${origin} could not be loaded: ${error.message}.`);
    });
    if (!response.ok) {
        throw new Refusal("unreadable", `${origin} could not be loaded: the server answered ${response.status}.`);
    }
    const bytes = new Uint8Array(await response.arrayBuffer());
    limited(bytes.length);
    return { origin, bytes, given };
}

/** The text in the element: each part with `data-name` is a file, or else all of it is one. */
function written(element, given) {
    const named = [...element.querySelectorAll("[data-name]")].filter((part) => part.closest("[slot]") === null);
    if (named.length > 0) {
        return named.map((part) => ({ origin: part.dataset.name, bytes: part.textContent, given }));
    }
    const parts = [...element.childNodes].filter((node) => !(node instanceof Element && node.hasAttribute("slot")));
    const text = parts.map((node) => node.textContent).join("");
    return text.includes("-----BEGIN ") ? [{ origin: element.dataset.name ?? "text", bytes: text, given }] : [];
}

/** Files of a list, of a drop (already walked), or in the forms that scripts have. */
export async function handed(files) {
    if (!(files instanceof FileList) && !(Array.isArray(files) && files.some((file) => file instanceof Blob))) return files;
    const list = [...files];
    limited(list.reduce((sum, file) => sum + file.size, 0));
    return Promise.all(list.map(async (file) => ({ origin: file.name, bytes: await bytesOf(file), own: true })));
}

/** What was dropped; folders are walked in the order of their names, without hidden files. */
export async function dropped(transfer) {
    // The list is emptied when the event ends, so everything is taken hold of first.
    const entries = [...transfer.items].map((item) => item.webkitGetAsEntry?.() ?? item.getAsFile());
    const roots = entries.filter((entry) => entry?.isDirectory).map(({ name }) => name);
    const found = [];
    for (const entry of entries) if (entry !== null) await walk(entry, "", found);
    limited(found.reduce((sum, { file }) => sum + file.size, 0));
    return Promise.all(found.map(async ({ path, file }) => ({ origin: path, bytes: await bytesOf(file), dropped: roots, own: true })));
}

async function walk(entry, folder, found) {
    const path = folder + entry.name;
    if (entry instanceof File) return found.push({ path, file: entry });
    if (entry.isFile) return found.push({ path, file: await new Promise((done, failed) => entry.file(done, failed)) });
    const reader = entry.createReader();
    const inside = [];
    for (;;) {
        const portion = await new Promise((done, failed) => reader.readEntries(done, failed));
        if (portion.length === 0) break;
        inside.push(...portion.filter(({ name }) => !name.startsWith(".")));
    }
    inside.sort((one, other) => (one.name < other.name ? -1 : 1));
    for (const one of inside) await walk(one, `${path}/`, found);
}

async function bytesOf(file) {
    return new Uint8Array(await file.arrayBuffer());
}

function limited(size) {
    if (size > MOST_BYTES) {
        throw new Refusal("too-large", "These files are larger than 8 MiB; the app and the command line take them.");
    }
}

function latin1(bytes) {
    return new TextDecoder("latin1").decode(bytes);
}

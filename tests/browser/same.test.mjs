// Is it one answer everywhere? Of every example set: the element's event, the npm package in Node and the command line, to the byte.
import assert from "node:assert/strict";
import { readFile, readdir } from "node:fs/promises";
import { dirname, join } from "node:path";
import { after, before, test } from "node:test";
import { AT, browse, countersign, root, sets } from "./harness.mjs";
import { host, stopAll, visit } from "./host.mjs";
import { installed, removeAll } from "./project.mjs";

const skip = process.env.COUNTERSIGN ? false : "COUNTERSIGN names no command line";
let browser, page, api;

before(async () => {
    browser = await browse();
    const place = await host({ "/": "<countersign-inspector></countersign-inspector>" });
    page = await visit(browser, place.origin);
    await page.getByText("Drop certificates").waitFor();
    const project = await installed();
    api = await import(join(project, "node_modules/countersign/index.js"));
});

after(async () => {
    await browser?.close();
    stopAll();
    await removeAll();
});

/** What the command's options say, as a policy. */
async function policyOf(words) {
    const after = (option) => words.flatMap((word, index) => (word === option ? [words[index + 1]] : []));
    const passphrases = await Promise.all(after("--passphrase-file").map(async (file) => (await readFile(file, "utf8")).split("\n")[0]));
    return { at: AT.toISOString(), hosts: after("--host"), passphrases, ...(after("--as").length > 0 && { as: after("--as")[0] }) };
}

/** Every file below a folder, in the order in which the command line walks it. */
async function walked(folder, inside = "") {
    const found = [];
    const entries = await readdir(join(root, "examples", folder, inside), { withFileTypes: true });
    for (const entry of entries.filter(({ name }) => !name.startsWith(".")).sort((one, other) => (one.name < other.name ? -1 : 1))) {
        const path = join(inside, entry.name);
        if (entry.isDirectory()) found.push(...(await walked(folder, path)));
        else found.push(path);
    }
    return found;
}

/** The report by the element's event. */
const byElement = (files, policy) =>
    page.evaluate(
        async ([files, policy]) => {
            const element = document.querySelector("countersign-inspector");
            element.policy = policy;
            const told = new Promise((done) => element.addEventListener("countersign-report", ({ detail }) => done(detail), { once: true }));
            const bytes = (text) => Uint8Array.from(atob(text), (letter) => letter.charCodeAt(0));
            element.inspect(files.map((file) => ({ ...file, bytes: bytes(file.bytes) })));
            return JSON.stringify(await told, null, 2);
        },
        [files.map((file) => ({ ...file, bytes: file.bytes.toString("base64") })), policy],
    );

for (const { folder, command } of await sets()) {
    test(`${folder}: the element, the package and the command line say the same`, { skip }, async () => {
        const words = command.split(" ").slice(1, -1).map((word) => (word.startsWith("examples/") ? join(root, word) : word));
        const policy = await policyOf(words);
        const ask = (place, given) => countersign(place, "check", "--at", AT.toISOString(), "--format", "json", ...words, ...given);
        const set = folder.split("/").at(-1);
        const read = async (path) => ({ path, bytes: await readFile(join(root, "examples", folder, path)) });
        const all = await Promise.all((await walked(folder)).map(read));
        // The folder as a whole.
        const lying = all.map(({ path, bytes }) => ({
            origin: `${set}/${path}`, bytes, given: "found", place: dirname(path) === "." ? "" : dirname(path),
        }));
        const whole = await ask(dirname(folder), [set]);
        assert.ok(JSON.stringify(api.inspect(lying, policy), null, 2) + "\n" === whole, "the package differs from the command line");
        assert.ok((await byElement(lying, policy)) + "\n" === whole, "the element differs from the command line");
        // File by file.
        const named = all.filter(({ path }) => !path.includes("/"));
        const map = new Map(named.map(({ path, bytes }) => [path, bytes]));
        const single = await ask(folder, [...map.keys()]);
        assert.ok(JSON.stringify(api.inspect(map, policy), null, 2) + "\n" === single, "the package differs, file by file");
    });
}

test("the package explains every check as the command line does", { skip }, async () => {
    const told = JSON.parse(await countersign(".", "explain", "--format", "json"));
    assert.deepEqual(api.checks(), told);
    assert.deepEqual(api.explain("grant.san-dropped"), told.find(({ code }) => code === "grant.san-dropped"));
    assert.equal(api.explain("no.such-code"), undefined);
});

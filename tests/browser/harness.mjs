// Where does the browser find the site, and what does a test need around a page? A small server on the loopback, one
// headless Chromium, and a list of everything that went wrong.
import assert from "node:assert/strict";
import { execFile } from "node:child_process";
import { createServer } from "node:http";
import { mkdir, readFile, readdir } from "node:fs/promises";
import { extname, join, normalize, relative, resolve } from "node:path";
import { after, before } from "node:test";
import { chromium } from "playwright-core";

export const root = new URL("../..", import.meta.url).pathname;
const dist = process.env.DIST ?? join(root, "dist");
const types = {
    ".css": "text/css",
    ".html": "text/html",
    ".js": "text/javascript",
    ".svg": "image/svg+xml",
    ".wasm": "application/wasm",
    ".webmanifest": "application/manifest+json",
};

/** The one file that opens from a disk. */
export const singleFile = join(dist, "countersign.html");
export const SEVEN = ["server_key.pem", "server.csr", "server.cer", "client.pem", "client.csr", "client.cer", "CA.cer"];
/** The examples are valid from June 2025 to June 2044; pages are given a clock within. */
export const AT = new Date("2026-06-01T00:00:00Z");

/** Serves a folder, the built site if none is named; gives its origin and a way to stop. */
export async function serve(folder = join(dist, "site")) {
    await mustRead(join(folder, "index.html"), "The site is not built yet: run `cargo xtask web` first.");
    const server = createServer(async (request, response) => {
        const path = normalize(new URL(request.url, "http://localhost").pathname);
        const file = join(folder, path === "/" ? "index.html" : path);
        try {
            const body = await readFile(file);
            response.writeHead(200, { "content-type": types[extname(file)] ?? "text/plain" }).end(body);
        } catch {
            response.writeHead(404).end();
        }
    });
    await new Promise((ready) => server.listen(0, "127.0.0.1", ready));
    return { origin: `http://127.0.0.1:${server.address().port}`, stop: () => server.close() };
}

/** Starts the browser named by CHROMIUM. */
export function browse() {
    return chromium.launch({
        executablePath: process.env.CHROMIUM ?? "/usr/bin/chromium",
        args: ["--no-sandbox", "--disable-background-networking"],
    });
}

/** The site and a browser around all tests of a file; `begin` is given both once they are there. */
export function onSite(begin) {
    let server, browser;
    before(async () => {
        server = await serve();
        browser = await browse();
        await begin({ server, browser });
    });
    after(async () => {
        await browser?.close();
        server?.stop();
    });
}

/** A fresh page of the app with its ear to the ground: `quiet()` and `atHome()` fail on what was heard. */
export async function open(browser, address, options = {}) {
    const { clock = true, script, ...context } = options;
    const page = await (await browser.newContext(context)).newPage();
    page.setDefaultTimeout(15_000);
    const requests = [];
    const complaints = [];
    page.on("request", (request) => requests.push(request.url()));
    page.on("console", (message) => ["error", "warning"].includes(message.type()) && complaints.push(message.text()));
    page.on("pageerror", (error) => complaints.push(String(error)));
    page.on("dialog", (dialog) => complaints.push(`dialog: ${dialog.message()}`) && dialog.dismiss());
    await page.addInitScript(() => {
        window.violations = [];
        addEventListener("securitypolicyviolation", (event) => window.violations.push(event.violatedDirective));
    });
    if (script) await page.addInitScript(script);
    if (clock) await page.clock.setFixedTime(AT);
    await page.goto(address);
    await page.locator("#paste").waitFor();
    const atLoad = requests.length;
    return Object.assign(page, {
        requests,
        /** Nothing was complained of, by the browser or by the policy. */
        quiet: async () => {
            assert.deepEqual(complaints, []);
            assert.deepEqual(await page.evaluate(() => window.violations), []);
        },
        /** Nothing was asked of the network since the page stood. */
        atHome: () => {
            const later = requests.slice(atLoad).filter((url) => !/^(blob|data):/.test(url));
            assert.deepEqual(later, []);
        },
    });
}

/** Gives files by the file chooser and waits for the answer. */
export async function choose(page, files) {
    await page.locator("#files").setInputFiles(files);
    await answered(page);
}

/** The answer stands, and nothing goes on. */
export async function answered(page, timeout = 30_000) {
    await page.locator(".progress.idle").waitFor({ state: "attached", timeout });
    await page.locator(".report .closing").waitFor({ timeout });
}

export const asUpload = async (name, set = "handoff") => ({
    name,
    mimeType: "",
    buffer: await readFile(join(root, "examples", set, name)),
});

/** A real drag of files and folders from the desktop. */
export async function drop(page, paths) {
    const session = await page.context().newCDPSession(page);
    const data = { items: [], files: paths, dragOperationsMask: 1 };
    for (const type of ["dragEnter", "dragOver", "drop"]) {
        await session.send("Input.dispatchDragEvent", { type, x: 200, y: 200, data });
    }
    await answered(page);
}

/** The text of one of the example handoff's files. */
export function example(name) {
    const file = join(root, "examples/handoff", name);
    return mustRead(file, `${file} is missing: the examples come with the repository (cargo xtask examples).`);
}

/** Every folder below examples/ that its README says is a set. */
export async function sets() {
    const found = [];
    for (const entry of await readdir(join(root, "examples"), { recursive: true, withFileTypes: true })) {
        if (entry.name !== "README.md" || entry.parentPath === join(root, "examples")) continue;
        const text = await readFile(join(entry.parentPath, entry.name), "utf8");
        const command = /^- Command: countersign (check .*)$/m.exec(text)?.[1];
        if (command) found.push({ folder: relative(join(root, "examples"), entry.parentPath), command });
    }
    return found.sort((one, other) => (one.folder < other.folder ? -1 : 1));
}

/** What the command line prints; it may say that the set failed. */
export function countersign(folder, ...words) {
    return new Promise((done, failed) => {
        execFile(process.env.COUNTERSIGN, words, { cwd: resolve(root, "examples", folder), maxBuffer: 1 << 28 }, (error, out) =>
            error && error.code !== 1 ? failed(error) : done(out),
        );
    });
}

/** Where pictures for looking at are put. */
export async function pictures() {
    const folder = join(process.env.PICTURES ?? join(root, "target"), "pages");
    await mkdir(folder, { recursive: true });
    return folder;
}

async function mustRead(file, otherwise) {
    try {
        return await readFile(file, "utf8");
    } catch {
        throw new Error(otherwise);
    }
}

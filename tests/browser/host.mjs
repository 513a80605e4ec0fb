// What does a documentation page look like to the element? Pages of a test's own, under the policy that the test names.
import assert from "node:assert/strict";
import { readFile } from "node:fs/promises";
import { createServer } from "node:http";
import { extname, join } from "node:path";
import { example, root } from "./harness.mjs";

export const element = join(process.env.DIST ?? join(root, "dist"), "element");
const types = { ".html": "text/html", ".js": "text/javascript", ".mjs": "text/javascript", ".wasm": "application/wasm" };

/** The policy that the element must live under: nothing but scripts of the page's own place, and no connection. */
export const STRICT = "default-src 'none'; script-src 'self' 'wasm-unsafe-eval'; connect-src 'none'; style-src 'none'";
/** The same with connections to the page's own place, for `src`. */
export const CONNECTED = STRICT.replace("connect-src 'none'", "connect-src 'self'");

const running = new Set();

/** Ends every server that is left; a connection that is kept alive would hold the run up. */
export function stopAll() {
    for (const server of running) server.close().closeAllConnections();
    running.clear();
}

/** Serves pages by their path (`body` below a head with the element's script), and files of the built element. */
export async function host(pages, { policy = STRICT, script = "/countersign-element.js", files = {} } = {}) {
    const server = createServer(async (request, response) => {
        const path = new URL(request.url, "http://localhost").pathname;
        const page = pages[path];
        if (path === "/favicon.ico") return response.writeHead(204).end();
        if (page !== undefined) {
            const headers = { "content-type": "text/html; charset=utf-8", "content-security-policy": policy };
            const head = `<meta charset="utf-8"><title>Guide</title><script type="module" src="${script}"></script>`;
            return response.writeHead(200, headers).end(`<!doctype html><html lang="en"><head>${head}</head><body>${page}</body></html>`);
        }
        try {
            const body = files[path] ?? (await readFile(join(element, path)));
            response.writeHead(200, { "content-type": types[extname(path)] ?? "application/octet-stream" }).end(body);
        } catch {
            response.writeHead(404).end();
        }
    });
    await new Promise((ready) => server.listen(0, "127.0.0.1", ready));
    running.add(server);
    return { origin: `http://127.0.0.1:${server.address().port}` };
}

/** A page that hears what the elements tell: `told()` gives reports and errors so far. */
export async function visit(browser, address, options = {}) {
    const context = await browser.newContext(options);
    const page = await context.newPage();
    page.setDefaultTimeout(15_000);
    const requests = [];
    const complaints = [];
    page.on("request", (request) => requests.push(new URL(request.url()).pathname));
    page.on("console", (message) => ["error", "warning"].includes(message.type()) && complaints.push(message.text()));
    page.on("pageerror", (error) => complaints.push(String(error)));
    if (options.javaScriptEnabled !== false) {
        await page.addInitScript(() => {
            window.told = [];
            window.violations = [];
            window.compiled = 0;
            const { compile } = WebAssembly;
            WebAssembly.compile = (bytes) => (window.compiled += 1) && compile(bytes);
            addEventListener("securitypolicyviolation", (event) => window.violations.push(event.violatedDirective));
            for (const name of ["countersign-report", "countersign-error"]) {
                addEventListener(name, ({ detail, target }) => window.told.push({ name, detail, id: target.id }));
            }
        });
    }
    await page.goto(address);
    return Object.assign(page, {
        requests,
        told: () => page.evaluate(() => window.told),
        /** Waits until so many reports and errors were told. */
        heard: (count) => page.waitForFunction((count) => window.told.length >= count, count),
        quiet: async () => {
            assert.deepEqual(complaints, []);
            assert.deepEqual(await page.evaluate(() => window.violations), []);
        },
    });
}

/** An element with the text of one of the example's files in it. */
export async function specimen(name, attributes = "") {
    return `<countersign-inspector view="specimen" at="2026-06-01" ${attributes}>${await example(name)}</countersign-inspector>`;
}

/** The files that change hands, as parts of one element. */
export async function parts(names = ["server.csr", "server.cer", "client.csr", "client.cer", "CA.cer"]) {
    const part = async (name) => `<pre data-name="${name}">${await example(name)}</pre>`;
    return (await Promise.all(names.map(part))).join("\n");
}

// How soon does a specimen stand? From the start of the script, beside a peer's element that shows the same certificate.
import assert from "node:assert/strict";
import { readFile } from "node:fs/promises";
import { createRequire } from "node:module";
import { createServer } from "node:http";
import { extname, join } from "node:path";
import { after, before, test } from "node:test";
import { browse, example } from "./harness.mjs";
import { element } from "./host.mjs";

const RUNS = 9;
const peer = join(createRequire(import.meta.url).resolve("@peculiar/certificates-viewer/package.json"), "../dist/peculiar");
let browser, server, origin;

before(async () => {
    browser = await browse();
    const pem = await example("server.cer");
    const page = (script, body) =>
        `<!doctype html><meta charset="utf-8"><title>Speed</title><script>performance.mark("start")</script><script type="module" src="${script}"></script>${body}`;
    const pages = {
        "/ours": page("/ours/countersign-element.js", `<countersign-inspector view="specimen">${pem}</countersign-inspector>`),
        "/theirs": page("/theirs/peculiar.esm.js", `<peculiar-certificate-viewer certificate="${pem.replace(/-----.*-----|\s/g, "")}"></peculiar-certificate-viewer>`),
    };
    server = createServer(async (request, response) => {
        const path = new URL(request.url, "http://localhost").pathname;
        if (path in pages) return response.writeHead(200, { "content-type": "text/html" }).end(pages[path]);
        const file = path.startsWith("/ours/") ? join(element, path.slice(6)) : join(peer, path.slice(8));
        const body = await readFile(file).catch(() => null);
        const type = extname(path) === ".js" ? "text/javascript" : "application/octet-stream";
        response.writeHead(body === null ? 404 : 200, { "content-type": type }).end(body ?? "");
    });
    await new Promise((ready) => server.listen(0, "127.0.0.1", ready));
    origin = `http://127.0.0.1:${server.address().port}`;
});

after(async () => {
    await browser?.close();
    server?.close().closeAllConnections();
});

async function taken(name, tag) {
    const context = await browser.newContext();
    const page = await context.newPage();
    const look = `(function look() {
        const root = document.querySelector("${tag}")?.shadowRoot;
        if (root?.textContent.includes("api.example.com")) window.readyAt = performance.now() - performance.getEntriesByName("start")[0].startTime;
        else requestAnimationFrame(look);
    })()`;
    await page.addInitScript({ content: look });
    await page.goto(`${origin}/${name}`);
    const value = await page.waitForFunction(() => window.readyAt);
    const time = await value.jsonValue();
    await context.close();
    return time;
}

const median = (values) => [...values].sort((one, other) => one - other)[Math.floor(values.length / 2)];
const told = (values) => `${Math.round(median(values))} ms (${values.map((value) => Math.round(value)).join(", ")})`;

test("a specimen stands within 500 ms of the script's start, beside a peer's element", async (context) => {
    const [ours, theirs] = [[], []];
    for (let run = 0; run < RUNS; run += 1) {
        ours.push(await taken("ours", "countersign-inspector"));
        theirs.push(await taken("theirs", "peculiar-certificate-viewer"));
    }
    context.diagnostic(`specimen: ${told(ours)}; @peculiar/certificates-viewer: ${told(theirs)}`);
    assert.ok(median(ours) <= 500, `the median is ${median(ours)} ms`);
});

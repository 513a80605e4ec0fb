// Does the page make a key and a request for Team A, hand them out, and keep neither?
import assert from "node:assert/strict";
import { mkdtemp, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, beforeEach, test } from "node:test";
import { countersign, onSite, open } from "./harness.mjs";

let browser, server, page, folder;

onSite(async (given) => {
    ({ server, browser } = given);
    folder = await mkdtemp(join(tmpdir(), "countersign-making-"));
});

after(async () => {
    await rm(folder, { recursive: true, force: true });
});

beforeEach(async () => {
    await page?.context().close();
    page = await open(browser, server.origin);
});

/** Presses a button that saves, and gives what was saved. */
async function saved(button) {
    const download = page.waitForEvent("download");
    await page.getByRole("button", { name: button }).click();
    const file = await download;
    const path = join(folder, file.suggestedFilename());
    await file.saveAs(path);
    return { path, text: await readFile(path, "utf8") };
}

async function make(names) {
    await page.locator("#making-names").fill(names);
    await page.getByRole("button", { name: "Make key and request" }).click();
}

test("a key and a request are made that belong together, and the page keeps neither", async () => {
    await make("api.example.com 192.0.2.7");
    const key = await saved("Save server_key.pem");
    const request = await saved("Save server.csr");
    const report = JSON.parse(await countersign("", "match", "--format", "json", key.path, request.path));
    assert.equal(report.verdict, "passed");
    const inspected = await countersign("", "inspect", "--format", "json", request.path);
    assert.match(inspected, /api\.example\.com/);
    assert.match(inspected, /192\.0\.2\.7/);
    // The key is out, and can't be had again.
    assert.equal(await page.getByRole("button", { name: "Save server_key.pem" }).isVisible(), false);
    const line = key.text.split("\n")[1];
    const kept = await page.evaluate(() => document.documentElement.outerHTML + JSON.stringify({ ...localStorage, ...sessionStorage }) + location.href);
    assert.ok(line.length > 40 && !kept.includes(line));
    await page.quiet();
    page.atHome();
});

test("what is made a second time is another key, and a wrong name is said", async () => {
    await make("a.example");
    const first = (await saved("Save server_key.pem")).text;
    await make("a.example");
    const second = (await saved("Save server_key.pem")).text;
    assert.notEqual(first, second);
    await make("https://a.example");
    assert.match(await page.locator(".making [role=status]").innerText(), /can't be a server's name: give the name alone: a\.example/);
    assert.equal(await page.getByRole("button", { name: "Save server.csr" }).isVisible(), false);
    await page.quiet();
});

// Does the one file open from a disk, without a server and without a network?
import assert from "node:assert/strict";
import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { after, before, test } from "node:test";
import { SEVEN, browse, drop, open, root, singleFile } from "./harness.mjs";

let browser;

before(async () => {
    browser = await browse();
});

after(async () => browser?.close());

test("the one file judges what is dropped, offline, and asks nobody", async () => {
    const page = await open(browser, pathToFileURL(singleFile).href, { offline: true });
    await drop(page, SEVEN.map((name) => join(root, "examples/handoff", name)));
    assert.match(await page.locator(".verdict h2").innerText(), /This set will work/);
    assert.deepEqual(page.requests.filter((url) => !/^(blob|data):/.test(url)), [pathToFileURL(singleFile).href]);
    await page.quiet();
    await page.context().close();
});

test("its policy names its script and style by digest and allows no connection", async () => {
    const text = await readFile(singleFile, "utf8");
    const policy = /http-equiv="Content-Security-Policy" content="([^"]*)"/.exec(text)[1];
    assert.match(policy, /default-src 'none'/);
    assert.match(policy, /script-src 'sha256-[^']+' 'wasm-unsafe-eval'/);
    assert.match(policy, /connect-src 'none'/);
    assert.ok(!policy.includes("unsafe-inline"));
    assert.ok(!/(src|href)="(?!data:)/.test(text), "it names another file");
});

// Can the site be installed, and does it open and judge without a network once it was opened with one?
import assert from "node:assert/strict";
import { test } from "node:test";
import { SEVEN, asUpload, choose, example, onSite, open } from "./harness.mjs";

let browser, server, page;

onSite(async (given) => {
    ({ server, browser } = given);
    page = await open(browser, server.origin);
});

/** Every file is kept when the service worker is active: it is installed only with all of them. */
const kept = () =>
    page.evaluate(async () => {
        await navigator.serviceWorker.ready;
        const names = await caches.keys();
        const requests = await Promise.all(names.map(async (name) => (await caches.open(name)).keys()));
        return requests.flat().map(({ url }) => url);
    });

test("a browser finds nothing that keeps the site from being installed", async () => {
    await kept();
    const session = await page.context().newCDPSession(page);
    const { installabilityErrors } = await session.send("Page.getInstallabilityErrors");
    // A window of a test is a private one, which is said of every site.
    const errors = installabilityErrors.filter(({ errorId }) => errorId !== "in-incognito");
    assert.deepEqual(errors, []);
    await page.quiet();
});

test("without a network and without the server it opens again, and judges", async () => {
    assert.equal((await kept()).length, 6);
    server.stop();
    await page.context().setOffline(true);
    await page.reload();
    await page.locator("#paste").waitFor();
    await choose(page, await Promise.all(SEVEN.map((name) => asUpload(name))));
    assert.match(await page.locator(".verdict h2").innerText(), /This set will work/);
    await page.quiet();
});

test("nothing of what was handed over is kept", async () => {
    const texts = await page.evaluate(async () => {
        const names = await caches.keys();
        const responses = await Promise.all(names.map(async (name) => (await caches.open(name)).matchAll()));
        return Promise.all(responses.flat().map((response) => response.text()));
    });
    assert.equal(texts.length, 6);
    const line = (await example("server.cer")).split("\n")[1];
    assert.ok(line.length > 60 && texts.every((text) => !text.includes(line)));
    assert.deepEqual(await page.evaluate(() => [localStorage.length, sessionStorage.length, document.cookie]), [0, 0, ""]);
});

// Does the element keep what it promises in a real page: under a strict policy, without leaks, with refusals said?
import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { browse, example, root } from "./harness.mjs";
import { CONNECTED, STRICT, element, host, parts, specimen, stopAll, visit } from "./host.mjs";
import { readFile } from "node:fs/promises";
import { join } from "node:path";

let browser, place;
const pages = {};
const files = {};

before(async () => {
    browser = await browse();
    place = await host(pages, { files });
});

after(async () => {
    await browser?.close();
    stopAll();
});

/** A page of its own under the strict policy, or with connections to its own place. */
async function page(body, { policy, ...options } = {}) {
    pages["/"] = body;
    if (policy === undefined) return visit(browser, place.origin, options);
    const other = await host(pages, { policy, files });
    return visit(browser, other.origin, options);
}

test("three elements stand under the strict policy, share one module, and ask nobody", async () => {
    const all = await parts();
    const view = await page(`
        ${await specimen("server.cer", "id=one")}
        <countersign-inspector id="two" view="board" at="2026-06-01">${all}</countersign-inspector>
        <countersign-inspector id="three" view="handshake" at="2026-06-01">${all}</countersign-inspector>`);
    await view.locator("#three").scrollIntoViewIfNeeded();
    await view.heard(3);
    const told = await view.told();
    assert.deepEqual(told.map(({ name, id }) => [name, id]).sort(), [["countersign-report", "one"], ["countersign-report", "three"], ["countersign-report", "two"]]);
    assert.equal(told.find(({ id }) => id === "one").detail.artifacts[0].title, "certificate of api.example.com");
    await view.locator("#one").getByText("CN=api.example.com", { exact: true }).waitFor();
    await view.locator("#two").getByRole("row", { name: /client\.csr/ }).waitFor();
    await view.locator("#three").getByText("Two-way handshake").waitFor();
    assert.equal(await view.evaluate(() => window.compiled), 1);
    assert.deepEqual(view.requests, ["/", "/countersign-element.js"]);
    await view.quiet();
    await view.context().close();
});

test("an element that nobody has scrolled to waits", async () => {
    const view = await page(`<div id="far"></div>${await specimen("server.cer")}`);
    await view.evaluate(() => (document.getElementById("far").style.height = "300vh"));
    await view.evaluate(() => new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done))));
    await view.waitForTimeout(300);
    // It may have been within sight before the page grew; the one that is added now is not.
    await view.evaluate(() => {
        const late = document.createElement("countersign-inspector");
        late.id = "late";
        late.setAttribute("view", "specimen");
        late.textContent = document.querySelector("countersign-inspector").textContent;
        document.body.append(late);
    });
    await view.waitForTimeout(300);
    assert.ok(!(await view.told()).some(({ id }) => id === "late"));
    await view.locator("#late").scrollIntoViewIfNeeded();
    await view.waitForFunction(() => window.told.some(({ id }) => id === "late"));
    await view.context().close();
});

test("a source that can't be loaded is said in the element and told by an event, and the text stays", async () => {
    const view = await page(
        `<countersign-inspector view="specimen" src="missing.cer">Read <a href="x">the certificate</a>.</countersign-inspector>`,
        { policy: CONNECTED },
    );
    await view.heard(1);
    const [{ name, detail }] = await view.told();
    assert.equal(name, "countersign-error");
    assert.equal(detail.reason, "unreadable");
    assert.match(detail.message, /missing\.cer.*404/);
    await view.getByRole("alert").getByText("missing.cer").waitFor();
    assert.ok(await view.getByText("the certificate").isVisible());
    await view.context().close();
});

test("under the strict policy a source by address is refused by the browser and said", async () => {
    const view = await page(`<countersign-inspector view="specimen" src="server.cer"></countersign-inspector>`);
    await view.heard(1);
    assert.equal((await view.told())[0].detail.reason, "unreadable");
    await view.context().close();
});

test("a private key is refused inline, by address and as a CA, in text and in bytes, and said", async () => {
    const key = await example("client.pem");
    const der = Buffer.from(key.replace(/-----.*-----|\s/g, ""), "base64");
    files["/key.pem"] = key;
    files["/key.der"] = der;
    files["/server.cer"] = await example("server.cer");
    const view = await page(
        `<countersign-inspector id="inline" view="specimen">${key}</countersign-inspector>
         <countersign-inspector id="part" view="board"><pre data-name="client.pem">${key}</pre></countersign-inspector>
         <countersign-inspector id="text" view="badge" src="key.pem"></countersign-inspector>
         <countersign-inspector id="bytes" view="specimen" src="key.der"></countersign-inspector>
         <countersign-inspector id="ca" view="specimen" src="server.cer" ca="key.pem"></countersign-inspector>`,
        { policy: CONNECTED },
    );
    await view.heard(5);
    for (const { name, detail, id } of await view.told()) {
        assert.equal(name, "countersign-error", id);
        assert.equal(detail.reason, "private-key", id);
        assert.match(await view.locator(`#${id}`).getByRole("alert").innerText(), /private key stands in this page/);
        assert.equal(await view.evaluate((id) => document.getElementById(id).report, id), null);
    }
    await view.context().close();
});

test("a reader's own key is judged in the page, and goes when it is taken away", async () => {
    const view = await page(`<countersign-inspector at="2026-06-01"></countersign-inspector>`);
    await view.locator("input[type=file]").setInputFiles(join(root, "examples/handoff/client.pem"));
    await view.heard(1);
    const [{ name, detail }] = await view.told();
    assert.equal(name, "countersign-report");
    assert.equal(detail.artifacts[0].kind, "private-key");
    await view.getByRole("button", { name: "Start over" }).click();
    await view.getByText("Drop certificates").waitFor();
    assert.equal(await view.evaluate(() => document.querySelector("countersign-inspector").report), null);
    await view.quiet();
    await view.context().close();
});

test("files that are dropped and texts that are pasted are judged together", async () => {
    const view = await page(`<countersign-inspector at="2026-06-01"></countersign-inspector>`);
    await view.getByText("Drop certificates").waitFor();
    const session = await view.context().newCDPSession(view);
    const box = await view.locator("countersign-inspector").boundingBox();
    const data = { items: [], files: [join(root, "examples/handoff")], dragOperationsMask: 1 };
    for (const type of ["dragEnter", "dragOver", "drop"]) {
        await session.send("Input.dispatchDragEvent", { type, x: box.x + 20, y: box.y + 20, data });
    }
    await view.heard(1);
    const [{ detail }] = await view.told();
    assert.equal(detail.verdict, "passed");
    assert.ok(detail.origins.includes("handoff/server.cer"), detail.origins.join());
    await view.getByRole("button", { name: "Start over" }).click();
    await view.getByRole("textbox").fill((await example("server.cer")) + (await example("CA.cer")));
    await view.heard(2);
    assert.deepEqual((await view.told())[1].detail.origins, ["pasted text 1", "pasted text 2"]);
    await view.quiet();
    await view.context().close();
});

test("a CA, a purpose and a name by attribute are judged by, and a change of them is judged anew", async () => {
    const view = await page(`
        <pre id="authority" data-name="CA.cer">${await example("CA.cer")}</pre>
        ${await specimen("server.cer", 'ca="#authority" purpose="server" host="api.example.com"')}`);
    await view.heard(1);
    const first = (await view.told())[0].detail;
    assert.equal(first.verdict, "passed");
    assert.deepEqual([first.policy.task, first.policy.purpose, first.policy.hosts], ["verify", "server", ["api.example.com"]]);
    await view.evaluate(() => (document.querySelector("countersign-inspector").host = "other.example.com"));
    await view.heard(2);
    const second = (await view.told())[1].detail;
    assert.equal(second.verdict, "failed");
    assert.equal(second.findings[0].code, "certificate.host-mismatch");
    await view.evaluate(() => (document.querySelector("countersign-inspector").policy = { profile: "web-pki" }));
    await view.heard(3);
    assert.equal((await view.told())[2].detail.policy.profile, "web-pki");
    await view.quiet();
    await view.context().close();
});

test("what the author expected and is not so is said", async () => {
    const view = await page(`${await specimen("server.cer", 'id="right" expect="passed"')}
        ${await specimen("server.cer", 'id="wrong" expect="failed certificate.not-after-passed"')}`);
    await view.locator("#wrong").scrollIntoViewIfNeeded();
    await view.heard(3);
    const errors = (await view.told()).filter(({ name }) => name === "countersign-error");
    assert.deepEqual(errors.map(({ id, detail }) => [id, detail.reason]), [["wrong", "unexpected"]]);
    await view.locator("#wrong").getByRole("alert").getByText("expected failed, certificate.not-after-passed; the answer is: passed").waitFor();
    await view.context().close();
});

test("a policy of another shape is said, and inspect() rejects", async () => {
    const view = await page(await specimen("server.cer"));
    await view.heard(1);
    const message = await view.evaluate(async () => {
        const element = document.querySelector("countersign-inspector");
        element.at = "yesterday";
        return element.inspect("no certificate").then(() => "", (error) => error.message);
    });
    assert.match(message, /^at: /);
    await view.locator("[role=alert]").waitFor();
    await view.context().close();
});

test("removing and adding an element twenty times leaves no listener, no node and no memory behind", async (context) => {
    const view = await page(await specimen("server.cer"));
    await view.heard(1);
    const session = await view.context().newCDPSession(view);
    await session.send("Performance.enable");
    // What a frame still holds is collected after the next one: the least of several looks counts.
    const measured = async () => {
        const looks = [];
        for (let look = 0; look < 5; look += 1) {
            await view.evaluate(() => new Promise((done) => requestAnimationFrame(() => setTimeout(done))));
            await session.send("HeapProfiler.collectGarbage");
            const { metrics } = await session.send("Performance.getMetrics");
            looks.push((name) => metrics.find((one) => one.name === name).value);
        }
        const least = (name) => Math.min(...looks.map((of) => of(name)));
        return { listeners: least("JSEventListeners"), nodes: least("Nodes"), heap: least("JSHeapUsedSize") };
    };
    const round = (times) =>
        view.evaluate(async (times) => {
            const element = document.querySelector("countersign-inspector");
            for (let time = 0; time < times; time += 1) {
                const told = new Promise((done) => addEventListener("countersign-report", done, { once: true }));
                element.remove();
                document.body.append(element);
                await told;
            }
            window.told = [];
        }, times);
    // The first rounds warm the engine up; what they leave is no leak.
    await round(5);
    const before = await measured();
    await round(20);
    const after = await measured();
    context.diagnostic(`before ${JSON.stringify(before)}, after ${JSON.stringify(after)}`);
    assert.equal(after.listeners, before.listeners);
    assert.ok(after.nodes <= before.nodes + 5, `${before.nodes} nodes became ${after.nodes}`);
    assert.ok(after.heap <= before.heap + 300_000, `${before.heap} bytes became ${after.heap}`);
    await view.context().close();
});

test("a page that asks for trusted types and allows the element's name gets the element", async () => {
    const policy = `${STRICT}; require-trusted-types-for 'script'; trusted-types countersign`;
    const view = await page(`${await specimen("server.cer")}<countersign-inspector></countersign-inspector>`, { policy });
    await view.heard(1);
    await view.getByRole("button", { name: "Subject" }).click();
    await view.getByText("Part of Subject").waitFor();
    await view.getByText("Drop certificates").waitFor();
    await view.quiet();
    await view.context().close();
});

test("a paste is taken whole, and no byte of a key is kept once it is judged", async () => {
    const view = await page(`<countersign-inspector at="2026-06-01"></countersign-inspector>`);
    const area = view.getByRole("textbox");
    const key = await example("client.pem");
    await area.evaluate((area, text) => {
        const clipboardData = new DataTransfer();
        clipboardData.setData("text/plain", text);
        area.dispatchEvent(new ClipboardEvent("paste", { clipboardData, bubbles: true, cancelable: true, composed: true }));
    }, key);
    await view.heard(1);
    assert.equal((await view.told())[0].detail.artifacts[0].kind, "private-key");
    // Another question about files that are gone is not asked.
    await view.evaluate(() => (document.querySelector("countersign-inspector").host = "other.example.com"));
    await view.waitForTimeout(200);
    assert.equal((await view.told()).length, 1);
    const shown = await view.evaluate(() => document.querySelector("countersign-inspector").shadowRoot.innerHTML);
    const body = key.replace(/-----.*-----|\s/g, "");
    assert.ok(!shown.includes(body.slice(40, 80)), "the key stands in the page");
    await view.quiet();
    await view.context().close();
});

test("without scripts the text stays readable", async () => {
    const view = await page(await specimen("server.cer"), { javaScriptEnabled: false });
    assert.match(await view.locator("body").innerText(), /-----BEGIN CERTIFICATE-----/);
    await view.context().close();
});

test("the split build and the frame do the same", async () => {
    const other = await host({ "/": await specimen("server.cer") }, { policy: CONNECTED, script: "/split/countersign-element.js" });
    const split = await visit(browser, other.origin);
    await split.heard(1);
    assert.equal((await split.told())[0].detail.artifacts[0].title, "certificate of api.example.com");
    await split.quiet();
    await split.context().close();
    files["/server.cer"] = await example("server.cer");
    const around = await host(
        { "/": `<iframe title="A certificate" src="/frame.html?view=specimen&amp;src=server.cer&amp;at=2026-06-01"></iframe>` },
        { policy: "default-src 'self'", script: "/listen.js", files: { ...files, "/listen.js": "addEventListener('message', ({ data }) => (window.height = data.height))" } },
    );
    const framed = await visit(browser, around.origin);
    await framed.frameLocator("iframe").getByText("CN=api.example.com", { exact: true }).waitFor();
    await framed.waitForFunction(() => window.height > 200);
    await framed.quiet();
    await framed.context().close();
});

test("no build evaluates text, and the page's style policy allows nothing", async () => {
    const text = await readFile(join(element, "split/countersign-element.js"), "utf8");
    assert.ok(!/\beval\(|new Function/.test(text));
    assert.match(STRICT, /style-src 'none'/);
});

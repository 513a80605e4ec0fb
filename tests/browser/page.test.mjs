// Does the page judge what is pasted, chosen and dropped, and keep it to itself?
import assert from "node:assert/strict";
import { execFile } from "node:child_process";
import { after, before, beforeEach, test } from "node:test";
import { browse, example, serve } from "./site.mjs";

const SEVEN = ["server_key.pem", "server.csr", "server.cer", "client.pem", "client.csr", "client.cer", "CA.cer"];
// The examples are valid from June 2025 to June 2044; the page is given a clock within.
const AT = new Date("2026-06-01T00:00:00Z");

let browser, server, page, requests, complaints;

before(async () => {
    server = await serve();
    browser = await browse();
});

after(async () => {
    await browser?.close();
    server?.stop();
});

beforeEach(async () => {
    await page?.context().close();
    page = await (await browser.newContext()).newPage();
    page.setDefaultTimeout(10_000);
    requests = [];
    complaints = [];
    page.on("request", (request) => requests.push(request.url()));
    page.on("console", (message) => ["error", "warning"].includes(message.type()) && complaints.push(message.text()));
    page.on("pageerror", (error) => complaints.push(String(error)));
    page.on("dialog", (dialog) => complaints.push(`dialog: ${dialog.message()}`) && dialog.dismiss());
    await page.clock.setFixedTime(AT);
    await page.goto(server.origin);
    await page.locator("#paste").waitFor();
});

/** A paste as a person makes it: the clipboard's text, then the browser's own event. */
async function paste(text) {
    await page.locator("#paste").evaluate((area, text) => {
        const clipboardData = new DataTransfer();
        clipboardData.setData("text/plain", text);
        area.dispatchEvent(new ClipboardEvent("paste", { clipboardData, bubbles: true, cancelable: true }));
    }, text);
    await page.locator(".verdict").waitFor();
}

async function choose(files) {
    await page.locator("#files").setInputFiles(files);
    await page.locator(".verdict").waitFor();
}

const asUpload = async (name) => ({ name, mimeType: "", buffer: Buffer.from(await example(name)) });
const verdict = () => page.locator(".verdict h2").innerText();
const quiet = () => assert.deepEqual(complaints, []);
const atHome = () => assert.deepEqual(requests.filter((url) => !url.startsWith(server.origin) && !url.startsWith("data:")), []);

test("the seven files, pasted at once, will work", async () => {
    await paste((await Promise.all(SEVEN.map(example))).join(""));
    assert.match(await verdict(), /✓.*This set will work/s);
    assert.equal(await page.locator(".board tbody tr").count(), 7);
    assert.equal(await page.locator(".board tbody tr.right").count(), 7);
    quiet();
    atHome();
});

test("each object of a paste is judged on its own, whatever text stands around it", async () => {
    await paste(`Hello,\n\n${await example("server.cer")}\nand our CA:\n${await example("CA.cer")}\nRegards\n`);
    assert.equal(await page.locator(".given li").count(), 2);
    assert.equal(await page.locator(".board tbody tr.right").count(), 2);
    quiet();
});

test("the seven files, chosen, keep their names, and a missing one is named", async () => {
    await choose(await Promise.all(SEVEN.filter((name) => name !== "server.cer").map(asUpload)));
    assert.deepEqual(await page.locator(".board tbody th").allInnerTexts(), SEVEN);
    assert.match(await page.locator(".board tbody tr").nth(2).innerText(), /missing/);
    await choose([await asUpload("server.cer")]);
    await page.locator(".verdict.right").waitFor();
    quiet();
    atHome();
});

test("files dropped anywhere are read", async () => {
    await page.evaluate((text) => {
        const dataTransfer = new DataTransfer();
        dataTransfer.items.add(new File([text], "CA.cer"));
        document.body.dispatchEvent(new DragEvent("drop", { dataTransfer, bubbles: true, cancelable: true }));
    }, await example("CA.cer"));
    await page.locator(".verdict").waitFor();
    assert.match(await page.locator(".board").innerText(), /CA\.cer/);
    quiet();
});

test("the team that asks and the host name are part of the question", async () => {
    await choose(await Promise.all(SEVEN.map(asUpload)));
    await page.locator("#team-a").check({ force: true });
    await page.locator(".verdict.wrong").waitFor();
    assert.match(await page.locator(".report").innerText(), /client\.pem is the client's private key/);
    await page.locator("#everyone").check({ force: true });
    await page.locator("#hosts").fill("elsewhere.example.net");
    await page.locator("#hosts").press("Enter");
    await page.locator(".verdict.wrong").waitFor();
    assert.match(await page.locator(".report").innerText(), /elsewhere\.example\.net/);
    quiet();
});

test("a private key never stands in the page, its attributes, its address or any storage", async () => {
    const key = await example("server_key.pem");
    await paste(key);
    // Typed instead of pasted: it stands in the area until it is inspected, and is gone then.
    await page.locator("#paste").fill(key);
    await page.getByRole("button", { name: "Inspect" }).click();
    assert.equal(await page.locator("#paste").inputValue(), "");
    const everything = await page.evaluate(async () => {
        const values = [...document.querySelectorAll("input:not([type=file]), textarea")].map((field) => field.value);
        return [
            document.documentElement.outerHTML,
            ...values,
            location.href,
            document.cookie,
            document.title,
            JSON.stringify({ ...localStorage, ...sessionStorage }),
            JSON.stringify(await indexedDB.databases()),
            JSON.stringify(history.state),
        ].join("\n");
    });
    const lines = key.split("\n").filter((line) => line !== "" && !line.startsWith("-----"));
    for (const line of lines) {
        assert.ok(!everything.includes(line.trim()), "a line of the key is in the page");
        assert.ok(!requests.some((url) => url.includes(line.trim())), "a line of the key was sent");
    }
    quiet();
    atHome();
});

test("mark-up in a certificate's name is text", async () => {
    const markup = "<img src=x y=z>";
    const pem = await example("server.cer");
    const der = Buffer.from(pem.replace(/-----.*-----|\s/g, ""), "base64").toString("latin1");
    // The common name gives way to mark-up of the same length, so that the DER stays well-formed.
    const forged = Buffer.from(der.replace("api.example.com", markup), "latin1");
    await choose([{ name: "server.cer", mimeType: "", buffer: forged }]);
    assert.ok((await page.locator(".board").innerText()).includes(markup));
    assert.equal(await page.locator("#app img").count(), 0);
    quiet();
    atHome();
});

test("mark-up in a file's name and a PEM label is text", async () => {
    const markup = "<img src=x onerror=alert(1)>.cer";
    await choose([{ name: markup, mimeType: "", buffer: Buffer.from("-----BEGIN <b>bold</b>-----\nAA==\n") }]);
    assert.ok((await page.locator(".given").innerText()).includes(markup));
    assert.equal(await page.locator("#app img, #app b").count(), 0);
    quiet();
    atHome();
});

test("put away and start over leave nothing behind", async () => {
    await choose(await Promise.all(["server.csr", "server.cer"].map(asUpload)));
    await page.getByRole("button", { name: "Put away server.csr" }).click();
    assert.equal(await page.locator(".given li").count(), 1);
    await page.getByRole("button", { name: "Start over" }).click();
    await page.locator(".invitation").waitFor();
    assert.equal(await page.locator(".report").count(), 0);
});

test("the question is answered by keyboard alone", async () => {
    await page.keyboard.press("Tab");
    assert.equal(await page.evaluate(() => document.activeElement.id), "paste");
    await page.keyboard.type("not a certificate");
    await page.keyboard.press("Tab");
    assert.equal(await page.evaluate(() => document.activeElement.id), "files");
    await page.keyboard.press("Tab");
    await page.keyboard.press("Enter");
    await page.locator(".verdict").waitFor();
    quiet();
});

test("scripts get the same report as the command line, field by field in its order", { skip: !process.env.COUNTERSIGN }, async () => {
    const at = AT.toISOString();
    const files = await Promise.all(SEVEN.map(async (name) => ({ origin: `examples/handoff/${name}`, bytes: await example(name) })));
    const web = await page.evaluate(
        async ([files, at]) => (await import("./countersign.js")).inspect(files, { at }),
        [files, at],
    );
    const cwd = new URL("../..", import.meta.url).pathname;
    const named = files.map(({ origin }) => origin);
    const cli = await new Promise((done, failed) =>
        execFile(process.env.COUNTERSIGN, ["check", "--at", at, "--format", "json", ...named], { cwd }, (error, out) =>
            error ? failed(error) : done(out),
        ),
    );
    assert.equal(JSON.stringify(web), JSON.stringify(JSON.parse(cli)));
});

/** SEQUENCEs in one another, each with the length of what is inside; or all with lengths that end later. */
function nested(levels, definite) {
    if (!definite) return "3080".repeat(levels);
    const reversed = [];
    for (let level = 0; level < levels; level += 1) {
        const length = reversed.length;
        const bytes = [];
        for (let rest = length; rest > 0; rest = Math.floor(rest / 256)) bytes.push(rest % 256);
        reversed.push(...bytes);
        if (length >= 128) reversed.push(0x80 | bytes.length);
        if (length === 0) reversed.push(0);
        reversed.push(0x30);
    }
    return Buffer.from(reversed.reverse()).toString("hex");
}

// CVE-2025-66031 node-forge, CVE-2018-0739 OpenSSL: a stack overflow by nesting, and the browser's stack is small.
for (const definite of [true, false]) {
    test(`a hundred thousand nested values end in a finding, lengths ${definite ? "definite" : "indefinite"}`, async () => {
        const buffer = Buffer.from(nested(100_000, definite), "hex");
        await choose([{ name: "server.cer", mimeType: "", buffer }]);
        assert.match(await verdict(), /✗/);
        // The module lives: what is given next is judged.
        await choose(await Promise.all(SEVEN.map(asUpload)));
        quiet();
    });
}

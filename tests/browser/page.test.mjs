// Does the page judge what is pasted, chosen and dropped, and keep it to itself?
import assert from "node:assert/strict";
import { beforeEach, test } from "node:test";
import { AT, SEVEN, answered, asUpload, choose as chooseOn, countersign, example, onSite, open } from "./harness.mjs";

let browser, server, page;

onSite(async (given) => {
    ({ server, browser } = given);
});

beforeEach(async () => {
    await page?.context().close();
    page = await open(browser, server.origin);
});

/** A paste as a person makes it: the clipboard's text, then the browser's own event. */
async function paste(text) {
    await page.locator("#paste").evaluate((area, text) => {
        const clipboardData = new DataTransfer();
        clipboardData.setData("text/plain", text);
        area.dispatchEvent(new ClipboardEvent("paste", { clipboardData, bubbles: true, cancelable: true }));
    }, text);
    await answered(page);
}

const choose = (files) => chooseOn(page, files);
const verdict = () => page.locator(".verdict h2").innerText();

test("the seven files, pasted at once, will work", async () => {
    await paste((await Promise.all(SEVEN.map(example))).join(""));
    assert.match(await verdict(), /✓.*This set will work/s);
    assert.equal(await page.locator(".board tbody tr").count(), 7);
    assert.equal(await page.locator(".board tbody tr.right").count(), 7);
    await page.quiet();
    page.atHome();
});

test("each object of a paste is judged on its own, whatever text stands around it", async () => {
    await paste(`Hello,\n\n${await example("server.cer")}\nand our CA:\n${await example("CA.cer")}\nRegards\n`);
    assert.equal(await page.locator(".given li").count(), 2);
    assert.equal(await page.locator(".board tbody tr.right").count(), 2);
    await page.quiet();
});

test("the seven files, chosen, keep their names, and a missing one is named", async () => {
    await choose(await Promise.all(SEVEN.filter((name) => name !== "server.cer").map((name) => asUpload(name))));
    assert.deepEqual(await page.locator(".board tbody th").allInnerTexts(), SEVEN);
    assert.match(await page.locator(".board tbody tr").nth(2).innerText(), /missing/);
    await choose([await asUpload("server.cer")]);
    await page.locator(".verdict.right").waitFor();
    await page.quiet();
    page.atHome();
});

test("files dropped anywhere are read", async () => {
    await page.evaluate((text) => {
        const dataTransfer = new DataTransfer();
        dataTransfer.items.add(new File([text], "CA.cer"));
        document.body.dispatchEvent(new DragEvent("drop", { dataTransfer, bubbles: true, cancelable: true }));
    }, await example("CA.cer"));
    await page.locator(".verdict").waitFor();
    assert.match(await page.locator(".board").innerText(), /CA\.cer/);
    await page.quiet();
});

test("the team that asks and the host name are part of the question", async () => {
    await choose(await Promise.all(SEVEN.map((name) => asUpload(name))));
    await page.locator("#team-a").check({ force: true });
    await page.locator(".verdict.wrong").waitFor();
    assert.match(await page.locator(".report").innerText(), /client\.pem is the client's private key/);
    await page.locator("#everyone").check({ force: true });
    await page.locator("#hosts").fill("elsewhere.example.net");
    await page.locator("#hosts").press("Enter");
    // The answer for Team A was wrong too: the one for everyone names the host.
    await page.locator(".report", { hasText: "elsewhere.example.net" }).waitFor();
    assert.match(await page.locator(".verdict.wrong").innerText(), /elsewhere\.example\.net/);
    await page.quiet();
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
        assert.ok(!page.requests.some((url) => url.includes(line.trim())), "a line of the key was sent");
    }
    await page.quiet();
    page.atHome();
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
    await page.quiet();
    page.atHome();
});

test("mark-up in a file's name and a PEM label is text", async () => {
    const markup = "<img src=x onerror=alert(1)>.cer";
    await choose([{ name: markup, mimeType: "", buffer: Buffer.from("-----BEGIN <b>bold</b>-----\nAA==\n") }]);
    assert.ok((await page.locator(".given").innerText()).includes(markup));
    assert.equal(await page.locator("#app img, #app b").count(), 0);
    await page.quiet();
    page.atHome();
});

test("put away and start over leave nothing behind", async () => {
    await choose(await Promise.all(["server.csr", "server.cer"].map((name) => asUpload(name))));
    await page.getByRole("button", { name: "Put away server.csr" }).click();
    assert.equal(await page.locator(".given li").count(), 1);
    await page.getByRole("button", { name: "Start over" }).click();
    await page.locator(".invitation").waitFor();
    assert.equal(await page.locator(".report").count(), 0);
});

test("everything is done by keyboard alone: give, ask, read why, look at bytes, export, start over", async () => {
    const at = () => page.evaluate(() => document.activeElement.id || document.activeElement.innerText);
    // From the start: the browser's own chooser opens until somebody listens.
    const chooser = new Promise((opened) => page.once("filechooser", opened));
    /** Tabs on until the focus is on what is meant. */
    const tabTo = async (words, key = "Tab") => {
        for (let step = 0; step < 60; step += 1) {
            await page.keyboard.press(key);
            if ((await at()).includes(words)) return;
        }
        assert.fail(`no way to ${words} by ${key}`);
    };
    await tabTo("paste");
    await page.keyboard.type("not a certificate");
    await tabTo("files");
    await tabTo("folder");
    await tabTo("Inspect");
    await page.keyboard.press("Enter");
    await answered(page);
    // The file chooser opens by key, as a person opens it.
    await tabTo("files", "Shift+Tab");
    await page.keyboard.press("Enter");
    await (await chooser).setFiles(await Promise.all(SEVEN.map((name) => asUpload(name, "faulty/san-dropped"))));
    await page.locator(".finding").first().waitFor();
    await answered(page);
    await tabTo("hosts");
    await page.keyboard.type("api-eu.example.com");
    // The question changed: what is opened next must be of the new answer, not of the one that it replaces.
    await page.keyboard.press("Tab");
    await page.locator(".finding", { hasText: "no name that covers api-eu.example.com" }).waitFor();
    await answered(page);
    await tabTo("Why?");
    await page.keyboard.press("Enter");
    assert.match(await page.locator(".why[open]").innerText(), /RFC/);
    await tabTo("Show in the bytes");
    await page.keyboard.press("Enter");
    await page.locator(".tree .row[aria-selected=true]").waitFor();
    await tabTo("Close");
    const before = () => page.locator(".tree .row[aria-selected=true] .offset").innerText();
    await page.locator(".pane.tree").focus();
    const first = await before();
    await page.keyboard.press("ArrowDown");
    await page.waitForFunction((first) => document.querySelector(".tree [aria-selected=true] .offset").innerText !== first, first);
    await page.keyboard.press("Escape");
    await page.locator("dialog[open]").waitFor({ state: "detached" });
    await tabTo("JSON", "Shift+Tab");
    const saved = page.waitForEvent("download");
    await page.keyboard.press("Enter");
    assert.equal((await saved).suggestedFilename(), "countersign-report.json");
    await tabTo("Start over");
    await page.keyboard.press("Enter");
    await page.locator(".invitation").waitFor();
    await page.quiet();
    page.atHome();
});

test("starting over forgets the files, the question, the passphrases and the answer", async () => {
    await choose(await Promise.all(SEVEN.map((name) => asUpload(name))));
    await page.locator("#hosts").fill("api.example.com");
    await page.locator("#at").fill("2027-01-01");
    await page.locator("#team-b").check({ force: true });
    await answered(page);
    await page.getByRole("button", { name: "Start over" }).click();
    await page.locator(".invitation").waitFor();
    assert.deepEqual(await page.locator("#hosts, #at, #paste").evaluateAll((all) => all.map(({ value }) => value)), ["", "", ""]);
    assert.equal(await page.locator("#everyone").isChecked(), true);
    assert.ok(!(await page.locator("body").innerText()).includes("server.cer ×"));
});

test("a slip in a host name is said, and options of the command line are not", async () => {
    await choose(await Promise.all(SEVEN.map((name) => asUpload(name))));
    await page.locator(".report", { hasText: "Host names: none was given, so it is open" }).waitFor();
    for (const [typed, words] of [
        ["https://api.example.com/path", "give the name alone: api.example.com"],
        ["api.example.com:8443", "give the name alone: api.example.com"],
        ["*.example.com", "give one name that clients call, for example api.example.com"],
    ]) {
        await page.locator("#hosts").fill(typed);
        await page.locator("#hosts").press("Tab");
        await page.getByRole("alert").getByText(`“${typed}” was not asked about: ${words}.`).waitFor();
    }
    await page.locator("#hosts").fill("api.example.com, other.example.net");
    await page.locator("#hosts").press("Tab");
    await page.locator(".verdict.wrong").waitFor();
    assert.equal(await page.getByRole("alert").innerText(), "");
    assert.doesNotMatch(await page.locator("body").innerText(), / --[a-z]/);
    await page.quiet();
});

test("the day is part of the question", async () => {
    await choose(await Promise.all(SEVEN.map((name) => asUpload(name))));
    await page.locator(".verdict.right").waitFor();
    await page.locator("#at").fill("2050-01-01");
    await page.locator("#at").press("Tab");
    await page.locator(".verdict.wrong").waitFor();
    assert.match(await page.locator(".timeline").innerText(), /ended/);
});

test("the message to the other team says what to do and holds nothing secret", async () => {
    const files = await Promise.all(SEVEN.map((name) => asUpload(name, "faulty/san-dropped")));
    await choose(files);
    await page.context().grantPermissions(["clipboard-read", "clipboard-write"]);
    await page.locator(".message summary").click();
    await page.getByRole("button", { name: "Copy the message to Team B" }).click();
    await page.getByText("Copied.").waitFor();
    const text = await page.evaluate(() => navigator.clipboard.readText());
    assert.match(text, /Sign server\.csr again/);
    assert.match(text, /RFC 9525/);
    for (const { name, buffer } of files.filter(({ name }) => /key|client\.pem/.test(name))) {
        const lines = buffer.toString().split("\n").filter((line) => line.length > 20 && !line.startsWith("-----"));
        assert.ok(lines.length > 0 && lines.every((line) => !text.includes(line)), `${name} is in the message`);
    }
});

test("the bytes may be closed before they have come", async () => {
    await choose(await Promise.all(SEVEN.map((name) => asUpload(name, "faulty/san-dropped"))));
    const show = page.getByRole("button", { name: "Show in the bytes" }).first();
    await show.waitFor();
    // In one task: no answer comes between opening and closing, and all of them come to nobody.
    for (let time = 0; time < 10; time += 1) {
        await show.evaluate(async (button) => {
            button.click();
            await Promise.resolve();
            document.querySelector("dialog").close();
        });
    }
    await show.click();
    await page.locator(".tree .row[aria-selected=true]").waitFor();
    // A key is answered in several steps; the dialog is gone before the last.
    await page.locator(".pane.tree").focus();
    await page.evaluate(() => {
        const pane = document.querySelector(".pane.tree");
        pane.dispatchEvent(new KeyboardEvent("keydown", { key: "End", bubbles: true }));
        document.querySelector("dialog").close();
    });
    await page.waitForTimeout(200);
    await page.quiet();
});

test("a value in the tree and its bytes lead to each other", async () => {
    await choose(await Promise.all(SEVEN.map((name) => asUpload(name))));
    await page.locator(".file summary", { hasText: "server.cer" }).click();
    await page.getByRole("button", { name: "Bytes of Serial number" }).click();
    await page.locator(".lit").first().waitFor();
    const lit = async () => (await page.locator(".lit").allInnerTexts()).join("");
    await page.locator(".tree .row[aria-selected=true]", { hasText: "INTEGER" }).waitFor();
    assert.match(await lit(), /^02/);
    // The first byte belongs to the outermost value alone.
    await page.locator(".digits span").first().click();
    await page.locator(".tree .row[aria-selected=true]", { hasText: /^0SEQUENCE/ }).waitFor();
    await page.waitForFunction(() => document.querySelectorAll(".lit").length > 200);
});

test("a reload forgets all", async () => {
    await choose(await Promise.all(SEVEN.map((name) => asUpload(name))));
    await page.locator("#hosts").fill("api.example.com");
    await page.reload();
    await page.locator(".invitation").waitFor();
    assert.equal(await page.locator(".given li").count(), 0);
    assert.equal(await page.locator("#hosts").inputValue(), "");
});

test("a program that breaks says so, and the page works on", async () => {
    await page.context().close();
    page = await open(browser, server.origin, {
        // The worker gets a list of files that is none, which no page sends.
        script: () => {
            window.Worker = class extends window.Worker {
                postMessage(data) {
                    super.postMessage(window.breaks && Array.isArray(data) ? [data[0], data[1], null] : data);
                }
            };
        },
    });
    await page.evaluate(() => (window.breaks = true));
    await page.locator("#files").setInputFiles([await asUpload("server.cer")]);
    await page.getByRole("alert").getByText("a fault of the program").waitFor();
    await page.locator(".progress.idle").waitFor({ state: "attached" });
    await page.evaluate(() => (window.breaks = false));
    await choose([await asUpload("CA.cer")]);
    assert.equal(await page.locator(".given li").count(), 2);
    page.atHome();
});

test("these tests would hear a request, a script in the page's text, and a foreign address", async () => {
    await page.evaluate(() => fetch("/index.html"));
    assert.throws(() => page.atHome());
    await page.evaluate(() => {
        const script = document.createElement("script");
        script.textContent = "window.ran = true";
        document.body.append(script);
        return fetch("https://example.com/").catch(() => {});
    });
    assert.equal(await page.evaluate(() => window.ran), undefined);
    const heard = await page.evaluate(() => window.violations);
    assert.ok(heard.some((one) => one.startsWith("script-src")) && heard.includes("connect-src"), heard.join());
    await assert.rejects(page.quiet());
});

/** A DER value. */
function der(tag, ...parts) {
    const content = Buffer.concat(parts);
    const length = [];
    for (let rest = content.length; rest > 0; rest >>= 8) length.unshift(rest & 255);
    const header = content.length < 128 ? [tag, content.length] : [tag, 0x80 | length.length, ...length];
    return Buffer.concat([Buffer.from(header), content]);
}

/** A revocation list with this many entries; nobody signed it. */
function revocationList(entries) {
    const algorithm = der(0x30, Buffer.from("06082a8648ce3d040302", "hex"));
    const name = der(0x30, der(0x31, der(0x30, Buffer.from("0603550403", "hex"), der(0x0c, Buffer.from("Long CA")))));
    const time = (text) => der(0x17, Buffer.from(text));
    const revoked = Array.from({ length: entries }, (_, index) => {
        const serial = Buffer.alloc(4);
        serial.writeUInt32BE(index + 0x01000000);
        return der(0x30, der(0x02, serial), time("260101000000Z"));
    });
    const list = der(0x30, der(0x02, Buffer.from([1])), algorithm, name, time("260101000000Z"), time("270101000000Z"), der(0x30, ...revoked));
    return der(0x30, list, algorithm, der(0x03, Buffer.from([0, 1, 2, 3])));
}

test("a list of 20,000 entries is looked at without drawing it all, to its very end", async () => {
    await choose([{ name: "long.crl", mimeType: "", buffer: revocationList(20_000) }]);
    await page.locator(".file summary").click();
    await page.getByRole("button", { name: "All its bytes" }).click();
    await page.locator(".digits").first().waitFor();
    await page.getByText(/60,?0\d\d values/).waitFor();
    await page.locator(".pane.tree").focus();
    await page.keyboard.press("End");
    await page.locator(".tree .row[aria-selected=true]", { hasText: "BIT STRING" }).waitFor();
    await page.waitForFunction(() => [...document.querySelectorAll(".lit")].map((byte) => byte.innerText).join("") === "030400010203");
    assert.ok((await page.locator(".row").count()) <= 200);
    await page.quiet();
});

test("scripts get the same report as the command line, field by field in its order", { skip: !process.env.COUNTERSIGN }, async () => {
    const at = AT.toISOString();
    const files = await Promise.all(SEVEN.map(async (name) => ({ origin: `handoff/${name}`, bytes: await example(name) })));
    const web = await page.evaluate(
        ([files, at]) => wasm_bindgen.inspect(files, { at }),
        [files, at],
    );
    const cli = await countersign(".", "check", "--at", at, "--format", "json", ...files.map(({ origin }) => origin));
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
        await choose(await Promise.all(SEVEN.map((name) => asUpload(name))));
        await page.quiet();
    });
}

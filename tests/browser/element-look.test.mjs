// Does the element look right and work for everyone: axe, keyboard, small and dark, right to left, and sealed against the page?
import assert from "node:assert/strict";
import { createRequire } from "node:module";
import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { after, before, test } from "node:test";
import { browse, pictures } from "./harness.mjs";
import { host, parts, specimen, stopAll, visit } from "./host.mjs";

const axe = await readFile(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");
const pages = {};
let browser, place, folder, all;

before(async () => {
    browser = await browse();
    // Tests bring their own styles and axe into the page; the strict policy has tests of its own.
    place = await host(pages, { policy: "script-src 'self' 'unsafe-inline' 'wasm-unsafe-eval'" });
    folder = await pictures();
    all = await parts();
});

after(async () => {
    await browser?.close();
    stopAll();
});

async function page(body, reports, options) {
    pages["/"] = `<main><h1>Guide</h1>${body}</main>`;
    const view = await visit(browser, place.origin, options);
    const elements = view.locator("countersign-inspector:not([hidden])");
    for (let index = 0; index < (await elements.count()); index += 1) await elements.nth(index).scrollIntoViewIfNeeded();
    await view.heard(reports);
    return view;
}

/** Every view in one page, each opened as far as it opens. */
async function everything(options) {
    const view = await page(
        `${await specimen("server.cer")}
        <countersign-inspector view="board" at="2026-06-01"><h2 slot="heading">What was exchanged</h2>${all}<p slot="footer">As of June.</p></countersign-inspector>
        <countersign-inspector view="handshake" at="2026-06-01">${all}</countersign-inspector>
        <p>Checked: <countersign-inspector view="badge" at="2026-06-01">${(await specimen("server.cer")).replace(/<\/?countersign[^>]*>/g, "")}</countersign-inspector></p>
        <countersign-inspector id="story" at="2026-06-01"></countersign-inspector>
        <countersign-inspector id="zone"></countersign-inspector>
        <countersign-inspector id="broken" view="board"></countersign-inspector>`,
        5,
        options,
    );
    await view.evaluate(async () => {
        const story = document.getElementById("story");
        const texts = [...document.querySelectorAll("[view=board] pre")].map((part) => [part.dataset.name, part.textContent]);
        await story.inspect(new Map(texts));
        for (const { shadowRoot } of document.querySelectorAll("countersign-inspector")) {
            for (const details of shadowRoot.querySelectorAll("details:not([part=source])")) details.open = true;
            shadowRoot.querySelectorAll(".field button")[2]?.click();
            shadowRoot.querySelector("[data-go='1']")?.click();
        }
    });
    return view;
}

const looks = {
    light: { colorScheme: "light", viewport: { width: 1000, height: 900 } },
    dark: { colorScheme: "dark", viewport: { width: 1000, height: 900 } },
    narrow: { colorScheme: "light", viewport: { width: 296, height: 700 } },
};

for (const [look, options] of Object.entries(looks)) {
    test(`every view, ${look}: axe finds nothing, and nothing is wider than the page`, async () => {
        const view = await everything(options);
        await view.screenshot({ path: join(folder, `element-${look}.png`), fullPage: true });
        await view.evaluate(axe);
        const { violations } = await view.evaluate(() =>
            window.axe.run("countersign-inspector", { runOnly: ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"] }),
        );
        // The page's own ground is white whatever the element's is; slotted words stand on the element's ground.
        assert.deepEqual(violations.map(({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html.slice(0, 200)).join(" | ")}`), []);
        const wide = await view.evaluate(() => document.documentElement.scrollWidth - innerWidth);
        assert.ok(wide <= 0, `${wide} pixels wider than the page`);
        await view.quiet();
        await view.context().close();
    });
}

test("the keyboard reaches fields, bytes and steps", async () => {
    const view = await page(`${await specimen("server.cer")}<countersign-inspector view="handshake" at="2026-06-01">${all}</countersign-inspector>`, 2);
    const subject = view.getByRole("button", { name: "Subject" });
    await subject.focus();
    await view.keyboard.press("Enter");
    assert.equal(await subject.getAttribute("aria-expanded"), "true");
    assert.match(await view.getByRole("status").innerText(), /Part of Subject/);
    const bytes = view.getByRole("group", { name: "Bytes of text" });
    await bytes.locator("[tabindex='0']").focus();
    await view.keyboard.press("ArrowRight");
    await view.keyboard.press("ArrowRight");
    assert.match(await view.getByRole("status").innerText(), /^Bytes 8 to 12/);
    assert.equal(await bytes.locator("[tabindex='0']").count(), 1);
    await view.keyboard.press("End");
    assert.match(await view.getByRole("status").innerText(), /BIT STRING/);
    // One way through the tab order leads past the bytes.
    await view.keyboard.press("Tab");
    assert.equal(await view.evaluate(() => document.activeElement.shadowRoot.activeElement.localName), "summary");
    await view.getByRole("button", { name: "Next" }).first().focus();
    await view.keyboard.press("Enter");
    await view.keyboard.press("Enter");
    const current = view.locator("[aria-current=step]");
    assert.match(await current.innerText(), /2\. the server answers with its certificate[^]*server certificate: server\.cer/);
    await view.context().close();
});

test("custom properties and parts theme it", async () => {
    const view = await page(
        `<style>
            countersign-inspector { --countersign-ground: rgb(255, 248, 225); --countersign-ink: rgb(60, 30, 0); --countersign-accent: rgb(150, 0, 90);
                --countersign-font: Georgia, serif; --countersign-radius: 0; --countersign-lit: rgb(255, 214, 120); color-scheme: light; }
            countersign-inspector::part(title) { text-transform: uppercase; }
        </style>${await specimen("server.cer")}`,
        1,
        { colorScheme: "dark" },
    );
    await view.getByRole("button", { name: "Serial number" }).click();
    await view.screenshot({ path: join(folder, "element-themed.png"), fullPage: true });
    const style = (selector, property) =>
        view.evaluate(
            ([selector, property]) => getComputedStyle(document.querySelector("countersign-inspector").shadowRoot.querySelector(selector))[property],
            [selector, property],
        );
    assert.equal(await style(".frame", "backgroundColor"), "rgb(255, 248, 225)");
    assert.equal(await style(".frame", "color"), "rgb(60, 30, 0)");
    assert.equal(await style(".frame", "fontFamily"), "Georgia, serif");
    assert.equal(await style(".field button", "color"), "rgb(150, 0, 90)");
    assert.equal(await style(".lit", "backgroundColor"), "rgb(255, 214, 120)");
    assert.equal(await style(".title", "textTransform"), "uppercase");
    await view.context().close();
});

/** The computed styles of some elements inside, and of some of the page's own. */
function styles(view) {
    return view.evaluate(() => {
        const root = document.querySelector("countersign-inspector").shadowRoot;
        const told = (element) => {
            const style = getComputedStyle(element);
            return ["color", "backgroundColor", "fontFamily", "fontSize", "letterSpacing", "textTransform", "lineHeight", "borderTopWidth", "paddingTop", "display", "textAlign", "visibility"]
                .map((name) => `${name}: ${style[name]}`).join("; ");
        };
        return {
            inside: [".frame", ".title", ".field button", "dd", "code", ".bytes span"].map((selector) => told(root.querySelector(selector))),
            outside: ["p", "button", "code", "h1"].map((selector) => told(document.querySelector(`main > ${selector}`))),
        };
    });
}

test("the page's styles stay outside, and the element's inside", async () => {
    const own = `<p>Words</p><button>Press</button><code>code</code>`;
    const plain = await page(`${own}${await specimen("server.cer")}`, 1);
    const before = await styles(plain);
    await plain.context().close();
    const loud = `<style>
        * { color: red !important; font: 40px fantasy !important; letter-spacing: 9px !important; text-transform: uppercase !important; text-align: right !important; }
        button, dd, code, span { display: none !important; padding: 99px !important; border: 20px solid lime !important; }
        .frame, .bytes, .title { visibility: hidden !important; background: lime !important; }
    </style>`;
    const styled = await page(`${own}${await specimen("server.cer")}${loud}`, 1);
    assert.deepEqual((await styles(styled)).inside, before.inside);
    await styled.context().close();
    const bare = await page(`${own}<countersign-inspector hidden></countersign-inspector>`, 0);
    const without = await bare.evaluate(() => document.querySelector("countersign-inspector").remove());
    assert.equal(without, undefined);
    const outside = await bare.evaluate(() => ["p", "button", "code", "h1"].map((selector) => getComputedStyle(document.querySelector(`main > ${selector}`)).color));
    assert.deepEqual(before.outside.map((text) => /^color: ([^;]*)/.exec(text)[1]), outside);
    await bare.context().close();
});

test("in a page that runs from right to left, the element's own words follow and the report stays as it reads", async () => {
    const view = await page(`<div dir="rtl"><countersign-inspector lang="de"></countersign-inspector>${await specimen("server.cer")}</div>`, 1);
    await view.getByText("Zertifikate, Anträge oder Schlüssel hier ablegen").waitFor();
    await view.screenshot({ path: join(folder, "element-rtl.png"), fullPage: true });
    const directions = await view.evaluate(() => {
        const [zone, told] = [...document.querySelectorAll("countersign-inspector")].map(({ shadowRoot }) => shadowRoot);
        return [zone.querySelector(".zone"), told.querySelector(".told"), told.querySelector(".bytes")].map((element) => getComputedStyle(element).direction);
    });
    assert.deepEqual(directions, ["rtl", "ltr", "ltr"]);
    await view.context().close();
});

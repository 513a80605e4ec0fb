// Is every view in order for those who look and for those who listen: light, dark, phone, large, and on paper?
import assert from "node:assert/strict";
import { readFile } from "node:fs/promises";
import { createRequire } from "node:module";
import { join } from "node:path";
import { test } from "node:test";
import { drop, onSite, open, pictures, root } from "./harness.mjs";

const axe = await readFile(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");
let browser, server, folder;

onSite(async (given) => {
    ({ server, browser } = given);
    folder = await pictures();
});

const faulty = (page) => drop(page, [join(root, "examples/faulty/san-dropped")]);

/** What a person can bring onto the page. */
const views = {
    empty: async () => {},
    sound: (page) => drop(page, [join(root, "examples/handoff")]),
    faulty: async (page) => {
        await page.locator("#hosts").fill("api-eu.example.com");
        await page.locator("#hosts").press("Tab");
        await faulty(page);
    },
    "broken-path": (page) => drop(page, [join(root, "examples/faulty/altered-certificate")]),
    why: async (page) => {
        await faulty(page);
        await page.locator(".why summary").first().click();
        await page.locator(".message summary").first().click();
    },
    details: async (page) => {
        await drop(page, [join(root, "examples/handoff")]);
        await page.locator(".file summary", { hasText: "server.cer" }).click();
        await page.getByText("Whom the certificate names").waitFor();
    },
    bytes: async (page) => {
        await faulty(page);
        await page.getByRole("button", { name: "Show in the bytes" }).first().click();
        await page.locator(".lit").first().waitFor();
        await page.locator(".tree .row[aria-selected=true]").waitFor();
    },
    passphrase: async (page) => {
        await drop(page, [join(root, "examples/sound/encrypted-key")]);
        await page.locator("#passphrase").waitFor();
    },
    "team-view": async (page) => {
        await page.locator("#team-a").check({ force: true });
        await faulty(page);
    },
};

async function violations(page) {
    // Playwright's own channel, so that the page's policy stays as it is.
    await page.evaluate(axe);
    const { violations } = await page.evaluate(() =>
        window.axe.run(document, { runOnly: ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"] }),
    );
    return violations.map(({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html.slice(0, 160)).join(" | ")}`);
}

const looks = {
    light: { colorScheme: "light", viewport: { width: 1180, height: 900 } },
    dark: { colorScheme: "dark", viewport: { width: 1180, height: 900 } },
    phone: { colorScheme: "light", viewport: { width: 360, height: 740 } },
    large: { colorScheme: "light", viewport: { width: 3840, height: 2160 } },
};

for (const [name, show] of Object.entries(views)) {
    for (const [look, options] of Object.entries(looks)) {
        test(`${name}, ${look}: no violation for axe, nothing wider than the screen`, async () => {
            const page = await open(browser, server.origin, options);
            await show(page);
            await page.screenshot({ path: join(folder, `${name}-${look}.png`), fullPage: name !== "bytes" });
            assert.deepEqual(await violations(page), []);
            const wide = await page.evaluate(() => document.documentElement.scrollWidth - innerWidth);
            assert.ok(wide <= 0, `${wide} pixels wider than the screen`);
            await page.quiet();
            await page.context().close();
        });
    }
}

test("the report prints whole, without the form", async () => {
    const page = await open(browser, server.origin);
    await views.faulty(page);
    await page.emulateMedia({ media: "print" });
    assert.equal(await page.locator(".hand-over").isVisible(), false);
    assert.equal(await page.locator(".verdict").isVisible(), true);
    await page.setViewportSize({ width: 794, height: 1123 });
    await page.screenshot({ path: join(folder, "faulty-print.png"), fullPage: true });
    await page.pdf({ path: join(folder, "faulty-print.pdf"), format: "A4" });
    await page.context().close();
});

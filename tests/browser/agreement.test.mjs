// Does the page say of every example what the command line says, to the byte?
import assert from "node:assert/strict";
import { readFile, readdir } from "node:fs/promises";
import { basename, dirname, join } from "node:path";
import { test } from "node:test";
import { AT, answered, countersign, drop, onSite, open, root, sets } from "./harness.mjs";

const skip = process.env.COUNTERSIGN ? false : "COUNTERSIGN names no command line";
let browser, server, page;

onSite(async (given) => {
    ({ server, browser } = given);
    page = await open(browser, server.origin);
});

/** Saves the report through the page's own button. */
async function exported(name) {
    const saved = page.waitForEvent("download");
    await page.getByRole("button", { name, exact: true }).click();
    return readFile(await (await saved).path(), "utf8");
}

/** Asks as the command's options ask. */
async function ask(options) {
    const hosts = options.flatMap((word, index) => (word === "--host" ? [options[index + 1]] : []));
    const team = options[options.indexOf("--as") + 1];
    await page.locator(options.includes("--as") ? `#${team}` : "#everyone").check({ force: true });
    await page.locator("#hosts").fill(hosts.join(" "));
    await page.locator("#hosts").press("Tab");
}

async function openWith(file) {
    const passphrase = (await readFile(file, "utf8")).split("\n")[0];
    await page.locator("#passphrase").fill("not this one");
    await page.getByRole("button", { name: "Open", exact: true }).click();
    await page.getByText("That passphrase does not open it").waitFor();
    await page.locator("#passphrase").fill(passphrase);
    await page.getByRole("button", { name: "Open", exact: true }).click();
    await page.locator(".locked").waitFor({ state: "detached" });
    await answered(page);
}

async function agrees(place, paths, options, given) {
    await ask(options);
    await drop(page, paths);
    const file = options[options.indexOf("--passphrase-file") + 1];
    if (options.includes("--passphrase-file")) await openWith(file);
    const json = await exported("JSON");
    const cli = await countersign(place, "check", "--at", AT.toISOString(), "--format", "json", ...options, ...given);
    const { verdict, findings } = JSON.parse(cli);
    assert.equal(JSON.parse(json).verdict, verdict);
    assert.deepEqual(JSON.parse(json).findings.map(({ code }) => code), findings.map(({ code }) => code));
    assert.ok(json === cli, "the JSON differs from the command line's");
    const marks = { passed: ["right", "warning"], failed: ["wrong"], indeterminate: ["open"] }[verdict];
    const mark = await page.locator(".verdict").getAttribute("class");
    assert.ok(marks.some((one) => mark.includes(one)), `${mark} for ${verdict}`);
    for (const code of new Set(findings.map(({ code }) => code))) {
        assert.ok((await page.locator(".report code", { hasText: code }).count()) > 0, `${code} is not shown`);
    }
    for (const [name, format] of [["Markdown", "markdown"], ["HTML", "html"]]) {
        const told = await countersign(place, "check", "--at", AT.toISOString(), "--format", format, ...options, ...given);
        assert.ok((await exported(name)) === told, `the ${name} differs from the command line's`);
    }
    await page.getByRole("button", { name: "Start over" }).click();
    await page.locator(".invitation").waitFor();
}

for (const { folder, command } of await sets()) {
    const place = dirname(folder);
    const options = command.split(" ").slice(1, -1).map((word) => (word.startsWith("examples/") ? join(root, word) : word));
    test(`${folder}, dropped as a folder, is told as the command line tells it`, { skip }, async () => {
        await agrees(place, [join(root, "examples", folder)], options, [basename(folder)]);
    });
    test(`${folder}, dropped file by file, is told as the command line tells it`, { skip }, async () => {
        const entries = await readdir(join(root, "examples", folder), { withFileTypes: true });
        const files = entries.filter((entry) => entry.isFile()).map((entry) => entry.name).sort();
        await agrees(folder, files.map((name) => join(root, "examples", folder, name)), options, files);
    });
}

for (const set of ["sound/team-folders", "faulty/key-in-the-wrong-folder"]) {
    test(`the two teams' folders of ${set}, dropped together, are told as the command line tells them`, { skip }, async () => {
        const folders = ["team-a", "team-b"];
        await agrees(set, folders.map((name) => join(root, "examples", set, name)), [], folders);
    });
}

test("nothing was complained of on the way, and nothing left the page", async () => {
    await page.quiet();
    page.atHome();
});

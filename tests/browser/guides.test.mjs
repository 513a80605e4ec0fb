// Do the guides work, and does every snippet of "In documentation pages" do what it says in the tool it is for?
import assert from "node:assert/strict";
import { cp, mkdir, mkdtemp, readFile, readdir, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { dirname, join, relative } from "node:path";
import { after, before, test } from "node:test";
import { browse, example, pictures, root, serve } from "./harness.mjs";
import { element, stopAll, visit } from "./host.mjs";
import { installed, removeAll, run } from "./project.mjs";

const book = join(process.env.DIST ?? join(root, "dist"), "docs");
const embedding = await readFile(join(root, "docs/guide/embedding.md"), "utf8");
const scratch = await mkdtemp(join(tmpdir(), "countersign-guides-"));
const servers = [];
let browser, folder;

before(async () => {
    browser = await browse();
    folder = await pictures();
});

after(async () => {
    await browser?.close();
    stopAll();
    servers.forEach((server) => server.stop());
    await removeAll();
    await rm(scratch, { recursive: true, force: true });
});

/** The snippet of this name, as a reader copies it. */
function snippet(name) {
    const found = new RegExp(`<!-- snippet: ${name} -->\n\`\`\`\\w+\n([^]*?)\n\`\`\``).exec(embedding);
    assert.ok(found, `the page has no snippet ${name}`);
    return found[1];
}

async function site(folder) {
    const server = await serve(folder);
    servers.push(server);
    return server.origin;
}

/** The page's first element says this of the example's server certificate. */
async function explains(page) {
    await page.locator("countersign-inspector").first().scrollIntoViewIfNeeded();
    await page.heard(1);
    const [{ name, detail }] = await page.told();
    assert.equal(name, "countersign-report", detail.message);
    assert.equal(detail.artifacts[0].title, "certificate of api.example.com");
    await page.locator("countersign-inspector").first().getByText("CN=api.example.com", { exact: true }).waitFor();
}

test("every page of the book with an element in it shows what it shows, without an error", async () => {
    const origin = await site(book);
    let seen = 0;
    const guides = (await readdir(join(book, "guide"))).filter((name) => name.endsWith(".html"));
    for (const name of ["index.html", ...guides.map((name) => `guide/${name}`)]) {
        const text = await readFile(join(book, name), "utf8");
        const authored = (text.match(/<countersign-inspector view=/g) ?? []).length;
        if (!text.includes("<countersign-inspector")) continue;
        const page = await visit(browser, `${origin}/${name}`, { viewport: { width: 1280, height: 1000 } });
        const elements = page.locator("countersign-inspector");
        for (let index = 0; index < (await elements.count()); index += 1) {
            await elements.nth(index).scrollIntoViewIfNeeded();
            await elements.nth(index).locator(".frame").waitFor();
        }
        await page.heard(authored);
        assert.deepEqual((await page.told()).filter((told) => told.name === "countersign-error"), [], name);
        await page.screenshot({ path: join(folder, `book-${name.replace(/guide\/|\.html/g, "")}.png`), fullPage: true });
        await page.quiet();
        await page.context().close();
        seen += authored;
    }
    assert.ok(seen >= 4, `only ${seen} elements of authors`);
});

test("no page of the book leads nowhere inside it, and every finding has its page", async () => {
    const pages = (await readdir(book, { recursive: true })).filter((name) => name.endsWith(".html"));
    const lost = [];
    for (const page of pages.filter((name) => !["404.html", "toc.html"].includes(name))) {
        const text = await readFile(join(book, page), "utf8");
        const main = (/<main>([^]*?)<\/main>/.exec(text)?.[1] ?? "").replace(/<code[^]*?<\/code>/g, "");
        for (const [, address] of main.matchAll(/(?:href|src)="([^"#?]+)[^"]*"/g)) {
            if (/^[a-z]+:/.test(address)) continue;
            const file = join(book, dirname(page), decodeURIComponent(address));
            if (relative(book, file).startsWith("..")) continue;
            await readFile(file).catch(() => lost.push(`${page} → ${address}`));
        }
    }
    assert.deepEqual(lost, []);
    const findings = await readFile(join(root, "docs/findings.md"), "utf8");
    const codes = [...findings.matchAll(/<a id="([^"]+)">/g)].map(([, code]) => code);
    assert.ok(codes.length > 50);
    for (const code of codes) assert.ok(pages.includes(`findings/${code}.html`), code);
});

test("the findings that the handshakes' page names are checks", async () => {
    const text = await readFile(join(root, "docs/guide/handshakes.md"), "utf8");
    const named = [...text.matchAll(/\| `([a-z]+\.[a-z-]+)` \|/g)].map(([, code]) => code);
    assert.ok(named.length >= 5);
    const pages = await readdir(join(book, "findings"));
    for (const code of named) assert.ok(pages.includes(`${code}.html`), code);
});

test("every command in the guides is one, and its options are there", async () => {
    let seen = 0;
    for (const name of await readdir(join(root, "docs/guide"))) {
        const text = await readFile(join(root, "docs/guide", name), "utf8");
        for (const [, command, words] of text.matchAll(/^countersign ([a-z0-9]+)([^\n|>]*)/gm)) {
            const { stdout } = await run(process.env.COUNTERSIGN, [command, "--help"]);
            for (const [option] of words.matchAll(/--[a-z][a-z0-9-]*/g)) {
                assert.match(stdout, new RegExp(`${option}\\b`), `${name}: ${command} ${option}`);
            }
            seen += 1;
        }
    }
    assert.ok(seen >= 10, `only ${seen} commands`);
});

test("plain HTML, as the page says", async () => {
    const place = join(scratch, "plain");
    await mkdir(place);
    await cp(join(element, "countersign-element.js"), join(place, "countersign-element.js"));
    await cp(join(root, "examples/handoff/server.cer"), join(place, "server.cer"));
    await writeFile(join(place, "index.html"), `<!doctype html><title>Plain</title><link rel="icon" href="data:,">${snippet("html")}`);
    const page = await visit(browser, await site(place));
    await explains(page);
    await page.quiet();
    await page.context().close();
});

test("mdBook, as the page says: it is how this book is made", async () => {
    assert.equal((await readFile(join(root, "docs/theme/head.hbs"), "utf8")).trim(), snippet("mdbook"));
});

test("MkDocs, as the page says", async (context) => {
    const packages = join(process.env.PICTURES ?? join(root, "target"), "mkdocs");
    try {
        await run("python3", ["-m", "pip", "install", "--quiet", "--disable-pip-version-check", "--target", packages, "--upgrade", "mkdocs==1.6.1"], { timeout: 120_000 });
    } catch (error) {
        return context.skip(`pip can't install MkDocs: ${error.message.split("\n")[0]}`);
    }
    const place = join(scratch, "mkdocs");
    await mkdir(join(place, "docs"), { recursive: true });
    await writeFile(join(place, "mkdocs.yml"), `site_name: Guide\n${snippet("mkdocs")}\n`);
    await cp(join(element, "countersign-element.js"), join(place, "docs/countersign-element.js"));
    const markdown = await run(process.env.COUNTERSIGN, ["inspect", "--at", "2026-06-01", "--format", "markdown", join(root, "examples/handoff/server.cer")]);
    const inline = `<countersign-inspector view="specimen" at="2026-06-01">\n${(await example("server.cer")).trim()}\n</countersign-inspector>`;
    await writeFile(join(place, "docs/index.md"), `# Our certificate\n\n${inline}\n\n${markdown.stdout.replace(/^# /, "## ")}`);
    await run("python3", ["-m", "mkdocs", "build", "--quiet"], { cwd: place, env: { ...process.env, PYTHONPATH: packages } });
    const page = await visit(browser, await site(join(place, "site")));
    await explains(page);
    // The static Markdown report is a table here.
    assert.ok(await page.getByRole("row", { name: /Names DNS api\.example\.com, DNS api-eu\.example\.com/ }).isVisible());
    await page.screenshot({ path: join(folder, "mkdocs.png"), fullPage: true });
    // Its theme asks for fonts elsewhere, which is no matter of the element's.
    assert.deepEqual(await page.evaluate(() => window.violations), []);
    await page.context().close();
});

test("a frame in a note, as the page says", async () => {
    const place = join(scratch, "note");
    await cp(element, place, { recursive: true });
    await cp(join(root, "examples/handoff/server.cer"), join(place, "server.cer"));
    await writeFile(join(place, "index.html"), `<!doctype html><title>Note</title><link rel="icon" href="data:,">${snippet("frame")}`);
    const page = await visit(browser, await site(place));
    await page.frameLocator("iframe").getByText("CN=api.example.com", { exact: true }).waitFor();
    await page.quiet();
    await page.context().close();
});

test("Docusaurus and Vite, as the page says: what is imported is there, and MDX leaves the element as it is", async () => {
    const project = await installed();
    const { compile } = await import("@mdx-js/mdx");
    const mdx = String(await compile(`# Page\n\n${snippet("mdx")}\n`));
    assert.match(mdx, /_jsx\("countersign-inspector", \{\s*view: "specimen",\s*src: "\/server\.cer"/);
    const names = [/clientModules: \["([^"]+)"\]/.exec(snippet("docusaurus"))[1], /import "([^"]+)"/.exec(snippet("vite"))[1]];
    for (const name of names) {
        const { stdout } = await run("node", ["-e", `console.log(import.meta.resolve(${JSON.stringify(name)}))`, "--input-type=module"], { cwd: project });
        assert.match(stdout, /node_modules\/countersign\/element\.js/);
    }
});

for (const [command, ...words] of [
    ["check", "examples/handoff"],
    ["inspect", "examples/handoff/server.cer"],
    ["verify", "--ca", "examples/handoff/CA.cer", "--host", "api.example.com", "examples/handoff/server.cer"],
]) {
    test(`${command} --format html is one file that fetches nothing, runs nothing and prints`, async () => {
        const { stdout } = await run(process.env.COUNTERSIGN, [command, "--at", "2026-06-01", "--format", "html", ...words], { cwd: root });
        assert.ok(!/<script|\son\w+=|(?:src|href)=/i.test(stdout));
        const place = join(scratch, command);
        await mkdir(place);
        await writeFile(join(place, "index.html"), stdout);
        const page = await visit(browser, await site(place), { javaScriptEnabled: false });
        assert.deepEqual(page.requests.filter((path) => path !== "/favicon.ico"), ["/"]);
        assert.ok(await page.getByRole("heading", { level: 1 }).isVisible());
        const pdf = await page.pdf({ format: "A4" });
        assert.equal(pdf.subarray(0, 5).toString(), "%PDF-");
        await page.context().close();
    });
}

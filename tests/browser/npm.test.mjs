// Does the npm package work for others: a script in Node, TypeScript, and a page that Vite builds?
import assert from "node:assert/strict";
import { readFile, readdir, stat } from "node:fs/promises";
import { join } from "node:path";
import { after, before, test } from "node:test";
import { browse, example, pictures, serve } from "./harness.mjs";
import { visit } from "./host.mjs";
import { installed, removeAll, run } from "./project.mjs";

const tool = (name) => join(import.meta.dirname, "node_modules/.bin", name);
let browser, server;

before(async () => {
    browser = await browse();
});

after(async () => {
    await browser?.close();
    server?.stop();
    await removeAll();
});

const SCRIPT = `
import { readFile } from "node:fs/promises";
import { inspect, explain, checks } from "countersign";
import "countersign/element";
const bytes = await readFile(process.argv[2]);
const one = inspect(bytes, { task: "inspect", at: "2026-06-01T00:00:00Z" });
const two = inspect(new Map([["server.cer", bytes]]), { task: "inspect", at: "2026-06-01T00:00:00Z" });
let refused = "";
try { inspect(bytes, { tusk: "inspect" }); } catch (error) { refused = error.message; }
console.log(JSON.stringify([one.artifacts[0].title, two.origins, explain("pair.key-mismatch").code, checks().length, refused]));
`;

test("a script in a fresh project reads a certificate, and importing the element there does no harm", async () => {
    const project = await installed({ "script.js": SCRIPT, "server.cer": await example("server.cer") });
    const { stdout, stderr } = await run("node", ["script.js", "server.cer"], { cwd: project });
    const [title, origins, code, count, refused] = JSON.parse(stdout);
    assert.equal(title, "certificate of api.example.com");
    assert.deepEqual(origins, ["server.cer"]);
    assert.equal(code, "pair.key-mismatch");
    assert.ok(count > 50, `${count} checks`);
    assert.match(refused, /^policy: .*tusk/);
    assert.equal(stderr, "");
});

const TYPED = `
import { inspect, explain, checks, type Check, type File, type Policy, type Report } from "countersign";
import type { CountersignInspector, Refusal } from "countersign/element";
const policy: Policy = { task: "verify", hosts: ["a.example"], as: null };
const files: File[] = [{ origin: "a", bytes: new Uint8Array(), given: "anchor" }];
const report: Report = inspect(files, policy);
const verdict: "passed" | "indeterminate" | "failed" = report.verdict;
const schema: "countersign/report/v1" = report.schema;
const span: [number, number] | null = report.findings[0]!.location.der;
const why: string = explain("x")?.rationale ?? "";
const all: Check[] = checks();
declare const element: CountersignInspector;
element.addEventListener("countersign-report", ({ detail }) => detail.verdict satisfies Report["verdict"]);
element.addEventListener("countersign-error", ({ detail }) => detail.reason satisfies Refusal["reason"]);
// @ts-expect-error there is no such verdict
report.verdict === "fine";
// @ts-expect-error there is no such field
inspect("", { tusk: "check" });
// @ts-expect-error numbers are no files
inspect(5);
export { verdict, schema, span, why, all };
`;

test("its types are strict, and what they do not allow is an error", async () => {
    const config = { compilerOptions: { strict: true, noEmit: true, target: "es2022", module: "nodenext", lib: ["es2023", "dom"], types: [] }, files: ["typed.ts"] };
    const project = await installed({ "typed.ts": TYPED, "tsconfig.json": JSON.stringify(config) });
    await run(tool("tsc"), ["-p", "."], { cwd: project }).catch(({ stdout }) => assert.fail(stdout));
});

test("Vite builds a page with the element and the functions", async () => {
    const pem = await example("server.cer");
    const project = await installed({
        "index.html": `<!doctype html><html lang="en"><title>Vite</title><link rel="icon" href="data:,"><body><h1>A page by Vite</h1>
            <countersign-inspector view="specimen" at="2026-06-01">${pem}</countersign-inspector><pre id="out"></pre>
            <script type="module" src="/main.js"></script></body></html>`,
        "main.js": `import { inspect } from "countersign"; import "countersign/element";
            const text = document.querySelector("countersign-inspector").textContent;
            document.getElementById("out").textContent = inspect(text, { task: "inspect", at: "2026-06-01T00:00:00Z" }).artifacts[0].sha256;`,
    });
    await run(tool("vite"), ["build", "--logLevel", "warn"], { cwd: project });
    const assets = await readdir(join(project, "dist/assets"));
    assert.equal(assets.filter((name) => name.endsWith(".wasm")).length, 1, assets.join());
    server = await serve(join(project, "dist"));
    const page = await visit(browser, server.origin);
    await page.heard(1);
    const [{ detail }] = await page.told();
    await page.waitForFunction((digest) => document.getElementById("out").textContent === digest, detail.artifacts[0].sha256);
    await page.screenshot({ path: join(await pictures(), "vite.png") });
    await page.quiet();
    await page.context().close();
});

test("the tarball holds what the package needs and nothing else", async () => {
    const project = await installed();
    const inside = join(project, "node_modules/countersign");
    const manifest = JSON.parse(await readFile(join(inside, "package.json"), "utf8"));
    assert.match(manifest.version, /^\d+\.\d+\.\d+$/);
    assert.notEqual(manifest.version, "0.0.0");
    const names = (await readdir(inside)).sort();
    assert.deepEqual(names.filter((name) => !/\.(js|d\.ts|json|wasm|md)$|^LICENSE/.test(name)), []);
    assert.ok((await stat(join(inside, "countersign.wasm"))).size > 500_000);
});

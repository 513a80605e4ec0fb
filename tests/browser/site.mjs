// Where does the browser find the site? A small server on the loopback, and one headless Chromium.
import { createServer } from "node:http";
import { readFile } from "node:fs/promises";
import { extname, join, normalize } from "node:path";
import { chromium } from "playwright-core";

const root = new URL("../..", import.meta.url).pathname;
const site = process.env.SITE ?? join(root, "target/site");
const types = { ".css": "text/css", ".html": "text/html", ".js": "text/javascript", ".wasm": "application/wasm" };

/** Serves the built site; gives its origin and a way to stop. */
export async function serve() {
    await mustRead(join(site, "countersign.js"), "The site is not built yet: run `cargo xtask web` first.");
    const server = createServer(async (request, response) => {
        const path = normalize(new URL(request.url, "http://localhost").pathname);
        const file = join(site, path === "/" ? "index.html" : path);
        try {
            const body = await readFile(file);
            response.writeHead(200, { "content-type": types[extname(file)] ?? "text/plain" }).end(body);
        } catch {
            response.writeHead(404).end();
        }
    });
    await new Promise((ready) => server.listen(0, "127.0.0.1", ready));
    return { origin: `http://127.0.0.1:${server.address().port}`, stop: () => server.close() };
}

/** Starts the browser named by CHROMIUM. */
export function browse() {
    return chromium.launch({
        executablePath: process.env.CHROMIUM ?? "/usr/bin/chromium",
        args: ["--no-sandbox", "--disable-background-networking"],
    });
}

/** The text of one of the example handoff's files. */
export function example(name) {
    const file = join(root, "examples/handoff", name);
    return mustRead(file, `${file} is missing: the examples come with the repository (cargo xtask examples).`);
}

async function mustRead(file, otherwise) {
    try {
        return await readFile(file, "utf8");
    } catch {
        throw new Error(otherwise);
    }
}

// How does somebody else's project get the npm package? By `npm pack` and an installation of the tarball, in a fresh folder.
import { execFile } from "node:child_process";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";
import { root } from "./harness.mjs";

export const run = promisify(execFile);
const made = [];

/** A fresh project with the package in it; `files` are written into it. */
export async function installed(files = {}) {
    const folder = await mkdtemp(join(tmpdir(), "countersign-project-"));
    made.push(folder);
    const npm = join(process.env.DIST ?? join(root, "dist"), "npm");
    const { stdout } = await run("npm", ["pack", "--json", "--pack-destination", folder, npm], { cwd: folder });
    const [{ filename }] = JSON.parse(stdout);
    await writeFile(join(folder, "package.json"), JSON.stringify({ name: "fresh", private: true, type: "module" }));
    await run("npm", ["install", "--offline", "--no-audit", "--no-fund", join(folder, filename)], { cwd: folder });
    for (const [name, text] of Object.entries(files)) await writeFile(join(folder, name), text);
    return folder;
}

/** Takes the projects away. */
export async function removeAll() {
    await Promise.all(made.splice(0).map((folder) => rm(folder, { recursive: true, force: true })));
}

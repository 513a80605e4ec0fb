// Where are the module's bytes? In a file beside this one, on the disk.
import { readFile } from "node:fs/promises";

export async function moduleSource() {
    return WebAssembly.compile(await readFile(new URL("./countersign.wasm", import.meta.url)));
}

// How do all elements of a page, and its scripts, come to one instance of the module?
import { wasm_bindgen } from "./glue.js";
import { moduleSource } from "#wasm";

let loading;

/** The module's exports, when it is loaded; it is loaded once for all. */
export function load() {
    loading ??= start().catch((error) => {
        // The next one who asks tries again.
        loading = undefined;
        throw error;
    });
    return loading;
}

async function start() {
    await wasm_bindgen({ module_or_path: await moduleSource() });
    return wasm_bindgen;
}

// How do scripts ask? The same function as the command line's, with the module ready when the import ends.
import { load } from "./module.js";
import { judge } from "./judging.js";

const module = await load();

export function inspect(files, policy) {
    const judged = judge(module, files, policy);
    try {
        return JSON.parse(judged.json());
    } finally {
        judged.free();
    }
}

export function explain(code) {
    const text = module.explain(code);
    return text === undefined ? undefined : JSON.parse(text);
}

export function checks() {
    return JSON.parse(module.checks());
}

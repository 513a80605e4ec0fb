// How do a script's files and policy become a judgement?

const TEXT = new TextEncoder();

/**
 * Judges files with the loaded module; the judgement must be freed. Bytes alone are one file.
 */
export function judge(module, files, policy = {}) {
    const desk = new module.Desk();
    try {
        for (const { origin, bytes, given = "named", place = "", pasted, dropped } of listed(files)) {
            if (pasted !== undefined) desk.paste(pasted);
            else if (dropped) desk.drop(origin, asBytes(bytes), dropped.join("\n"), Boolean(policy.as));
            else desk.add(String(origin), asBytes(bytes), given, place);
        }
    } catch (error) {
        desk.free();
        throw error;
    }
    return desk.judge(JSON.stringify(policy), new Date().toISOString());
}

/** Bytes, a text, a map of names to either, or files with more to say about each. */
function listed(files) {
    if (typeof files === "string" || isBytes(files)) return [{ origin: "input", bytes: files }];
    if (files instanceof Map) return [...files].map(([origin, bytes]) => ({ origin, bytes }));
    if (Array.isArray(files)) return files;
    throw new TypeError("files must be bytes, a text, a Map of names to bytes, or a list of files");
}

function isBytes(value) {
    return value instanceof ArrayBuffer || ArrayBuffer.isView(value);
}

function asBytes(bytes) {
    if (typeof bytes === "string") return TEXT.encode(bytes);
    if (bytes instanceof ArrayBuffer) return new Uint8Array(bytes);
    if (ArrayBuffer.isView(bytes)) return new Uint8Array(bytes.buffer, bytes.byteOffset, bytes.byteLength);
    throw new TypeError("a file's bytes must be a Uint8Array, an ArrayBuffer or a text");
}

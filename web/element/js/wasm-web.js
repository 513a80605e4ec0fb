// Where are the module's bytes? In a file beside this one, which bundlers find by this very expression.
export async function moduleSource() {
    const response = await fetch(new URL("./countersign.wasm", import.meta.url));
    if (!response.ok) throw new Error(`countersign.wasm: ${response.status} ${response.statusText}`);
    return WebAssembly.compile(await response.arrayBuffer());
}

import init, { mount, work } from "./countersign.js";
// Starts the app in a page, and the same module in the page's worker. Everything is fetched at the start, each file
// checked by its digest; nothing is fetched later, and nothing is sent.

/** The module's bytes: in the one-file build they stand in the page, compressed; on a site they are a file. */
async function moduleBytes() {
    const inlined = document.getElementById("module");
    if (inlined === null) {
        const { href, dataset } = document.querySelector("link[as=fetch]");
        return fetch(href, { integrity: dataset.integrity });
    }
    const packed = Uint8Array.from(atob(inlined.textContent), (letter) => letter.charCodeAt(0));
    inlined.remove();
    const stream = new Blob([packed]).stream().pipeThrough(new DecompressionStream("gzip"));
    return new Response(stream, { headers: { "content-type": "application/wasm" } });
}

/** This very script's text, for the worker. */
async function ownText() {
    const script = document.querySelector("script[type=module]");
    if (!script.src) return script.textContent;
    return (await fetch(script.src, { integrity: script.integrity })).text();
}

async function start() {
    const place = document.getElementById("app");
    try {
        const [module, text] = await Promise.all([moduleBytes().then(WebAssembly.compileStreaming), ownText()]);
        const address = URL.createObjectURL(new Blob([text], { type: "text/javascript" }));
        await init({ module_or_path: module });
        mount(() => {
            const worker = new Worker(address, { type: "module" });
            worker.postMessage(module);
            return worker;
        });
    } catch (error) {
        place.textContent = `The app could not start: ${error}. A current browser with WebAssembly is needed, and every file of the site.`;
    }
}

/** In a worker: the module comes first, then questions, each with its number and the files it is about. */
function serve() {
    let ready;
    self.onmessage = async ({ data }) => {
        if (data instanceof WebAssembly.Module) {
            ready = init({ module_or_path: data });
            return;
        }
        await ready;
        const [number, ask, files] = data;
        await work(ask, files, (said) => self.postMessage([number, said], [said.buffer]));
    };
}

if ("document" in globalThis) {
    if (document.getElementById("app") !== null) start();
} else if ("onmessage" in globalThis) {
    serve();
}

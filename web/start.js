// Runs after `wasm_bindgen`, the module's own JavaScript, in one script with it. Starts the app in a page, and the same module in the page's worker. Everything is fetched at the start, each file
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
async function ownText(own) {
    if (!own.src) return own.textContent;
    return (await fetch(own.src, { integrity: own.integrity })).text();
}

async function start(own) {
    const place = document.getElementById("app");
    try {
        const [module, text] = await Promise.all([moduleBytes().then(WebAssembly.compileStreaming), ownText(own)]);
        const address = URL.createObjectURL(new Blob([text], { type: "text/javascript" }));
        await wasm_bindgen({ module_or_path: module });
        wasm_bindgen.mount(() => {
            const worker = new Worker(address);
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
    // A fault of the program reaches the page as an error of this worker, wherever it happened.
    self.onunhandledrejection = (event) => reportError(event.reason);
    self.onmessage = async ({ data }) => {
        if (data instanceof WebAssembly.Module) {
            ready = wasm_bindgen({ module_or_path: data });
            return;
        }
        await ready;
        const [number, ask, files] = data;
        await wasm_bindgen.work(ask, files, (said) => self.postMessage([number, said], [said.buffer]));
    };
}

if ("document" in globalThis) {
    const own = document.currentScript;
    // The one file has its script in the head, before there is a place for the app.
    if (document.readyState === "loading") addEventListener("DOMContentLoaded", () => start(own), { once: true });
    else start(own);
} else {
    serve();
}

// Loads the module and shows the app. Nothing else is fetched, and nothing is sent.
import init, { mount } from "./countersign.js";

try {
    await init();
    mount();
} catch (error) {
    document.getElementById("app").textContent =
        `The app could not start: ${error}. A current browser with WebAssembly is needed, and every file of the site.`;
}

// How does the element stand in a frame? Its attributes are the frame's query; the page around hears how high it is.

const element = document.createElement("countersign-inspector");
for (const name of element.constructor.observedAttributes) {
    const value = new URLSearchParams(location.search).get(name);
    if (value !== null) element.setAttribute(name, value);
}
const ground = new CSSStyleSheet();
ground.replaceSync("body { margin: 0; }");
document.adoptedStyleSheets = [ground];
document.body.append(element);

// Nothing but the height is told: what a reader drops here stays in the frame.
new ResizeObserver(() => {
    parent.postMessage({ type: "countersign-height", height: Math.ceil(element.getBoundingClientRect().height) }, "*");
}).observe(element);

// How does the style reach a shadow tree, and text from the module become elements? Both in ways that strict policies allow.
import { STYLE } from "./style.js";

let made;

/** One constructed style sheet for all elements: no policy has to allow inline styles. */
export function sheet() {
    if (made === undefined) {
        made = new CSSStyleSheet();
        made.replaceSync(STYLE);
    }
    return made;
}

const policy = trusting();

/** A page that asks for trusted types has to allow the name; one that does not can't have the element draw in it. */
function trusting() {
    try {
        return globalThis.trustedTypes?.createPolicy("countersign", { createHTML: (text) => text });
    } catch {
        return undefined;
    }
}

/** Text that was escaped where it was made. */
export function markup(text) {
    return policy?.createHTML(text) ?? text;
}

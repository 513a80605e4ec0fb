// In which order does a screen reader tell the page? The browser's own tree of it, in reading order.
import assert from "node:assert/strict";
import { join } from "node:path";
import { afterEach, beforeEach, test } from "node:test";
import { drop, onSite, open, root } from "./harness.mjs";

let browser, server, page;

onSite(async (given) => {
    ({ server, browser } = given);
});

beforeEach(async () => {
    page = await open(browser, server.origin);
});

afterEach(() => page.context().close());

const told = () => page.locator("body").ariaSnapshot();

/** Each of these is told, after the one before it. */
function inOrder(text, parts) {
    let from = 0;
    for (const part of parts) {
        const at = text.indexOf(part, from);
        assert.ok(at >= 0, `${part} is not told after what stands before it in:\n${text}`);
        from = at + part.length;
    }
}

/** The headings with their levels, as they are told. */
const headings = (text) =>
    [...text.matchAll(/heading "(.*)" \[level=(\d)\]/g)].map(([, words, level]) => [Number(level), words.replaceAll("''", "'")]);

test("before anything is given: the question, how to give, how to ask, what is read", async () => {
    inOrder(await told(), [
        "banner",
        "Nothing leaves this page",
        "main",
        'heading "Will these files work together?" [level=1]',
        'textbox "Drop files or folders anywhere on the page, or paste PEM text here"',
        'button "Choose files…"',
        'button "Choose a folder…"',
        'button "Inspect"',
        'group "Who asks"',
        'radio "Everyone" [checked]',
        'radio "Team A"',
        'radio "Team B"',
        'textbox "Clients call the server"',
        'textbox "On the day"',
        'heading "What it reads" [level=2]',
    ]);
});

test("the answer is told before its reasons, and each finding before its cure and its place", async () => {
    await drop(page, [join(root, "examples/faulty/san-dropped")]);
    const text = await told();
    inOrder(text, [
        'group "Export the report"',
        'list "Handed over"',
        "article",
        "wrong: This set will not work yet.",
        "Team B must act",
        "The seven files",
        "The handshakes",
        "What is wrong, and who must act",
        "Cure",
        "Why?",
        'button "Show in the bytes"',
        "Tell the other team",
        "Asked, and granted",
        "Whom the certificates lead to",
        "When they are valid",
        "What is in each file",
        "Not looked at",
    ]);
    let level = 0;
    for (const [deeper, words] of headings(text)) {
        assert.ok(deeper <= level + 1, `${words} is ${deeper} deep below ${level}`);
        level = deeper;
    }
    assert.equal(headings(text).filter(([depth]) => depth === 1).length, 1);
});

test("what only decorates is not told, and every symbol has its word", async () => {
    await drop(page, [join(root, "examples/faulty/altered-certificate")]);
    const text = await told();
    assert.doesNotMatch(text, /[✓✗×]|\bimg\b|graphics/);
    for (const word of ["wrong: ", "right: ", "not reached: "]) assert.ok(text.includes(word), word);
});

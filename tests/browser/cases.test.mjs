// Does the module in the browser say of every case of the public suites what the command line says, to the byte?
import assert from "node:assert/strict";
import { mkdtemp, readFile, readdir, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, test } from "node:test";
import { gunzipSync } from "node:zlib";
import { AT, countersign, onSite, open, root } from "./harness.mjs";

const corpora = process.env.COUNTERSIGN_CORPORA ?? join(root, "../shared/corpora");
const at = AT.toISOString();
let browser, server, page, place;

onSite(async (given) => {
    ({ server, browser } = given);
    place = await mkdtemp(join(tmpdir(), "countersign-"));
    page = await open(browser, server.origin);
});

after(async () => {
    if (place) await rm(place, { recursive: true });
});

/** The content of a suite's file, or nothing where the suites are not. */
async function suite(name) {
    const bytes = await readFile(join(corpora, name)).catch(() => undefined);
    return bytes && JSON.parse(gunzipSync(bytes));
}

const certificates = (pems, given) => (pems ?? []).map((pem, index) => [`${given}-${index}`, Buffer.from(pem), given]);

/** What the module says, as the command line writes it. */
function inBrowser(files, policy) {
    const crossing = files.map(({ origin, bytes, given }) => ({ origin, given, bytes: bytes.toString("base64") }));
    return page.evaluate(
        ([files, policy]) => {
            const bytes = (text) => Uint8Array.from(atob(text), (letter) => letter.charCodeAt(0));
            const given = files.map((file) => ({ ...file, bytes: bytes(file.bytes) }));
            return `${JSON.stringify(wasm_bindgen.inspect(given, policy), null, 2)}\n`;
        },
        [crossing, policy],
    );
}

/** One case: its files, how each was given, what is asked. */
async function agrees(id, given, words, policy) {
    const files = given.map(([name, bytes, how], index) => ({
        origin: `${index}-${name.replace(/[^\w.-]/g, "_")}`.slice(-100),
        bytes,
        given: how,
    }));
    await Promise.all(files.map(({ origin, bytes }) => writeFile(join(place, origin), bytes)));
    const option = { anchor: "--ca", "revocation-list": "--crl", untrusted: "--untrusted" };
    const named = files.flatMap(({ origin, given }) => (option[given] ? [option[given], origin] : []));
    const rest = files.filter(({ given }) => !option[given]).map(({ origin }) => origin);
    const [task, ...options] = words;
    const cli = await countersign(place, task, "--at", policy.at, "--format", "json", ...options, ...named, "--", ...rest);
    const web = await inBrowser(files, { task, ...policy });
    if (web === cli) return;
    const [one, other] = [JSON.parse(web), JSON.parse(cli)];
    assert.deepEqual(one, other, id);
    assert.fail(`${id}: the same values, spelt differently`);
}

/** Every case of a suite; `each` gives its arguments for [`agrees`]. */
function every(name, cases, each) {
    test(name, { skip: process.env.COUNTERSIGN ? false : "COUNTERSIGN names no command line" }, async (context) => {
        const all = await cases();
        if (!all) return context.skip(`the suite is not in ${corpora}; set COUNTERSIGN_CORPORA`);
        for (const one of all) await agrees(...each(one));
        context.diagnostic(`${all.length} cases`);
    });
}

/** A certificate with its helpers, verified; a limit of the path's length is the command line's alone. */
function verified(id, peer, { anchors, untrusted, lists = [] }, { time = at, purpose, profile, hosts = [] }) {
    const given = [
        ["peer.cer", Buffer.from(peer), "target"],
        ...certificates(untrusted, "untrusted"),
        ...certificates(lists, "revocation-list"),
        ...certificates(anchors, "anchor"),
    ];
    const names = hosts.flatMap((host) => ["--host", host]);
    const words = ["verify", "--purpose", purpose, "--profile", profile, ...names];
    return [id, given, words, { at: time, purpose, profile, hosts }];
}

const looked = (name, bytes) => [name, [[name, bytes, "named"]], ["inspect"], { at }];

every(
    "each file of the public suites is looked at as the command line does",
    async () => {
        const folder = join(corpora, "files");
        const found = await readdir(folder, { recursive: true, withFileTypes: true }).catch(() => undefined);
        const files = found?.filter((entry) => entry.isFile()).map((entry) => join(entry.parentPath, entry.name));
        return files && Promise.all(files.sort().map(async (path) => [path.slice(folder.length + 1), await readFile(path)]));
    },
    ([name, bytes]) => looked(name, bytes),
);

every(
    "each hostile input is looked at as the command line does",
    async () => {
        const suites = await suite("hostile/hostile-dev.json.gz");
        return suites && Object.values(suites).flat();
    },
    ({ sha256, b64 }) => looked(sha256, Buffer.from(b64, "base64")),
);

every(
    "each certificate and list of the linter's suite is looked at as the command line does",
    async () => (await suite("lint/zlint-dev.json.gz"))?.cases,
    ({ file, der_b64 }) => looked(file, Buffer.from(der_b64, "base64")),
);

every(
    "the paths of x509-limbo are verified as the command line does, of BetterTLS' one in twenty",
    async () => {
        const cases = (await suite("limbo/limbo-dev.json.gz"))?.testcases.filter((one) => one.max_chain_depth === null);
        return cases?.filter(({ id }, index) => !id.startsWith("bettertls") || index % 20 === 0);
    },
    (one) =>
        verified(
            one.id,
            one.peer_certificate,
            { anchors: one.trusted_certs, untrusted: one.untrusted_intermediates, lists: one.crls },
            {
                time: one.validation_time ?? at,
                purpose: one.validation_kind.toLowerCase(),
                profile: /^(webpki|online)::/.test(one.id) ? "web-pki" : "rfc5280",
                hosts: [one.expected_peer_name, ...one.expected_peer_names].flatMap((name) => name?.value ?? []),
            },
        ),
);

test("nothing was complained of on the way, and nothing left the page", async () => {
    await page.quiet();
    page.atHome();
});

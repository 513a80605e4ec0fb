// Keeps the site, so that it opens without a network once it was opened with one. The build writes the names of the
// site's files here; names change with their content, so a new site is another set and the older one is dropped.
const FILES = [];
const KEPT = "countersign-fingerprint";

self.oninstall = (event) => {
    const keep = async () => (await caches.open(KEPT)).addAll(FILES);
    event.waitUntil(keep().then(() => self.skipWaiting()));
};

self.onactivate = (event) => {
    const older = (name) => name.startsWith("countersign-") && name !== KEPT;
    const drop = async () => Promise.all((await caches.keys()).filter(older).map((name) => caches.delete(name)));
    event.waitUntil(drop().then(() => self.clients.claim()));
};

// What is kept is never asked for again. The page itself asks for nothing else.
self.onfetch = (event) => {
    const answer = async () => (await (await caches.open(KEPT)).match(event.request)) ?? fetch(event.request);
    if (event.request.method === "GET") event.respondWith(answer());
};

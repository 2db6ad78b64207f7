// The service worker, served as /sw.js with VERSION, PAGE and FILES before it. It keeps the page that shows
// when the network is away and the site's own files; never a page of a student.
const CACHE = `billings-${VERSION}`;
const IS_HASHED = /\.[0-9a-f]{12}\.\w+$/;

async function keep() {
  const cache = await caches.open(CACHE);
  await cache.put(PAGE, await fetch(PAGE, { credentials: "omit", cache: "reload" }));
  await Promise.allSettled(FILES.map((file) => cache.add(new Request(file, { credentials: "omit" }))));
  await self.skipWaiting();
}

async function forgetOthers() {
  const names = await caches.keys();
  await Promise.all(names.filter((name) => name !== CACHE).map((name) => caches.delete(name)));
  await self.clients.claim();
}

async function fileOf(request) {
  const kept = await caches.match(request, { ignoreVary: true });
  if (kept && IS_HASHED.test(new URL(request.url).pathname)) return kept;
  return fetch(request).catch((error) => {
    if (kept) return kept;
    throw error;
  });
}

self.addEventListener("install", (event) => event.waitUntil(keep()));
self.addEventListener("activate", (event) => event.waitUntil(forgetOthers()));
self.addEventListener("fetch", (event) => {
  const { request } = event;
  // A form that was posted cannot be gone back to: its answer fails with the network there.
  if (request.mode === "navigate" && (request.method === "GET" || !navigator.onLine)) {
    event.respondWith(fetch(request).catch(async () => (await caches.match(PAGE)) ?? Response.error()));
  } else if (request.method === "GET" && FILES.includes(request.url)) {
    event.respondWith(fileOf(request));
  }
});

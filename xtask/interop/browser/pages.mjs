// The web server of the page: on a port of its own, so that the browser asks the service whether it may be called.

import { readFile } from "node:fs/promises";
import { createServer } from "node:http";
import { createRequire } from "node:module";

const require = createRequire(import.meta.url);
const beside = (name) => new URL(name, import.meta.url);

/** Path, media type, file. ChatJS is served as it is in its package. */
const FILES = new Map([
  ["/", ["text/html", beside("page.html")]],
  ["/page.js", ["text/javascript", beside("page.js")]],
  ["/amazon-connect-chat.js", ["text/javascript", require.resolve("amazon-connect-chatjs")]],
]);

/** Starts it on loopback, and returns it with its URL. */
export async function serve() {
  const server = createServer(async ({ url }, response) => {
    const [type, file] = FILES.get(url) ?? [];
    if (!file) return response.writeHead(404).end();
    response.writeHead(200, { "content-type": `${type}; charset=utf-8` }).end(await readFile(file));
  });
  await new Promise((resolve) => server.listen(0, "127.0.0.1", resolve));
  return { server, url: `http://127.0.0.1:${server.address().port}/` };
}

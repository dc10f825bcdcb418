// A proxy between browser and appliance whose answers a test can change, for faults on the way and misconfigured hosts.
// The headers come from the appliance, so they cannot drift from the tested ones.
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";

export type Answer = { status: number; headers: Record<string, string>; body: Buffer };

export type ProxyServer = { url: string; close: () => Promise<void> };

export type Change = (path: string, answer: Answer) => void | Promise<void>;

/** Starts a proxy. `change` may alter each answer or delay it. */
export async function startProxy(target: string, change: Change): Promise<ProxyServer> {
  const server = createServer(async (request, response) => {
    const path = request.url ?? "/";
    try {
      const given = await fetch(new URL(path, target), { headers: { "accept-encoding": "identity" }, redirect: "manual" });
      const answer: Answer = { status: given.status, headers: Object.fromEntries(given.headers), body: Buffer.from(await given.arrayBuffer()) };
      for (const name of ["content-length", "transfer-encoding", "connection", "keep-alive"]) delete answer.headers[name];
      await change(new URL(path, target).pathname, answer);
      response.writeHead(answer.status, answer.headers).end(answer.body);
    } catch (error) {
      response.writeHead(502).end(String(error));
    }
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}${new URL(target).pathname}`,
    close: () => {
      server.closeAllConnections();
      return new Promise((resolve) => server.close(() => resolve()));
    },
  };
}

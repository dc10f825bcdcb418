// A server between browser and appliance that passes everything on and lets a test change the answers: for what goes wrong on the
// way, and for hosts that are set up badly. The headers are the appliance's own, so they cannot drift from what is tested.
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";

export type Answer = { status: number; headers: Record<string, string>; body: Buffer };

export type Between = { url: string; close: () => Promise<void> };

/** Starts it. `change` gets the path and the answer; it may take its time. */
export async function between(target: string, change: (path: string, answer: Answer) => void | Promise<void>): Promise<Between> {
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

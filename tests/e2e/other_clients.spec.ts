// The calls of the public clients (API.md §12) over sockets, beside those of the console. Needs no page.
import { readFileSync } from "node:fs";
import { Client } from "./support/client.ts";
import { expect, test } from "./support/fixture.ts";

interface Call {
  method: string;
  /** `{name}` stands for the id that the call of this name made. */
  path: string;
  body?: unknown;
  makes?: string;
  /** The status of a call that must be refused. */
  refused?: number;
}

const file = new URL("../fixtures/calls-of-other-clients.jsonl", import.meta.url);
const calls: Call[] = readFileSync(file, "utf8").trimEnd().split("\n").map((line) => JSON.parse(line));

test("70 calls of Terraform, Ansible and ksctl are answered by the stand-in, but for the six that must be refused", async ({ appliance }) => {
  await appliance.control("settings", { sync_seconds: 600 });
  const client = await Client.signIn(appliance);
  const made = new Map<string, string>();
  const outcomes: [string, number][] = [];
  for (const { method, path, body, makes } of calls) {
    const target = path.slice(1).replace(/\{(.*?)\}/, (_, name) => made.get(name) ?? "none");
    const { status, answer } = await client.ask(method, target, body);
    outcomes.push([`${method} ${path}`, status < 300 ? 0 : status]);
    if (makes && status < 300) made.set(makes, answer.id);
  }
  expect(outcomes).toEqual(calls.map(({ method, path, refused }) => [`${method} ${path}`, refused ?? 0]));
  expect(outcomes.map(([, status]) => status).filter(Boolean)).toEqual([400, 400, 400, 404, 500, 404]);
  expect([calls.length, made.size]).toEqual([70, 23]);
});

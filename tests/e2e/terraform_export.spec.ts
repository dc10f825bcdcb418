// Terraform resources as the parser of HCL reads them: each value of the schedule comes back. Needs no page.
import { readFileSync } from "node:fs";
import { parse } from "@cdktf/hcl2json";
import { expect, test } from "@playwright/test";

type Json = Record<string, any>;
interface Exported {
  id: string;
  /** The body that creates the schedule. */
  body: Json;
  text: string;
}

const file = new URL("../fixtures/handoff/terraform.jsonl", import.meta.url);
const exported: Exported[] = readFileSync(file, "utf8").trimEnd().split("\n").map((line) => JSON.parse(line));

/** Each text of a value, changed; names of members stay. */
function texts(value: any, change: (text: string) => string): any {
  if (typeof value === "string") return change(value);
  if (Array.isArray(value)) return value.map((one) => texts(one, change));
  if (value === null || typeof value !== "object") return value;
  return Object.fromEntries(Object.entries(value).map(([name, one]) => [name, texts(one, change)]));
}

// The parser keeps the doubled sign of an escaped template; Terraform composes letters.
const evaluated = (value: Json): Json => texts(value, (text) => text.replace(/\$\$\{/g, "${").replace(/%%\{/g, "%{"));
const composed = (value: any): any => texts(value, (text) => text.normalize("NFC"));

/** The attributes that stand for a parameter object, by the provider's documentation. */
function attributes(params: Json): Json {
  const { aws_param: aws, ...rest } = params;
  const renamed: Json = {
    sync_item: "sync_items", retain_alias: "aws_retain_alias", tiedToHSM: "tied_to_hsm", retentionCount: "retention_count",
  };
  const pairs = Object.entries({ ...rest, ...aws }).filter(([, value]) => value !== null && value !== "");
  const found: Json = Object.fromEntries(pairs.map(([name, value]) => [renamed[name] ?? name, value]));
  if (found.filters) {
    found.filters = found.filters.map((one: Json) => ({
      resource_type: one.resourceType, ...(one.resourceQuery && { resource_query: JSON.stringify(one.resourceQuery) }),
    }));
  }
  return found;
}

/** The resource that should be there, as the parser gives it. */
function resource(body: Json): Json {
  const block = `${body.operation}_params`;
  return { ...body, ...(body[block] && { [block]: attributes(body[block]) }) };
}

async function resources(text: string): Promise<Json> {
  const read: Json = await parse("schedules.tf", text);
  return read.resource.ciphertrust_scheduler;
}

test("the parser of HCL reads each value of 200 exported schedules", async () => {
  expect(exported.length).toBe(200);
  let [altered, items, templates] = [0, 0, 0];
  for (const { id, body, text } of exported) {
    const [name, [read], ...more] = Object.entries(await resources(text)).flat() as [string, [Json], ...unknown[]];
    expect(more).toEqual([]);
    expect(name.endsWith(id.replaceAll("-", "_")), name).toBe(true);
    const wanted = resource(body);
    expect(evaluated(read), text).toEqual(composed(wanted));
    // The comment names the attributes that come back as another text, and no others.
    const block = `${body.operation}_params`;
    const { [block]: params, ...common } = wanted;
    const changed = [...Object.entries(common), ...Object.entries(params ?? {})]
      .filter(([, value]) => JSON.stringify(value) !== JSON.stringify(composed(value)))
      .map(([attribute]) => attribute);
    const said = /^# Terraform composes .* which changes: (.*)$/m.exec(text)?.[1].split(", ") ?? [];
    expect(new Set(said), text).toEqual(new Set(changed));
    altered += Number(changed.length > 0);
    items += Number("sync_items" in (params ?? {}));
    templates += Number(/[$%]\{/.test(JSON.stringify(body)));
  }
  expect(Math.min(altered, items, templates), "cases of each kind").toBeGreaterThan(5);
});

test("200 exported schedules in one directory have different names", async () => {
  const all = await resources(exported.map(({ text }) => text).join("\n"));
  expect(Object.keys(all).length).toBe(200);
  expect(Object.values(all).every((list) => list.length === 1)).toBe(true);
});

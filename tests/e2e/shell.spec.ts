// The static shell around the program: first paint, start failures, crash screen, Trusted Types, frames, headers.
import { readdirSync } from "node:fs";
import type { Page } from "@playwright/test";
import type { Appliance } from "./support/appliance.ts";
import { act, expect, test } from "./support/fixture.ts";
import type { Guard } from "./support/guard.ts";
import { PAYLOADS } from "./support/payloads.ts";
import { type Change, type ProxyServer, startProxy } from "./support/proxy.ts";

const isWasm = (path: string) => path.endsWith(".wasm");
const isBoot = (path: string) => /\/boot(-[0-9a-f]+)?\.js$/.test(path);
const isGlue = (path: string) => path.endsWith(".js") && !isBoot(path);

/** Opens the console through a proxy that changes the answers. */
async function openChanged(page: Page, appliance: Appliance, guard: Guard, change: Change): Promise<ProxyServer> {
  const server = await startProxy(appliance.url, change);
  guard.allowOrigin(server.url);
  await page.goto(server.url);
  return server;
}

/** Opens the console with its wasm held back until `release`. */
async function holdWasm(page: Page, appliance: Appliance, guard: Guard): Promise<{ server: ProxyServer; release: () => void }> {
  let release = () => {};
  const released = new Promise<void>((resolve) => (release = resolve));
  const server = await openChanged(page, appliance, guard, async (path) => {
    if (isWasm(path)) await released;
  });
  return { server, release };
}

test("shell paints the sign-in form before the wasm arrives", async ({ page, appliance, guard }) => {
  const { server, release } = await holdWasm(page, appliance, guard);
  await expect(page.getByLabel("User name")).toBeEditable();
  await expect
    .poll(() => page.evaluate(() => performance.getEntriesByName("first-contentful-paint").length), { message: "first contentful paint" })
    .toBe(1);
  release();
  await expect(page.getByRole("button", { name: "Show password" })).toBeVisible();
  await page.goto("about:blank");
  await server.close();
});

test("shell without JavaScript says that the console needs it", async ({ browser, appliance }) => {
  const context = await browser.newContext({ javaScriptEnabled: false });
  const page = await context.newPage();
  await page.goto(appliance.url);
  await expect(page.locator("noscript p")).toBeVisible();
  await expect(page.locator("noscript p")).toContainText("needs JavaScript and WebAssembly");
  await expect(page.locator("input, button, summary").filter({ visible: true }), "a form that does nothing").toHaveCount(0);
  await context.close();
});

const FAILURES: [string, Change][] = [
  ["the wasm is missing", (path, answer) => void (isWasm(path) && (answer.status = 404))],
  ["the wasm has a wrong type", (path, answer) => void (isWasm(path) && (answer.headers["content-type"] = "application/octet-stream"))],
  ["the wasm is cut short", (path, answer) => void (isWasm(path) && (answer.body = answer.body.subarray(0, answer.body.length >> 1)))],
  [
    "the wasm was tampered with",
    (path, answer) => {
      if (isWasm(path)) answer.body[answer.body.length - 100] ^= 1;
    },
  ],
  ["the glue was tampered with", (path, answer) => void (isGlue(path) && (answer.body = Buffer.concat([answer.body, Buffer.from("\n;")])))],
  ["the glue is missing", (path, answer) => void (isGlue(path) && (answer.status = 404))],
  [
    "the policy forbids WebAssembly",
    (_, answer) => {
      const policy = answer.headers["content-security-policy"] ?? "";
      answer.headers["content-security-policy"] = policy.replace(" 'wasm-unsafe-eval'", "");
    },
  ],
];

for (const [what, change] of FAILURES) {
  test(`shell explains a failed start when ${what}`, async ({ page, appliance, guard }) => {
    guard.expectProblem(/^console error/);
    guard.expectProblem(/^policy violation: script-src/);
    const server = await openChanged(page, appliance, guard, change);
    await expect(page.getByRole("heading", { name: "The console did not start" })).toBeVisible();
    await expect(page.getByLabel("User name")).toBeHidden();
    await act(page, () => page.getByRole("button", { name: "Reload" }).focus());
    await server.close();
  });
}

test("shell explains that a browser lacks WebAssembly", async ({ page }) => {
  await page.addInitScript(() => delete (globalThis as any).WebAssembly);
  await page.goto("");
  await expect(page.getByText("This browser has no WebAssembly")).toBeVisible();
  await expect(page.getByLabel("User name")).toBeHidden();
});

test("shell explains a hanging start after a timeout and withdraws the error when the wasm arrives", async ({ page, appliance, guard }) => {
  const { server, release } = await holdWasm(page, appliance, guard);
  await expect(page.getByRole("heading", { name: "The console did not start" })).toBeVisible({ timeout: 10_000 });
  release();
  await expect(page.getByLabel("User name")).toBeVisible();
  await expect(page.getByRole("heading", { name: "The console did not start" })).toBeHidden();
  await page.goto("about:blank");
  await server.close();
});

test("shell without boot.js explains the long start after a timeout", async ({ page, appliance, guard }) => {
  guard.expectProblem(/^console error: Failed to load resource/);
  guard.expectProblem(/was preloaded using link preload but not used/);
  const server = await openChanged(page, appliance, guard, (path, answer) => {
    if (isBoot(path)) answer.status = 404;
  });
  await expect(page.getByText("This takes unusually long")).toBeVisible({ timeout: 10_000 });
  await page.goto("about:blank");
  await server.close();
});

test("crash screen stops timers and requests, and its diagnostics hold no query and no token", async ({ page, context, appliance }) => {
  await context.grantPermissions(["clipboard-read", "clipboard-write"]);
  await page.goto("schedules?q=confidential-name");
  await expect(page.getByLabel("User name")).toBeVisible();
  const token = `${"a".repeat(20)}.${"b".repeat(40)}.${"c".repeat(20)}`;
  await page.evaluate((token) => {
    setInterval(() => ((window as any).ticks = ((window as any).ticks ?? 0) + 1), 10);
    dispatchEvent(new CustomEvent("keysync:panic", { detail: `index out of bounds in Bearer ${token}` }));
    (window as any).ticks = 0;
  }, token);
  await expect(page.getByRole("heading", { name: "The console stopped because of an internal error" })).toBeFocused({ timeout: 1000 });
  await expect(page.locator("#app *")).toHaveCount(0);
  const requests = (await appliance.journal()).length;
  await page.keyboard.press("Escape");
  await page.evaluate(() => dispatchEvent(new PopStateEvent("popstate")));
  await page.getByRole("button", { name: "Copy diagnostics" }).click();
  await expect(page.getByText("Copied.")).toBeVisible();
  const report = await page.evaluate(() => navigator.clipboard.readText());
  expect(report).toContain(`error ${await page.locator("#crashed-id").textContent()}`);
  expect(report).toContain("index out of bounds");
  expect(report).toContain("?next=…");
  expect(report).not.toContain("confidential-name");
  expect(report).not.toContain(token);
  expect(await page.evaluate(() => (window as any).ticks), "timers of the dead program").toBe(0);
  expect((await appliance.journal()).length, "requests of the dead program").toBe(requests);
  await act(page, () => page.getByRole("button", { name: "Copy diagnostics" }).focus());
});

test("Trusted Types refuse every markup payload, script text, script URL and new policy", async ({ page, guard }) => {
  guard.expectProblem(/TrustedHTML|TrustedScript|TrustedTypePolicy|trusted-types|Trusted Types/);
  await page.goto("");
  await expect(page.getByLabel("User name")).toBeVisible();
  const accepted = await page.evaluate((payloads) => {
    const passes = (act: () => unknown) => {
      try {
        act();
        return true;
      } catch {
        return false;
      }
    };
    const place = document.createElement("div");
    return {
      payloads: payloads.filter((payload) => passes(() => (place.innerHTML = payload))),
      script: passes(() => (document.createElement("script").text = "1")),
      url: passes(() => (document.createElement("script").src = "/boot.js")),
      policy: passes(() => (globalThis as any).trustedTypes.createPolicy("default", {})),
    };
  }, PAYLOADS);
  expect(accepted).toEqual({ payloads: [], script: false, url: false, policy: false });
  expect(PAYLOADS.length).toBeGreaterThanOrEqual(25);
});

test("console in a frame on a host without headers offers nothing to click", async ({ page, appliance, guard }) => {
  const server = await startProxy(appliance.url, (path, answer) => {
    for (const name of Object.keys(answer.headers)) if (name !== "content-type") delete answer.headers[name];
    if (path.endsWith("/frame")) {
      answer.headers["content-type"] = "text/html";
      answer.status = 200;
      answer.body = Buffer.from('<!doctype html><html lang="en"><title>Frame</title><link rel="icon" href="data:,"><main><h1>Frame</h1><iframe title="console" src="./"></iframe></main>');
    }
  });
  guard.allowOrigin(server.url);
  await page.goto(`${server.url}frame`);
  const frame = page.frameLocator("iframe");
  await expect(frame.getByRole("heading", { name: "does not run inside another page" })).toBeVisible();
  await expect(frame.locator("a, button, input, select, textarea, [tabindex]").filter({ visible: true })).toHaveCount(0);
  await page.goto("about:blank");
  await server.close();
});

test("stored theme applies before the wasm arrives, and a damaged one is ignored", async ({ page, appliance, guard }) => {
  const { server } = await holdWasm(page, appliance, guard);
  await page.evaluate(() => localStorage.setItem("keysync:v1:preferences", '{"theme":"dark"}'));
  await page.reload();
  await expect(page.locator("html")).toHaveAttribute("data-theme", "dark");
  await page.evaluate(() => localStorage.setItem("keysync:v1:preferences", "{"));
  await page.reload();
  await expect(page.locator("html")).not.toHaveAttribute("data-theme");
  await expect(page.getByLabel("User name")).toBeVisible();
  await page.goto("about:blank");
  await server.close();
});

test("every file of the release has its security headers, type, cache policy and compressed forms", async ({ appliance, request }) => {
  const files = readdirSync(process.env.KEYSYNC_DIST ?? "").filter((name) => !/\.(br|gz)$/.test(name));
  expect(files.length).toBeGreaterThan(5);
  const TYPES: Record<string, string> = {
    html: "text/html; charset=utf-8",
    js: "text/javascript; charset=utf-8",
    css: "text/css; charset=utf-8",
    svg: "image/svg+xml; charset=utf-8",
    wasm: "application/wasm",
  };
  for (const name of ["", "schedules", "no/such/file.js", ...files]) {
    const answer = await request.get(appliance.url + name, { headers: { "accept-encoding": "br" } });
    const headers = answer.headers();
    expect.soft(headers["content-security-policy"], name).toBe(
      "default-src 'none'; script-src 'self' 'wasm-unsafe-eval'; style-src 'self'; img-src 'self'; font-src 'self'; connect-src 'self'; " +
        "manifest-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'; require-trusted-types-for 'script'; trusted-types 'none'",
    );
    expect.soft(headers, name).toMatchObject({
      "x-content-type-options": "nosniff",
      "referrer-policy": "no-referrer",
      "cross-origin-opener-policy": "same-origin",
      "cross-origin-embedder-policy": "require-corp",
      "cross-origin-resource-policy": "same-origin",
      "x-frame-options": "DENY",
      "strict-transport-security": expect.stringMatching(/max-age=(3153[6-9]|315[4-9]|31[6-9]|3[2-9]|[4-9])\d+; includeSubDomains/),
      "permissions-policy": expect.stringMatching(/camera=\(\).*|.*geolocation=\(\)/),
    });
    expect.soft(Object.keys(headers).filter((header) => header.startsWith("access-control-")), name).toEqual([]);
    if (!files.includes(name)) continue;
    const extension = name.split(".").pop() ?? "";
    expect.soft(answer.status(), name).toBe(200);
    expect.soft(headers["content-type"], name).toBe(TYPES[extension]);
    expect.soft(headers["content-encoding"], name).toBe("br");
    const isHashed = /-[0-9a-f]{8,}(_\w+)?\.\w+$/.test(name);
    expect.soft(headers["cache-control"] ?? "", name).toMatch(isHashed ? /immutable/ : /no-cache|no-store/);
    const zipped = await request.get(appliance.url + name, { headers: { "accept-encoding": "gzip" } });
    expect.soft(zipped.headers()["content-encoding"], name).toBe("gzip");
  }
});

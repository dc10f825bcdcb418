// The chunks of the program: when each is loaded, and the screens for one that is missing, damaged or slow.
import type { Page } from "@playwright/test";
import { act, expect, signIn, submitSignIn, test } from "./support/fixture.ts";
import { heading, openSection, row } from "./support/screens.ts";
import { QUESTIONS, openStep } from "./support/wizard.ts";

const CHUNK = /_(console|overview|table|pages|chunk_\d+)\.wasm$/;

/** Bytes over the wire of the console's files so far. */
async function transferred(page: Page): Promise<{ all: number; wasm: number; names: string[] }> {
  const entries = await page.evaluate(() =>
    [...performance.getEntriesByType("navigation"), ...performance.getEntriesByType("resource")].map((entry) => ({
      path: new URL(entry.name).pathname,
      bytes: (entry as PerformanceResourceTiming).encodedBodySize,
    })),
  );
  const files = entries.filter(({ path }) => !path.startsWith("/api/"));
  const sum = (some: typeof files) => some.reduce((total, { bytes }) => total + bytes, 0);
  return { all: sum(files), wasm: sum(files.filter(({ path }) => path.endsWith(".wasm"))), names: files.map(({ path }) => path) };
}

test("first visit loads the sign-in chunk alone, typing loads the table, other pages follow seconds later", async ({ page }) => {
  await page.goto("schedules");
  await expect(page.getByLabel("User name")).toBeVisible();
  await page.waitForLoadState("networkidle");
  const first = await transferred(page);
  expect(first.names.filter((name) => CHUNK.test(name))).toEqual([]);
  expect(first.wasm).toBeGreaterThan(50_000);
  expect(first.wasm, "wasm of a first visit, brotli").toBeLessThanOrEqual(170_000);
  expect(first.all, "first visit in all, brotli").toBeLessThanOrEqual(210_000);

  await page.getByLabel("User name").pressSequentially("a");
  await expect.poll(async () => (await transferred(page)).names.some((name) => name.endsWith("_console.wasm"))).toBe(true);
  await submitSignIn(page, "admin");
  await expect(row(page, "payments-aws-hourly")).toBeVisible();
  await expect.poll(async () => (await transferred(page)).names.some((name) => name.endsWith("_pages.wasm"))).toBe(true);
  const started = (end: string) =>
    page.evaluate((end) => performance.getEntriesByType("resource").find((entry) => entry.name.endsWith(end))?.startTime ?? 0, end);
  expect((await started("_pages.wasm")) - (await started("_console.wasm"))).toBeGreaterThan(1_900);
});

test("open tab keeps working on every page after the server has replaced the console's files", async ({ page }) => {
  await signIn(page);
  await expect.poll(async () => (await transferred(page)).names.some((name) => name.endsWith("_pages.wasm"))).toBe(true);
  await page.waitForLoadState("networkidle");
  await page.route(/\.(wasm|js)$/, (route) => route.fulfill({ status: 404 }));
  await openSection(page, "Runs");
  await openSection(page, "Settings");
  await openSection(page, "Schedules");
  await act(page, () => page.getByRole("link", { name: "New schedule" }).click());
  await expect(heading(page, QUESTIONS[0])).toBeFocused();
  await openStep(page, "Review");
});

for (const [what, answer] of [
  ["is missing", { status: 404 }],
  ["was tampered with", { status: 200, contentType: "application/wasm", body: "\0asm\x01\0\0\0" }],
] as const) {
  test(`pages chunk that ${what} fails only the pages in it, with an explanation and a retry`, async ({ page, guard }) => {
    guard.expectProblem(/^console error/);
    await page.route(/_pages\.wasm$/, (route) => route.fulfill(answer));
    const ahead = page.waitForResponse(/_pages\.wasm$/);
    await signIn(page);
    await ahead;
    await expect(row(page, "payments-aws-hourly")).toBeVisible();
    await act(page, () => page.getByRole("navigation", { name: "Main" }).getByRole("link", { name: "Settings" }).click());
    await expect(heading(page, "The page did not load")).toBeVisible();
    await expect(page.getByRole("main").getByText("Nothing on the appliance was changed. Schedules there run as before.")).toBeVisible();
    const retry = page.getByRole("button", { name: "Try again" });
    const again = page.waitForResponse(/_pages\.wasm$/);
    await retry.click();
    await again;
    await expect(retry).not.toHaveAttribute("aria-disabled", "true");
    await expect(retry, "the button of the failed retry is kept").toBeFocused();
    await openSection(page, "Schedules");
    await expect(row(page, "payments-aws-hourly")).toBeVisible();
    await page.getByRole("navigation", { name: "Main" }).getByRole("link", { name: "Runs" }).click();
    await expect(heading(page, "The page did not load")).toBeVisible();
    await page.unroute(/_pages\.wasm$/);
    await act(page, () => page.getByRole("button", { name: "Try again" }).click());
    await expect(heading(page, "Runs")).toBeFocused();
  });
}

test("table chunk that does not arrive is explained without the frame and loads on retry", async ({ page, guard }) => {
  guard.expectProblem(/^console error/);
  await page.route(CHUNK, (route) => route.abort());
  await signIn(page);
  await expect(heading(page, "The page did not load")).toBeVisible();
  await page.unroute(CHUNK);
  await act(page, () => page.getByRole("button", { name: "Try again" }).click());
  await expect(heading(page, "Schedules")).toBeFocused();
  await expect(row(page, "payments-aws-hourly")).toBeVisible();
});

test("prefetched chunk that loads at the second attempt leaves the focus in the sign-in form", async ({ page, guard }) => {
  guard.expectProblem(/^console error/);
  await page.route(CHUNK, (route) => route.abort());
  const failed = page.waitForEvent("requestfailed", (request) => request.url().endsWith("_console.wasm"));
  await page.goto("schedules");
  await page.getByLabel("User name").pressSequentially("adm");
  await failed;
  await page.unroute(CHUNK);
  await page.getByLabel("User name").pressSequentially("in");
  const password = page.getByLabel("Password", { exact: true });
  await password.pressSequentially("local");
  await expect(password).toBeFocused();
  await password.press("Enter");
  await expect(row(page, "payments-aws-hourly")).toBeVisible();
});

test("hanging chunk shows the error screen after a timeout, and its page once it arrives", async ({ page }) => {
  let release = () => {};
  const held = new Promise<void>((resolve) => (release = resolve));
  await page.route(/_pages\.wasm$/, async (route) => {
    await held;
    await route.continue();
  });
  await signIn(page);
  await act(page, () => page.getByRole("navigation", { name: "Main" }).getByRole("link", { name: "Settings" }).click());
  await expect(heading(page, "Loading the page")).toBeVisible();
  await expect(heading(page, "The page did not load")).toBeVisible({ timeout: 15_000 });
  release();
  await expect(heading(page, "Settings")).toBeFocused();
});

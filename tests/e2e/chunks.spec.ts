// The program in pieces: what a visit loads, and what a person sees when a piece does not come or is not what it should be.
import type { Page } from "@playwright/test";
import { act, expect, signIn, test } from "./support/fixture.ts";
import { heading, openSection, row } from "./support/screens.ts";
import { QUESTIONS, openStep } from "./support/wizard.ts";

const PIECE = /_(console|overview|table|pages|chunk_\d+)\.wasm$/;

/** Bytes over the wire of every file of the console that the page asked for so far. */
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

test("a first visit loads what the sign-in needs, the table comes while one types, the other pages seconds later", async ({ page }) => {
  await page.goto("schedules");
  await expect(page.getByLabel("User name")).toBeVisible();
  await page.waitForLoadState("networkidle");
  const first = await transferred(page);
  expect(first.names.filter((name) => PIECE.test(name))).toEqual([]);
  expect(first.wasm).toBeGreaterThan(50_000);
  expect(first.wasm, "wasm of a first visit, brotli").toBeLessThanOrEqual(170_000);
  expect(first.all, "first visit in all, brotli").toBeLessThanOrEqual(210_000);

  await page.getByLabel("User name").pressSequentially("a");
  await expect.poll(async () => (await transferred(page)).names.some((name) => name.endsWith("_console.wasm"))).toBe(true);
  await page.getByLabel("User name").fill("admin");
  await page.getByLabel("Password", { exact: true }).fill("local");
  await page.getByRole("button", { name: "Sign in" }).click();
  await expect(row(page, "payments-aws-hourly")).toBeVisible();
  await expect.poll(async () => (await transferred(page)).names.some((name) => name.endsWith("_pages.wasm"))).toBe(true);
  const started = (end: string) =>
    page.evaluate((end) => performance.getEntriesByType("resource").find((entry) => entry.name.endsWith(end))?.startTime ?? 0, end);
  expect((await started("_pages.wasm")) - (await started("_console.wasm"))).toBeGreaterThan(1_900);
});

test("a tab that was open while the console on the server was replaced goes on whole", async ({ page }) => {
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
  test(`the other pages: a piece that ${what} is explained, costs nothing but that page, and is asked for again`, async ({ page, guard }) => {
    guard.expectProblem(/^console error/);
    await page.route(/_pages\.wasm$/, (route) => route.fulfill(answer));
    const ahead = page.waitForResponse(/_pages\.wasm$/);
    await signIn(page);
    await ahead;
    await expect(row(page, "payments-aws-hourly")).toBeVisible();
    await act(page, () => page.getByRole("navigation", { name: "Main" }).getByRole("link", { name: "Settings" }).click());
    await expect(heading(page, "The page did not arrive")).toBeVisible();
    await expect(page.getByRole("main").getByText("Nothing was changed at the appliance. Schedules there run as before.")).toBeVisible();
    const retry = page.getByRole("button", { name: "Try again" });
    const again = page.waitForResponse(/_pages\.wasm$/);
    await retry.click();
    await again;
    await expect(retry).not.toHaveAttribute("aria-disabled", "true");
    await expect(retry, "what failed once more is not made anew").toBeFocused();
    await openSection(page, "Schedules");
    await expect(row(page, "payments-aws-hourly")).toBeVisible();
    await page.getByRole("navigation", { name: "Main" }).getByRole("link", { name: "Runs" }).click();
    await expect(heading(page, "The page did not arrive")).toBeVisible();
    await page.unroute(/_pages\.wasm$/);
    await act(page, () => page.getByRole("button", { name: "Try again" }).click());
    await expect(heading(page, "Runs")).toBeFocused();
  });
}

test("the table: a piece that does not come is explained without the shell, and asked for again", async ({ page, guard }) => {
  guard.expectProblem(/^console error/);
  await page.route(PIECE, (route) => route.abort());
  await signIn(page);
  await expect(heading(page, "The page did not arrive")).toBeVisible();
  await page.unroute(PIECE);
  await act(page, () => page.getByRole("button", { name: "Try again" }).click());
  await expect(heading(page, "Schedules")).toBeFocused();
  await expect(row(page, "payments-aws-hourly")).toBeVisible();
});

test("a piece that comes at the second attempt leaves the focus where one types", async ({ page, guard }) => {
  guard.expectProblem(/^console error/);
  await page.route(PIECE, (route) => route.abort());
  const failed = page.waitForEvent("requestfailed", (request) => request.url().endsWith("_console.wasm"));
  await page.goto("schedules");
  await page.getByLabel("User name").pressSequentially("adm");
  await failed;
  await page.unroute(PIECE);
  await page.getByLabel("User name").pressSequentially("in");
  const password = page.getByLabel("Password", { exact: true });
  await password.pressSequentially("local");
  await expect(password).toBeFocused();
  await password.press("Enter");
  await expect(row(page, "payments-aws-hourly")).toBeVisible();
});

test("a piece that hangs is said to be missing in time, and taken when it comes", async ({ page }) => {
  let release = () => {};
  const held = new Promise<void>((resolve) => (release = resolve));
  await page.route(/_pages\.wasm$/, async (route) => {
    await held;
    await route.continue();
  });
  await signIn(page);
  await act(page, () => page.getByRole("navigation", { name: "Main" }).getByRole("link", { name: "Settings" }).click());
  await expect(heading(page, "Loading the page")).toBeVisible();
  await expect(heading(page, "The page did not arrive")).toBeVisible({ timeout: 15_000 });
  release();
  await expect(heading(page, "Settings")).toBeFocused();
});

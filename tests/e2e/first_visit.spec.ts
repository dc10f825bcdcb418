// A first visit as a person sees it: the form before the program, what is typed into it, rows that stay, nothing that moves.
import type { Page } from "@playwright/test";
import { act, expect, submitSignIn, test } from "./support/fixture.ts";
import { heading, names, row } from "./support/screens.ts";

const userName = (page: Page) => page.getByLabel("User name");
const password = (page: Page) => page.getByLabel("Password", { exact: true });
const eye = (page: Page) => page.getByRole("button", { name: "Show password" });

/** Opens a path with the program held back until `release`. */
async function openWithoutProgram(page: Page, path: string): Promise<() => void> {
  let release = () => {};
  const released = new Promise<void>((resolve) => (release = resolve));
  await page.route(/_bg\.wasm$/, async (route) => {
    await released;
    await route.continue();
  });
  await page.goto(path);
  await expect(page.locator("main.starting")).toBeVisible();
  return release;
}

/** Waits until the program has taken the form over. */
const takenOver = (page: Page) => expect(eye(page)).toBeVisible();

test("text, caret, selection and focus in the form stay when the program comes", async ({ page }) => {
  const release = await openWithoutProgram(page, "schedules");
  await expect.poll(() => page.evaluate(() => performance.getEntriesByName("first-contentful-paint").length)).toBe(1);
  await userName(page).pressSequentially("adxxmin");
  await password(page).pressSequentially("lo");
  await userName(page).evaluate((input: HTMLInputElement) => {
    input.focus();
    input.setSelectionRange(2, 4, "backward");
    (window as any).before = input;
  });
  release();
  await takenOver(page);
  const state = await userName(page).evaluate((input: HTMLInputElement) => ({
    isSame: input === (window as any).before,
    isFocused: input === document.activeElement,
    selection: [input.selectionStart, input.selectionEnd, input.selectionDirection],
  }));
  expect(state).toEqual({ isSame: true, isFocused: true, selection: [2, 4, "backward"] });
  await page.keyboard.press("Delete");
  await expect(userName(page)).toHaveValue("admin");
  await page.waitForTimeout(300);
  await expect(userName(page), "focus after the program has settled").toBeFocused();
  await password(page).evaluate((input) => ((window as any).secret = input));
  await password(page).press("End");
  await password(page).pressSequentially("cal");
  await password(page).press("Enter");
  await expect(row(page, "payments-aws-hourly")).toBeVisible();
  expect(await page.evaluate(() => [(window as any).secret.isConnected, (window as any).secret.value])).toEqual([false, ""]);
});

test("Enter before the program is kept, said and done once", async ({ page, appliance }) => {
  const release = await openWithoutProgram(page, "schedules");
  await userName(page).pressSequentially("admin");
  await password(page).pressSequentially("local");
  await password(page).press("Enter");
  await expect(page.getByText("Loading the console…")).toBeVisible();
  await password(page).press("Enter");
  await expect(page).toHaveURL(`${appliance.url}schedules`);
  expect((await appliance.journal()).length, "requests before the program").toBe(0);
  release();
  await expect(row(page, "payments-aws-hourly")).toBeVisible();
  const sent = (await appliance.journal()).filter((entry) => entry.path.includes("/auth/tokens"));
  expect(sent.map((entry) => entry.status)).toEqual([200]);
  await expect(page.locator("input[type=password]")).toHaveCount(0);
});

test("wrong password that is sent before the program is answered as any other", async ({ page }) => {
  const release = await openWithoutProgram(page, "");
  await userName(page).fill("admin");
  await password(page).fill("wrong");
  await password(page).press("Enter");
  release();
  await expect(page.getByRole("group", { name: "There is a problem" })).toBeFocused();
  await expect(userName(page)).toHaveValue("admin");
  await expect(page.getByText("Loading the console…")).toHaveCount(0);
  await act(page, () => submitSignIn(page, "admin"));
  await expect(heading(page, "Overview")).toBeVisible();
});

test("form that was sent empty before the program says what is missing", async ({ page }) => {
  const release = await openWithoutProgram(page, "");
  await page.getByRole("button", { name: "Sign in" }).click();
  release();
  await expect(page.getByRole("group", { name: "There is a problem" })).toContainText("Enter your user name");
  await expect(userName(page)).toHaveAccessibleDescription("Error: Enter your user name");
});

test("form without boot.js sends nothing anywhere", async ({ page, appliance, guard }) => {
  guard.expectProblem(/^console error: Failed to load resource/);
  guard.expectProblem(/was preloaded using link preload but not used/);
  await page.route(/\/boot-\w+\.js$/, (route) => route.fulfill({ status: 404 }));
  await page.goto("schedules");
  const asked: string[] = [];
  page.on("request", (request) => !request.url().endsWith(".svg") && asked.push(request.url()));
  await userName(page).fill("admin");
  await password(page).fill("local");
  await password(page).press("Enter");
  await page.getByRole("button", { name: "Sign in" }).click();
  await page.waitForTimeout(300);
  await expect(page).toHaveURL(`${appliance.url}schedules`);
  expect(asked).toEqual([]);
});

test("password typed before a program that fails does not stay in the page", async ({ page, guard }) => {
  guard.expectProblem(/^console error/);
  let release = () => {};
  const released = new Promise<void>((resolve) => (release = resolve));
  await page.route(/_bg\.wasm$/, async (route) => {
    await released;
    await route.fulfill({ status: 404 });
  });
  await page.goto("");
  await password(page).fill("local");
  release();
  await expect(heading(page, "The console did not start")).toBeVisible();
  await expect(page.locator("#password")).toHaveValue("");
});

test("form works again after a sign-out, without what was typed before", async ({ page }) => {
  await page.goto("schedules");
  await page.getByText("More options").click();
  await page.getByLabel("Domain").fill("root");
  await submitSignIn(page, "admin");
  await expect(row(page, "payments-aws-hourly")).toBeVisible();
  await page.getByRole("button", { name: "User: admin" }).click();
  await page.getByRole("menuitem", { name: "Sign out" }).click();
  await expect(userName(page)).toHaveValue("");
  await expect(password(page)).toHaveValue("");
  await expect(page.getByLabel("Domain")).toBeHidden();
  await password(page).fill("secret");
  await eye(page).click();
  await expect(password(page)).toHaveAttribute("type", "text");
  await expect(eye(page)).toHaveAttribute("aria-pressed", "true");
  await submitSignIn(page, "operator");
  await expect(page.getByRole("button", { name: "User: operator" })).toBeVisible();
});

/** Counts rows that leave their place, and layout shifts, those right after a press included. */
async function watchMoves(page: Page): Promise<void> {
  await page.addInitScript(() => {
    const moves = ((window as any).moves = { rows: [] as string[], shifts: [] as string[] });
    let before: Element[] = [];
    new MutationObserver(() => {
      const rows = [...document.querySelectorAll("#schedules tbody tr")];
      const text = (row?: Element) => row?.querySelector("th")?.textContent ?? "nothing";
      before.forEach((row, at) => row !== rows[at] && moves.rows.push(`${at}: ${text(row)} became ${text(rows[at])}`));
      before = rows;
    }).observe(document, { childList: true, subtree: true });
    new PerformanceObserver((list) => {
      for (const entry of list.getEntries() as any[]) {
        const sources = entry.sources.map(({ node, previousRect, currentRect }: any) =>
          [node?.nodeName, node?.className, JSON.stringify(previousRect), JSON.stringify(currentRect)].join(" "));
        moves.shifts.push(`${entry.value.toFixed(4)} ${sources.join("; ")}`);
      }
    }).observe({ type: "layout-shift", buffered: true });
  });
}

const moves = (page: Page): Promise<{ rows: string[]; shifts: string[] }> => page.evaluate(() => (window as any).moves);

for (const [what, path, first] of [
  ["by name", "schedules", 0],
  ["by name, last things first", "schedules?sort=-name", 0],
  ["on a later page", "schedules?page=9", 200],
] as const) {
  test(`no row of the table moves and nothing shifts while 500 schedules come, ${what}`, async ({ page, appliance }) => {
    await appliance.control("reset", { seed: "scale", n: 500 });
    await appliance.control("banner", { value: "For authorised use only.\nEverything is logged." });
    await appliance.control("faults", [{ method: "GET", path: "/scheduler/job-configs", delay_ms: 60 }]);
    await watchMoves(page);
    const release = await openWithoutProgram(page, path);
    release();
    await takenOver(page);
    await expect(page.getByText("Everything is logged.")).toBeVisible();
    // A person types; the browser looks its zone up meanwhile.
    await userName(page).pressSequentially("admin", { delay: 50 });
    await password(page).pressSequentially("local", { delay: 50 });
    await page.keyboard.press("Enter");
    await expect(page.getByText(`${first + 1}–${first + 25} of 500`)).toBeVisible();
    await expect(page.getByRole("rowheader")).toHaveCount(25);
    await page.waitForLoadState("networkidle");
    const shown = await names(page);
    expect(shown).toEqual(path.includes("-name") ? shown.toSorted().toReversed() : shown.toSorted());
    expect(await moves(page)).toEqual({ rows: [], shifts: [] });
  });
}

test("banner that arrives on a narrow screen moves nothing", async ({ page, appliance }) => {
  await appliance.control("banner", { value: "For authorised use only.\nEverything is logged." });
  await page.setViewportSize({ width: 360, height: 740 });
  await watchMoves(page);
  await page.goto("");
  await expect(page.getByText("Everything is logged.")).toBeVisible();
  expect(await moves(page)).toEqual({ rows: [], shifts: [] });
});

test("table comes also from an appliance that refuses to sort", async ({ page, appliance }) => {
  await appliance.control("faults", [{ method: "GET", path: "/scheduler/job-configs", status: 400, times: 1 }]);
  await page.goto("schedules");
  await submitSignIn(page, "admin");
  await expect(row(page, "payments-aws-hourly")).toBeVisible();
  const asked = (await appliance.journal()).filter((entry) => entry.path.endsWith("/scheduler/job-configs"));
  expect(asked.slice(0, 2).map((entry) => [entry.query.includes("sort=name"), entry.status])).toEqual([[true, 400], [false, 200]]);
});

test("program is asked for when the form has its look, and not beside it", async ({ page }) => {
  await page.goto("schedules");
  await takenOver(page);
  const [styled, asked] = await page.evaluate(() => {
    const files = performance.getEntriesByType("resource") as PerformanceResourceTiming[];
    const sheet = files.find(({ name }) => name === document.querySelector<HTMLLinkElement>("head link[rel=stylesheet]")?.href);
    const program = files.filter(({ name }) => /keysync-.*\.(js|wasm)$/.test(name));
    return [sheet?.responseEnd ?? Infinity, Math.min(...program.map(({ startTime }) => startTime))];
  });
  expect(asked).toBeGreaterThanOrEqual(styled);
});

test("chosen theme stands at the first paint of a second visit", async ({ page }) => {
  await page.addInitScript(() => {
    new MutationObserver(() => ((window as any).themed ??= performance.now())).observe(document, { subtree: true, attributeFilter: ["data-theme"] });
  });
  await page.goto("");
  await page.evaluate(() => localStorage.setItem("keysync:v1:preferences", '{"theme":"dark"}'));
  for (let visit = 0; visit < 5; visit++) {
    await page.goto("");
    await takenOver(page);
    const [paint, themed] = await page.evaluate(() => [performance.getEntriesByName("first-contentful-paint")[0].startTime, (window as any).themed]);
    expect(themed).toBeLessThan(paint);
  }
});

test("what the first rows call is compiled while a person types", async ({ page, browser }) => {
  const tools = await browser.newBrowserCDPSession();
  const events: { name: string; ts: number; pid: number }[] = [];
  tools.on("Tracing.dataCollected", ({ value }) => events.push(...(value as unknown as typeof events)));
  await page.goto("schedules");
  await userName(page).pressSequentially("admin", { delay: 50 });
  await password(page).pressSequentially("local", { delay: 50 });
  await page.waitForLoadState("networkidle");
  await tools.send("Tracing.start", { transferMode: "ReportEvents", traceConfig: { includedCategories: ["v8.wasm"] } });
  await page.getByRole("button", { name: "Sign in" }).click();
  await expect(row(page, "payments-aws-hourly")).toBeVisible();
  const ended = new Promise((resolve) => tools.once("Tracing.tracingComplete", resolve));
  await tools.send("Tracing.end");
  await ended;
  const compiled = events.filter(({ name }) => name === "wasm.CompileLazy").length;
  console.log(`P: ${compiled} functions compiled between the press and the first rows`);
  expect(compiled, "the trace holds compilations").toBeGreaterThan(0);
  // 1,370 without the rehearsal (src/pages/schedules/list.rs).
  expect(compiled).toBeLessThan(900);
});

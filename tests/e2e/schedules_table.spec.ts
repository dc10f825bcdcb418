// The table of schedules: search, filters, order and pages in the URL; rows; loading, empty and error states; refresh.
import type { Page } from "@playwright/test";
import { Client } from "./support/client.ts";
import { installClock, pass, setHidden } from "./support/clock.ts";
import { act, expect, signIn, test } from "./support/fixture.ts";
import { heading, names, pauseRefreshing, refreshNow, row } from "./support/screens.ts";
import { QUESTIONS } from "./support/wizard.ts";

const search = (page: Page) => page.getByRole("searchbox", { name: "Name, description or container" });
const filter = (page: Page, name: string) => page.getByLabel(`${name}:`);
const LIST = "/scheduler/job-configs";
const RUNS = "/scheduler/jobs";

/** Stops polling, so that the test alone triggers requests. */
async function pause(page: Page): Promise<void> {
  await pauseRefreshing(page);
  await expect(page.getByText("paused")).toBeVisible();
}

test.describe("table state in the URL", () => {
  test("schedule search finds names, descriptions and containers, and its URL restores the result", async ({ page, appliance }) => {
    await signIn(page);
    await search(page).pressSequentially("audit FINDING");
    await expect(page).toHaveURL(`${appliance.url}schedules?q=audit%20FINDING`);
    await expect(row(page, "payments-aws-hourly")).toBeVisible();
    expect(await names(page)).toEqual(["payments-aws-hourly"]);
    await search(page).fill("backup-2019");
    await expect.poll(() => names(page), { message: "by container" }).toEqual(["old-backup-ring"]);
    await signIn(page, "admin", "schedules?q=backup-2019");
    await expect(search(page)).toHaveValue("backup-2019");
    await expect.poll(() => names(page)).toEqual(["old-backup-ring"]);
    await search(page).press("Escape");
    await expect(page).toHaveURL(`${appliance.url}schedules`);
    await expect(search(page)).toBeFocused();
    await expect(row(page, "erp-vaults")).toBeVisible();
  });

  test("Back and a reload with sign-in restore filters, order, page and page size of the schedules table", async ({ page, appliance }) => {
    await signIn(page);
    const places: string[] = [];
    const step = async (action: () => Promise<unknown>, query: string) => {
      places.push(page.url());
      await action();
      await expect(page).toHaveURL(`${appliance.url}schedules?${query}`);
    };
    await expect(row(page, "apac-storefront")).toBeVisible();
    const first = await names(page);
    expect(first).toEqual([...first].sort((a, b) => (a.toLowerCase() < b.toLowerCase() ? -1 : 1)));
    await step(() => page.getByRole("button", { name: "Next page" }).click(), "page=2");
    await expect(page.getByText(/^26–36 of 36$/)).toBeVisible();
    const second = await names(page);
    expect(second.filter((name) => first.includes(name))).toEqual([]);
    await step(() => page.getByLabel("Rows").selectOption("50"), "rows=50");
    await expect.poll(async () => (await names(page)).length).toBe(36);
    await step(() => page.getByRole("button", { name: "Fires" }).click(), "rows=50&sort=run-at");
    await expect(page.getByRole("columnheader", { name: "Fires" })).toHaveAttribute("aria-sort", "ascending");
    await step(() => page.getByRole("button", { name: "Fires" }).click(), "rows=50&sort=-run-at");
    await step(() => filter(page, "Cloud").selectOption("AzureCloud"), "rows=50&sort=-run-at&cloud=AzureCloud");
    await step(() => filter(page, "State").selectOption("scheduled"), "rows=50&sort=-run-at&cloud=AzureCloud&state=scheduled");
    const shown = ["data-platform-azure", "nightly-azure-certificates", "payments-azure", "sandbox-azure-secrets", "nightly-azure-keys"];
    await expect.poll(() => names(page)).toEqual(shown);

    const place = page.url();
    await signIn(page, "admin", place.slice(appliance.url.length));
    await expect(page).toHaveURL(place);
    await expect.poll(() => names(page)).toEqual(shown);
    await expect(filter(page, "Cloud")).toHaveValue("AzureCloud");
    await expect(page.getByRole("columnheader", { name: "Fires" })).toHaveAttribute("aria-sort", "descending");
    await filter(page, "Node").selectOption("any");
    await act(page, () => page.getByRole("link", { name: "payments-azure" }).click());
    await expect(heading(page, "payments-azure")).toBeVisible();
    await page.goBack();
    await expect.poll(() => names(page)).toEqual(shown);
    await expect(filter(page, "Node")).toHaveValue("any");
    await page.goBack();
    await expect(page).toHaveURL(place);
    await expect(filter(page, "Node")).toHaveValue("");
  });

  test("Back and Forward step through the filter changes of the schedules table in order", async ({ page, appliance }) => {
    await signIn(page);
    await expect(row(page, "apac-storefront")).toBeVisible();
    await filter(page, "Cloud").selectOption("oci");
    await filter(page, "State").selectOption("disabled");
    await expect.poll(() => names(page)).toEqual(["every-15-minutes-pilot"]);
    await page.goBack();
    await expect(page).toHaveURL(`${appliance.url}schedules?cloud=oci`);
    await expect.poll(() => names(page)).toEqual(["erp-vaults", "every-15-minutes-pilot", "nightly-oci"]);
    await page.goBack();
    await expect(page).toHaveURL(`${appliance.url}schedules`);
    await expect(filter(page, "Cloud")).toHaveValue("");
    await page.goForward();
    await expect.poll(() => names(page)).toEqual(["erp-vaults", "every-15-minutes-pilot", "nightly-oci"]);
  });
});

test.describe("schedule rows", () => {
  test("schedule rows name every state, mark trailing blanks and expose text direction controls", async ({ page, appliance }) => {
    await appliance.control("cluster", { nodes: 2 });
    await signIn(page, "viewer", "schedules?rows=100");
    const STATES: [string, string | RegExp][] = [
      ["every-15-minutes-pilot", "Disabled"],
      ["migration-wave-1", /Expired\s*ended/],
      ["migration-wave-2", /Starts later\s*starts/],
      ["pinned-to-node-3", /Node missing\s*9b2f4c1e-73aa-4c06-8b1d-2f6f1a0d9c33 is not in the cluster/],
      ["payments-google", "Scheduled"],
      ["nightly-aws-everything", "aws · everything"],
      ["post-quantum-inventory", "cckm_pqc_inventory"],
      ["weekly-backup", "Backup"],
    ];
    for (const [name, text] of STATES) await expect(row(page, name)).toContainText(text);
    await expect(row(page, "Sync CCKM AWS keys")).toContainText("␣");
    await expect(row(page, "Sync CCKM AWS keys").getByTitle("space")).toBeVisible();
    const bidi = row(page, /Zahlungen/);
    await expect(bidi).toContainText("U+202E");
    await expect(bidi.getByTitle("text direction control")).toHaveCount(2);
  });

  test("schedules that cannot be decoded are shown as rows, counted, and rendered as text", async ({ page, appliance }) => {
    const odd = (json: object) => appliance.control("rows", { kind: "schedule", json });
    await odd({ id: "odd-1", name: "AA with an object for cron", operation: "cckm_synchronization", run_at: { every: "day" } });
    await odd({ name: "AB without an id", operation: "cckm_synchronization", run_at: "0 1 * * *" });
    await odd({ operation: "cckm_synchronization" });
    await odd({ id: "odd-3", name: '<img src=x onerror="alert(1)">', operation: "<b>new</b>", run_at: "0 1 * * *", job_config_params: { "<i>": "<script>alert(1)</script>" } });
    await signIn(page, "viewer", "schedules?rows=100");
    await expect(page.getByText(/^1–40 of 40$/)).toBeVisible();
    await expect(row(page, "AA with an object for cron")).toContainText(/this console cannot read \(.*run_at: .* was expected, found an object/);
    await expect(row(page, "AB without an id")).toContainText(/this console cannot read \(.*id: it is missing/);
    await expect(row(page, "A schedule without a name")).toBeVisible();
    const hostile = row(page, '<img src=x onerror="alert(1)">');
    await expect(hostile).toContainText("<b>new</b>");
    await act(page, () => hostile.getByRole("link").first().click());
    await expect(heading(page, '<img src=x onerror="alert(1)">')).toBeVisible();
    await expect(page.getByText("<script>alert(1)</script>", { exact: true })).toBeVisible();
    await expect(page.locator("main img, main script, main b")).toHaveCount(0);
  });

  test("last runs beyond the newest 1,000 are requested once each, for the rows on screen", async ({ page, appliance }) => {
    await installClock(page);
    const single = async () =>
      (await appliance.journal()).filter((entry) => entry.path.endsWith(RUNS) && entry.query.includes("job_config_id=")).map((entry) => entry.query as string);
    await signIn(page, "viewer", "schedules?q=migration-wave-1");
    await expect(row(page, "migration-wave-1")).toContainText("ago");
    for (const query of await single()) expect(query).toContain("limit=1");
    await search(page).fill("");
    await expect(row(page, "apac-storefront")).toBeVisible();
    await page.getByRole("button", { name: "Next page" }).click();
    await expect(row(page, "weekly-backup")).toContainText(/ago|No run/);
    await page.getByLabel("Rows").selectOption("100");
    await expect(page.getByText("before", { exact: false }).filter({ hasText: /^enqueued before / })).toHaveCount(0);
    for (let round = 0; round < 3; round++) await pass(page, 31);
    await expect(row(page, "leap-of-faith")).toContainText("No run");
    const all = await single();
    expect(new Set(all).size, "each at most once").toBe(all.length);
    expect(all.length).toBeGreaterThan(0);
    const newest = (await appliance.journal()).filter((entry) => entry.path.endsWith(RUNS) && !entry.query.includes("job_config_id="));
    expect(newest.filter((entry) => /skip=[1-9]/.test(entry.query)).length, "the newest 1,000 in ten requests, later only newer ones").toBeLessThanOrEqual(10);
  });

  test("row with an unknown last run says 'before' and a time, never 'No run'", async ({ page }) => {
    await page.route(/jobs\?.*job_config_id=/, () => {});
    await signIn(page, "viewer", "schedules?rows=100");
    const cell = row(page, "migration-wave-1").getByRole("cell").nth(2);
    await expect(cell).toHaveText(/^enqueued before \d+ \w+ \d{4}, \d\d:\d\d UTC$/);
    await page.getByRole("button", { name: "Last run" }).click();
    await expect(page.getByText(/The runs enqueued since .* have none of them/)).toBeVisible();
    await page.unrouteAll({ behavior: "ignoreErrors" });
  });
});

test("filter chosen while the first rows are being rendered is applied", async ({ page }) => {
  // Chosen in the page at the moment when the first rows exist; an action of the test would come too late.
  await page.addInitScript(() => {
    new MutationObserver((_, observer) => {
      const cloud = [...document.querySelectorAll("select")].find((select) => [...select.options].some((option) => option.value === "oci"));
      if (!cloud || !document.querySelector("tbody th[scope=row]")) return;
      observer.disconnect();
      (window as any).rowsAtChoice = document.querySelectorAll("tbody th[scope=row]").length;
      cloud.value = "oci";
      cloud.dispatchEvent(new Event("change", { bubbles: true }));
    }).observe(document, { childList: true, subtree: true });
  });
  await signIn(page, "viewer", "schedules?rows=100");
  await expect(page).toHaveURL(/cloud=oci/);
  await page.waitForTimeout(1_000);
  expect(await page.evaluate(() => (window as any).rowsAtChoice), "rows at the choice").toBeLessThan(36);
  const shown = await names(page);
  await expect(page.getByText(`1–${shown.length} of ${shown.length}`)).toBeVisible();
  for (const cell of await page.getByRole("rowheader").allInnerTexts()) expect(cell).toContain("oci");
});

test.describe("table states", () => {
  test("schedules table shows a loading skeleton until the first answer", async ({ page, appliance }) => {
    await appliance.control("faults", [{ method: "GET", path: LIST, delay_ms: 2_500 }]);
    await signIn(page, "viewer");
    const loading = page.getByRole("main").getByText("Loading schedules");
    await expect(loading).toBeAttached();
    await expect(page.getByRole("row")).toHaveCount(0);
    await expect(row(page, "erp-vaults")).toBeVisible();
    await expect(loading).toHaveCount(0);
  });

  test("empty schedules table explains schedules and links to the wizard", async ({ page, appliance }) => {
    await appliance.control("reset", { seed: "empty" });
    await signIn(page);
    await expect(page.getByRole("heading", { name: /^No schedules yet\. A schedule synchronizes/ })).toBeVisible();
    await act(page, () => page.getByRole("link", { name: "Create the first one" }).click());
    await expect(heading(page, QUESTIONS[0])).toBeVisible();
    await expect(page).toHaveURL(/\/schedules\/new(\/cloud)?$/);
  });

  test("schedules table without a match clears search and filters in one press", async ({ page, appliance }) => {
    await signIn(page, "viewer", "schedules?q=nothing-has-this&cloud=aws&sort=-name");
    await expect(page.getByRole("heading", { name: "No schedule matches the search and the filters." })).toBeVisible();
    await act(page, () => page.getByRole("button", { name: "Clear filters" }).click());
    await expect(page).toHaveURL(`${appliance.url}schedules?sort=-name`);
    await expect(search(page)).toHaveValue("");
    await expect(page.getByRole("rowheader").first()).toBeVisible();
  });

  test("schedules table that fails to load says what happened and what is safe, and reloads on retry", async ({ page, appliance }) => {
    await appliance.control("faults", [{ method: "GET", path: LIST, status: 500, body: { code: 4, codeDesc: "NCERRInternalServerError: Internal server error", message: "database is locked" } }]);
    await signIn(page, "viewer");
    await expect(page.getByRole("heading", { name: /database is locked \(HTTP 500/ })).toBeVisible();
    await expect(page.getByText("Reading changed nothing on the appliance.")).toBeVisible();
    await appliance.control("faults/clear");
    await act(page, () => page.getByRole("button", { name: "Try again" }).click());
    await expect(row(page, "erp-vaults")).toBeVisible();
  });

  test("forbidden schedules table names the missing permission and offers no retry", async ({ page, appliance }) => {
    await appliance.control("faults", [{ method: "GET", path: LIST, status: 403, body: { code: 36, codeDesc: "NCERRNotAuthorized: Caller is not authorized", message: "you may not list schedules" } }]);
    await signIn(page, "viewer");
    await expect(page.getByRole("heading", { name: /You may not list schedules/ })).toBeVisible();
    await expect(page.getByText(/permission to read schedules|to read schedules/)).toBeVisible();
    await expect(page.getByRole("button", { name: "Try again" })).toHaveCount(0);
  });

  test("schedules table keeps its rows after a failed refresh, with the error and the time of the rows", async ({ page, appliance }) => {
    await signIn(page, "viewer");
    await expect(row(page, "erp-vaults")).toBeVisible();
    await pause(page);
    await appliance.control("faults", [{ method: "GET", path: LIST, status: 503, body: "<h1>Service starting</h1>" }]);
    await refreshNow(page);
    const note = page.getByText(/HTTP 503, no readable reason\. This page shows data as of \d\d:\d\d:\d\d UTC\./);
    await expect(note).toBeVisible({ timeout: 25_000 });
    await expect(row(page, "erp-vaults")).toBeVisible();
    await appliance.control("faults/clear");
    await act(page, () => page.getByRole("button", { name: "Try again" }).click());
    await expect(note).toBeHidden();
  });

  test("schedules table offline says so, keeps its rows and recovers by itself", async ({ page, context }) => {
    await signIn(page, "viewer");
    await expect(row(page, "erp-vaults")).toBeVisible();
    await context.setOffline(true);
    const note = page.getByText(/^You are offline\. This page shows its last refresh/);
    await expect(note).toBeVisible();
    await expect(row(page, "erp-vaults")).toBeVisible();
    await context.setOffline(false);
    await expect(note).toBeHidden();
  });
});

/** Records mutations of the table from now on. */
async function observe(page: Page): Promise<() => Promise<string[]>> {
  await page.evaluate(() => {
    const seen: string[] = ((window as any).mutations = []);
    const describe = (record: MutationRecord) => {
      const element = record.target instanceof Element ? record.target : record.target.parentElement;
      return `${element?.closest("tr")?.querySelector("bdi")?.textContent ?? ""} ${record.type} ${record.attributeName ?? ""}`;
    };
    new MutationObserver((records) => seen.push(...records.map(describe))).observe(document.querySelector("table")!, {
      subtree: true,
      childList: true,
      attributes: true,
      characterData: true,
    });
  });
  return () => page.evaluate(() => (window as any).mutations);
}

test.describe("refresh of the table", () => {
  test("refresh without changes mutates no table node, and one changed schedule only its own row", async ({ page, appliance }) => {
    const other = await Client.signIn(appliance);
    await installClock(page);
    await signIn(page, "viewer", "schedules?rows=100");
    await expect(row(page, "erp-vaults")).toContainText("ago");
    await expect(row(page, "leap-of-faith")).toContainText("No run");
    await pause(page);
    const answered = (path: string) => page.waitForResponse((response) => response.url().includes(path) && response.ok());
    await page.clock.pauseAt(new Date(Date.now() + 60_000));
    await page.waitForTimeout(500);
    const mutations = await observe(page);
    for (let round = 0; round < 3; round++) {
      await Promise.all([answered(LIST), refreshNow(page)]);
      await page.waitForTimeout(200);
    }
    expect(await mutations()).toEqual([]);

    const erp = await other.schedule("erp-vaults");
    await other.patch(`scheduler/job-configs/${erp.id}`, { run_at: "0 7 * * *" });
    await Promise.all([answered(LIST), refreshNow(page)]);
    await expect(row(page, "erp-vaults")).toContainText("0 7 * * *");
    const changed = await mutations();
    expect(changed.length).toBeGreaterThan(0);
    expect(changed.length, changed.join("\n")).toBeLessThanOrEqual(5);
    expect(changed.filter((record) => !record.startsWith("erp-vaults"))).toEqual([]);
    await page.clock.resume();
  });

  test("refresh keeps the focus and an open row menu", async ({ page, appliance }) => {
    const other = await Client.signIn(appliance);
    await installClock(page);
    await signIn(page, "viewer", "schedules?cloud=oci");
    const more = page.getByRole("button", { name: "More for erp-vaults" });
    await act(page, () => more.click());
    await expect(page.getByRole("menuitem", { name: "Open" })).toBeFocused();
    const erp = await other.schedule("erp-vaults");
    await other.patch(`scheduler/job-configs/${erp.id}`, { run_at: "0 7 * * *" });
    await pass(page, 31);
    await expect(row(page, "erp-vaults")).toContainText("0 7 * * *");
    await expect(page.getByRole("menuitem", { name: "Open" })).toBeFocused();
    await page.keyboard.press("Escape");
    await expect(more).toBeFocused();
  });

  test("refresh runs every 30 seconds, but not while paused or in a hidden tab", async ({ page, appliance }) => {
    await installClock(page);
    await signIn(page, "viewer");
    await expect(row(page, "erp-vaults")).toContainText("ago");
    const lists = async () => (await appliance.journal()).filter((entry) => entry.path.endsWith(LIST)).length;
    const minutes = async (count: number) => {
      for (let half = 0; half < 2 * count; half++) {
        await pass(page, 31);
      }
    };
    const before = await lists();
    await minutes(2);
    expect((await lists()) - before).toBe(4);
    await pause(page);
    const paused = await lists();
    await minutes(2);
    expect(await lists()).toBe(paused);
    await page.getByRole("button", { name: "Resume refreshing" }).click();
    await minutes(1);
    const resumed = await lists();
    expect(resumed).toBeGreaterThan(paused);
    await setHidden(page, true);
    await minutes(2);
    expect(await lists()).toBe(resumed);
  });
});

test("refresh shows a schedule that another client created", async ({ page, appliance }) => {
  await installClock(page);
  await signIn(page);
  await expect(page.getByRole("rowheader").first()).toBeVisible();
  const other = await Client.signIn(appliance);
  await other.create("AAA of another client");
  expect(await names(page)).not.toContain("AAA of another client");
  await pass(page, 31);
  await expect.poll(() => names(page)).toContain("AAA of another client");
});

test("domain switch shows the new domain's schedules and nothing of the old one", async ({ page, appliance }) => {
  await signIn(page);
  await expect(row(page, "apac-storefront")).toBeVisible();
  await page.getByRole("button", { name: "Domain: root" }).click();
  await page.getByRole("menuitemradio", { name: "finance" }).or(page.getByRole("menuitem", { name: "finance" })).click();
  await expect.poll(() => names(page)).toEqual(["ledger-secrets", "month-end-sap", "nightly-azure-keys", "treasury-aws"]);
  await expect(page).toHaveURL(`${appliance.url}schedules?domain=finance`);
  expect(await page.evaluate(() => document.documentElement.outerHTML)).not.toContain("apac-storefront");
});

// The table of runs: filters, pages, verdicts, new runs, deleting and files.
import type { Page } from "@playwright/test";
import type { Appliance } from "./support/appliance.ts";
import { Client } from "./support/client.ts";
import { installClock, pass, until } from "./support/clock.ts";
import { saveFile } from "./support/download.ts";
import { act, expect, signIn, test } from "./support/fixture.ts";
import { heading, messages, names, pageHead, pauseRefreshing, refreshNow, row } from "./support/screens.ts";

const runRows = (page: Page) => page.getByRole("table", { name: "Runs, newest first" }).getByRole("rowheader");
const lists = async (appliance: Appliance) =>
  (await appliance.journal()).filter((entry) => entry.method === "GET" && entry.path.endsWith("/scheduler/jobs")).map((entry) => entry.query as string);

/** An RFC 4180 reader, strict about quotes. */
function readCsv(text: string): string[][] {
  const rows: string[][] = [[]];
  let at = 0;
  while (at < text.length) {
    let field = "";
    if (text[at] === '"') {
      for (at++; text[at] !== '"' || text[at + 1] === '"'; at++) {
        if (at >= text.length) throw new Error("a quote is not closed");
        field += text[at];
        if (text[at] === '"') at++;
      }
      at++;
    } else {
      while (at < text.length && text[at] !== "," && text[at] !== "\r") field += text[at++];
      if (/["\n]/.test(field)) throw new Error(`a bare quote or line feed in ${field}`);
    }
    rows.at(-1)!.push(field);
    if (text[at] === ",") at++;
    else if (text.startsWith("\r\n", at)) {
      at += 2;
      if (at < text.length) rows.push([]);
    } else if (at < text.length) throw new Error(`neither comma nor line break at ${at}`);
  }
  return rows;
}

test("runs table says that the appliance lists in another order than asked for", async ({ page, appliance }) => {
  await appliance.control("settings", { list_order: "oldest" });
  await signIn(page, "viewer", "runs");
  const note = page.getByText("The appliance does not list these newest first, so newer ones may be on other pages.");
  await expect(note).toBeVisible();
  await pauseRefreshing(page);
  await appliance.control("settings", { list_order: "asked" });
  await refreshNow(page);
  await expect(note).toHaveCount(0);
});

test("runs table requests one page at a time and keeps page, size and status in the URL", async ({ page, appliance }) => {
  await signIn(page, "viewer", "runs");
  await expect(page.getByText(/^1–25 of \d,?\d+$/)).toBeVisible();
  const total = (await page.getByText(/^1–25 of /).innerText()).split(" of ")[1];
  await expect(pageHead(page)).toContainText(total);
  await page.getByRole("button", { name: "Next page" }).click();
  await expect(page).toHaveURL(`${appliance.url}runs?page=2`);
  await expect(page.getByText(`26–50 of ${total}`)).toBeVisible();
  await page.getByLabel("Rows").selectOption("50");
  await expect(page).toHaveURL(`${appliance.url}runs?rows=50`);
  await page.getByLabel("The appliance says:").selectOption("failed");
  await expect(page).toHaveURL(`${appliance.url}runs?rows=50&status=failed`);
  await expect(page.getByRole("cell", { name: "completed" })).toHaveCount(0);
  const asked = await lists(appliance);
  const wanted = ["skip=0&limit=25", "skip=25&limit=25", "skip=0&limit=50"];
  for (const part of wanted) expect(asked.some((query) => part.split("&").every((pair) => query.includes(pair))), `${part} in ${asked}`).toBe(true);
  expect(asked.at(-1)).toContain("status=failed");
  await act(page, () => page.goBack());
  await expect(page.getByLabel("The appliance says:")).toHaveValue("");
  await page.goBack();
  await expect(page.getByText(`26–50 of ${total}`)).toBeVisible();
});

test("runs of one schedule open from its row, and show all leads back to every run", async ({ page, appliance }) => {
  await signIn(page, "viewer", "schedules?q=erp-vaults");
  await page.getByRole("button", { name: "More for erp-vaults" }).click();
  await act(page, () => page.getByRole("menuitem", { name: "Show its runs" }).click());
  await expect(heading(page, "Runs")).toBeVisible();
  await expect(page).toHaveURL(/runs\?schedule=[0-9a-f-]{36}$/);
  await expect(page.getByRole("rowheader").first()).toContainText("erp-vaults");
  expect(new Set(await names(page))).toEqual(new Set(["erp-vaults"]));
  await act(page, () => page.getByRole("link", { name: /show all/ }).click());
  await expect(page).toHaveURL(`${appliance.url}runs`);
});

test("runs table sends filters and order to the appliance and keeps them in the URL; Back restores them", async ({ page, appliance }) => {
  await signIn(page, "viewer", "runs");
  await expect(runRows(page).first()).toBeVisible();
  await page.getByLabel("Enqueued in:").selectOption("7d");
  await expect(page).toHaveURL(/runs\?since=7d$/);
  await page.getByLabel("Operation:").selectOption("cckm_synchronization");
  await page.getByRole("button", { name: "Node", exact: true }).click();
  await expect(page).toHaveURL(/sort=processing_node/);
  await page.getByLabel("Node:").selectOption("local-node");
  await page.getByLabel("Exact name of the schedule").fill("erp-vaults");
  await expect(page).toHaveURL(/name=erp-vaults/);
  await expect.poll(async () => new Set(await names(page))).toEqual(new Set(["erp-vaults"]));
  const asked = (await appliance.journal()).filter((entry) => entry.path.endsWith("/scheduler/jobs")).at(-1)!.query as string;
  for (const part of ["name=erp-vaults", "operation=cckm_synchronization", "processing_node=local-node", "sort=processing_node", "createdAfter="]) {
    expect(asked).toContain(part);
  }
  await page.goBack();
  await expect(page.getByLabel("Node:")).toHaveValue("");
});

test("runs table drops the rows of another filter on an error, and keeps its own when a refresh fails", async ({ page, appliance }) => {
  await installClock(page);
  await signIn(page, "viewer", "runs");
  await expect(runRows(page)).toHaveCount(25);
  await appliance.control("faults", [{ method: "GET", path: "/scheduler/jobs", status: 500 }]);
  await pauseRefreshing(page);
  await act(page, () => refreshNow(page));
  const stale = page.getByText(/This page shows data as of/);
  await expect(stale).toBeVisible({ timeout: 20_000 });
  await expect(runRows(page)).toHaveCount(25);
  await page.getByLabel("The appliance says:").selectOption("failed");
  const again = page.getByRole("button", { name: "Try again" });
  await expect(stale).toBeHidden({ timeout: 20_000 });
  await expect(again).toBeVisible();
  await expect(runRows(page)).toHaveCount(0);
  await appliance.control("faults/clear");
  await page.getByRole("button", { name: "Resume refreshing" }).click();
  await until(page, runRows(page).first());
  await expect(page.getByLabel("The appliance says:")).toHaveValue("failed");
  const said = page.getByRole("table", { name: "Runs, newest first" }).getByRole("row").getByRole("cell", { name: "completed", exact: true });
  await expect(said, "rows of the chosen filter only").toHaveCount(0);
  await expect(page.getByRole("button", { name: /new/ })).toHaveCount(0);
});

test("runs table replaces a page number beyond the end by the last page, with a verdict filter too", async ({ page }) => {
  await signIn(page, "viewer", "runs?page=9000");
  await expect(page).toHaveURL(/runs\?page=\d\d$/);
  await expect(runRows(page).first()).toBeVisible();
  const [, last, all] = (await page.getByText(/^[\d,]+–[\d,]+ of [\d,]+$/).innerText()).match(/–([\d,]+) of ([\d,]+)/)!;
  expect(last).toBe(all);
  await signIn(page, "viewer", "runs?verdict=contradiction&page=7");
  await expect(page).toHaveURL(/runs\?verdict=contradiction$/);
  await expect(runRows(page).first()).toBeVisible();
  await expect(page.getByText(/^as of \d\d:\d\d:\d\d/), "the time of the rows").toBeVisible();
});

test("runs filter Needs a look selects Failed, Partly, Contradiction and Stuck", async ({ page }) => {
  await signIn(page, "viewer", "runs");
  await page.getByLabel("Verdict:").selectOption("Needs a look");
  await expect(page).toHaveURL(/verdict=needs-a-look$/);
  await expect(runRows(page).first()).toBeVisible();
  const badges = await page.getByRole("table", { name: "Runs, newest first" }).getByRole("row").getByRole("cell").filter({ hasText: /^(Succeeded|Running|Queued|Cancelled)$/ }).count();
  expect(badges).toBe(0);
  await expect(page.getByRole("cell", { name: /^(Failed|Partly|Contradiction|Stuck)/ })).toHaveCount(await runRows(page).count());
});

test("verdict filter searches the newest 1,000 runs, says since when and agrees with the badges", async ({ page }) => {
  await signIn(page, "viewer", "runs");
  await page.getByLabel("Verdict:").selectOption("contradiction");
  await expect(page).toHaveURL(/verdict=contradiction$/);
  await expect(page.getByText(/the filter searches the newest 1,000 runs, enqueued since \d+ \w+ 2\d{3}, \d\d:\d\d UTC\./)).toBeVisible();
  await expect(runRows(page).first()).toBeVisible();
  expect(new Set(await names(page))).toEqual(new Set(["sandbox-azure-secrets"]));
  await expect(page.getByRole("cell", { name: "Contradiction" })).toHaveCount(await runRows(page).count());
  await page.getByLabel("Verdict:").selectOption("stuck");
  await expect(page.getByText("No run matches the filters.")).toBeVisible();
  await act(page, () => page.getByRole("button", { name: "Clear filters" }).click());
  await expect(page.getByText(/^1–25 of /)).toBeVisible();
});

test("new runs are counted on a button and leave the rows in place until it is pressed", async ({ page, appliance }) => {
  await installClock(page);
  const other = await Client.signIn(appliance);
  await signIn(page, "viewer", "runs");
  await expect(runRows(page)).toHaveCount(25);
  const before = await names(page);
  const schedules = await Promise.all(["fresh one", "fresh two", "fresh three"].map((name) => other.create(name)));
  for (const { id } of schedules) await other.post(`scheduler/job-configs/${id}/run-now`);
  await pass(page, 31);
  const pill = page.getByRole("button", { name: /^3 new/ });
  await expect(pill).toBeVisible();
  expect(await names(page)).toEqual(before);
  await act(page, () => pill.click());
  await expect(row(page, "fresh three")).toBeVisible();
  await expect(pill).toBeHidden();
  await expect(heading(page, "Runs")).toBeFocused();
});

test("one run and several selected runs are deleted after a confirmation", async ({ page, appliance }) => {
  const other = await Client.signIn(appliance);
  await signIn(page, "admin", "runs?name=erp-vaults");
  await expect(runRows(page).first()).toBeVisible();
  const total = (await other.get("scheduler/jobs?name=erp-vaults&limit=1")).total;
  await page.getByRole("button", { name: "More for the run of erp-vaults" }).first().click();
  await act(page, () => page.getByRole("menuitem", { name: "Delete" }).click());
  const dialog = page.getByRole("alertdialog", { name: /^Delete the run of erp-vaults, enqueued / });
  await act(page, () => dialog.getByRole("button", { name: /^Delete the run of erp-vaults, enqueued / }).click());
  await expect(dialog.getByRole("paragraph").filter({ hasText: "1 done" })).toBeVisible();
  await act(page, () => dialog.getByRole("button", { name: "Close", exact: true }).click());
  await expect(page.getByText(`1–25 of ${total - 1}`)).toBeVisible();

  await page.getByRole("button", { name: "More for runs" }).click();
  await act(page, () => page.getByRole("menuitem", { name: "Select runs" }).click());
  for (const at of [0, 1, 2]) await page.getByRole("checkbox", { name: "Select the run of erp-vaults" }).nth(at).check();
  await expect(page.getByText("3 selected")).toBeVisible();
  await act(page, () => page.getByRole("group", { name: "Selected runs" }).getByRole("button", { name: "Delete" }).click());
  await page.getByRole("alertdialog").getByRole("button", { name: "Delete 3 runs" }).click();
  await expect(page.getByRole("alertdialog").getByRole("paragraph").filter({ hasText: "3 done" })).toBeVisible();
  await act(page, () => page.getByRole("alertdialog").getByRole("button", { name: "Close", exact: true }).click());
  await expect(page.getByText(`1–25 of ${total - 4}`)).toBeVisible();
  expect((await other.get("scheduler/jobs?name=erp-vaults&limit=1")).total).toBe(total - 4);
});

test("runs export as CSV and JSON holds the filtered runs as the appliance stores them", async ({ page, appliance }) => {
  const other = await Client.signIn(appliance);
  const evil = await other.create('=cmd|\' /C calc\'!A0, "quoted"\u202E');
  const { job_id } = await other.post(`scheduler/job-configs/${evil.id}/run-now`);
  await expect.poll(async () => (await other.get(`scheduler/jobs/${job_id}`)).status).toBe("completed");
  await signIn(page, "viewer", "runs");
  await expect(runRows(page).first()).toBeVisible();
  const choose = async (format: string) => {
    await page.getByRole("button", { name: "More for runs" }).click();
    await page.getByRole("menuitem", { name: `Export as ${format}` }).click();
  };
  const csv = await saveFile(page, () => choose("CSV"));
  expect(csv.name).toMatch(/^runs-root-2\d{3}-\d\d-\d\dT\d\d-\d\dZ\.csv$/);
  expect(csv.text.startsWith("\uFEFF"), "byte order mark, by which spreadsheets know UTF-8").toBe(true);
  const [columns, ...lines] = readCsv(csv.text.slice(1));
  expect(columns.slice(0, 3)).toEqual(["id", "schedule id", "name"]);
  const held: any[] = [];
  for (let skip = 0; ; skip += 1_000) {
    const { resources } = await other.get(`scheduler/jobs?limit=1000&skip=${skip}&sort=-createdAt`);
    held.push(...resources);
    if (resources.length < 1_000) break;
  }
  const ids = held.map((run) => run.id);
  const late = lines.length - ids.length;
  expect(Math.abs(late), "runs created while the test reads").toBeLessThanOrEqual(2);
  const same = lines.map((line) => line[0]).filter((id) => ids.includes(id));
  expect(same.length).toBeGreaterThanOrEqual(ids.length - 2);
  expect(same, "the appliance's order").toEqual(ids.filter((id) => same.includes(id)));
  expect(lines.flat().filter((field) => /^[=+\-@\t\r\0＝＋－＠]/.test(field)), "cells that a spreadsheet reads as a formula").toEqual([]);
  const own = lines.find((line) => line[0] === job_id)!;
  expect(own[2]).toBe('\'=cmd|\' /C calc\'!A0, "quoted"');
  expect(own[columns.indexOf("verdict")]).toBe("Succeeded");

  await page.getByLabel("The appliance says:").selectOption("failed");
  await expect(page).toHaveURL(/status=failed/);
  const json = await saveFile(page, () => choose("JSON"));
  const parsed = JSON.parse(json.text);
  const failed = held.filter((run) => run.status === "failed");
  expect(parsed.map((run: any) => run.id)).toEqual(failed.map((run) => run.id));
  expect(parsed[0], "unknown members included").toEqual(failed.find((run) => run.id === parsed[0].id));
  await expect(messages(page)).toContainText(`${failed.length} runs written to runs-root-`);
});

// The table of runs as a place to work in: filters and verdicts, new runs that push nobody, deleting, and files.
import type { Page } from "@playwright/test";
import { Client } from "./support/client.ts";
import { act, expect, signIn, test } from "./support/fixture.ts";
import { installClock, pass, until } from "./support/clock.ts";
import { heading, names, row } from "./support/screens.ts";

const runRows = (page: Page) => page.getByRole("table", { name: "Runs, newest first" }).getByRole("rowheader");

/** The text of the file that a press saves, and its name. */
async function saved(page: Page, press: () => Promise<void>): Promise<{ name: string; text: string }> {
  const download = page.waitForEvent("download");
  await press();
  const file = await download;
  const chunks: Buffer[] = [];
  for await (const chunk of await file.createReadStream()) chunks.push(chunk as Buffer);
  return { name: file.suggestedFilename(), text: Buffer.concat(chunks).toString("utf8") };
}

/** An RFC 4180 reader, strict about its quotes. */
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

test("filters and sorting are the appliance's, stand in the address, and Back restores them", async ({ page, appliance }) => {
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

test("a filter that gets no answer shows why, and not the rows of the one before; its own rows stay when they cannot be renewed", async ({ page, appliance }) => {
  await installClock(page);
  await signIn(page, "viewer", "runs");
  await expect(runRows(page)).toHaveCount(25);
  await appliance.control("faults", [{ method: "GET", path: "/scheduler/jobs", status: 500 }]);
  await page.getByRole("button", { name: "Pause refreshing" }).click();
  await act(page, () => page.getByRole("button", { name: "Refresh now" }).click());
  const stale = page.getByText(/What you see is as of/);
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
  await expect(said, "what comes by itself is what was asked for").toHaveCount(0);
  await expect(page.getByRole("button", { name: /new/ })).toHaveCount(0);
});

test("a page behind the last leads to the last, by the appliance's count and by that of a verdict", async ({ page }) => {
  await signIn(page, "viewer", "runs?page=9000");
  await expect(page).toHaveURL(/runs\?page=\d\d$/);
  await expect(runRows(page).first()).toBeVisible();
  const [, last, all] = (await page.getByText(/^[\d,]+–[\d,]+ of [\d,]+$/).innerText()).match(/–([\d,]+) of ([\d,]+)/)!;
  expect(last).toBe(all);
  await signIn(page, "viewer", "runs?verdict=contradiction&page=7");
  await expect(page).toHaveURL(/runs\?verdict=contradiction$/);
  await expect(runRows(page).first()).toBeVisible();
  await expect(page.getByText(/^as of \d\d:\d\d:\d\d/), "how old a verdict's rows are is said, too").toBeVisible();
});

test("what needs a look is one filter for four verdicts", async ({ page }) => {
  await signIn(page, "viewer", "runs");
  await page.getByLabel("Verdict:").selectOption("Needs a look");
  await expect(page).toHaveURL(/verdict=needs-a-look$/);
  await expect(runRows(page).first()).toBeVisible();
  const badges = await page.getByRole("table", { name: "Runs, newest first" }).getByRole("row").getByRole("cell").filter({ hasText: /^(Succeeded|Running|Queued|Cancelled)$/ }).count();
  expect(badges).toBe(0);
  await expect(page.getByRole("cell", { name: /^(Failed|Partly|Contradiction|Stuck)/ })).toHaveCount(await runRows(page).count());
});

test("a verdict is looked for among the newest runs, which says since when, and agrees with the badges", async ({ page }) => {
  await signIn(page, "viewer", "runs");
  await page.getByLabel("Verdict:").selectOption("contradiction");
  await expect(page).toHaveURL(/verdict=contradiction$/);
  await expect(page.getByText(/the filter looks through the newest 1,000 runs, since \d+ \w+ 2\d{3}, \d\d:\d\d UTC\./)).toBeVisible();
  await expect(runRows(page).first()).toBeVisible();
  expect(new Set(await names(page))).toEqual(new Set(["sandbox-azure-secrets"]));
  await expect(page.getByRole("cell", { name: "Contradiction" })).toHaveCount(await runRows(page).count());
  await page.getByLabel("Verdict:").selectOption("stuck");
  await expect(page.getByText("No run matches the filters.")).toBeVisible();
  await act(page, () => page.getByRole("button", { name: "Clear filters" }).click());
  await expect(page.getByText(/^1–25 of /)).toBeVisible();
});

test("new runs are counted and wait until they are asked for; the rows that are read stay where they are", async ({ page, appliance }) => {
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

test("a run, and several at once, are deleted after a question; another role is told why not", async ({ page, appliance }) => {
  const other = await Client.signIn(appliance);
  await signIn(page, "admin", "runs?name=erp-vaults");
  await expect(runRows(page).first()).toBeVisible();
  const total = (await other.get("scheduler/jobs?name=erp-vaults&limit=1")).total;
  await page.getByRole("button", { name: "More for the run of erp-vaults" }).first().click();
  await act(page, () => page.getByRole("menuitem", { name: "Delete" }).click());
  const dialog = page.getByRole("alertdialog", { name: /^Delete the run of erp-vaults, / });
  await act(page, () => dialog.getByRole("button", { name: /^Delete the run of erp-vaults, / }).click());
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

test("what the filters let through is saved as CSV and as JSON, and agrees with what the appliance holds", async ({ page, appliance }) => {
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
  const csv = await saved(page, () => choose("CSV"));
  expect(csv.name).toMatch(/^runs-root-2\d{3}-\d\d-\d\dT\d\d-\d\dZ\.csv$/);
  expect(csv.text.startsWith("\uFEFF"), "spreadsheets see that it is UTF-8").toBe(true);
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
  expect(Math.abs(late), "a schedule may fire while one reads").toBeLessThanOrEqual(2);
  const same = lines.map((line) => line[0]).filter((id) => ids.includes(id));
  expect(same.length).toBeGreaterThanOrEqual(ids.length - 2);
  expect(same, "in the appliance's order, whichever page came first").toEqual(ids.filter((id) => same.includes(id)));
  expect(lines.flat().filter((field) => /^[=+\-@\t\r\0＝＋－＠]/.test(field)), "no cell is a formula").toEqual([]);
  const own = lines.find((line) => line[0] === job_id)!;
  expect(own[2]).toBe('\'=cmd|\' /C calc\'!A0, "quoted"');
  expect(own[columns.indexOf("verdict")]).toBe("Succeeded");

  await page.getByLabel("The appliance says:").selectOption("failed");
  await expect(page).toHaveURL(/status=failed/);
  const json = await saved(page, () => choose("JSON"));
  const parsed = JSON.parse(json.text);
  const failed = held.filter((run) => run.status === "failed");
  expect(parsed.map((run: any) => run.id)).toEqual(failed.map((run) => run.id));
  expect(parsed[0], "as it came, unknown members included").toEqual(failed.find((run) => run.id === parsed[0].id));
  await expect(page.getByRole("region", { name: "Messages" })).toContainText(`${failed.length} runs written to runs-root-`);
});

test("one run against an earlier one: newly failing, recovered, and how much longer it took; the failed ones are synchronized again, exactly", async ({ page, appliance }) => {
  test.slow();
  const other = await Client.signIn(appliance);
  const { resources: vaults } = await other.get("cckm/azure/vaults?limit=3");
  const [good, bad] = vaults;
  const run = async (id: string, at: string, status: string, targets: object) =>
    appliance.control("rows", {
      kind: "run",
      json: {
        id, name: "two runs", job_config_id: "11111111-0000-4000-8000-000000000001", operation: "cckm_synchronization", status,
        createdAt: `2026-11-20T0${at}:00:00Z`, enqueued_at: `2026-11-20T0${at}:00:00Z`, updatedAt: `2026-11-20T0${at}:00:${10 * Number(at)}Z`,
        job_config_params: { cloud_name: "AzureCloud", key_vaults: vaults.map((vault: any) => vault.id), sync_item: ["key", "secret"] },
        details: { details: targets },
      },
    });
  const key = (vault: any) => `${vault.location}/${vault.name}`;
  const ok = "vault synchronized successfully";
  await run("run-one", "1", "completed", { [key(good)]: ok, [key(bad)]: ok, gone: ok });
  await run("run-two", "2", "failed", { [key(good)]: ok, [key(bad)]: "AccessDenied: no list permission", "nowhere/unknown::x": "no such host" });
  await signIn(page, "operator", "runs/run-two");
  await act(page, () => page.getByRole("link", { name: "Compare with an earlier run" }).click());
  const compared = page.getByRole("region", { name: "Compared with" });
  await expect(compared).toContainText("1 newly failing, 1 appeared, 1 vanished; 1 went well both times. It took 10 s longer.");
  await expect(compared.getByRole("row").filter({ hasText: "Newly failing" })).toContainText("AccessDenied");
  await expect(page.getByText("The schedule was deleted since.")).toBeVisible();

  await act(page, () => page.getByRole("button", { name: "Synchronize the failed 2 again" }).click());
  const dialog = page.getByRole("alertdialog", { name: "Synchronize the failed ones again?" });
  await expect(dialog.getByRole("listitem").filter({ hasText: "Azure keys" })).toContainText(bad.azure_name);
  await expect(dialog).toContainText("nowhere/unknown::x");
  await act(page, () => dialog.getByRole("button", { name: "Start" }).click());
  await expect(dialog.getByRole("link", { name: "Watch it" })).toHaveCount(2);
  const sent = (await appliance.journal()).filter((entry) => entry.method === "POST" && /synchronization-jobs$/.test(entry.path));
  expect(sent.map((entry) => entry.path).sort()).toEqual(["/api/v1/cckm/azure/secrets/synchronization-jobs", "/api/v1/cckm/azure/synchronization-jobs"]);
  for (const { body } of sent) expect(typeof body === "string" ? JSON.parse(body) : body).toEqual({ key_vaults: [bad.id] });
  await act(page, () => dialog.getByRole("link", { name: "Watch it" }).first().click());
  await expect(heading(page, /^Azure /)).toBeVisible();
});

test("10,000 lines of one run are searched and paged, with less than 5,000 nodes", async ({ page, appliance }) => {
  test.slow();
  const lines = Object.fromEntries(
    Array.from({ length: 10_000 }, (_, n) => [`westeurope/vault-${String(n).padStart(5, "0")}::sub`, n % 50 ? "vault synchronized successfully" : n % 100 ? "AccessDenied" : "dial tcp: i/o timeout"]),
  );
  await appliance.control("rows", {
    kind: "run",
    json: { id: "wide", name: "wide", operation: "cckm_synchronization", status: "failed", createdAt: "2026-11-20T01:00:00Z", updatedAt: "2026-11-20T01:10:00Z", job_config_params: { cloud_name: "AzureCloud", synchronize_all: true, sync_item: ["key"] }, details: { details: lines } },
  });
  await signIn(page, "viewer", "runs/wide");
  await expect(page.getByText("200 of 10000 vaults failed; 9800 were synchronized.")).toBeVisible();
  await expect(page.getByText("1–100 of 10,000")).toBeVisible();
  const causes = page.getByRole("list", { name: "What the failures mean" });
  await expect(causes.getByRole("listitem")).toHaveText([/^Not reachable, 100 times\./, /^Permission, 100 times\./]);
  await page.getByRole("button", { name: "Permission 100" }).click();
  await expect(page.getByText("1–100 of 100")).toBeVisible();
  await expect(page).toHaveURL(/cause=Permission/);
  await page.getByRole("button", { name: "Permission 100" }).click();
  await page.getByLabel("Container or message").fill("vault-0777");
  await expect(page.getByText("1–10 of 10")).toBeVisible();
  await page.getByLabel("Container or message").fill("");
  await page.getByRole("button", { name: "Next page" }).click();
  await expect(page.getByText("101–200 of 10,000")).toBeVisible();
  expect(await page.evaluate(() => document.querySelectorAll("*").length)).toBeLessThan(5_000);
});

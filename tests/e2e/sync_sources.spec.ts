// The table of sync job sources.
import { Client } from "./support/client.ts";
import { installClock, pass, until } from "./support/clock.ts";
import { act, expect, signIn, test } from "./support/fixture.ts";
import { heading } from "./support/screens.ts";
import { SOURCES, jobs, sourceRow, writes } from "./support/sync.ts";

test("source without a licence says so in the sources table and on its page, and leaves the others working", async ({ page, appliance }) => {
  await appliance.control("settings", { unlicensed: ["oci", "salesforce-certificates"] });
  await signIn(page, "admin", "sync");
  for (const { label } of SOURCES) {
    const isWithout = ["Oracle Cloud", "Salesforce certificates"].includes(label);
    await expect(sourceRow(page, label)).toContainText(isWithout ? "License not installed yet for feature" : "ago");
    await expect(sourceRow(page, label).getByRole("link", { name: `Synchronize ${label}` })).toHaveCount(isWithout ? 0 : 1);
  }
  await act(page, () => page.getByRole("link", { name: "Oracle Cloud", exact: true }).click());
  await expect(page.getByRole("heading", { name: "License not installed yet for feature" })).toBeVisible();
  await expect(page.getByRole("button", { name: "Try again" }), "trying again gives no licence").toHaveCount(0);
  await expect(jobs(page)).toHaveCount(0);
  await act(page, () => page.getByLabel("Source:").selectOption("luna"));
  await expect(heading(page, "Sync jobs: Luna HSM")).toBeVisible();
  await expect(jobs(page)).toBeVisible();
  await appliance.control("settings", { unlicensed: [] });
  await page.getByRole("link", { name: "Sync jobs", exact: true }).first().click();
  await expect(sourceRow(page, "Oracle Cloud")).toContainText("ago");
  await appliance.control("settings", { unlicensed: ["dsm"] });
  await act(page, () => page.getByRole("button", { name: "Refresh", exact: true }).click());
  await expect(sourceRow(page, "DSM")).toContainText("License not installed yet for feature");
  expect(await writes(appliance)).toEqual([]);
});

test("sources table polls running jobs only, keeps the focus and survives a failed refresh", async ({ page, appliance }) => {
  const other = await Client.signIn(appliance);
  await appliance.control("settings", { sync_seconds: 6 });
  await installClock(page);
  await other.post("cckm/sap/synchronization-jobs", { synchronize_all: true });
  await signIn(page, "viewer", "sync");
  const line = sourceRow(page, "SAP");
  await expect(line).toContainText("Running");
  await expect(page.getByRole("cell", { name: "…", exact: true }), "sources still loading").toHaveCount(0);
  const before = (await appliance.journal()).length;
  const asked = async () => {
    const entries = (await appliance.journal()).slice(before).filter((entry) => /\/(synchronization-jobs|refresh)$/.test(entry.path));
    return entries.map((entry) => entry.path);
  };
  const link = line.getByRole("link", { name: "Running" });
  await link.focus();
  await appliance.control("faults", [{ method: "GET", path: "/cckm/sap/synchronization-jobs", status: 403, body: {} }]);
  await pass(page, 31);
  await expect.poll(async () => (await asked()).length).toBeGreaterThan(0);
  await expect(link, "the row after a failed refresh").toBeVisible();
  await appliance.control("faults/clear");
  // The job takes seconds of real time, in which a clock that moves on would come to the warning of an idle session.
  const status = async () => (await other.get("cckm/sap/synchronization-jobs?limit=1")).resources[0].overall_status;
  await expect.poll(status, { timeout: 10_000 }).toBe("completed");
  await until(page, line.getByText("Succeeded"));
  await expect(line.getByRole("link", { name: "Succeeded" }), "focus after the refresh").toBeFocused();
  const whileRunning = await asked();
  expect(new Set(whileRunning)).toEqual(new Set(["/api/v1/cckm/sap/synchronization-jobs"]));
  await pass(page, 90);
  expect(await asked(), "requests after the end").toEqual(whileRunning);
});

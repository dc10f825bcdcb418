// Editing a schedule while another client changes it.
import type { Page } from "@playwright/test";
import type { Appliance } from "./support/appliance.ts";
import { Client } from "./support/client.ts";
import { act, expect, signIn, test } from "./support/fixture.ts";
import { scheduleWrites } from "./support/journal.ts";
import { heading } from "./support/screens.ts";
import { createButton, expression, openStep, saveButton, summary } from "./support/wizard.ts";

test.describe("edit while another client changes the schedule", () => {
  const begin = async (page: Page, appliance: Appliance, more: object = {}) => {
    const client = await Client.signIn(appliance);
    const stored = await client.create("Shared", more);
    await signIn(page, "admin", `schedules/${stored.id}/edit/when`);
    await expression(page).fill("3 3 * * *");
    await openStep(page, "Review");
    await appliance.control("journal/clear");
    return { client, stored };
  };

  test("edit conflict shows both changes side by side and saves only after a decision (R-27)", async ({ page, appliance }) => {
    const { client, stored } = await begin(page, appliance);
    await client.patch(`scheduler/job-configs/${stored.id}`, { run_at: "9 9 * * *", description: "theirs" });
    await appliance.control("journal/clear");
    await act(page, () => saveButton(page).click());
    const table = page.getByRole("table", { name: "Their changes" });
    await expect(table.getByRole("row", { name: /^Fires/ })).toContainText("both of you");
    await expect(table.getByRole("row", { name: /^Description/ })).toContainText("only them");
    expect(await scheduleWrites(appliance)).toEqual([]);
    await act(page, () => page.getByRole("button", { name: "Keep mine where both changed" }).click());
    await expect(page.getByRole("table", { name: "Changes to save" }).getByRole("row")).toHaveCount(2);
    await saveButton(page).click();
    await expect(heading(page, "Shared")).toBeVisible();
    const now = await client.schedule("Shared");
    expect([now.run_at, now.description]).toEqual(["3 3 * * *", "theirs"]);
    expect((await scheduleWrites(appliance)).map(({ body }) => body)).toEqual([{ run_at: "3 3 * * *" }]);
  });

  test("edit conflict can be resolved by taking the other client's change", async ({ page, appliance }) => {
    const { client, stored } = await begin(page, appliance);
    await client.patch(`scheduler/job-configs/${stored.id}`, { run_at: "9 9 * * *" });
    await saveButton(page).click();
    await act(page, () => page.getByRole("button", { name: "Take theirs where both changed" }).click());
    await expect(page.getByText("Nothing is changed yet.")).toBeVisible();
    expect((await client.schedule("Shared")).run_at).toBe("9 9 * * *");
  });

  test("edit of a schedule deleted meanwhile can create a new schedule from the draft (R-28)", async ({ page, appliance }) => {
    const { client, stored } = await begin(page, appliance);
    await client.delete(`scheduler/job-configs/${stored.id}`);
    await appliance.control("journal/clear");
    await act(page, () => saveButton(page).click());
    await expect(page.getByText("This schedule no longer exists")).toBeVisible();
    await act(page, () => page.getByRole("button", { name: "Continue as a new schedule" }).click());
    await expect(heading(page, "Review")).toBeVisible();
    await createButton(page).click();
    await expect(heading(page, "Shared")).toBeVisible();
    expect((await scheduleWrites(appliance)).map(({ method, body }) => [method, body?.run_at])).toEqual([["POST", "3 3 * * *"]]);
  });

  test("edit sends the changed fields alone and leaves all others as stored", async ({ page, appliance }) => {
    const { client, stored } = await begin(page, appliance, { description: "kept", end_date: "2031-01-01T00:00:00Z" });
    await openStep(page, "When");
    await page.getByLabel("Never ends").check();
    await openStep(page, "Review");
    await expect(page.getByRole("table", { name: "Changes to save" }).getByRole("rowheader")).toHaveText(["Fires", "Ends"]);
    await saveButton(page).click();
    await expect(heading(page, "Shared")).toBeVisible();
    expect(await scheduleWrites(appliance)).toEqual([{ method: "PATCH", path: `/${stored.id}`, body: { run_at: "3 3 * * *", end_date: "" }, status: 200 }]);
    const now = await client.schedule("Shared");
    expect([now.description, now.end_date]).toEqual(["kept", undefined]);
  });

  test("edit of a field that the appliance cannot change offers a replacement and explains it first", async ({ page, appliance }) => {
    const client = await Client.signIn(appliance);
    const stored = await client.create("Stubborn patch-lists-only");
    await signIn(page, "admin", `schedules/${stored.id}/edit/when`);
    await expression(page).fill("3 3 * * *");
    await openStep(page, "Review");
    await appliance.control("journal/clear");
    await saveButton(page).click();
    await expect(summary(page)).toContainText("cannot be changed");
    await page.getByLabel("Name of the new schedule").fill("Its successor");
    await page.getByRole("button", { name: "Replace the schedule" }).click();
    await expect(heading(page, "Its successor")).toBeVisible({ timeout: 15_000 });
    const sent = (await scheduleWrites(appliance)).map(({ method, path, body, status }) => [method, path.replace(stored.id, "OLD").replace(/[0-9a-f-]{36}/, "NEW"), body, status]);
    expect(sent.map(([method, path, , status]) => [method, path, status])).toEqual([
      ["PATCH", "/OLD", 400], ["POST", "", 201], ["PATCH", "/NEW", 200], ["PATCH", "/OLD", 200],
    ]);
    expect([sent[1][2].disabled, sent[2][2], sent[3][2]]).toEqual([true, { disabled: false }, { disabled: true }]);
  });
});

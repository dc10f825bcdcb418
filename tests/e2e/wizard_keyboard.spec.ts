// Schedules from create to delete by keyboard alone.
import type { Page } from "@playwright/test";
import { expect, signIn, test } from "./support/fixture.ts";
import { scheduleWrites } from "./support/journal.ts";
import { Keys } from "./support/keys.ts";
import { heading, row } from "./support/screens.ts";
import { CLOUDS, QUESTIONS, continueButton, createButton, expression, nameField, saveButton } from "./support/wizard.ts";

const group = (page: Page, name: string) => page.getByRole("group", { name });

test.describe("keyboard journeys", () => {
  const JOURNEYS: [string, object?][] = [
    ["aws"],
    ["AzureCloud", { sync_item: ["key"] }],
    ["AzureCloud with items", { sync_item: ["secret", "certificate"], take_cloud_key_backup: true }],
    ["gcp"],
    ["oci"],
    ["sfdc"],
    ["sap"],
    ["dsm"],
    ["hsm-luna"],
  ];
  for (const [title, more] of JOURNEYS) {
    test(`${title} schedule is created, edited, run, disabled, copied and deleted by keyboard, one request each`, async ({ page, appliance }) => {
      test.slow();
      const [cloud, withItems] = title.split(" ");
      const { label, noun, field } = CLOUDS[cloud];
      const name = `Keys of ${title}`;
      const keys = new Keys(page);
      await signIn(page);
      await expect(heading(page, "Schedules")).toBeVisible();

      await keys.tabTo(page.getByRole("link", { name: "New schedule" }), 20);
      await keys.press("Enter");
      await expect(heading(page, QUESTIONS[0])).toBeFocused();
      await keys.choose(group(page, "Cloud or key source"), label);
      await keys.press("Enter");
      await expect(heading(page, QUESTIONS[1])).toBeFocused();
      await keys.tabTo(page.getByRole("combobox", { name: noun, exact: true }));
      await keys.type(`by key ${cloud}`);
      await keys.press("Enter");
      await expect(page.getByRole("button", { name: `Remove by key ${cloud}` })).toBeVisible();
      if (withItems) {
        for (const item of ["Keys", "Secrets", "Certificates"]) {
          await keys.tabTo(page.getByRole("checkbox", { name: item, exact: true }));
          await keys.press("Space");
        }
        await keys.tabTo(page.getByRole("checkbox", { name: "Take a backup of each key" }));
        await keys.press("Space");
      }
      await keys.tabTo(continueButton(page));
      await keys.press("Enter");
      await expect(heading(page, QUESTIONS[2])).toBeFocused();
      await keys.tabTo(expression(page));
      await keys.press("Control+A");
      await keys.type("17 4 * * 1-5");
      await keys.press("Enter");
      await expect(heading(page, QUESTIONS[3])).toBeFocused();
      await keys.tabTo(nameField(page));
      await keys.type(name);
      await keys.press("Enter");
      await expect(heading(page, QUESTIONS[4])).toBeFocused();
      await keys.tabTo(createButton(page));
      await keys.press("Enter");
      await expect(heading(page, name)).toBeFocused();

      await keys.tabTo(page.getByRole("link", { name: "Schedules" }).first(), 60, "Shift+Tab");
      await keys.press("Enter");
      await expect(heading(page, "Schedules")).toBeVisible();
      await keys.tabTo(page.getByRole("searchbox"));
      await keys.type(name);
      await expect(row(page, name), "next run in the row").toContainText(/in \d/);
      const more_of = page.getByRole("button", { name: `More for ${name}`, exact: true });

      await keys.chooseInMenu(more_of, "Edit");
      await expect(heading(page, "Review")).toBeFocused();
      await keys.tabTo(page.getByRole("link", { name: "Change when it fires" }));
      await keys.press("Enter");
      await expect(heading(page, QUESTIONS[2])).toBeFocused();
      await keys.tabTo(expression(page));
      await keys.press("Control+A");
      await keys.type("30 2 * * *");
      await keys.press("Enter");
      await expect(heading(page, "Review")).toBeFocused();
      await keys.tabTo(saveButton(page));
      await keys.press("Enter");
      await expect(heading(page, name)).toBeFocused();

      await keys.tabTo(page.getByRole("button", { name: "Run now" }));
      await keys.press("Enter");
      const dialog = page.getByRole("alertdialog", { name: `Run ${name} now?` });
      await expect(dialog.getByRole("button", { name: "Run now" })).toBeFocused();
      await keys.press("Enter");
      await expect(heading(page, /^Run enqueued /)).toBeFocused();
      await page.goBack();
      await expect(heading(page, name)).toBeVisible();

      const more_here = page.getByRole("button", { name: `More for ${name}`, exact: true });
      await keys.chooseInMenu(more_here, "Disable");
      await expect(page.getByText("Disabled", { exact: true })).toBeVisible();

      await keys.chooseInMenu(more_here, "Copy");
      await expect(heading(page, QUESTIONS[3])).toBeFocused();
      await expect(nameField(page)).toHaveValue(`${name} (copy)`);
      await expect(page.getByLabel("Enabled")).not.toBeChecked();
      await keys.tabTo(continueButton(page));
      await keys.press("Enter");
      await expect(heading(page, "Review")).toBeFocused();
      await keys.tabTo(createButton(page));
      await keys.press("Enter");
      await expect(heading(page, `${name} (copy)`)).toBeFocused();

      await keys.chooseInMenu(page.getByRole("button", { name: `More for ${name} (copy)`, exact: true }), "Delete");
      const question = page.getByRole("alertdialog", { name: `Delete ${name} (copy)?` });
      await expect(question.getByRole("button", { name: "Cancel" })).toBeFocused();
      await keys.press("Tab");
      await keys.press("Enter");
      await expect(heading(page, "Schedules")).toBeVisible();

      const params = { cloud_name: cloud, [field]: [`by key ${cloud}`], ...more };
      const body = (name: string, run_at: string, disabled: boolean) => ({
        name, operation: "cckm_synchronization", run_at, ...(disabled ? { disabled } : {}), cckm_synchronization_params: params,
      });
      const sent = await scheduleWrites(appliance);
      const id = sent[1].path;
      expect(sent.map(({ method, path, body, status }) => [method, path.replace(id, "/ID").replace(/^\/[0-9a-f-]{36}/, "/COPY"), body, status])).toEqual([
        ["POST", "", body(name, "17 4 * * 1-5", false), 201],
        ["PATCH", "/ID", { run_at: "30 2 * * *" }, 200],
        ["POST", "/ID/run-now", undefined, 202],
        ["PATCH", "/ID", { disabled: true }, 200],
        ["POST", "", body(`${name} (copy)`, "30 2 * * *", true), 201],
        ["DELETE", "/COPY", undefined, 204],
      ]);
    });
  }

  test("AWS schedule with defaults takes at most 40 key presses beside typed text (A-03)", async ({ page }) => {
    await signIn(page);
    await page.getByRole("link", { name: "New schedule" }).focus();
    const keys = new Keys(page);
    await keys.press("Enter");
    await expect(heading(page, QUESTIONS[0])).toBeFocused();
    await keys.choose(group(page, "Cloud or key source"), "AWS");
    await keys.press("Enter");
    await expect(heading(page, QUESTIONS[1])).toBeFocused();
    await keys.tabTo(page.getByRole("combobox", { name: "KMS", exact: true }));
    await keys.type("payments-prod");
    await keys.press("Enter");
    await keys.press("Enter");
    await expect(heading(page, QUESTIONS[2])).toBeFocused();
    await keys.press("Tab");
    await keys.press("Enter");
    await expect(heading(page, QUESTIONS[3])).toBeFocused();
    await keys.tabTo(nameField(page));
    await keys.type("Few keys");
    await keys.press("Enter");
    await expect(heading(page, QUESTIONS[4])).toBeFocused();
    await keys.tabTo(createButton(page));
    await keys.press("Enter");
    await expect(heading(page, "Few keys")).toBeVisible();
    console.log(`A-03: ${keys.presses} key presses`);
    expect(keys.presses).toBeLessThanOrEqual(40);
  });
});

// The steps of the wizard: addresses, Back and Forward, errors and their summary.
import { act, expect, signIn, test } from "./support/fixture.ts";
import { scheduleCreates, scheduleWrites } from "./support/journal.ts";
import { heading } from "./support/screens.ts";
import {
  QUESTIONS, answer, continueButton, createButton, expression, goOn, nameField, openStep, summary,
} from "./support/wizard.ts";

test("wizard steps have a URL, a title and a place in the list; Back and Forward keep the draft", async ({ page, appliance }) => {
  await signIn(page, "admin", "schedules/new");
  await expect(page, "URL of the first step").toHaveURL(`${appliance.url}schedules/new/cloud`);
  await answer(page, { cloud: "gcp", container: "ring one", runAt: "5 5 * * *", name: "Round trip" });
  const words = ["cloud", "what", "when", "name", "review"];
  await goOn(page, "Review");
  for (const [n, word] of words.entries()) {
    await openStep(page, (["Cloud", "What", "When", "Name", "Review"] as const)[n]);
    await expect(page).toHaveURL(`${appliance.url}schedules/new/${word}`);
    await expect(page).toHaveTitle(new RegExp(`^Step ${n + 1} of 5: ${QUESTIONS[n]} – New schedule – `));
    await expect(heading(page, QUESTIONS[n])).toBeFocused();
    await expect(page.getByRole("list", { name: "Steps" }).locator("[aria-current=step]")).toHaveCount(1);
  }
  for (const question of [...QUESTIONS].reverse().slice(1)) {
    await page.goBack();
    await expect(heading(page, question)).toBeVisible();
  }
  await expect(page.getByRole("radio", { name: "Google Cloud" })).toBeChecked();
  for (let n = 0; n < 4; n++) await page.goForward();
  await expect(heading(page, "Review")).toBeVisible();
  await expect(page.getByText("Round trip", { exact: true })).toBeVisible();
  expect(await scheduleWrites(appliance)).toEqual([]);
});

test("containers chosen for one cloud stay while another is chosen, and are not sent with it", async ({ page, appliance }) => {
  await signIn(page, "admin", "schedules/new");
  await answer(page, { cloud: "aws", container: "left behind", name: "Switched" });
  await openStep(page, "Cloud");
  await page.getByRole("radio", { name: "SAP" }).check();
  await openStep(page, "What");
  await page.getByLabel("Everything").check();
  await expect(page.getByText("may take hours")).toBeVisible();
  await openStep(page, "Cloud");
  await page.getByRole("radio", { name: "AWS" }).check();
  await openStep(page, "What");
  await expect(page.getByRole("button", { name: "Remove left behind" })).toBeVisible();
  await openStep(page, "Cloud");
  await page.getByRole("radio", { name: "SAP" }).check();
  await openStep(page, "Review");
  await createButton(page).click();
  await expect(heading(page, "Switched")).toBeVisible();
  const [sent] = await scheduleWrites(appliance);
  expect(sent.body).toMatchObject({ cckm_synchronization_params: { cloud_name: "sap", synchronize_all: true } });
  expect(JSON.stringify(sent.body)).not.toContain("left behind");
});

test("review summary links through the review to the step with the error", async ({ page, appliance }) => {
  await signIn(page, "admin", "schedules/new/review");
  await createButton(page).click();
  await expect(summary(page)).toBeFocused();
  await expect(summary(page).getByRole("link")).toHaveText(["Choose a cloud.", "Enter a name. It cannot be changed later."]);
  await expect(page).toHaveTitle(/^Error: Step 5 of 5/);
  await summary(page).getByRole("link", { name: "Choose a cloud." }).click();
  await expect(page.getByRole("link", { name: "Change cloud" })).toBeFocused();
  await page.keyboard.press("Enter");
  await expect(heading(page, QUESTIONS[0])).toBeVisible();
  await expect(page.getByRole("group", { name: "Cloud or key source" })).toHaveAccessibleDescription(/Choose a cloud\./);
  await page.getByRole("radio", { name: "DSM" }).check();
  await page.getByRole("button", { name: "Continue to the review" }).click();
  await expect(heading(page, "Review")).toBeVisible();
  expect(await scheduleWrites(appliance)).toEqual([]);
});

test("error summary lists the errors of its step and links to each field; the review lists them all", async ({ page, appliance }) => {
  const CLOUD = "Choose a cloud.";
  const FIELDS = "There are 4 fields of five; write minute, hour, day of the month, month and day of the week.";
  const NAME = "Enter a name. It cannot be changed later.";
  await signIn(page, "admin", "schedules/new");
  await act(page, () => continueButton(page).click());
  await expect(summary(page)).toBeFocused();
  await expect(summary(page).getByRole("link")).toHaveText([CLOUD]);
  await expect(page.getByRole("group", { name: "Cloud or key source" })).toHaveAccessibleDescription(/Choose a cloud\./);

  await openStep(page, "When");
  await expect(summary(page), "summary of another step").toBeHidden();
  await expression(page).fill("0 1 * *");
  await act(page, () => continueButton(page).click());
  await expect(summary(page)).toBeFocused();
  await expect(summary(page).getByRole("link")).toHaveText([FIELDS]);
  await expect(expression(page)).toHaveAccessibleDescription(/There are 4 fields of five/);
  await expect(expression(page)).toHaveAttribute("aria-invalid", "true");
  await summary(page).getByRole("link").click();
  await expect(expression(page)).toBeFocused();

  await openStep(page, "Name");
  await act(page, () => continueButton(page).click());
  await expect(summary(page).getByRole("link")).toHaveText([NAME]);
  await summary(page).getByRole("link").click();
  await expect(nameField(page)).toBeFocused();

  await openStep(page, "Review");
  await act(page, () => createButton(page).click());
  await expect(summary(page)).toBeFocused();
  await expect(summary(page).getByRole("link"), "errors of all steps").toHaveText([CLOUD, FIELDS, NAME]);
  await summary(page).getByRole("link", { name: NAME }).click();
  await expect(page.getByRole("link", { name: "Change name and description" })).toBeFocused();
  expect(await scheduleCreates(appliance)).toEqual([]);
});

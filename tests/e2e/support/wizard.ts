// Controls of the wizard and of actions on schedules.
import { type Locator, type Page, expect } from "@playwright/test";
import { heading, typeContainer } from "./screens.ts";

/** Label of each cloud on the first step, noun of its containers on the second, and their member in a request. */
export const CLOUDS: Record<string, { label: string; noun: string; field: string }> = {
  aws: { label: "AWS", noun: "KMS", field: "kms" },
  AzureCloud: { label: "Azure", noun: "Key vaults", field: "key_vaults" },
  gcp: { label: "Google Cloud", noun: "Key rings", field: "key_rings" },
  oci: { label: "Oracle Cloud", noun: "Vaults", field: "oci_vaults" },
  sfdc: { label: "Salesforce", noun: "Organizations", field: "organizations" },
  sap: { label: "SAP", noun: "Groups", field: "groups" },
  dsm: { label: "DSM", noun: "Domains", field: "domains" },
  "hsm-luna": { label: "Luna HSM", noun: "Partitions", field: "partitions" },
};

export const QUESTIONS = ["Choose a cloud", "Choose what is synchronized", "Set when it fires", "Name it", "Review"] as const;

export const continueButton = (page: Page): Locator => page.getByRole("button", { name: /^Continue/ });
export const createButton = (page: Page): Locator => page.getByRole("button", { name: "Create schedule" });
export const saveButton = (page: Page): Locator => page.getByRole("button", { name: "Save changes" });
export const nameField = (page: Page): Locator => page.getByLabel("Name", { exact: true });
export const expression = (page: Page): Locator => page.getByLabel("Cron expression");
export const summary = (page: Page): Locator => page.getByRole("group", { name: "There is a problem" });

/** Presses Continue and waits for the next step. */
export async function goOn(page: Page, to: (typeof QUESTIONS)[number]): Promise<void> {
  await continueButton(page).click();
  await expect(heading(page, to)).toBeVisible();
}

/** Opens a step by the list of steps. */
export async function openStep(page: Page, label: "Cloud" | "What" | "When" | "Name" | "Review"): Promise<void> {
  await page.getByRole("list", { name: "Steps" }).getByRole("link", { name: label }).click();
  await expect(page.getByRole("list", { name: "Steps" }).getByRole("link", { name: label })).toHaveAttribute("aria-current", "step");
}

export type Answers = { cloud: string; container?: string; everything?: boolean; runAt?: string; name: string };

/** Fills the required fields from the first step on; ends on the step of the name. */
export async function answer(page: Page, { cloud, container, everything, runAt, name }: Answers): Promise<void> {
  await page.getByRole("radio", { name: CLOUDS[cloud].label, exact: true }).check();
  await goOn(page, "Choose what is synchronized");
  if (container) await typeContainer(page, CLOUDS[cloud].noun, container);
  if (everything) await page.getByLabel("Everything").check();
  await goOn(page, "Set when it fires");
  await expression(page).fill(runAt ?? "0 1 * * *");
  await goOn(page, "Name it");
  await nameField(page).fill(name);
}

/** Fills the required fields; ends on the review. */
export async function answerAll(page: Page, answers: Answers): Promise<void> {
  await answer(page, answers);
  await goOn(page, "Review");
}

/** Fills the required fields and creates the schedule. */
export async function create(page: Page, answers: Answers): Promise<void> {
  await answerAll(page, answers);
  await createButton(page).click();
  await expect(heading(page, answers.name.trim())).toBeVisible();
}

/** The tab's storage, read after the pause that writes a draft. */
export async function tabStorage(page: Page): Promise<string> {
  await page.waitForTimeout(900);
  return page.evaluate(() => JSON.stringify({ ...sessionStorage }));
}

/** Presses "Run now" and confirms it. */
export async function runNow(page: Page, button: Locator): Promise<void> {
  await button.click();
  const dialog = page.getByRole("alertdialog", { name: /^Run .* now\?$/ });
  await expect(dialog).toBeVisible();
  await dialog.getByRole("button", { name: "Run now" }).click();
}

/** Starts selecting and selects these rows. */
export async function openBulk(page: Page, names: string[]): Promise<void> {
  await page.getByRole("button", { name: "More for schedules" }).click();
  await page.getByRole("menuitem", { name: "Select schedules" }).click();
  await expect(page.getByRole("group", { name: "Selected schedules" })).toBeVisible();
  for (const name of names) await page.getByRole("checkbox", { name: `Select ${name}`, exact: true }).check();
}

export async function openImport(page: Page): Promise<Locator> {
  await page.getByRole("button", { name: "More for schedules" }).click();
  await page.getByRole("menuitem", { name: "Import" }).click();
  const dialog = page.getByRole("dialog", { name: "Import schedules" });
  await expect(dialog).toBeVisible();
  return dialog;
}

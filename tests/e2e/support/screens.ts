// The screens as a person uses them: by roles and labels.
import { expect, type Locator, type Page } from "@playwright/test";

/** The h1, which names the page. */
export const heading = (page: Page, name?: string | RegExp): Locator => page.getByRole("heading", { level: 1, name, exact: true });

/** A row of the table on the page, by the text of its row header. */
export const row = (page: Page, name: string | RegExp): Locator =>
  page.getByRole("row").filter({ has: page.getByRole("rowheader", { name }) });

/** The names in the table, in their order. */
export async function names(page: Page): Promise<string[]> {
  return page.getByRole("rowheader").evaluateAll((cells) =>
    cells.map((cell) => cell.querySelector("bdi")?.firstChild?.textContent?.trim() ?? cell.textContent?.trim() ?? ""),
  );
}

/** The rows of the table as objects: column → text. */
export async function readTable(table: Locator): Promise<Record<string, string>[]> {
  return table.evaluate((element) => {
    const text = (cell: Element) => (cell as HTMLElement).innerText.replace(/\s+/g, " ").trim();
    const columns = [...element.querySelectorAll("thead th")].map(text);
    return [...element.querySelectorAll("tbody tr")].map((line) =>
      Object.fromEntries([...line.children].map((cell, at) => [columns[at] ?? at, text(cell)])),
    );
  });
}

/** Follows the link in the main navigation. */
export async function openSection(page: Page, name: "Overview" | "Schedules" | "Runs" | "Sync jobs" | "Settings"): Promise<void> {
  await page.getByRole("navigation", { name: "Main" }).getByRole("link", { name }).click();
  await expect(heading(page, name)).toBeVisible();
}

/** Chooses an item of the user's menu. */
export async function chooseInUserMenu(page: Page, item: string): Promise<void> {
  await page.getByRole("button", { name: /^User:/ }).click();
  await page.getByRole("menuitem", { name: item }).click();
}

/** Types a container that may not be in the list, adds it, and closes the list, which lies over what follows. */
export async function typeContainer(page: Page, noun: string, container: string): Promise<void> {
  const input = page.getByRole("combobox", { name: noun, exact: true });
  await input.fill(container);
  await input.press("Enter");
  await expect(page.getByRole("button", { name: `Remove ${container}` })).toBeVisible();
  if ((await input.getAttribute("aria-expanded")) === "true") await input.press("Escape");
}

/** Signs in again in the dialog over an expired session. */
export async function signInAgain(page: Page, user?: string): Promise<void> {
  const dialog = page.getByRole("alertdialog", { name: "Sign in again" });
  await expect(dialog).toBeVisible();
  if (user) await dialog.getByLabel("User name").fill(user);
  await dialog.getByLabel("Password", { exact: true }).fill("local");
  await dialog.getByRole("button", { name: "Sign in" }).click();
  await expect(dialog).toBeHidden();
}

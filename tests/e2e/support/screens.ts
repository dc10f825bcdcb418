// Page elements by roles and labels.
import { type Locator, type Page, expect } from "@playwright/test";

/** The h1 of the page. */
export const heading = (page: Page, name?: string | RegExp): Locator => page.getByRole("heading", { level: 1, name, exact: true });

/** A table row by the text of its row header. */
export const row = (page: Page, name: string | RegExp): Locator =>
  page.getByRole("row").filter({ has: page.getByRole("rowheader", { name }) });

/** The row headers of the table in order. */
export async function names(page: Page): Promise<string[]> {
  return page.getByRole("rowheader").evaluateAll((cells) =>
    cells.map((cell) => cell.querySelector("bdi")?.firstChild?.textContent?.trim() ?? cell.textContent?.trim() ?? ""),
  );
}

/** The table's rows as objects from column to text. */
export async function readTable(table: Locator): Promise<Record<string, string>[]> {
  return table.evaluate((element) => {
    const text = (cell: Element) => (cell as HTMLElement).innerText.replace(/\s+/g, " ").trim();
    const columns = [...element.querySelectorAll("thead th")].map(text);
    return [...element.querySelectorAll("tbody tr")].map((line) =>
      Object.fromEntries([...line.children].map((cell, at) => [columns[at] ?? at, text(cell)])),
    );
  });
}

export async function openSection(page: Page, name: "Overview" | "Schedules" | "Runs" | "Sync jobs" | "Settings"): Promise<void> {
  await page.getByRole("navigation", { name: "Main" }).getByRole("link", { name }).click();
  await expect(heading(page, name)).toBeVisible();
}

export async function chooseInUserMenu(page: Page, item: string): Promise<void> {
  await page.getByRole("button", { name: /^User:/ }).click();
  await page.getByRole("menuitem", { name: item }).click();
}

/** The line below the h1: counts, badges and verdict. */
export const pageHead = (page: Page): Locator => page.locator(".head");
export const messages = (page: Page): Locator => page.getByRole("region", { name: "Messages" });
export const resultsTable = (page: Page): Locator => page.getByRole("table", { name: "Results per container, failed first" });
export const leaveDialog = (page: Page): Locator => page.getByRole("alertdialog", { name: "Leave without saving?" });
export const zoneSwitch = (page: Page): Locator => page.getByRole("group", { name: "Time zone of all times" });

export const pauseRefreshing = (page: Page): Promise<void> => page.getByRole("button", { name: "Pause refreshing" }).click();
export const refreshNow = (page: Page): Promise<void> => page.getByRole("button", { name: "Refresh now" }).click();

export const openRawJson = (page: Page): Promise<void> => page.getByText("Raw JSON of the appliance").click();

/** Opens the raw JSON of the page and parses it. */
export async function readRawJson(page: Page): Promise<any> {
  await openRawJson(page);
  return JSON.parse(await page.locator("details.raw pre").innerText());
}

/** Targets of all links of the page that lead out of the console. */
export async function foreignLinks(page: Page, ownUrl: string): Promise<string[]> {
  const links = await page.getByRole("link").evaluateAll((all) => all.map((link) => (link as HTMLAnchorElement).href));
  return links.filter((href) => !href.startsWith(ownUrl));
}

/** Adds a container by typing, listed or not, and closes the list, which would cover other controls. */
export async function typeContainer(page: Page, noun: string, container: string): Promise<void> {
  const input = page.getByRole("combobox", { name: noun, exact: true });
  await input.fill(container);
  await input.press("Enter");
  await expect(page.getByRole("button", { name: `Remove ${container}` })).toBeVisible();
  if ((await input.getAttribute("aria-expanded")) === "true") await input.press("Escape");
}

/** Signs in by the dialog over an expired session. */
export async function signInAgain(page: Page, user?: string): Promise<void> {
  const dialog = page.getByRole("alertdialog", { name: "Sign in again" });
  await expect(dialog).toBeVisible();
  if (user) await dialog.getByLabel("User name").fill(user);
  await dialog.getByLabel("Password", { exact: true }).fill("local");
  await dialog.getByRole("button", { name: "Sign in" }).click();
  await expect(dialog).toBeHidden();
}

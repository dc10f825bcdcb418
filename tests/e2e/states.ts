// The states that are looked at: in each, the page must be accessible and fit the screen. One line per state.
import { expect, type Page } from "@playwright/test";
import type { Appliance } from "./appliance.ts";
import { quiet, signIn } from "./fixture.ts";
import { createButton, fillForm, heading, row } from "./screens.ts";

export type State = { id: string; open: (page: Page, appliance: Appliance) => Promise<void> };

const list = async (page: Page, query = "") => {
  await signIn(page, "admin", `schedules${query}`);
};

export const STATES: State[] = [
  {
    id: "sign-in",
    open: async (page, appliance) => {
      await appliance.control("banner", { value: "For authorised use only.\nEverything is logged." });
      await page.goto("");
      await expect(page.getByText("Everything is logged.")).toBeVisible();
    },
  },
  {
    id: "sign-in-refused",
    open: async (page) => {
      await page.goto("");
      await page.getByRole("button", { name: "Sign in" }).click();
      await expect(page.getByRole("group", { name: "There is a problem" })).toBeFocused();
    },
  },
  {
    id: "schedules",
    open: async (page) => {
      await list(page);
      await expect(row(page, "erp-vaults")).toContainText("ago");
    },
  },
  {
    id: "schedules-menu",
    open: async (page) => {
      await list(page, "?q=erp");
      await page.getByRole("button", { name: "More for erp-vaults" }).click();
      await expect(page.getByRole("menu")).toBeVisible();
    },
  },
  {
    id: "schedules-no-match",
    open: async (page) => {
      await list(page, "?q=nothing-has-this");
      await expect(page.getByRole("button", { name: "Clear filters" })).toBeVisible();
    },
  },
  {
    id: "schedules-empty",
    open: async (page, appliance) => {
      await appliance.control("reset", { seed: "empty" });
      await list(page);
      await expect(page.getByRole("link", { name: "Create the first one" })).toBeVisible();
    },
  },
  {
    id: "schedules-failed",
    open: async (page, appliance) => {
      await appliance.control("faults", [{ method: "GET", path: "/scheduler/job-configs", status: 500 }]);
      await list(page);
      await expect(page.getByRole("button", { name: "Try again" })).toBeVisible();
    },
  },
  {
    id: "cron",
    open: async (page) => {
      await signIn(page, "admin", "cron?e=0%200%2013%20*%20FRI");
      await page.getByText("Enter a time in Berlin instead").click();
      await expect(page.getByRole("button", { name: "Show 90 more" })).toBeVisible();
    },
  },
  {
    id: "cron-wrong",
    open: async (page) => {
      await signIn(page, "admin", "cron?e=0%2025%20*%20*%207");
      await expect(page.getByRole("button", { name: "Use 0 23 * * 0" })).toBeVisible();
    },
  },
  {
    id: "new",
    open: async (page) => {
      await signIn(page, "admin", "schedules/new");
      await fillForm(page, { cloud: "AzureCloud", noun: "Key vaults", container: "typed", name: "A name" });
      await page.getByRole("combobox", { name: "Key vaults" }).fill("kv-p");
      await expect(page.getByRole("option", { name: /kv-payments-prod/ })).toBeVisible();
    },
  },
  {
    id: "new-with-errors",
    open: async (page) => {
      await signIn(page, "admin", "schedules/new");
      await page.getByLabel("Never ends").uncheck();
      await createButton(page).click();
      await expect(page.getByRole("group", { name: "There is a problem" })).toBeFocused();
    },
  },
  {
    id: "new-leaving",
    open: async (page) => {
      await signIn(page, "admin", "schedules/new");
      await page.getByLabel("Name", { exact: true }).fill("A name");
      await page.getByRole("link", { name: "Cancel" }).click();
      await expect(page.getByRole("alertdialog")).toBeVisible();
    },
  },
  {
    id: "schedule",
    open: async (page) => {
      await list(page, "?q=payments-azure");
      await page.getByRole("link", { name: "payments-azure" }).click();
      await expect(page.getByRole("table", { name: "Last runs, newest first" })).toBeVisible();
      await page.getByText("Raw JSON of the appliance").click();
    },
  },
  {
    id: "runs",
    open: async (page) => {
      await signIn(page, "viewer", "runs");
      await expect(page.getByRole("rowheader").first()).toBeVisible();
    },
  },
  {
    id: "run-failed",
    open: async (page) => {
      await signIn(page, "viewer", "schedules?q=gov-workloads");
      await row(page, "gov-workloads").getByRole("link", { name: /ago/ }).click();
      await expect(page.getByText("First cause:")).toBeVisible();
    },
  },
  {
    id: "settings",
    open: async (page) => {
      await signIn(page, "viewer", "settings");
      await expect(page.getByText("cm-local").last()).toBeVisible();
    },
  },
  {
    id: "not-found",
    open: async (page) => {
      // Of the server such a page is a plain 404: only a link within the console leads here.
      await signIn(page, "viewer", "settings");
      await page.evaluate(() => {
        const link = document.querySelector<HTMLAnchorElement>("nav a")!;
        link.href = "/no/such/page";
        link.click();
      });
      await expect(heading(page, "Page not found")).toBeVisible();
    },
  },
  {
    id: "message",
    open: async (page) => {
      await signIn(page, "viewer", "schedules?q=erp");
      await page.getByRole("button", { name: "Run erp-vaults now" }).click();
      await expect(page.getByRole("button", { name: "Dismiss message" })).toBeVisible();
    },
  },
  {
    id: "expired",
    open: async (page, appliance) => {
      await signIn(page, "admin", "schedules/new");
      await fillForm(page, { cloud: "aws", noun: "KMS", container: "payments-prod", name: "A name" });
      await quiet(appliance);
      await appliance.control("tokens", { revoke_all: true });
      await createButton(page).click();
      await expect(page.getByRole("alertdialog", { name: "Sign in again" })).toBeVisible();
    },
  },
];

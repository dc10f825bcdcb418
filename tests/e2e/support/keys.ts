// Keyboard navigation that counts key presses; typed text does not count.
import { expect, type Locator, type Page } from "@playwright/test";

export class Keys {
  presses = 0;
  constructor(private readonly page: Page) {}

  async press(key: string, times = 1): Promise<void> {
    for (let n = 0; n < times; n++) {
      await this.page.keyboard.press(key);
      this.presses++;
    }
  }

  type(text: string): Promise<void> {
    return this.page.keyboard.type(text);
  }

  private has(target: Locator): Promise<boolean> {
    return target.evaluate((element) => element === document.activeElement).catch(() => false);
  }

  /** Presses Tab until the target has the focus. */
  async tabTo(target: Locator, most = 60, key = "Tab"): Promise<void> {
    await expect(target).toBeVisible();
    for (let n = 0; n < most; n++) {
      if (await this.has(target)) return;
      await this.press(key);
    }
    throw new Error(`${most} times ${key} do not lead to ${target}`);
  }

  /** Chooses a radio by its name: Tab to the group, arrows within. */
  async choose(group: Locator, name: string): Promise<void> {
    const radios = group.getByRole("radio");
    const wanted = group.getByRole("radio", { name, exact: true });
    const first = (await group.locator("input:checked").count()) ? group.locator("input:checked") : radios.first();
    await this.tabTo(first);
    if (!(await wanted.isChecked())) await this.press("Space");
    for (let n = await radios.count(); n > 0 && !(await wanted.isChecked()); n--) await this.press("ArrowDown");
    await expect(wanted).toBeChecked();
  }

  /** Opens a menu and chooses an item by arrow keys. */
  async chooseInMenu(button: Locator, item: string): Promise<void> {
    await this.tabTo(button, 120);
    await this.press("Enter");
    const wanted = this.page.getByRole("menuitem", { name: item, exact: true });
    for (let n = 0; n < 12 && !(await this.has(wanted)); n++) await this.press("ArrowDown");
    await this.press("Enter");
  }
}

// Random walks through the wizard. A spec of its own, so that the other worker runs other specs during its minutes.
import { expect, signIn, test } from "./support/fixture.ts";
import { heading } from "./support/screens.ts";
import { CLOUDS, QUESTIONS, continueButton, createButton, expression, nameField, summary } from "./support/wizard.ts";

test("300 random walks through the wizard lose no answer and send no incomplete schedule (R-22)", async ({ page, appliance }) => {
  test.setTimeout(600_000);
  await signIn(page, "admin", "schedules/new");
  await expect(heading(page, QUESTIONS[0])).toBeVisible();
  let seed = 20_261_127;
  const random = (n: number) => {
    seed = (Math.imul(seed, 1_664_525) + 1_013_904_223) >>> 0;
    return Math.floor((seed / 2 ** 32) * n);
  };
  const label = (n: number) => (["Cloud", "What", "When", "Name", "Review"] as const)[n];
  const steps = page.getByRole("list", { name: "Steps" });
  let [cloud, name, cron] = ["", "", "0 1 * * *"];
  let moves = 0;
  for (let walk = 0; walk < 300; walk++) {
    for (let n = 0; n < 3; n++) {
      moves++;
      const to = random(5);
      await steps.getByRole("link", { name: label(to) }).click();
      await expect(heading(page, QUESTIONS[to])).toBeVisible();
      if (to === 0 && cloud) await expect(page.getByRole("radio", { name: cloud, exact: true })).toBeChecked();
      if (to === 2) await expect(expression(page)).toHaveValue(cron);
      if (to === 3) await expect(nameField(page)).toHaveValue(name);
      if (to === 0 && random(2)) {
        cloud = Object.values(CLOUDS)[random(8)].label;
        await page.getByRole("radio", { name: cloud, exact: true }).check();
      } else if (to === 2 && random(2)) {
        cron = ["0 1 * * *", "5 5 * * 1-5", "61 * * * *", "*/15 * * * *"][random(4)];
        await expression(page).fill(cron);
      } else if (to === 3 && random(2)) {
        name = ["", `walk ${walk}`, "a name "][random(3)];
        await nameField(page).fill(name);
      } else if (to < 4 && random(3) === 0) {
        await continueButton(page).click();
      } else if (to > 0 && random(3) === 0) {
        await page.goBack();
      }
    }
    if (walk % 50 === 0) {
      await steps.getByRole("link", { name: "Review" }).click();
      await createButton(page).click();
      await expect(summary(page), "errors without containers").toBeVisible();
    }
  }
  console.log(`R-22 in the browser: 300 walks, ${moves} moves, 0 violations`);
  const sent = (await appliance.journal()).filter((entry) => entry.method !== "GET" && entry.path.includes("/scheduler/"));
  expect(sent).toEqual([]);
});

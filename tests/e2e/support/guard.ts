// Guards of every test: CSP, console output, foreign requests, axe and focus.
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { expect, type BrowserContext, type ConsoleMessage, type Page } from "@playwright/test";

const axeSource = readFileSync(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");
const AXE_TAGS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22a", "wcag22aa", "best-practice"];

export class Guard {
  private readonly problems: string[] = [];
  private readonly expected: RegExp[] = [];
  private readonly origins = new Set<string>();

  /** Watches every page of the context, including later ones. */
  async watch(context: BrowserContext, ownUrl: string): Promise<void> {
    this.allowOrigin(ownUrl);
    await context.exposeBinding("__keysyncGuard", (_, problem: string) => this.note(problem));
    await context.addInitScript(() => {
      const report = (window as any).__keysyncGuard;
      delete (window as any).__keysyncGuard;
      document.addEventListener("securitypolicyviolation", (event) => {
        report(`policy violation: ${event.effectiveDirective} ${event.blockedURI} ${event.sample}`);
      });
    });
    context.on("console", (message) => this.hear(message));
    context.on("weberror", (error) => this.note(`uncaught: ${error.error()}`));
    context.on("request", (request) => {
      const { origin, protocol } = new URL(request.url());
      if (protocol !== "about:" && !this.origins.has(origin)) this.note(`foreign request: ${request.url()}`);
    });
  }

  /** Accepts one kind of problem, for a test that provokes it. */
  expectProblem(pattern: RegExp): void {
    this.expected.push(pattern);
  }

  /** Accepts requests to another origin. */
  allowOrigin(url: string): void {
    this.origins.add(new URL(url).origin);
  }

  private hear(message: ConsoleMessage): void {
    if (message.type() !== "error" && message.type() !== "warning") return;
    // The browser logs every status from 400; the console handles those of the API, but a missing file is a problem.
    const isAnswerOfApi = message.text().startsWith("Failed to load resource") && /\/api\/v1\//.test(message.location().url);
    if (!isAnswerOfApi) this.note(`console ${message.type()}: ${message.text()}`);
  }

  private note(problem: string): void {
    if (!this.expected.some((pattern) => pattern.test(problem))) this.problems.push(problem);
  }

  /** Fails if a problem was noted. */
  assertQuiet(): void {
    expect(this.problems, "problems seen by the guards").toEqual([]);
  }
}

/** Runs axe on the current page, in light and in dark; a question must have its text as description. */
export async function expectAccessible(page: Page): Promise<void> {
  for (const question of await page.getByRole("alertdialog").all()) await expect(question).toHaveAccessibleDescription(/./);
  for (const colorScheme of ["light", "dark"] as const) {
    await page.emulateMedia({ colorScheme, reducedMotion: "reduce" });
    // At other scroll positions the sticky bar covers targets, which axe reports as too small.
    await page.evaluate(() => scrollTo(0, 0));
    await page.evaluate(axeSource);
    const violations = await page.evaluate(async (tags) => {
      const result = await (window as any).axe.run(document, { runOnly: { type: "tag", values: tags } });
      return result.violations.flatMap((rule: any) => rule.nodes.map((node: any) => `${rule.id}: ${node.target} ${node.failureSummary}`));
    }, AXE_TAGS);
    expect(violations, `axe, ${colorScheme}`).toEqual([]);
  }
}

/** Runs an action and checks that the focus is on an element afterwards, not on the body. */
export async function act(page: Page, action: () => Promise<unknown>): Promise<void> {
  await action();
  await expect.poll(() => page.evaluate(() => document.activeElement?.tagName), { message: "focus after an action" }).not.toBe("BODY");
}

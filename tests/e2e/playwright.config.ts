import { defineConfig } from "@playwright/test";

// Paths come from `cargo xtask test --only e2e`; nothing here assumes a machine.
export default defineConfig({
  testDir: ".",
  testMatch: "*.spec.ts",
  outputDir: "test-results",
  workers: 2,
  // A test that passes at the second attempt is reported as flaky.
  retries: process.env.CI ? 1 : 0,
  forbidOnly: true,
  // Generous for two browsers and their appliances on two cores: only a hang reaches it.
  timeout: 120_000,
  expect: { timeout: 10_000 },
  reporter: [["list"], ["json"]],
  use: {
    browserName: "chromium",
    viewport: { width: 1440, height: 900 },
    locale: "en-GB",
    timezoneId: "Europe/Berlin",
    contextOptions: { reducedMotion: "reduce" },
    trace: "retain-on-failure",
    launchOptions: {
      executablePath: process.env.KEYSYNC_CHROMIUM,
      args: [
        "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking",
        "--disable-component-update", "--disable-sync",
      ],
    },
  },
});

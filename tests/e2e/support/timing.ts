// How long the page's own thread was busy at a time.
import type { Browser, Page } from "@playwright/test";

/** Begins to look. Time of the page's own thread counts, so that what else runs on the machine does not. */
export const startTracing = (browser: Browser, page: Page): Promise<void> =>
  browser.startTracing(page, { categories: ["toplevel", "disabled-by-default-devtools.timeline"] });

/** The tasks since, in milliseconds. */
export async function stopTracing(browser: Browser): Promise<number[]> {
  const { traceEvents } = JSON.parse((await browser.stopTracing()).toString());
  const threads = traceEvents.filter((event: any) => event.name === "thread_name" && event.args.name === "CrRendererMain");
  // What the test itself asks of the page comes by the protocol of the developer tools, and is no work of the console.
  const asked = traceEvents.filter(
    (event: any) => event.name === "Receive mojo message" && /DevToolsSession$/.test(event.args?.chrome_mojo_event_info?.mojo_interface_tag ?? ""),
  );
  const isAsked = (task: any) => asked.some((one: any) => one.tid === task.tid && one.ts >= task.ts && one.ts < task.ts + task.dur);
  return traceEvents
    .filter(
      (event: any) =>
        /RunTask$/.test(event.name) && threads.some((thread: any) => thread.pid === event.pid && thread.tid === event.tid) && !isAsked(event),
    )
    .map((task: any) => (task.tdur ?? 0) / 1_000);
}

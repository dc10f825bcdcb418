// Durations of main-thread tasks, from a trace.
import type { Browser, Page } from "@playwright/test";

/** Starts a trace. Thread time excludes other load of the machine. */
export const startTracing = (browser: Browser, page: Page): Promise<void> =>
  browser.startTracing(page, { categories: ["toplevel", "disabled-by-default-devtools.timeline"] });

/** Ends the trace and gives the task durations in ms. */
export async function stopTracing(browser: Browser): Promise<number[]> {
  const { traceEvents } = JSON.parse((await browser.stopTracing()).toString());
  const threads = traceEvents.filter((event: any) => event.name === "thread_name" && event.args.name === "CrRendererMain");
  // Tasks of the developer tools protocol are work of the test, not of the console.
  const fromTools = traceEvents.filter(
    (event: any) => event.name === "Receive mojo message" && /DevToolsSession$/.test(event.args?.chrome_mojo_event_info?.mojo_interface_tag ?? ""),
  );
  const isFromTools = (task: any) => fromTools.some((one: any) => one.tid === task.tid && one.ts >= task.ts && one.ts < task.ts + task.dur);
  return traceEvents
    .filter(
      (event: any) =>
        /RunTask$/.test(event.name) && threads.some((thread: any) => thread.pid === event.pid && thread.tid === event.tid) && !isFromTools(event),
    )
    .map((task: any) => (task.tdur ?? 0) / 1_000);
}

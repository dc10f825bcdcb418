// The only hand-written JavaScript of the console: theme, frame check, start, and the screens for what goes wrong.
"use strict";
(() => {
  const root = document.documentElement;
  const { js, jsIntegrity, wasm, wasmIntegrity = "" } = document.currentScript.dataset;
  const byId = (id) => document.getElementById(id);

  // 0. The program is asked for once the form is painted: its bytes and its compilation would hold up the first paint. A hidden tab
  // paints nothing. What goes wrong with the program is said at the start.
  const isFramed = self !== top;
  const painted = new Promise((done) => {
    requestAnimationFrame(() => setTimeout(done));
    setTimeout(done, document.hidden ? 0 : 1000);
  });
  // The hash of the glue goes with a link, since import() takes none. Where the page has such a link already, there is none here.
  const load = () => {
    if (jsIntegrity) {
      document.head.append(Object.assign(document.createElement("link"), { rel: "modulepreload", href: js, integrity: jsIntegrity, crossOrigin: "" }));
    }
    return import(js);
  };
  const compile = async () => {
    // It has its hash here: browsers ignore that of a preload link.
    const response = await fetch(wasm, { integrity: wasmIntegrity });
    if (!response.ok) throw new Error(`the server answered ${response.status} for the program`);
    if (!response.headers.get("content-type")?.startsWith("application/wasm")) throw new Error("the server sent the program with a wrong type");
    return WebAssembly.compileStreaming(response);
  };
  const program = isFramed || typeof WebAssembly !== "object" ? undefined : painted.then(() => Promise.all([load(), compile()]));
  program?.catch(() => {});

  // 1. Theme: whoever chose one has been here before, so this script is in the cache and as a rule runs before the first paint.
  // Storage may be blocked or hold anything; then the system's theme stands.
  try {
    const { theme } = JSON.parse(localStorage.getItem("keysync:v1:preferences"));
    if (theme === "light" || theme === "dark") root.dataset.theme = theme;
  } catch {}

  // 2. The sign-in form is in use before the program has come. What is sent before waits; the program does it at its start.
  addEventListener("submit", (event) => {
    if (!event.target.matches(".starting form")) return;
    event.preventDefault();
    event.target.dataset.waiting = "";
    event.target.querySelector(".waiting").textContent = "Loading the console…";
  });

  // A correction takes the early Enter back.
  addEventListener("input", (event) => {
    const form = event.target.closest?.(".starting form");
    if (!form) return;
    delete form.dataset.waiting;
    form.querySelector(".waiting").textContent = "";
  });

  // 3. Screens that need no program.
  let over = false; // the program has crashed: nothing of it may run again
  let late; // the timer of a start that takes too long
  let focused; // the element that had the focus before a screen took it
  const show = (id) => {
    const app = byId("app");
    focused = document.activeElement;
    app.inert = true;
    app.hidden = true;
    const screen = byId(id);
    screen.hidden = false;
    for (const button of screen.querySelectorAll("[data-act]")) button.onclick = act[button.dataset.act];
    if (over) for (const type of EVENTS.split(" ")) screen.addEventListener(type, (event) => event.stopPropagation());
    screen.querySelector("[tabindex]")?.focus();
    document.title = `${screen.querySelector("h1").textContent} · Key synchronization`;
  };
  const failStart = (reason) => {
    if (over) return;
    byId("failed-start-reason").textContent = reason;
    if (byId("failed-start").hidden) show("failed-start");
  };
  const crash = (message) => {
    if (over) return;
    over = true;
    clearTimeout(late);
    const id = Array.from(crypto.getRandomValues(new Uint8Array(4)), (byte) => byte.toString(16).padStart(2, "0")).join("");
    // Nothing may call into the dead program: its timers and frames are cleared, its elements go, and below no event gets past the window.
    for (let timer = setTimeout(() => {}); timer > 0; timer--) clearTimeout(timer);
    for (let frame = requestAnimationFrame(() => {}); frame > 0; frame--) cancelAnimationFrame(frame);
    byId("app").replaceChildren();
    byId("failed-start").hidden = true;
    byId("crashed-id").textContent = id;
    byId("crashed").dataset.report = report(id, message);
    show("crashed");
  };
  // What an engineer needs, without what nobody may pass on: no query values, nothing that looks like a token.
  const report = (id, message) =>
    [
      `error ${id}`,
      `time ${new Date().toISOString()}`,
      `path ${location.pathname}${[...new URLSearchParams(location.search).keys()].map((key) => ` ?${key}=…`).join("")}`,
      `browser ${navigator.userAgent}`,
      `message ${message.replace(/[\w-]{8,}\.[\w-]{8,}\.[\w-]+/g, "[token]").replace(/[\w+/=-]{40,}/g, "[removed]").slice(0, 2000)}`,
    ].join("\n");

  addEventListener("keysync:panic", (event) => crash(String(event.detail?.message ?? event.detail ?? "")));
  // A trap that no panic announced: a stack overflow, memory used up.
  addEventListener("error", (event) => event.error?.name === "RuntimeError" && crash(event.message));
  addEventListener("unhandledrejection", (event) => event.reason?.name === "RuntimeError" && crash(event.reason.message));
  const EVENTS =
    "click input change submit keydown keyup focusin focusout pointerdown wheel popstate storage visibilitychange pageshow beforeunload online offline";
  for (const type of EVENTS.split(" ")) {
    addEventListener(type, (event) => over && !isOurs(event.target) && event.stopImmediatePropagation(), true);
  }
  const isOurs = (target) => target instanceof Node && byId("crashed").contains(target);
  const act = {
    reload: () => location.reload(),
    async copy() {
      const text = byId("crashed").dataset.report;
      try {
        await navigator.clipboard.writeText(text);
        byId("crashed-copied").textContent = "Copied.";
      } catch {
        byId("crashed-copied").textContent = text;
      }
    },
  };

  // 4. Start.
  const start = async () => {
    if (isFramed) {
      byId("app").remove();
      byId("framed").hidden = false;
      return;
    }
    if (!program) return failStart("This browser has no WebAssembly, or it is switched off.");
    late = setTimeout(() => failStart("The program did not arrive within 8 seconds."), 8000);
    try {
      const [{ default: init }, module] = await program;
      await init({ module_or_path: module });
      if (over) return;
      byId("app").hidden = byId("app").inert = false;
      if (!byId("failed-start").hidden) {
        byId("failed-start").hidden = true; // it came after all
        (focused === document.body ? byId("page-title") : focused)?.focus();
      }
    } catch (error) {
      // No program will ask for the password any more.
      for (const input of document.querySelectorAll("#app input")) input.value = "";
      failStart(`The browser reports: ${error.message || error}`);
    }
    clearTimeout(late);
  };
  if (document.readyState === "loading") addEventListener("DOMContentLoaded", start);
  else start();
})();

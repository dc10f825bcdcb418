// Names that people could misread, and a watch over the page that reports each place where one stands as it was sent.
import { expect, type Page } from "@playwright/test";

/** Twenty names; no two are equal, and many look alike. */
export const NASTY = {
  plain: "dupe",
  blank: "dupe ",
  noBreak: "dupe\u00a0",
  override: "safe \u202eexe.live\u202c x",
  isolate: "key \u2066a\u2069 b",
  mark: "\u200eleft\u200f",
  zeroWidth: "ze\u200bro",
  joiner: "jo\u200din",
  softHyphen: "so\u00adft",
  long: "long " + "n".repeat(240),
  composed: "Schl\u00fcssel",
  decomposed: "Schlu\u0308ssel",
  accent: "\u0301accent",
  tab: "tab\there",
  line: "line\nbreak",
  blanks: "two  blanks",
  empty: " ",
  emptyToo: "\u3164",
  hebrew: "\u05de\u05e4\u05ea\u05d7 12",
  tag: "tag\u{e0041}\ufeff",
} as const;

/** Starts to report: the array grows by each text, attribute or title that shows a name without its marks. */
export async function watchTexts(page: Page): Promise<string[]> {
  const found: string[] = [];
  await page.exposeFunction("__rawText", (what: string) => found.push(what));
  await page.addInitScript(() => {
    const hidden = new RegExp(
      "[\\u0000-\\u0008\\u000b-\\u001f\\u007f-\\u009f\\u00ad\\u034f\\u061c\\u180b-\\u180f\\u200b-\\u200f\\u202a-\\u202e\\u2060-\\u2067" +
        "\\u206a-\\u206f\\u2800\\u3164\\ufeff\\ufff9-\\ufffb\\u{e0000}-\\u{e0fff}]|\\t", "u");
    const named = /dupe\u00a0|two  blanks|line\nbreak|tab\there/;
    const isolate = /\u2068[^\u2068\u2069]*\u2069/g;
    const report = (where: string, text: string) => {
      const raw = hidden.test(text) || named.test(text) || /[\u2068\u2069]/.test(text.replace(isolate, ""));
      if (raw) (window as any).__rawText(`${where}: ${JSON.stringify(text)}`);
    };
    const look = (node: Node) => {
      const own = node instanceof Element ? node : node.parentElement;
      // The answer of the appliance is shown verbatim.
      if (!own || own.closest("script, style, pre")) return;
      if (node instanceof Text) report(`text in ${own.tagName}`, node.data);
      if (!(node instanceof Element)) return;
      for (const name of ["title", "aria-label", "aria-description", "alt", "placeholder"]) {
        const value = node.getAttribute(name);
        if (value !== null) report(`${name} of ${node.tagName}`, value);
        if (value !== null && value !== value.trim()) (window as any).__rawText(`${name}, blank at an end: ${JSON.stringify(value)}`);
      }
      node.childNodes.forEach(look);
    };
    new MutationObserver((changes) => {
      for (const change of changes) [change.target, ...change.addedNodes].forEach((node) => look(node));
      report("title of the tab", document.title);
    }).observe(document, { subtree: true, childList: true, characterData: true, attributes: true });
  });
  return found;
}

/** Expects that no two of these texts are equal for an eye or an ear: blanks at the ends, case and invisible characters do not count. */
export function expectToldApart(texts: string[]): void {
  const heard = texts.map((text) => text.normalize("NFKC").toLowerCase().replace(/[\s\u2068\u2069]+/g, ""));
  expect(heard.filter((text, at) => heard.indexOf(text) !== at), "texts that cannot be told apart").toEqual([]);
}

// A local appliance of its own for each worker, and its controls (tests/appliance/README.md).
import { spawn, type ChildProcess } from "node:child_process";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";

/**
 * The builds of the console that `cargo xtask test --only e2e` makes; and "remote": the shipped one, served as
 * `cargo xtask serve --appliance https://… --insecure` does, before another appliance with a self-signed certificate.
 */
export type Build = "shipped" | "keys" | "faults" | "remote";

const DIST: Record<Build, string> = {
  shipped: "KEYSYNC_DIST",
  keys: "KEYSYNC_DIST_KEYS",
  faults: "KEYSYNC_DIST_FAULTS",
  remote: "KEYSYNC_DIST",
};

function required(variable: string): string {
  const value = process.env[variable];
  if (!value) throw new Error(`${variable} is not set: start the tests by \`cargo xtask test --only e2e\``);
  return value;
}

export class Appliance {
  private process: ChildProcess | undefined;
  /** Where the console is, with its prefix: `http://127.0.0.1:1234/keys/`. */
  url = "";

  private constructor(private readonly build: Build, private readonly data: string, private readonly options: string[] = []) {}

  static async start(build: Build): Promise<Appliance> {
    const data = () => mkdtemp(join(tmpdir(), "keysync-e2e-"));
    if (build !== "remote") {
      const appliance = new Appliance(build, await data());
      await appliance.launch();
      return appliance;
    }
    const behind = new Appliance(build, await data(), ["--tls-self-signed"]);
    await behind.launch();
    const front = new Appliance(build, await data(), ["--upstream", new URL(behind.url).origin, "--insecure"]);
    // What holds the data is what a test kills, and what the end must not leave behind.
    front.behind = behind;
    try {
      await front.launch();
    } catch (error) {
      await front.stop();
      throw error;
    }
    return front;
  }

  private behind: Appliance | undefined;

  private async launch(): Promise<void> {
    const base = this.build === "keys" ? "/keys/" : "/";
    const address = this.url ? new URL(this.url).host : "127.0.0.1:0";
    const child = spawn(
      required("KEYSYNC_APPLIANCE"),
      ["--listen", address, "--dist", required(DIST[this.build]), "--base", base, "--data", this.data, ...this.options],
      { stdio: ["ignore", "pipe", "inherit"] },
    );
    this.process = child;
    const origin = await new Promise<string>((resolve, reject) => {
      let said = "";
      child.stdout.on("data", (bytes: Buffer) => {
        said += bytes;
        const found = /listening on (https?:\/\/[^\s/]+)/.exec(said);
        if (found) resolve(found[1]);
      });
      child.once("exit", (code) => reject(new Error(`the appliance ended with ${code}: ${said}`)));
      child.once("error", reject);
    });
    this.url = origin + base;
  }

  /** Kills it as a power cut would. */
  async kill(): Promise<void> {
    await (this.behind ?? this).end();
  }

  private async end(): Promise<void> {
    const child = this.process;
    if (!child || child.exitCode !== null) return;
    const gone = new Promise((resolve) => child.once("exit", resolve));
    child.kill("SIGKILL");
    await gone;
  }

  /** Starts it again, with the same data, at the same address. */
  restart(): Promise<void> {
    return (this.behind ?? this).launch();
  }

  async stop(): Promise<void> {
    await this.behind?.stop();
    await this.end();
    await rm(this.data, { recursive: true, force: true });
  }

  /** Calls a control: `control("faults", [...])`. The header is one that other sites cannot send. */
  async control(name: string, body: unknown = {}): Promise<any> {
    const answer = await fetch(new URL(`/__appliance/${name}`, this.url), {
      method: "POST",
      headers: { "X-Appliance-Control": "1", "Content-Type": "application/json" },
      body: JSON.stringify(body),
    });
    if (!answer.ok) throw new Error(`control ${name}: ${answer.status} ${await answer.text()}`);
    const text = await answer.text();
    return text ? JSON.parse(text) : undefined;
  }

  /** The requests to the API since the last reset. */
  async journal(): Promise<any[]> {
    const answer = await fetch(new URL("/__appliance/journal", this.url), { headers: { "X-Appliance-Control": "1" } });
    if (!answer.ok) throw new Error(`journal: ${answer.status} ${await answer.text()}`);
    const journal = await answer.json();
    return Array.isArray(journal) ? journal : journal.requests;
  }
}

// The local appliance of one worker, and its controls (tests/appliance/README.md).
import { spawn, type ChildProcess } from "node:child_process";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";

/**
 * The builds of `cargo xtask test --only e2e`. "remote" is the shipped build behind a proxy to another appliance with a
 * self-signed certificate, like `cargo xtask serve --appliance https://… --insecure`.
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
  /** URL of the console with its prefix: `http://127.0.0.1:1234/keys/`. */
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
    // Tests kill the appliance with the data, and `stop` must end both processes.
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
      let output = "";
      child.stdout.on("data", (bytes: Buffer) => {
        output += bytes;
        const found = /listening on (https?:\/\/[^\s/]+)/.exec(output);
        if (found) resolve(found[1]);
      });
      child.once("exit", (code) => reject(new Error(`the appliance ended with ${code}: ${output}`)));
      child.once("error", reject);
    });
    this.url = origin + base;
  }

  /** Kills the appliance without a shutdown, like a power cut. */
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

  /** Starts the killed appliance with the same data and address. */
  restart(): Promise<void> {
    return (this.behind ?? this).launch();
  }

  async stop(): Promise<void> {
    await this.behind?.stop();
    await this.end();
    await rm(this.data, { recursive: true, force: true });
  }

  /** Calls a control: `control("faults", [...])`. The header proves that no other site sends the request. */
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

  /** API requests since the last reset. */
  async journal(): Promise<any[]> {
    const answer = await fetch(new URL("/__appliance/journal", this.url), { headers: { "X-Appliance-Control": "1" } });
    if (!answer.ok) throw new Error(`journal: ${answer.status} ${await answer.text()}`);
    const journal = await answer.json();
    return Array.isArray(journal) ? journal : journal.requests;
  }
}

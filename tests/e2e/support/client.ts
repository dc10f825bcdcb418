// A second API client, for changes beside the console and for the stored data.
import type { Appliance } from "./appliance.ts";

export class Client {
  private constructor(private readonly root: string, private readonly token: string) {}

  static async signIn(appliance: Appliance, user = "admin"): Promise<Client> {
    const root = new URL("/api/v1/", appliance.url).href;
    const answer = await fetch(new URL("auth/tokens/", root), {
      method: "POST",
      body: JSON.stringify({ grant_type: "password", username: user, password: "local" }),
    });
    if (!answer.ok) throw new Error(`sign-in of ${user}: ${answer.status} ${await answer.text()}`);
    return new Client(root, (await answer.json()).jwt);
  }

  /** Calls the API and gives the answer, refused or not. */
  async ask(method: string, path: string, body?: unknown): Promise<{ status: number; answer: any }> {
    const answer = await fetch(new URL(path, this.root), {
      method,
      headers: { Authorization: `Bearer ${this.token}` },
      body: body === undefined ? undefined : JSON.stringify(body),
    });
    const text = await answer.text();
    return { status: answer.status, answer: answer.ok && text ? JSON.parse(text) : text || undefined };
  }

  private async call(method: string, path: string, body?: unknown): Promise<any> {
    const { status, answer } = await this.ask(method, path, body);
    if (status >= 300) throw new Error(`${method} ${path}: ${status} ${answer}`);
    return answer;
  }

  get(path: string): Promise<any> {
    return this.call("GET", path);
  }
  post(path: string, body?: unknown): Promise<any> {
    return this.call("POST", path, body);
  }
  patch(path: string, body: unknown): Promise<any> {
    return this.call("PATCH", path, body);
  }
  delete(path: string): Promise<any> {
    return this.call("DELETE", path);
  }

  /** The stored schedule with this name. */
  async schedule(name: string): Promise<any> {
    const page = await this.get(`scheduler/job-configs?limit=100&name=${encodeURIComponent(name)}`);
    const found = page.resources.find((schedule: any) => schedule.name === name);
    if (!found) throw new Error(`there is no schedule ${name}`);
    return found;
  }

  /** Creates an AWS schedule of one seeded KMS. */
  create(name: string, more: object = {}): Promise<any> {
    return this.post("scheduler/job-configs", {
      name,
      operation: "cckm_synchronization",
      run_at: "0 1 * * *",
      cckm_synchronization_params: { cloud_name: "aws", kms: ["payments-prod"] },
      ...more,
    });
  }
}

// Sync jobs: the fourteen sources and the controls of their pages.
import type { Page } from "@playwright/test";
import type { Appliance } from "./appliance.ts";
import { Client } from "./client.ts";

export type Source = {
  /** In the console: path segment, label, noun of the containers. */
  word: string;
  label: string;
  nouns: string;
  /** In the API (API.md §5.1, §6.1): path of the jobs, member with the containers, path of the containers. */
  base: string;
  member: string;
  list: string;
  /** Two seeded containers that never fail. */
  pick: [string, string];
  regions?: string[];
  backup?: boolean;
  /** Scope of the first job; the second job has the other scope and is cancelled. */
  first: "these" | "everything";
  hand: "mouse" | "keys";
};

export const SOURCES: Source[] = [
  {
    word: "aws-keys", label: "AWS keys", nouns: "KMS", base: "cckm/aws/synchronization-jobs", member: "kms", list: "cckm/aws/kms",
    pick: ["payments-prod", "payments-staging"], regions: ["eu-central-1"], first: "these", hand: "keys",
  },
  {
    word: "aws-custom-key-stores", label: "AWS custom key stores", nouns: "KMS", base: "cckm/aws/custom-key-stores/synchronization-jobs",
    member: "kms", list: "cckm/aws/kms", pick: ["security-audit", "data-lake"], first: "everything", hand: "mouse",
  },
  {
    word: "azure-keys", label: "Azure keys", nouns: "key vaults", base: "cckm/azure/synchronization-jobs", member: "key_vaults",
    list: "cckm/azure/vaults", pick: ["kv-payments-prod", "kv-payments-dr"], backup: true, first: "these", hand: "mouse",
  },
  {
    word: "azure-secrets", label: "Azure secrets", nouns: "key vaults", base: "cckm/azure/secrets/synchronization-jobs",
    member: "key_vaults", list: "cckm/azure/vaults", pick: ["CCKM-Soft-Delete", "pkv-softkeys"], first: "these", hand: "mouse",
  },
  {
    word: "azure-certificates", label: "Azure certificates", nouns: "key vaults", base: "cckm/azure/certificates/synchronization-jobs",
    member: "key_vaults", list: "cckm/azure/vaults", pick: ["kv-webshop", "kv-identity"], first: "everything", hand: "keys",
  },
  {
    word: "google", label: "Google Cloud", nouns: "key rings", base: "cckm/google/synchronization-jobs", member: "key_rings",
    list: "cckm/google/key-rings", pick: ["payments", "demo-key-ring"], first: "everything", hand: "mouse",
  },
  {
    word: "oci", label: "Oracle Cloud", nouns: "vaults", base: "cckm/oci/synchronization-jobs", member: "vaults", list: "cckm/oci/vaults",
    pick: ["erp-vault", "object-storage"], first: "these", hand: "keys",
  },
  {
    word: "salesforce-keys", label: "Salesforce keys", nouns: "organizations", base: "cckm/sfdc/keys/synchronization-jobs",
    member: "organization_ids", list: "cckm/sfdc/organizations", pick: ["Sales Europe", "Sales Americas"], first: "these", hand: "mouse",
  },
  {
    word: "salesforce-certificates", label: "Salesforce certificates", nouns: "organizations", base: "cckm/sfdc/certificates/synchronization-jobs",
    member: "organization_ids", list: "cckm/sfdc/organizations", pick: ["Service Cloud", "Full Sandbox"], first: "everything", hand: "mouse",
  },
  {
    word: "sap", label: "SAP", nouns: "groups", base: "cckm/sap/synchronization-jobs", member: "groups", list: "cckm/sap/groups",
    pick: ["S4HANA Production", "Ariba"], first: "everything", hand: "keys",
  },
  {
    word: "dsm", label: "DSM", nouns: "domains", base: "cckm/dsm/refresh", member: "domains", list: "cckm/dsm/domains",
    pick: ["vte-linux", "oracle-tde"], first: "everything", hand: "mouse",
  },
  {
    word: "luna", label: "Luna HSM", nouns: "partitions", base: "cckm/hsm/luna/refresh", member: "partitions", list: "cckm/hsm/luna/partitions",
    pick: ["root-ca", "code-signing"], first: "these", hand: "mouse",
  },
  {
    word: "luna-synchronize", label: "Luna HSM (synchronize)", nouns: "partitions", base: "cckm/hsm/luna/synchronize", member: "partitions",
    list: "cckm/hsm/luna/partitions", pick: ["root-ca", "code-signing"], first: "everything", hand: "keys",
  },
  {
    word: "external-cm", label: "External CM", nouns: "domains", base: "cckm/external-cm/refresh", member: "domains",
    list: "cckm/external-cm/domains", pick: ["cm-plant-1", "cm-lab"], first: "these", hand: "mouse",
  },
];
export const source = (word: string) => SOURCES.find((one) => one.word === word)!;

export const API = "/api/v1/";
const capital = (text: string) => text[0].toUpperCase() + text.slice(1);
export const jobs = (page: Page) => page.getByRole("table", { name: /^Sync jobs of / });
/** The row of a source, by its label, in the table of sources. */
export const sourceRow = (page: Page, label: string) =>
  page.getByRole("row").filter({ has: page.getByRole("link", { name: label, exact: true }) });
export const startButton = (page: Page) => page.getByRole("button", { name: "Start", exact: true });
export const cancelButton = (page: Page) => page.getByRole("button", { name: "Cancel the job" });
export const tookSoFar = (page: Page) => page.getByRole("definition").filter({ hasText: /so far$/ });
export const choice = (page: Page, what: "these" | "everything", { nouns }: Source) =>
  page.getByRole("radio", { name: what === "these" ? `These ${nouns}` : "Everything", exact: true });
export const picker = (page: Page, { nouns }: Source) => page.getByRole("combobox", { name: capital(nouns), exact: true });

/** Write requests other than those for tokens. */
export const writes = async (appliance: Appliance) =>
  (await appliance.journal()).filter((entry) => entry.method !== "GET" && !entry.path.includes("/auth/tokens"));
export const reads = async (appliance: Appliance, of: string) =>
  (await appliance.journal()).filter((entry) => entry.method === "GET" && entry.path === API + of);

/** Display name of a container, whose member differs by cloud (API.md §6.1). */
const displayName = (one: any): string => one.azure_name ?? one.display_name ?? one.label ?? one.dsm_params?.name ?? one.Name ?? one.name;

/** Ids of the containers with these display names. */
export async function idsOf(client: Client, { list }: Source, wanted: string[]): Promise<string[]> {
  const { resources } = await client.get(`${list}?limit=100`);
  return wanted.map((name) => {
    const found = resources.find((one: any) => displayName(one) === name || one.name?.endsWith(`/${name}`));
    if (!found) throw new Error(`${list} has no ${name}`);
    return found.id;
  });
}

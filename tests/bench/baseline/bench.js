// What the console is measured against: the same journey by hand, with nothing but the DOM. It signs in, fetches the same pages of
// schedules and the newest runs in the same requests, and shows the same columns of the first 50 rows.
const app = document.getElementById("app");

function element(name, properties = {}, ...children) {
  const made = Object.assign(document.createElement(name), properties);
  made.append(...children);
  return made;
}

function askWho() {
  const user = element("input", { id: "user-name", autocomplete: "username" });
  const password = element("input", { id: "password", type: "password", autocomplete: "current-password" });
  const form = element(
    "form",
    {},
    element("h1", { textContent: "Sign in" }),
    element("label", { htmlFor: "user-name", textContent: "User name" }),
    user,
    element("label", { htmlFor: "password", textContent: "Password" }),
    password,
    element("button", { textContent: "Sign in" }),
  );
  app.replaceChildren(form);
  return new Promise((resolve) => {
    form.addEventListener("submit", (event) => {
      event.preventDefault();
      resolve({ grant_type: "password", username: user.value, password: password.value });
    });
  });
}

async function call(path, init = {}) {
  const answer = await fetch(`/api/v1${path}`, { ...init, headers: { Accept: "application/json", ...init.headers } });
  if (!answer.ok) throw new Error(`${path}: ${answer.status}`);
  return answer.json();
}

const credentials = await askWho();
const { jwt } = await call("/auth/tokens", {
  method: "POST",
  headers: { "Content-Type": "application/json" },
  body: JSON.stringify(credentials),
});
const headers = { Authorization: `Bearer ${jwt}` };
const list = (path) => call(path, { headers });

const { resources } = await list("/scheduler/job-configs?skip=0&limit=100&sort=name&operation=cckm_synchronization");

const LISTS = ["kms", "key_vaults", "key_rings", "oci_vaults", "organizations", "groups", "domains", "partitions"];

function selection(parameters) {
  if (parameters.synchronize_all) return "everything";
  const containers = LISTS.flatMap((list) => parameters[list] ?? []);
  return `${containers.length} containers`;
}

function row(schedule) {
  const parameters = schedule.job_config_params ?? {};
  return element(
    "tr",
    {},
    element("td", {}, element("input", { type: "checkbox", ariaLabel: `Select ${schedule.name}` })),
    element("th", { scope: "row" }, element("a", { href: `/schedules/${schedule.id}`, textContent: schedule.name })),
    element("td", { textContent: `${parameters.cloud_name} · ${selection(parameters)}` }),
    element("td", {}, element("code", { textContent: schedule.run_at })),
    element("td", { textContent: schedule.disabled ? "Disabled" : "Scheduled" }),
    element("td", { textContent: "…" }),
    element("td", {}, element("button", { textContent: "Run now" }), element("button", { textContent: "More", ariaLabel: `More for ${schedule.name}` })),
  );
}

const heads = ["", "Name", "Cloud", "Cron", "State", "Last run", ""].map((text) => element("th", { scope: "col", textContent: text }));
app.replaceChildren(
  element("h1", { textContent: "Schedules" }),
  element("table", {}, element("thead", {}, element("tr", {}, ...heads)), element("tbody", {}, ...resources.slice(0, 50).map(row))),
);

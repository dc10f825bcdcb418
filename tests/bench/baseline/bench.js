// What the console is measured against: the same journey by hand, with nothing but the DOM. It signs in, fetches the first page of
// schedules by the same request, and shows the same table of the first 25 rows, element by element.
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
const { jwt } = await call("/auth/tokens/", {
  method: "POST",
  headers: { "Content-Type": "application/json" },
  body: JSON.stringify(credentials),
});
const headers = { Authorization: `Bearer ${jwt}` };
const list = (path) => call(path, { headers });

const { resources } = await list("/scheduler/job-configs?skip=0&limit=100&sort=name");

const LISTS = ["kms", "key_vaults", "key_rings", "oci_vaults", "organizations", "groups", "domains", "partitions"];

function selection(parameters) {
  if (parameters.synchronize_all) return "everything";
  const containers = LISTS.flatMap((list) => parameters[list] ?? []);
  return `${containers.length} containers`;
}

// When it fires next, by the appliance's rules: five sets, and either day field suffices where both are restricted.
const BOUNDS = [[0, 59], [0, 23], [1, 31], [1, 12], [0, 6]];
const NAMES = ["", "", "", "jan feb mar apr may jun jul aug sep oct nov dec", "sun mon tue wed thu fri sat"];

function read(field, at) {
  const [low, high] = BOUNDS[at];
  const number = (text) => {
    const name = NAMES[at].split(" ").indexOf(text.toLowerCase());
    return name >= 0 && NAMES[at] ? name + low : Number(text);
  };
  const set = new Set();
  for (const part of field.split(",")) {
    const [range, step] = part.split("/");
    const [from, to] = range === "*" || range === "?" ? [low, high] : range.split("-").map(number);
    const end = to ?? (step ? high : from);
    for (let value = from; value <= end; value += Number(step ?? 1)) set.add(value);
  }
  return set;
}

function nextRun(expression, now) {
  const fields = expression.trim().split(/\s+/);
  if (fields.length !== 5) return undefined;
  const [minutes, hours, days, months, weekdays] = fields.map(read);
  const [anyDay, anyWeekday] = [fields[2], fields[4]].map((field) => /^[*?]/.test(field));
  const at = new Date(now);
  at.setUTCSeconds(0, 0);
  at.setUTCMinutes(at.getUTCMinutes() + 1);
  for (let step = 0; step < 100_000; step++) {
    const [day, weekday] = [days.has(at.getUTCDate()), weekdays.has(at.getUTCDay())];
    if (!months.has(at.getUTCMonth() + 1) || !(anyDay || anyWeekday ? day && weekday : day || weekday)) {
      at.setUTCDate(at.getUTCDate() + 1);
      at.setUTCHours(0, 0);
    } else if (!hours.has(at.getUTCHours())) at.setUTCHours(at.getUTCHours() + 1, 0);
    else if (!minutes.has(at.getUTCMinutes())) at.setUTCMinutes(at.getUTCMinutes() + 1);
    else return at;
  }
  return undefined;
}

function sentence(expression) {
  const [minute, hour, day, month, weekday] = expression.trim().split(/\s+/);
  const plain = (text) => /^\d+$/.test(text ?? "");
  if (!plain(minute) || !plain(hour)) return `At minute ${minute} of hour ${hour}`;
  const time = `At ${hour.padStart(2, "0")}:${minute.padStart(2, "0")} UTC`;
  if (day === "*" && month === "*") return weekday === "*" ? `${time}, every day` : `${time}, on weekday ${weekday}`;
  return `${time}, on day ${day} of month ${month}`;
}

function ahead(milliseconds) {
  const minutes = Math.round(milliseconds / 60_000);
  const [days, hours] = [Math.floor(minutes / 1440), Math.floor((minutes % 1440) / 60)];
  return days > 0 ? `in ${days} d ${hours} h` : `in ${hours} h ${minutes % 60} min`;
}

const NOW = Date.now();
const WRITE = new Intl.DateTimeFormat("en-GB", {
  day: "numeric",
  month: "short",
  year: "numeric",
  hour: "2-digit",
  minute: "2-digit",
  timeZone: "UTC",
});

function when(expression) {
  const at = nextRun(expression, NOW);
  if (!at) return element("span", { textContent: "–" });
  const text = element("time", { dateTime: at.toISOString(), textContent: `${WRITE.format(at)} UTC` });
  return element("span", {}, text, element("span", { textContent: ahead(at - NOW) }));
}

const SORT = "M8 13V3.5M4.5 6.5 8 3l3.5 3.5";
const CALENDAR = "M3.5 3.5h9a1 1 0 0 1 1 1v8a1 1 0 0 1-1 1h-9a1 1 0 0 1-1-1v-8a1 1 0 0 1 1-1zM2.5 6.5h11M5.5 2v3M10.5 2v3";
const PLAY = "M5 3.5v9l7-4.5z";
const MORE = "M3.5 7.6v.8M8 7.6v.8M12.5 7.6v.8";

function icon(path) {
  const svg = document.createElementNS("http://www.w3.org/2000/svg", "svg");
  svg.setAttribute("viewBox", "0 0 16 16");
  svg.setAttribute("aria-hidden", "true");
  const shape = document.createElementNS("http://www.w3.org/2000/svg", "path");
  shape.setAttribute("d", path);
  svg.append(shape);
  return svg;
}

function cell(label, ...children) {
  const made = element("td", {}, ...children);
  made.dataset.label = label;
  return made;
}

function act(label, path) {
  return element("button", { type: "button", ariaLabel: label, title: label }, icon(path));
}

function row(schedule) {
  const { id, name, run_at, disabled, job_config_params: parameters = {} } = schedule;
  const link = element("a", { href: `/schedules/${id}` }, element("bdi", { textContent: name }));
  const what = element("span", { textContent: `${parameters.cloud_name} · ${selection(parameters)}` });
  const state = element("span", {}, element("span", {}, icon(CALENDAR), disabled ? "Disabled" : "Scheduled"));
  return element(
    "tr",
    {},
    element("th", { scope: "row" }, element("span", {}, link, what)),
    cell("Fires", element("span", {}, element("code", { textContent: run_at }), element("span", { textContent: sentence(run_at) }))),
    cell("Next run", when(run_at)),
    cell("Last run", element("span", { textContent: "not read" })),
    cell("State", element("span", {}, state, element("span"))),
    element("td", {}, act(`Run ${name} now`, PLAY), element("div", {}, act(`More for ${name}`, MORE))),
  );
}

const head = (text) => element("th", { scope: "col" }, element("button", { type: "button" }, text, icon(SORT)));
const heads = [...["Name", "Fires", "Next run", "Last run", "State"].map(head), element("th", { scope: "col", textContent: "Actions" })];
app.replaceChildren(
  element("h1", { textContent: "Schedules" }),
  element(
    "table",
    {},
    element("caption", { textContent: "Schedules" }),
    element("thead", {}, element("tr", {}, ...heads)),
    element("tbody", {}, ...resources.slice(0, 25).map(row)),
  ),
);

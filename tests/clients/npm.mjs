// Reads a page with the two clients from npm; prints what they say as JSON.
import { createRequire } from "node:module";
import { readFileSync } from "node:fs";
import { JSDOM } from "jsdom";

const require = createRequire(import.meta.url);
const { Statuspage } = require("statuspage.io");
const url = process.argv[2];

const client = new Statuspage("page");
client.setApiUrl(url);
const { api } = client;
const names = (list) => list.map((each) => `${each.name}: ${each.status}`);
const summary = await api.getSummary();
const library = {
  page: summary.page.name,
  status: (await api.getStatus()).status,
  components: names((await api.getComponents()).components),
  incidents: names((await api.incidents.getAll()).incidents),
  unresolved: names((await api.incidents.getUnresolved()).incidents),
  maintenances: names((await api.scheduledMaintenances.getAll()).scheduled_maintenances),
  upcoming: names((await api.scheduledMaintenances.getUpcoming()).scheduled_maintenances),
};

// The widget is a custom element: a window with `fetch` is all it needs.
const dom = new JSDOM(`<statuspage-widget src="${url}"></statuspage-widget>`, { runScripts: "outside-only", pretendToBeVisual: true });
dom.window.fetch = fetch;
dom.window.eval(readFileSync(new URL("node_modules/@statuspage/status-widget/dist/index.js", import.meta.url), "utf8"));
let widget = "";
for (let wait = 0; wait < 50 && !widget; wait += 1) {
  await new Promise((done) => setTimeout(done, 100));
  const root = dom.window.document.querySelector("statuspage-widget").shadowRoot;
  for (const style of root?.querySelectorAll("style") ?? []) style.remove();
  widget = (root?.textContent ?? "").replace(/\s+/g, " ").trim();
}
console.log(JSON.stringify({ library, widget }));
dom.window.close();

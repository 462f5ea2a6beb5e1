"""Serves the demo in two states on loopback, and asks four clients what they read."""

import functools
import http.server
import json
import os
import pathlib
import subprocess
import sys
import tempfile
import threading

HOME = pathlib.Path(sys.argv[1]).resolve()
OPEN = "Music does not play and log-in fails on every app"
WINDOW = "Log-in servers learn to take new settings in small steps"


class Quiet(http.server.SimpleHTTPRequestHandler):
    def log_message(self, *_):
        pass


def serve(name):
    handler = functools.partial(Quiet, directory=HOME / name)
    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), handler)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    return server, f"http://127.0.0.1:{server.server_port}"


def npm(url):
    out = subprocess.run(["node", HOME / "npm.mjs", url], stdout=subprocess.PIPE, text=True, check=True).stdout
    return json.loads(out.splitlines()[-1])


def whadup(url):
    import whadup

    whadup.API_BASE_URL = f"{url}/api/"
    client = whadup.GithubStatus()
    return {
        "status": client.status()["status"],
        "components": len(client.components()["components"]),
        "unresolved": [i["name"] for i in client.Incidents.unresolved()["incidents"]],
    }


def exporter(url):
    """One pass of the exporter in an empty folder; its gauges by name and labels."""
    from prometheus_client.parser import text_string_to_metric_families as read

    with tempfile.TemporaryDirectory() as folder:
        folder = pathlib.Path(folder)
        services = {"sonora": {"url": f"{url}/api/v2/summary.json", "name": "Sonora"}}
        (folder / "services.json").write_text(json.dumps(services))
        out = folder / "out.prom"
        environment = {**os.environ, "RUN_MODE": "once", "METRICS_TEXTFILE_PATH": str(out), "SERVICES_JSON_PATH": str(folder / "services.json")}
        command = [pathlib.Path(sys.executable).parent / "statuspage-prometheus-exporter"]
        subprocess.run(command, cwd=folder, env=environment, capture_output=True, check=True)
        found = [sample for family in read(out.read_text()) for sample in family.samples]
    return [s for s in found if s.name.startswith("statuspage_")]


def own_metrics(name):
    from prometheus_client.parser import text_string_to_metric_families as read

    families = list(read((HOME / name / "metrics").read_text()))
    return {(s.name, *s.labels.values()): s.value for f in families for s in f.samples}


def same(what, found, expected):
    print(f"  {what}: {found}")
    if found != expected:
        sys.exit(f"{what}: expected {expected}")


def during(url):
    rollup = {"indicator": "critical", "description": "Major Service Outage"}
    read = npm(url)
    print("statuspage.io (npm)")
    same("status", read["library"]["status"], rollup)
    same("unresolved", read["library"]["unresolved"], [f"{OPEN}: identified"])
    same("components", len(read["library"]["components"]), 10)
    print("@statuspage/status-widget (npm)")
    same("says", read["widget"], rollup["description"])
    print("whadup (PyPI)")
    same("all", whadup(url), {"status": rollup, "components": 10, "unresolved": [OPEN]})
    print("statuspage-prometheus-exporter (PyPI)")
    samples = exporter(url)
    incidents = [s for s in samples if s.name == "statuspage_incident_info"]
    same("incidents", [(s.labels["incident_name"], s.labels["impact"]) for s in incidents], [(OPEN, "critical")])
    down = {s.labels["component_name"] for s in samples if s.name == "statuspage_component_status" and s.value == 0}
    same("down", "Web player" in down and "Offline mode" not in down, True)
    same("our own metrics", own_metrics("during")[("upfront_open_incidents", "critical")], 1.0)


def after(url):
    rollup = {"indicator": "none", "description": "All Systems Operational"}
    read = npm(url)
    print("statuspage.io (npm)")
    same("status", read["library"]["status"], rollup)
    same("unresolved", read["library"]["unresolved"], [])
    same("newest incident", read["library"]["incidents"][0], f"{OPEN}: postmortem")
    same("upcoming", read["library"]["upcoming"], [f"{WINDOW}: scheduled"])
    print("@statuspage/status-widget (npm)")
    same("says", read["widget"], rollup["description"])
    print("whadup (PyPI)")
    same("all", whadup(url), {"status": rollup, "components": 10, "unresolved": []})
    print("statuspage-prometheus-exporter (PyPI)")
    samples = exporter(url)
    same("status", [s.value for s in samples if s.name == "statuspage_service_status"], [1.0])
    ahead = [s.labels["maintenance_name"] for s in samples if s.name == "statuspage_maintenance_info"]
    same("maintenance", ahead, [WINDOW])
    same("our own metrics", own_metrics("after")[("upfront_open_incidents", "critical")], 0.0)


for state, check in (("during", during), ("after", after)):
    server, url = serve(state)
    print(f"== {state}")
    check(url)
    server.shutdown()

"""Figure 13: what the first load of a page takes over the wire, and on the server."""

from benchmarks.figures import Figure, Plain
from benchmarks.ground import Database, Ground
from benchmarks.web import Client, wait_for

BROWSER = "/usr/bin/chromium"


def measure(ground: Ground, database: Database) -> list[Figure]:
    """Open each page in a browser with an empty cache, and time it twenty times without one."""
    facts = database.facts
    server = ground.serve("convenant.wsgi:application", database)
    file = f"/companies/{facts['company']}/{facts['year']}"
    pages = {
        "sign in": ("", "/accounts/login/"),
        "task list": (facts["editor"], f"{file}/"),
        "sub-action": (facts["editor"], f"{file}/parts/1.1/"),
        "dashboard": (facts["officer"], f"/sector/{facts['year']}/"),
    }
    times = {}
    for name, (session, path) in pages.items():
        client = Client(server, session)
        wait_for(client, path)
        for _ in range(20):
            client.ask("GET", path)
        times[name] = client.p50()
    weights = {name: weight(server.port, *page) for name, page in pages.items()}
    heaviest, slowest = max(weights, key=weights.get), max(times, key=times.get)
    listed = ", ".join(f"{name} {size / 1000:.0f} kB" for name, size in weights.items())
    took = ", ".join(f"{name} {ms:.0f} ms" for name, ms in times.items())
    first = f"first load over the wire, heaviest ({heaviest})"
    return [
        Plain("kB", 100).figure("13", first, weights[heaviest] / 1000, listed),
        Plain("ms", 300).figure("13", f"server time, slowest ({slowest})", times[slowest], took),
    ]


def weight(port: int, session: str, path: str) -> int:
    """Return the bytes of a page and all it fetches, heads of the answers included."""
    from playwright.sync_api import sync_playwright

    sizes: list[int] = []
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=BROWSER, args=["--no-sandbox"])
        context = browser.new_context()
        if session:
            address = f"http://127.0.0.1:{port}"
            context.add_cookies([{"name": "session", "value": session, "url": address}])
        page = context.new_page()
        wire = context.new_cdp_session(page)
        wire.send("Network.enable")
        wire.on("Network.loadingFinished", lambda event: sizes.append(event["encodedDataLength"]))
        page.goto(f"http://127.0.0.1:{port}{path}", wait_until="networkidle")
        browser.close()
    return int(sum(sizes))

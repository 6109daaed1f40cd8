"""Figure 6: the secretariat's dashboard with many companies against a tenth of them."""

from statistics import median

from benchmarks.figures import Figure, ratio
from benchmarks.ground import Database, Ground
from benchmarks.web import Client, wait_for

PART = 5


def measure(
    ground: Ground, small: Database, large: Database, rounds: int, requests: int
) -> list[Figure]:
    """Take turns on two servers and return figure 6, by time and by CPU."""
    few = Client(ground.serve("convenant.wsgi:application", small), small.facts["officer"])
    many = Client(ground.serve("convenant.wsgi:application", large), large.facts["officer"])
    path = f"/sector/{large.facts['year']}/"
    for client in (few, many):
        wait_for(client, path)
    by_time, by_cpu, cost = [], [], []
    for _ in range(rounds):
        before = few.server.cpu(), many.server.cpu()
        for _ in range(requests // PART):
            for client in (few, many):
                for _ in range(PART):
                    client.ask("GET", path)
        used = few.server.cpu() - before[0], many.server.cpu() - before[1]
        times = few.p50(), many.p50()
        by_time.append(times[1] / times[0])
        by_cpu.append(used[1] / used[0])
        cost.append((*times, 1000 * used[0] / requests, 1000 * used[1] / requests))
    small_wall, large_wall, small_cpu, large_cpu = map(median, zip(*cost, strict=True))
    sizes = f"{large.companies:,} / {small.companies:,} companies"
    return [
        ratio(
            "6",
            f"dashboard p50, {sizes}",
            1.3,
            by_time,
            f"{large_wall:.1f} ms / {small_wall:.1f} ms",
        ),
        ratio(
            "6",
            f"dashboard CPU, {sizes}",
            1.3,
            by_cpu,
            f"{large_cpu:.1f} ms / {small_cpu:.1f} ms, worker and database together",
        ),
    ]

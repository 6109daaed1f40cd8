"""Frozen work of a company: a chain, a plan, influence and complaints, with canaries in all."""

SUPPLIER = "Kanarie Smeltwerken GmbH"
SECOND = "Ertsvink Trading B.V."
OWNER = "Femke Zangvogel"
PARTNER = "Stichting Vogelvrij"


def line(**more) -> dict:
    """Return a line of the chain: new cobalt of a smelter in Congo, on paper."""
    return {
        "metal": "ME-CO", "form": "primary", "stage": "ST05", "country": "CD",
        "region": "Kolwezi-Kanarieveld", "tier": 2, "certainty": "documented",
        "volume": "up_to_100", "supplier": 0,
    } | more  # fmt: skip


def supplier(name: str, **more) -> dict:
    """Return a supplier."""
    return {"name": name, "country": "DE", "lei": "", "kvk": "", "smelter_id": ""} | more


def chain(*lines: dict) -> dict:
    """Return a chain of two suppliers and a stage that nobody filled in."""
    told = {"country": "CN", "certainty": "told", "tier": 1, "supplier": 1, "region": ""}
    scrap = {"metal": "ME-AL", "form": "scrap", "stage": "ST12", "country": "", "tier": None}
    made = lines or (
        line(),
        line(**told),
        line(**scrap | {"certainty": "unknown", "supplier": None, "region": "", "volume": ""}),
    )
    return {
        "suppliers": [supplier(SUPPLIER, smelter_id="CID000999"), supplier(SECOND)],
        "lines": list(made),
        "gaps": [{"metal": "ME-CO", "form": "primary", "stage": "ST02"}],
    }


def action(**more) -> dict:
    """Return a running action that was put off once, is measured twice and is stuck."""
    return {
        "title": "Bezoek brengen aan kanarie smeltwerken", "goal": "Wij zien het zelf.",
        "measure": "", "status": "running", "owner_name": OWNER, "owner_role": "",
        "starts_on": "2026-02-01", "due_on": "2026-12-31", "delays": 1,
        "delayed": [
            {"before": "2026-06-30", "after": "2026-12-31", "reason": f"{SUPPLIER} was dicht."}
        ],
        "indicator": "Bezochte smelterijen", "unit": "smelterijen", "baseline": "0",
        "target": "4", "budget": "up_to_25k", "leverage": "LV-2", "partners": PARTNER,
        "result": "", "stuck": {"since": "2026-10-01", "on": "De poort blijft dicht voor ons."},
        "measurements": [
            {"on": "2026-03-01", "value": "1", "note": ""},
            {"on": "2026-09-01", "value": "2.5", "note": "Met de tolk van Joke."},
        ],
        "questions": ["identify.sourcing"], "suppliers": [SUPPLIER],
        "risks": [aim()],
    } | more  # fmt: skip


def aim(**more) -> dict:
    """Return what an action is for: the child labour of the cobalt line."""
    return {"theme": "RT09", "metal": "ME-CO", "country": "CD", "title": ""} | more


def influence(**more) -> dict:
    """Return counts of tries."""
    counted = {"tries": 3, "suppliers": 2, "reactions": {"refused": 2, "agreed": 1}}
    return counted | {"leaving": {"suspended": 1}} | more


def remedy(**more) -> dict:
    """Return counts of complaints."""
    cases = {
        "total": 5, "is_open": 2, "late": 1, "by_theme": {"RT12": 1, "RT09": 2},
        "by_status": {"closed": 3, "assessing": 2}, "satisfied": {"yes": 2, "no": 1},
    }  # fmt: skip
    return {"cases": cases | more, "channels": {"total": 2, "tested": 1}}


def everything() -> dict:
    """Return all that a snapshot holds beside answers, proof and risks."""
    return {
        "chain": chain(), "plan": [action()], "influence": influence(), "remedy": remedy(),
    }  # fmt: skip

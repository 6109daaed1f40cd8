"""Sectors are protected, and attacked by somebody that shares no code with what protects."""

from decimal import Decimal

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.workgroups.disclosure import sectors, spy
from workgroups.disclosure import attack, figures, primary, protect
from workgroups.disclosure.assemble import Assembly
from workgroups.disclosure.audit import audit
from workgroups.disclosure.menu import BY_NAME
from workgroups.disclosure.raw import Unit, raw_table
from workgroups.disclosure.rules import Rules

CALM = settings(
    max_examples=15,
    deadline=None,
    derandomize=True,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large],
)
MANY = settings(CALM, max_examples=1000)
BANDS = ("start", "developing", "established", "leading")
LISTS = {"band": BANDS, "theme": ("t",), "metal": ("tin", "gold", "own"), "counted": ("total",)}
spreads = st.lists(st.sampled_from(BANDS), min_size=3, max_size=24)


def fact(measure, a="", b="", value=1):
    """Return a fact as members have them."""
    return {(measure, a, b): Decimal(value)}


def spread_told(chosen):
    """Protect one spread of bands and return what the spy is certain of."""
    units = [Unit(f"u{n:02}", fact("band", band)) for n, band in enumerate(chosen)]
    table = raw_table(BY_NAME["bands"], 2026, units, LISTS)
    (shown,) = protect.protect([table], Rules(), ()).tables
    if shown.is_withheld:
        return set()
    truth = {unit.id: band for unit, band in zip(units, chosen, strict=True)}
    allowed = {cell.key[0]: spy.interval(cell.value, len(units), "share") for cell in shown.cells}
    return spy.told_of_spread(list(truth), truth, allowed)


@CALM
@given(spreads)
def test_nobody_learns_the_band_of_another(chosen):
    assert spread_told(chosen) == set()


people = st.lists(
    st.tuples(st.booleans(), st.booleans(), st.booleans(), st.booleans()), min_size=5, max_size=14
)


def themes_told(chosen):
    """Protect a theme beside the same theme at two metals; return what the spy is certain of."""
    units = []
    for n, (tin, gold, at_tin, at_gold) in enumerate(chosen):
        facts = fact("file")
        facts |= fact("metal", "tin") if tin else {}
        facts |= fact("metal", "gold") if gold else {}
        at_tin, at_gold = at_tin and tin, at_gold and gold
        facts |= fact("metal_theme", "tin", "t") if at_tin else {}
        facts |= fact("metal_theme", "gold", "t") if at_gold else {}
        facts |= fact("theme", "t") if at_tin or at_gold else {}
        units.append(Unit(f"u{n:02}", facts))
    raw = [raw_table(BY_NAME[name], 2026, units, LISTS) for name in ("themes", "metal_theme")]
    tables = protect.protect(raw, Rules(), ()).tables
    truth, statements = {}, []
    for table, before in zip(tables, raw, strict=True):
        for cell, was in zip(table.cells, before.cells, strict=True):
            if cell.key[0] == "own" or not was.values:
                continue
            name = f"{cell.key[0]}/t" if len(cell.key) > 1 else "t"
            truth[name] = {unit for unit, value in was.values.items() if value}
            base = frozenset(was.values)
            statements.append((name, base, spy.interval(cell.value, len(base), "count")))
    truth.setdefault("t", set())
    return spy.told_of_themes([unit.id for unit in units], statements, truth)


@CALM
@given(people)
def test_nobody_learns_who_has_a_theme_from_the_metals_of_all(chosen):
    assert themes_told(chosen) == set()


amounts = st.lists(st.sampled_from((0, 0, 1, 2, 3, 5, 9, 40, 400)), min_size=3, max_size=60)


def amounts_told(chosen):
    """Protect one sum; return how close somebody comes to another, None when it is withheld."""
    units = [
        Unit(f"u{n:02}", fact("complaints", "total", value=value) if value else fact("file"))
        for n, value in enumerate(chosen)
    ]
    table = raw_table(BY_NAME["complaints"], 2026, units, LISTS)
    outcome = protect.protect([table], Rules(), ())
    (cell,) = outcome.tables[0].cells
    if cell.value is None:
        return None
    half = 0 if len(cell.value) < 4 else 10 ** (len(cell.value) - 3) / 2
    values = {unit.id: float(value) for unit, value in zip(units, chosen, strict=True)}
    return spy.nearest(values, float(cell.value) - half, float(cell.value) + half)


@CALM
@given(amounts)
def test_nobody_comes_close_to_an_amount_of_another(chosen):
    closest = amounts_told(chosen)
    assert closest is None or closest >= 0.15


def run_of_releases(steps):
    """Publish the spread of bands once for each step; return what all of them tell together."""
    ledger, statements, truth = [], [], {}
    for number, members in enumerate(steps, 1):
        units = [Unit(name, fact("band", band)) for name, band in sorted(members.items())]
        table = raw_table(BY_NAME["themes"], 2026, theme_units(units), LISTS)
        outcome = protect.protect([table], Rules(), ledger)
        ledger += [protect.replace_release(each, number) for each in outcome.sets]
        (cell,) = outcome.tables[0].cells
        for unit in units:
            truth.setdefault(unit.id, members[unit.id] == "leading")
        if cell.value:
            base = frozenset(outcome.sets[0].units)
            statements.append(("t", base, spy.interval(cell.value, len(base), "count")))
    everyone = sorted(truth)
    return spy.told_of_themes(everyone, statements, {"t": {u for u in everyone if truth[u]}})


def theme_units(units):
    """Return the units with a theme instead of the highest band."""
    return [
        Unit(unit.id, fact("theme", "t") if ("band", "leading", "") in unit.facts else fact("file"))
        for unit in units
    ]


comings = st.tuples(
    st.lists(st.booleans(), min_size=8, max_size=14),
    st.lists(st.lists(st.booleans(), min_size=20, max_size=20), min_size=1, max_size=3),
)


@CALM
@given(comings)
def test_nobody_learns_who_came_or_went_from_two_releases(case):
    answers, changes = case
    answers = (answers * 3)[:20]
    everyone = {f"u{n:02}": "leading" if yes else "start" for n, yes in enumerate(answers)}
    first = dict(list(everyone.items())[:12])
    steps = [first] + [
        {name: band for (name, band), stays in zip(everyone.items(), change, strict=True) if stays}
        for change in changes
    ]
    assert run_of_releases(steps) == set()


@pytest.mark.full
@pytest.mark.parametrize("told", [spread_told, themes_told])
def test_a_thousand_sectors(told):
    @MANY
    @given(spreads if told is spread_told else people)
    def attack(chosen):
        assert told(chosen) == set()

    attack()


# What each rule is for: without it, an attack succeeds.


def test_without_secondary_suppression_the_attack_succeeds(monkeypatch):
    """Two categories that nobody is in: together with the others they are known to be empty."""
    chosen = ["established"] * 8 + ["leading"] * 4
    assert spread_told(chosen) == set()
    monkeypatch.setattr(protect.Protection, "round", lambda self: False)
    assert spread_told(chosen)


def test_without_the_rule_for_groups_the_attack_succeeds(monkeypatch):
    """All members but one have a theme: that one knows it of all others."""
    chosen = [(True, False, n > 0, False) for n in range(12)]
    assert themes_told(chosen) == set()
    monkeypatch.setattr(protect.Protection, "round", lambda self: False)
    monkeypatch.setattr(primary, "top_count", lambda rules, base: primary.exact_count(11))
    assert themes_told(chosen)


def test_without_the_margin_the_attack_succeeds(monkeypatch):
    """Five members of which one has nearly all: the second largest comes close to it."""
    chosen = [400, 9, 5, 3, 2, 1]
    assert amounts_told(chosen) is None
    monkeypatch.setattr(primary, "unsafe", lambda values, rules: "")
    monkeypatch.setattr(protect.Protection, "round", lambda self: False)
    assert amounts_told(chosen) < 0.15


def test_without_the_ledger_the_attack_succeeds(monkeypatch):
    """One member joined: what it has is the difference."""
    first = {f"u{n:02}": "leading" if n % 2 else "start" for n in range(12)}
    steps = [first, first | {"u12": "leading"}]
    assert run_of_releases(steps) == set()
    whole = protect.protect
    monkeypatch.setattr(protect, "protect", lambda tables, rules, ledger: whole(tables, rules, ()))
    assert run_of_releases(steps)


def test_companies_of_one_holding_are_one_unit():
    """Counted by company there are enough; counted by holding there are not."""
    from workgroups.disclosure.raw import merged

    facts = [(f"h{n // 2}", fact("complaints", "total", value=3)) for n in range(8)]
    held = merged(facts, LISTS, {})
    assert len(held) == 4
    (shown,) = protect.protect(
        [raw_table(BY_NAME["complaints"], 2026, held, LISTS)], Rules(), ()
    ).tables
    assert shown.is_withheld
    apart = merged([(f"c{n}", one) for n, (_, one) in enumerate(facts)], LISTS, {})
    (shown,) = protect.protect(
        [raw_table(BY_NAME["complaints"], 2026, apart, LISTS)], Rules(), ()
    ).tables
    assert not shown.is_withheld


def test_the_same_members_give_the_same_tables():
    """Nothing is left to chance, and publishing once more says nothing new."""
    tables = sectors.menu(sectors.sector(14))
    one = protect.protect(tables, Rules(), (), sectors.PLACES)
    two = protect.protect(tables, Rules(), (), sectors.PLACES)
    assert one.tables == two.tables
    ledger = [protect.replace_release(each, 1) for each in one.sets]
    again = protect.protect(tables, Rules(), ledger, sectors.PLACES)
    shown = [cell.value for table in again.tables for cell in table.cells]
    assert shown == [cell.value for table in one.tables for cell in table.cells]


def test_the_same_figure_in_two_tables_gives_way_in_both():
    """Nobody is without a band: so that stands in neither spread."""
    tables = sectors.menu(sectors.sector(9, 5), 2025, {"bands", "bands_panel"})
    spread, panel = protect.protect(tables, Rules(), (), sectors.PLACES).tables
    assert [cell.value for cell in spread.cells] == [cell.value for cell in panel.cells]
    assert any(cell.is_withheld for cell in spread.cells)


def test_a_year_in_which_few_joined_is_about_the_same_members():
    """The joiner is not in this year's figures of a table that was published last year."""
    before = sectors.menu(sectors.sector(12), 2025, {"themes", "actions"})
    out = protect.protect(before, Rules(), (), sectors.PLACES)
    ledger = [protect.replace_release(each, 1) for each in out.sets]
    now = sectors.menu(sectors.sector(13), 2026, {"themes", "actions"})
    tables = protect.protect(now, Rules(), ledger, sectors.PLACES).tables
    assert {table.counted for table in tables} == {"12"}
    assert {table.note for table in tables} == {"same_members"}


def test_a_sum_from_which_one_member_left_is_withheld():
    """Last year's sum less this year's would be about what the one that left had."""
    before = sectors.menu(sectors.sector(12), 2025, {"actions"})
    out = protect.protect(before, Rules(), (), sectors.PLACES)
    ledger = [protect.replace_release(each, 1) for each in out.sets]
    now = sectors.menu(sectors.sector(11), 2026, {"actions"})
    (table,) = protect.protect(now, Rules(), ledger, sectors.PLACES).tables
    assert {cell.why for cell in table.cells} == {figures.Why.CHANGED_BY_FEW}


def test_trades_settle_nothing_that_the_solver_can_tell(monkeypatch):
    """What large sectors are judged by, gives what the solver gives where it can be asked."""
    names = {"themes", "theme_groups", "metal_theme", "countries", "regions", "country_theme"}
    told = {0: set(), 100: set()}
    for seed in range(5):
        tables = sectors.menu(sectors.sector(8 + seed, seed), 2026, names)
        loose = figures.figures_of(tables, Rules(minimum=3, top=1), (), sectors.PLACES.dims())
        sets = [figure.to_set() for figure in loose]
        for picture in Assembly(sets, sectors.PLACES).counts():
            for few in told:
                monkeypatch.setattr(attack, "SMALL", few)
                attacker = attack.Attacker(picture)
                told[few] |= {
                    (seed, hit.attacker, hit.variable, hit.units)
                    for owner in attacker.attackers()
                    for hit in attacker.hits(owner)
                }
    assert told[0] == told[100]
    assert told[100]


@pytest.mark.full
@pytest.mark.parametrize("number", [200, 1000])
def test_a_large_sector_is_protected_and_withstands_an_audit(number):
    tables = sectors.menu(sectors.sector(number))
    outcome = protect.protect(tables, Rules(), (), sectors.PLACES)
    found = audit(outcome.sets, sectors.PLACES, 0.15)
    assert found.told == ()
    assert found.closest >= 0.15

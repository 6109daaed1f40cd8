"""The fixed menu: every table that may ever be published, agreed on before there are data.

There are no filters beside it. A question that the menu does not answer is a change of this file,
a version of the rules and two signatures; never a query.
"""

from __future__ import annotations

from dataclasses import dataclass

from workgroups.disclosure.published import Kind


@dataclass(frozen=True, slots=True)
class TableSpec:
    """One table of the menu.

    `measure`: which facts are counted or added; `dims`: what their `a` and `b` are, `a` first.
    `parts`: the facts of one member are one of several that exclude each other, so the categories
    add up to all members. `rollups`: what a small row is published as instead, from fine to coarse.
    `base`: members who have this fact are behind the figures; all members when it is empty.
    `recognisable`: competitors are taken to know who has the first part of a key (a metal), so each
    of its rows is a group of its own. `panel`: of the members that also took part the year before.
    `is_open`: counts only what is public anyway: who takes part. `wider`: the table that this one
    rolls up, and the dimension it widens; where the finer one has a figure, this one adds nothing;
    from so many members on (`wider_from`).
    """

    name: str
    measure: str
    dims: tuple[str, ...]
    kind: Kind
    rollups: tuple[str, ...] = ()
    panel: bool = False
    parts: bool = False
    recognisable: bool = False
    base: str = ""
    cap: int | None = None
    is_open: bool = False
    wider: tuple[str, str] | None = None
    wider_from: int = 0

    @property
    def base_is_sum(self) -> bool:
        """Tell whether its figures are ratios of two sums."""
        return self.kind == Kind.SHARE and not self.parts


MENU = (
    TableSpec("coverage", "file", ("state",), Kind.COUNT, is_open=True),
    TableSpec("joiners", "member_joined", ("year",), Kind.COUNT, is_open=True),
    TableSpec("leavers", "member_left", ("year",), Kind.COUNT, is_open=True),
    TableSpec("bands", "band", ("band",), Kind.SHARE, ("band_half",), parts=True),
    TableSpec("step_mean", "step_score", ("step",), Kind.MEAN, cap=100),
    TableSpec("step_bands", "step_band", ("step", "band"), Kind.SHARE, ("band_half",), parts=True),
    TableSpec("expected", "expected", ("expected",), Kind.SHARE, parts=True),
    TableSpec("policy", "policy", ("policy",), Kind.SHARE, parts=True),
    TableSpec("moved", "moved", ("moved",), Kind.SHARE, parts=True, panel=True),
    TableSpec("bands_panel", "band", ("band",), Kind.SHARE, ("band_half",), parts=True, panel=True),
    TableSpec("metals", "metal", ("metal",), Kind.COUNT),
    TableSpec("regions", "region", ("region",), Kind.COUNT),
    TableSpec("countries", "country", ("country",), Kind.COUNT),
    TableSpec("themes", "theme", ("theme",), Kind.COUNT),
    TableSpec(
        "theme_groups",
        "theme_group",
        ("theme_group",),
        Kind.COUNT,
        wider=("themes", "theme"),
        wider_from=25,
    ),
    TableSpec("stage_theme", "stage_theme", ("stage", "theme"), Kind.COUNT),
    TableSpec(
        "metal_theme",
        "metal_theme",
        ("metal", "theme"),
        Kind.COUNT,
        ("group_theme",),
        recognisable=True,
        base="metal",
    ),
    TableSpec(
        "group_theme",
        "group_theme",
        ("metal_group", "theme"),
        Kind.COUNT,
        recognisable=True,
        base="metal_group",
        wider=("metal_theme", "metal"),
    ),
    TableSpec(
        "country_theme", "country_theme", ("country", "theme"), Kind.COUNT, ("region_theme",)
    ),
    TableSpec(
        "region_theme",
        "region_theme",
        ("region", "theme"),
        Kind.COUNT,
        wider=("country_theme", "country"),
    ),
    TableSpec("actions", "action_status", ("status",), Kind.SUM),
    TableSpec("action_effects", "action_effect", ("effect",), Kind.SUM),
    TableSpec("chain_known", "chain_known", ("link",), Kind.SHARE, base="chain_lines"),
    TableSpec("complaints", "complaints", ("counted",), Kind.SUM),
)
"""In order of worth: where two tables cannot both be shown, the later one gives way."""

BY_NAME = {spec.name: spec for spec in MENU}

"""Charts in a template: `{% chart chart %}` with all around it, `{% chart_svg chart %}` alone."""

from django import template

from convenant.charts import Chart

register = template.Library()


@register.inclusion_tag("charts/figure.html")
def chart(chart: Chart, source: str = "", href: str = "") -> dict:
    """Draw a chart with its title, legend and table."""
    return {"chart": chart, "source": source, "href": href}


@register.inclusion_tag("charts/svg.html")
def chart_svg(chart: Chart, decorative: bool = False) -> dict:
    """Draw only the marks; `decorative` when the text beside it says the same."""
    return {"chart": chart, "decorative": decorative}


@register.inclusion_tag("charts/table.html")
def chart_table(chart: Chart) -> dict:
    """Write the figures of a chart as a table."""
    return {"chart": chart}

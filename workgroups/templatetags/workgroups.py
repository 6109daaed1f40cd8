"""Addresses of released figures: the same page for the parties and for everybody."""

from django import template
from django.urls import reverse

register = template.Library()


@register.simple_tag
def figures_url(space: str, page: str, *args) -> str:
    """Return the address of a page of figures; `space` is `figures` or `public-figures`."""
    return reverse(f"{space}:{page}", args=args)

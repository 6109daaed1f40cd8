"""The ground the product stands on: settings, tenancy, queue, charts. It knows none of the apps."""

from convenant.celery import app as celery_app

__all__ = ["celery_app"]

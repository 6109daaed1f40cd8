"""Figures for Prometheus about work, queue, disk and database; requests are counted by the web.

They are told on an address of their own (`manage.py metrics`), never by the website.
"""

import shutil
from collections.abc import Iterator

import redis
from django.conf import settings
from django.db import DatabaseError, connection
from django.db.models import Count, Min, Q
from django.utils import timezone
from prometheus_client import CollectorRegistry, Metric
from prometheus_client.core import GaugeMetricFamily
from prometheus_client.multiprocess import MultiProcessCollector

from convenant.queue.models import OutboxItem

TIMEOUT = 2.0  # seconds that Redis may take


class ProductCollector:
    """Looks at the product each time Prometheus asks. What can't be asked is told as down."""

    def collect(self) -> Iterator[Metric]:
        """Yield every figure there is."""
        yield from self.outbox()
        yield from self.queues()
        yield from self.disk()

    def outbox(self) -> Iterator[Metric]:
        """Yield how much work waits and for how long, and what was given up."""
        try:
            found = OutboxItem.objects.aggregate(
                waiting=Count("pk", filter=Q(failed_at=None)),
                failed=Count("pk", filter=~Q(failed_at=None)),
                oldest=Min("created_at", filter=Q(failed_at=None)),
            )
        except DatabaseError:
            yield gauge("convenant_database_up", "Whether PostgreSQL answers", 0)
            return
        finally:
            connection.close()
        age = (timezone.now() - found["oldest"]).total_seconds() if found["oldest"] else 0
        yield gauge("convenant_database_up", "Whether PostgreSQL answers", 1)
        yield gauge("convenant_outbox_waiting", "Tasks without effect yet", found["waiting"])
        yield gauge("convenant_outbox_failed", "Tasks given up, for a person", found["failed"])
        yield gauge("convenant_outbox_oldest_seconds", "Age of the oldest waiting task", age)

    def queues(self) -> Iterator[Metric]:
        """Yield how many messages lie in each queue."""
        depths = GaugeMetricFamily("convenant_queue_depth", "Messages waiting", labels=["queue"])
        try:
            with redis.Redis.from_url(
                settings.REDIS_URL, socket_connect_timeout=TIMEOUT, socket_timeout=TIMEOUT
            ) as client:
                for queue in settings.QUEUES:
                    depths.add_metric([queue], client.llen(queue))
        except redis.RedisError:
            yield gauge("convenant_redis_up", "Whether Redis answers", 0)
            return
        yield gauge("convenant_redis_up", "Whether Redis answers", 1)
        yield depths

    def disk(self) -> Iterator[Metric]:
        """Yield how full the disk of the files is, where they lie on one."""
        if settings.MEDIA_ROOT.is_dir():
            usage = shutil.disk_usage(settings.MEDIA_ROOT)
            part = (usage.total - usage.free) / usage.total
            yield gauge("convenant_media_disk_used_ratio", "Part of the disk in use", part)


def gauge(name: str, text: str, value: float) -> GaugeMetricFamily:
    """Return one figure."""
    return GaugeMetricFamily(name, text, value=value)


def registry() -> CollectorRegistry:
    """Return all figures: the product's, and those of the web processes that share METRICS_DIR."""
    whole = CollectorRegistry()
    whole.register(ProductCollector())
    if settings.METRICS_DIR:
        MultiProcessCollector(whole, path=settings.METRICS_DIR)
    return whole

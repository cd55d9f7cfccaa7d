"""Registers the room with Django, its gateway, and its periodic work with the worker."""

from datetime import time, timedelta

from django.apps import AppConfig


class PaymentsConfig(AppConfig):
    """Configuration of the room."""

    name = "haidang.payments"

    def ready(self) -> None:
        """Reads the gateway from the settings; asks it about what is open, and hands on what was paid."""
        from haidang.payments import http_gateway, ports
        from haidang.payments.services import applying, asking, reconciling, refunding
        from haidang.platform import periodic

        ports.fill_gateways(http_gateway.from_settings)
        periodic.register(periodic.Job("payments.apply", applying.apply_all, every=timedelta(minutes=1)))
        periodic.register(periodic.Job("payments.ask", asking.ask_due, every=timedelta(minutes=5)))
        periodic.register(periodic.Job("payments.refund", refunding.send_refunds, every=timedelta(minutes=5)))
        periodic.register(periodic.Job("payments.reconcile", reconciling.reconcile_yesterday, at=time(1, 30)))

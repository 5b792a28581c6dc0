"""Registration of the app."""

from django.apps import AppConfig


class SubscribersConfig(AppConfig):
    """The ``subscribers`` package: hears the words of citizens, tells delivery whom to send to."""

    name = "kentongan.subscribers"
    label = "subscribers"

    def ready(self) -> None:
        """Hear words before the inbox does; be the audience; answer for our own answers."""
        from kentongan.delivery import audience, guards
        from kentongan.networks import panels
        from kentongan.networks.events import on_word
        from kentongan.subscribers import actions, acts
        from kentongan.subscribers.panel import panel
        from kentongan.subscribers.recipients import Subscribers

        assert acts  # they register themselves
        on_word(actions.hear)
        audience.register(Subscribers())
        guards.register(
            actions.PURPOSE, guard=lambda _deliveries, _at: {}, listener=lambda *_told: None
        )
        panels.register("subscribers", panel, order=20)

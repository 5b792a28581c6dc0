"""Tables point downwards only, like imports; a string in a ForeignKey is no way around."""

from __future__ import annotations

from django.apps import apps
from django.db import models

from tests.house.tree import lines


def _package(model: type[models.Model]) -> str:
    return model.__module__.split(".")[1] if model.__module__.startswith("kentongan.") else ""


def test_no_foreign_key_points_to_a_higher_line_or_a_neighbour() -> None:
    upward = []
    for model in apps.get_models():
        own = _package(model)
        for field in model._meta.get_fields():
            if not own or not field.is_relation or field.auto_created:
                continue
            assert isinstance(field.related_model, type), (
                f"{model.__name__}.{field.name}: unresolved"
            )
            target = _package(field.related_model)
            if target and target != own and lines()[target] >= lines()[own]:
                upward.append(f"{own}.{model.__name__}.{field.name} -> {target}")
    assert upward == []


def test_no_model_uses_generic_foreign_keys() -> None:
    generic = [
        f"{model.__name__}.{field.name}"
        for model in apps.get_models()
        for field in model._meta.private_fields
        if type(field).__name__ == "GenericForeignKey"
    ]
    assert generic == []

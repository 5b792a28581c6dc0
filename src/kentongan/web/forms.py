"""Rendering of forms: every widget with our classes, its help and errors tied to it.

``FORM_RENDERER = "kentongan.web.forms.Renderer"``; then ``{{ form }}`` draws summary and fields,
``<c-field :field="form.title" />`` one field, ``{% control form.title %}`` only the widget.
"""

from typing import Any

from django import forms
from django.forms import BoundField
from django.forms.boundfield import BoundWidget
from django.forms.renderers import TemplatesSetting
from django.forms.widgets import Input
from django.utils.safestring import SafeString

CHOICE_LISTS = (forms.RadioSelect, forms.CheckboxSelectMultiple)
DEFAULT_ROWS = 4

_CLASSES: tuple[tuple[type[forms.Widget], str], ...] = (
    (forms.CheckboxSelectMultiple, "checkbox checkbox-sm checkbox-primary"),
    (forms.RadioSelect, "radio radio-sm radio-primary"),
    (forms.CheckboxInput, "checkbox checkbox-sm checkbox-primary"),
    (forms.Textarea, "textarea"),
    (forms.Select, "select"),
    (forms.FileInput, "file-input"),
    (forms.HiddenInput, ""),
    (Input, "input"),
    (forms.MultiWidget, "input"),
)


class Renderer(TemplatesSetting):
    """Draws whole forms and single fields with the product's templates."""

    form_template_name = "web/form/form.html"
    field_template_name = "web/form/field.html"


def control_class(field: BoundField) -> str:
    """The classes of the widget; a multiple select is a plain list."""
    widget = field.field.widget
    return next((css for kind, css in _CLASSES if isinstance(widget, kind)), "input")


def shape(field: BoundField) -> str:
    """How a field is laid out: ``hidden``, ``check``, ``choices``, ``file`` or ``line``."""
    widget = field.field.widget
    if field.is_hidden:
        return "hidden"
    if isinstance(widget, CHOICE_LISTS):
        return "choices"
    if isinstance(widget, forms.CheckboxInput):
        return "check"
    if isinstance(widget, forms.FileInput):
        return "file"
    return "line"


def first_error(field: BoundField) -> bool:
    """Whether this is the first visible field with an error: it takes the focus."""
    if not field.errors:
        return False
    for other in field.form.visible_fields():
        if other.errors:
            return other.name == field.name
    return False


def render_control(
    field: BoundField,
    *,
    css: str = "",
    rows: int = 0,
    bare: bool = False,
    extra: dict[str, Any] | None = None,
) -> SafeString:
    """The widget alone. ``extra`` takes attributes, ``_`` for ``-`` (``data_hitung``)."""
    attrs: dict[str, Any] = {k.replace("_", "-"): v for k, v in (extra or {}).items()}
    own = str(field.field.widget.attrs.get("class", ""))
    ours = "" if bare else control_class(field)
    attrs["class"] = " ".join(filter(None, (ours, own, css)))
    described = described_by(field)
    if described:
        attrs["aria-describedby"] = described
    if first_error(field):
        attrs["autofocus"] = True
    if isinstance(field.field.widget, forms.Textarea):
        attrs["rows"] = rows or DEFAULT_ROWS
    return field.as_widget(attrs=attrs)


def render_choice(choice: BoundWidget, field: BoundField) -> SafeString:
    """One button of a choice list, without the label that Django would wrap around it."""
    choice.data["attrs"] = {**choice.data["attrs"], "class": control_class(field)}
    return choice.tag()


def described_by(field: BoundField) -> str:
    """Ids of error and help, the error first."""
    ids = []
    if field.errors:
        ids.append(f"{field.auto_id}_error")
    if field.help_text:
        ids.append(f"{field.auto_id}_helptext")
    return " ".join(ids)


def counts_letters(field: BoundField) -> int:
    """The limit to count towards: ``max_length`` of text areas, 0 for none."""
    if isinstance(field.field.widget, forms.Textarea):
        return int(getattr(field.field, "max_length", None) or 0)
    return 0

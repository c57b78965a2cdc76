"""Forms drawn with the product's own templates."""

from django.forms.renderers import TemplatesSetting


class Renderer(TemplatesSetting):
    """Find the project's templates first, then Django's (`django.forms` is installed)."""

    form_template_name = "django/forms/div.html"
    field_template_name = "django/forms/field.html"

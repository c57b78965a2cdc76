import pytest
from django import forms
from django.template import RequestContext, Template
from django.test import RequestFactory
from django_cotton.compiler_regex import CottonCompiler


class Sample(forms.Form):
    title = forms.CharField(
        label="Intitulé", help_text="Ce que lisent les partenaires."
    )
    note = forms.CharField(label="Note", required=False)
    shared = forms.BooleanField(label="Public", required=False)
    places = forms.MultipleChoiceField(
        label="Lieux", choices=[("1", "A")], widget=forms.CheckboxSelectMultiple
    )


def _render(source: str, **values: object) -> str:
    request = RequestFactory().get("/")
    return Template(CottonCompiler().process(source)).render(
        RequestContext(request, values)
    )


def test_control_is_linked_to_its_label_help_and_error():
    html = _render("{{ form }}", form=Sample({"title": ""}))

    assert '<label for="id_title">Intitulé</label>' in html
    assert 'aria-describedby="id_title_helptext id_title_error"' in html
    assert 'id="id_title_helptext"' in html
    assert 'id="id_title_error"' in html
    assert 'aria-invalid="true"' in html


def test_summary_leads_to_each_field():
    html = _render("{{ form }}", form=Sample({"title": ""}))

    assert "2 points à corriger" in html
    assert 'href="#id_title"' in html
    assert 'href="#id_places"' in html
    assert 'id="id_places"' in html


def test_optional_field_says_so():
    html = _render('<c-field :field="form.note" />', form=Sample())

    assert html.count("(facultatif)") == 1


def test_form_without_error_has_no_summary():
    assert "error-summary" not in _render("{{ form }}", form=Sample())


@pytest.mark.parametrize("slot", ["", "<c-field :field='form.title' />"])
def test_form_component_protects_and_names_its_button(slot):
    html = _render(
        f'<c-form :form="form" submit="Créer le projet" create>{slot}</c-form>',
        form=Sample(),
    )

    assert "csrfmiddlewaretoken" in html
    assert 'name="_jeton"' in html
    assert ">Créer le projet</button>" in html
    assert html.count('id="id_title"') == 1

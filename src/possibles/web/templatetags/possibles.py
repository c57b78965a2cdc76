"""Filters and tags of every template, loaded as builtins.

What is not known is shown « — », never 0.
"""

import re
import uuid
from collections.abc import Mapping
from datetime import date, datetime, timedelta
from functools import lru_cache
from typing import Any

from django import template
from django.forms import BaseForm, BoundField
from django.http import HttpRequest
from django.template.loader_tags import BLOCK_CONTEXT_KEY
from django.templatetags.static import static
from django.urls import reverse
from django.utils import timezone
from django.utils.html import escape, format_html
from django.utils.safestring import SafeString, mark_safe
from rules import perm_exists

from possibles.common import french
from possibles.web.historique.rights import permission_to

register = template.Library()

DASH = "—"
NNBSP = french.NNBSP

METEOS: Mapping[str, tuple[str, str]] = {
    "securise": ("sun", "Sécurisé"),
    "atteignable": ("cloud", "Atteignable"),
    "appui": ("cloud-rain", "Appui nécessaire"),
    "compromis": ("cloud-storm", "Compromis"),
    "inconnu": ("help-circle", "Non renseigné"),
}
# The contract stores a météo in the plural (« objectifs sécurisés »).
_STORED_METEOS = {
    "securises": "securise",
    "atteignables": "atteignable",
    "appuis": "appui",
}


# --- Numbers -----------------------------------------------------------------------------
@register.filter
def nombre(value: Any, decimals: Any = None) -> str:
    if value is None or value == "":
        return DASH
    return french.format_number(value, None if decimals is None else int(decimals))


@register.filter
def euros(centimes: Any, form: str = "") -> str:
    """Return an amount from centimes; the form « court » drops useless centimes."""
    if centimes is None or centimes == "":
        return DASH
    return french.format_euros(centimes, short=form == "court")


@register.filter
def pourcent(ratio: Any, decimals: int = 0) -> str:
    if ratio is None or ratio == "":
        return DASH
    return french.format_percent(ratio, int(decimals))


@register.filter
def pluriel(count: Any, words: str) -> str:
    """Return « 3 projets »; irregular plurals are given after a comma."""
    if count is None:
        return DASH
    singular, _, plural_form = words.partition(",")
    if hasattr(count, "__len__"):
        count = len(count)
    return french.plural(count, singular, plural_form)


# --- Dates -------------------------------------------------------------------------------
@register.filter
def date_fr(day: date | datetime | None, form: str = "") -> str:
    """Return « 3 mars 2027 »; the form « jour » adds the day of the week."""
    if not day:
        return DASH
    return french.format_date(_local(day), weekday=form == "jour")


@register.filter
def date_heure(moment: datetime | None) -> str:
    if not moment:
        return DASH
    local = _local(moment)
    return f"{french.format_date(local)} à {local:%H:%M}"


@register.filter
def mois(day: date | None) -> str:
    return french.format_month(_local(day)) if day else DASH


@register.filter
def depuis(moment: date | datetime | None) -> str:
    """Return how long ago, in the one unit that matters."""
    if not moment:
        return DASH
    now = timezone.localtime()
    if not isinstance(moment, datetime):
        return _days_ago((now.date() - moment).days)
    local = _local(moment)
    elapsed = now - local
    if abs(elapsed) < timedelta(minutes=1):
        return "à l’instant"
    if abs(elapsed) >= timedelta(hours=1) and local.date() != now.date():
        return _days_ago((now.date() - local.date()).days)
    minutes = int(abs(elapsed).total_seconds() // 60)
    words = (
        french.plural(minutes, "minute")
        if minutes < 60
        else french.plural(minutes // 60, "heure")
    )
    return f"il y a {words}" if elapsed > timedelta(0) else f"dans {words}"


def _days_ago(days: int) -> str:
    if days < 0:
        return {-1: "demain"}.get(days, f"dans {french.plural(-days, 'jour')}")
    if days < 2:
        return ("aujourd’hui", "hier")[days]
    if days < 31:
        return f"il y a {french.plural(days, 'jour')}"
    if days < 365:
        return f"il y a {days // 30} mois"
    return f"il y a {french.plural(days // 365, 'an')}"


def _local(moment: Any) -> Any:
    if isinstance(moment, datetime) and timezone.is_aware(moment):
        return timezone.localtime(moment)
    return moment


# --- Text --------------------------------------------------------------------------------
@register.filter
def ou_tiret(value: Any) -> Any:
    return DASH if value is None or value == "" else value


@register.filter
def typo(text: str | None) -> str:
    """Put the spaces and apostrophes French readers expect. Addresses are left alone."""
    if not text:
        return ""
    text = re.sub(r"(?<=\w)'(?=\w)", "’", text)
    text = re.sub(r"«[ \u00a0\u202f]*", f"«{NNBSP}", text)
    text = re.sub(r"[ \u00a0\u202f]*»", f"{NNBSP}»", text)
    text = re.sub(r"[ \u00a0\u202f]+([:;!?%€])", rf"{NNBSP}\1", text)
    return re.sub(r"(?<=\w)([;!?])(?=\s|$)", rf"{NNBSP}\1", text)


@register.filter
def markdown(text: str | None) -> SafeString:
    """Render what a person typed. Only harmless tags come out; links are marked."""
    if not text:
        return mark_safe("")
    import nh3
    from markdown_it import MarkdownIt

    html = MarkdownIt("js-default", {"breaks": True}).disable("image").render(text)
    clean = nh3.clean(
        html,
        tags={
            *("p", "br", "strong", "em", "s", "a", "ul", "ol", "li", "blockquote"),
            *("h1", "h2", "h3", "h4", "h5", "h6", "code", "pre", "hr"),
            *("table", "thead", "tbody", "tr", "th", "td"),
        },
        attributes={"a": {"href", "title"}, "ol": {"start"}},
        url_schemes={"http", "https", "mailto", "tel"},
        link_rel="noopener noreferrer nofollow",
    )
    return mark_safe(_lower_headings(clean))  # noqa: S308  cleaned just above


def _lower_headings(html: str) -> str:
    """Keep the page's h1 and h2 for the page: a typed title starts at h3."""
    return re.sub(r"(</?)h([1-6])>", lambda m: f"{m[1]}h{min(int(m[2]) + 2, 6)}>", html)


# --- Forms and addresses -----------------------------------------------------------------
@register.filter
def champ(form: BaseForm, name: str) -> BoundField:
    return form[name]


@register.filter
def kind_of(field: BoundField) -> str:
    """Name the widget's family: `checkbox`, `choices`, `textarea`… for its layout."""
    widget = field.field.widget
    input_type = getattr(widget, "input_type", "")
    if input_type in {"radio", "checkbox"} and getattr(
        widget, "option_template_name", ""
    ).endswith(("radio_option.html", "checkbox_option.html")):
        return "choices"
    return input_type or type(widget).__name__.lower()


@register.simple_tag
def jeton() -> SafeString:
    """Write the token that makes a creating form safe to send twice."""
    return format_html('<input type="hidden" name="_jeton" value="{}">', uuid.uuid4())


@register.simple_tag(takes_context=True)
def url_with(context: template.Context, **changes: Any) -> str:
    """Return this page's query with some parameters changed; `None` removes one."""
    request: HttpRequest = context["request"]
    query = request.GET.copy()
    for name, value in changes.items():
        if value is None:
            query.pop(name, None)
        elif isinstance(value, list | tuple):
            query.setlist(name, [str(item) for item in value])
        else:
            query[name] = str(value)
    return f"?{query.urlencode()}" if query else request.path


@register.simple_tag(takes_context=True)
def url_page(context: template.Context, param: str, number: int) -> str:
    """Return this page's query at another page number, whatever its parameter's name."""
    return str(url_with(context, **{param: number}))


@register.filter
def unlocalise(value: Any) -> str:
    """Write a number for a machine: a point, no spaces."""
    return str(value)


@register.simple_tag(takes_context=True)
def page_block(context: template.Context, name: str) -> SafeString:
    """Return what the page puts in a block: to write it twice, or to skip it if empty."""
    blocks = context.render_context.get(BLOCK_CONTEXT_KEY)
    block = blocks.get_block(name) if blocks else None
    return mark_safe(block.render(context).strip() if block else "")  # noqa: S308


# --- Small pieces, cheap enough for hundreds of rows -------------------------------------
@register.simple_tag
def icon(name: str, size: int | str = "", label: str = "") -> SafeString:
    css = f"icon icon-{escape(size)}" if size else "icon"
    told = f'role="img" aria-label="{escape(label)}"' if label else 'aria-hidden="true"'
    return mark_safe(  # noqa: S308  escaped
        f'<svg class="{css}" {told}><use href="{_sprite()}#{escape(name)}"/></svg>'
    )


@lru_cache
def _sprite() -> str:
    return escape(static("icons.svg"))


@register.simple_tag
def badge(text: Any, tone: str = "neutral", icon: str = "") -> SafeString:
    return format_html(
        '<span class="badge tone-{}">{}{}</span>',
        tone,
        globals()["icon"](icon) if icon else "",
        text,
    )


@register.simple_tag
def meteo(value: str | None, short: bool = False) -> SafeString:
    """Show how sure a result is: a colour, an icon and a word, never a colour alone."""
    key = _STORED_METEOS.get(value or "", value or "")
    if key not in METEOS:
        key = "inconnu"
    name, word = METEOS[key]
    text = format_html('<span class="visually-hidden">{}</span>', word)
    return format_html(
        '<span class="badge meteo-{}"{}>{}{}</span>',
        key,
        format_html(' title="{}"', word) if short else "",
        icon(name),
        text if short else word,
    )


@register.simple_tag
def vide(reason: str = "Non renseigné") -> SafeString:
    """Show that nothing is known, and why."""
    return format_html(
        '<span class="vide" title="{}"><span aria-hidden="true">{}</span>'
        '<span class="visually-hidden">{}</span></span>',
        reason,
        DASH,
        reason,
    )


@register.simple_tag
def exemple(subject: Any, field: str = "") -> SafeString:
    """Mark what illustrates the product and comes from no document.

    With a field, only when that field's value was given as an example.
    """
    given = getattr(subject, "champs_exemple", ())
    if field in given or (not field and getattr(subject, "is_exemple", False)):
        return format_html(" {}", badge("exemple", tone="accent"))
    return SafeString("")


@register.simple_tag
def presence(subject: Any, editing: bool = False) -> SafeString:
    """Say who else is changing this sheet; with `editing`, that one is changing it too."""
    if not perm_exists(permission_to("change", subject)):
        return SafeString("")  # a part of a sheet, changed with it
    url = reverse("presence-detail", args=[subject._meta.label_lower, subject.pk])
    verb, rhythm = ("post", "15s") if editing else ("get", "30s")
    return format_html(
        '<span role="status" hx-{}="{}" hx-trigger="load, every {}"></span>',
        verb,
        url,
        rhythm,
    )


# --- Gauge -------------------------------------------------------------------------------
@register.simple_tag
def gauge_marks(
    value: Any, target: Any = None, final: Any = None, minimum: Any = 0
) -> dict[str, Any]:
    """Place a value and its targets on a bar of 1000 units.

    The scale runs from `minimum` to the farthest of the three, so that a value beyond its
    target is seen beyond it. An unknown value has no bar.
    """
    known = [float(x) for x in (value, target, final) if x is not None and x != ""]
    low = float(minimum or 0)
    high = max([*known, low])
    span = high - low

    def place(x: Any) -> int | None:
        if x is None or x == "":
            return None
        ratio = (float(x) - low) / span if span else 0.0
        return round(1000 * min(max(ratio, 0.0), 1.0))

    goal = target if target not in (None, "") else final
    reached = (
        value not in (None, "")
        and goal not in (None, "")
        and float(value) >= float(goal)
    )
    return {
        "value": place(value),
        "target": place(target),
        "final": place(final),
        "reached": reached,
    }


@register.filter
def undo_url(tags: str | None) -> str:
    """Read the address of the undo form in a message's extra tags."""
    for tag in (tags or "").split():
        address = tag.removeprefix("undo:")
        if address != tag and re.match(r"/(?![/\\])", address):
            return address
    return ""

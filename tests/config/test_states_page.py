from django.conf import settings

from possibles.config.management.commands.states import PAGE, draw_page


def test_the_page_of_states_is_the_code_s():
    assert (settings.ROOT / PAGE).read_text(encoding="utf-8") == draw_page()

"""What an answer leaves is freed when it has been sent, not in the middle of another."""

import gc
import weakref

import pytest
from django.core.signals import request_finished

from possibles.config.operation.collector import ALLOCATIONS, sweep, tune_collector


class Knot:
    """Something that only the collector can free."""

    def __init__(self) -> None:
        self.me = self


@pytest.fixture
def _as_it_was():
    before = gc.get_threshold()
    yield
    gc.set_threshold(*before)
    gc.unfreeze()
    request_finished.disconnect(sweep, dispatch_uid="possibles.collector")


@pytest.mark.usefixtures("_as_it_was")
def test_what_an_answer_left_is_freed_once_it_is_sent(client):
    tune_collector()
    left = weakref.ref(Knot())
    assert left() is not None

    client.get("/adresse-inconnue/")

    assert left() is None
    assert gc.get_threshold()[0] == ALLOCATIONS

import numpy as np

from possibles.engine.risk.streams import Source


def test_a_stream_does_not_depend_on_how_it_is_cut():
    whole = Source(3).draw("task", 0, 1000)
    source = Source(3)

    parts = [source.draw("task", first, 160) for first in range(0, 960, 160)]

    assert np.array_equal(np.concatenate(parts), whole[:960])


def test_streams_do_not_depend_on_what_was_drawn_before():
    source = Source(3)
    source.draw("other", 0, 777)

    assert np.array_equal(source.draw("task", 0, 50), Source(3).draw("task", 0, 50))


def test_seeds_and_purposes_differ():
    draws = [
        Source(seed).draw(purpose, 0, 16).tolist()
        for seed in (1, 2)
        for purpose in "ab"
    ]

    assert len({tuple(draw) for draw in draws}) == 4


def test_words_are_uniform():
    words = Source(0).draw("uniform", 0, 64_000)

    counts = np.bincount(words >> 12, minlength=16)

    assert abs(counts - 4_000).max() < 300

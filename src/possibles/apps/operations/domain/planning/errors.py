from possibles.apps.journal.signals import RefusedChangeError


class PlanningError(RefusedChangeError):
    """A schedule that cannot be: `sentence` says why and what to do, in French."""

    def __init__(self, sentence: str) -> None:
        super().__init__(sentence)
        self.sentence = sentence

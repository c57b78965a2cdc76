"""Two months told apart: what moved, in words; nothing when nothing did."""

from possibles.apps.opc.domain.points.contenu import tell_changes


def make_facts(**over) -> dict:
    return {
        "etat": "inscrite",
        "etat_libelle": "Inscrite à la convention",
        "livraison_prevue": "2029-06-30",
        "engagement_prevu": "2027-10-01",
        "cout": 100_000_00,
        "finance": 100_000_00,
        "paye": 0,
        "alertes": [],
    } | over


def make_alert(key: int, **over) -> dict:
    return {"cle": key, "intitule": f"Alerte {key}", "gravite": 2} | over


def test_nothing_is_told_when_nothing_moved():
    assert tell_changes(make_facts(), make_facts()) == []


def test_a_new_operation_is_told_as_such():
    assert tell_changes(None, make_facts()) == ["Nouvelle au point mensuel."]


def test_dates_amounts_and_states_are_told_with_their_distance():
    now = make_facts(
        livraison_prevue="2029-09-28",
        engagement_prevu="2027-09-24",
        cout=120_000_00,
        paye=15_000_00,
        etat="fat_deposee",
        etat_libelle="FAT déposée",
    )

    assert tell_changes(make_facts(), now) == [
        "Livraison prévue\u202f: 30 juin 2029 → 28 septembre 2029 (+ 13 semaines).",
        "Engagement prévu\u202f: 1er octobre 2027 → 24 septembre 2027 (− 7 jours).",
        "Coût\u202f: 100\u202f000\u202f€ → 120\u202f000\u202f€.",
        "Payé\u202f: 0\u202f€ → 15\u202f000\u202f€.",
        "Inscrite à la convention → FAT déposée.",
    ]


def test_a_date_that_appears_or_goes_is_told():
    without = make_facts(livraison_prevue=None)

    assert tell_changes(without, make_facts()) == [
        "Livraison prévue\u202f: le 30 juin 2029."
    ]
    assert tell_changes(make_facts(), without) == [
        "Livraison prévue\u202f: n’a plus de date."
    ]


def test_alerts_that_come_worsen_and_go_are_told():
    before = make_facts(alertes=[make_alert(1), make_alert(2)])
    now = make_facts(alertes=[make_alert(2, gravite=3), make_alert(3)])

    assert tell_changes(before, now) == [
        "Nouvelle alerte\u202f: Alerte 3.",
        "Alerte aggravée\u202f: Alerte 2.",
        "Alerte levée\u202f: Alerte 1.",
    ]

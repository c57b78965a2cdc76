from django.urls import path

from possibles.web.imports.pages import import_page

from . import (
    cadre,
    declaration,
    familles,
    globalisations,
    heures,
    jeux,
    liens,
    marches,
    personnes,
    pilotage,
    rapports,
    suivis,
    tableau,
    vie_privee,
)

urlpatterns = [
    path("", tableau.dashboard, name="insertion-dashboard"),
    path("heures/", heures.heures_list, name="heures-list"),
    path("heures/importer/", import_page("heures"), name="heures-import"),
    path("marches/<int:pk>/heures/", heures.heures_entry, name="heures-entry"),
    path("marches/<int:pk>/heures/etat/", heures.heures_advance, name="heures-advance"),
    path("beneficiaires/", personnes.beneficiaire_list, name="beneficiaire-list"),
    path(
        "beneficiaires/importer/",
        import_page("beneficiaires"),
        name="beneficiaire-import",
    ),
    path("embauches/importer/", import_page("embauches"), name="embauche-import"),
    path(
        "beneficiaires/ajouter/",
        personnes.beneficiaire_create,
        name="beneficiaire-create",
    ),
    path(
        "beneficiaires/<int:pk>/",
        personnes.beneficiaire_detail,
        name="beneficiaire-detail",
    ),
    path(
        "beneficiaires/<int:pk>/modifier/",
        personnes.beneficiaire_update,
        name="beneficiaire-update",
    ),
    path(
        "beneficiaires/<int:pk>/embauche/",
        personnes.embauche_create,
        name="embauche-create",
    ),
    path("employeurs/", personnes.employeur_list, name="employeur-list"),
    path("employeurs/ajouter/", personnes.employeur_create, name="employeur-create"),
    path("marches/", marches.marche_list, name="marche-list"),
    path("marches/importer/", import_page("marches"), name="marche-import"),
    path("marches/ajouter/", marches.marche_create, name="marche-create"),
    path("marches/<int:pk>/", marches.marche_detail, name="marche-detail"),
    path("marches/<int:pk>/modifier/", marches.marche_update, name="marche-update"),
    path("marches/<int:pk>/lots/ajouter/", marches.lot_create, name="lot-create"),
    path(
        "marches/<int:pk>/intervenants/ajouter/",
        marches.intervenant_create,
        name="intervenant-create",
    ),
    path("lots/<int:pk>/modifier/", marches.lot_update, name="lot-update"),
    path("lots/<int:pk>/retirer/", marches.lot_delete, name="lot-delete"),
    path(
        "intervenants/<int:pk>/retirer/",
        marches.intervenant_delete,
        name="intervenant-delete",
    ),
    path("familles/", familles.famille_list, name="famille-list"),
    path("familles/<int:pk>/", familles.famille_detail, name="famille-detail"),
    path(
        "familles/<int:pk>/hypothese/",
        familles.hypothese_create,
        name="hypothese-create",
    ),
    path("calculateur/", familles.calcul, name="calcul"),
    path("hypotheses/", jeux.jeu_list, name="jeu-list"),
    path("hypotheses/ajouter/", jeux.jeu_create, name="jeu-create"),
    path("hypotheses/<int:pk>/modifier/", jeux.jeu_update, name="jeu-update"),
    path("hypotheses/<int:pk>/adopter/", jeux.jeu_adopt, name="jeu-adopt"),
    path("hypotheses/<int:pk>/ecarter/", jeux.jeu_delete, name="jeu-delete"),
    # --- Follow-up and privacy
    path("suivi/", suivis.suivi_list, name="suivi-list"),
    path(
        "beneficiaires/<int:pk>/suivi/<int:months>/",
        suivis.suivi_record,
        name="suivi-record",
    ),
    path("vie-privee/", vie_privee.registre, name="insertion-registre"),
    path("vie-privee/anonymiser/", vie_privee.retention_run, name="retention-run"),
    path(
        "beneficiaires/<int:pk>/droits/",
        vie_privee.droits,
        name="beneficiaire-droits",
    ),
    path(
        "beneficiaires/<int:pk>/droits/copie/",
        vie_privee.droits_export,
        name="droits-export",
    ),
    path(
        "beneficiaires/<int:pk>/droits/inscrire/",
        vie_privee.droits_log,
        name="droits-log",
    ),
    path(
        "beneficiaires/<int:pk>/droits/effacer/",
        vie_privee.droits_erase,
        name="droits-erase",
    ),
    # --- Frame and commitments
    path("gouvernance/", cadre.cadre_detail, name="insertion-cadre"),
    path(
        "gouvernance/niveaux/<int:pk>/modifier/",
        cadre.niveau_update,
        name="niveau-insertion-update",
    ),
    path(
        "gouvernance/structure/designer/",
        cadre.structure_create,
        name="structure-pilote-create",
    ),
    path(
        "gouvernance/structure/<int:pk>/modifier/",
        cadre.structure_update,
        name="structure-pilote-update",
    ),
    path(
        "gouvernance/obligations/<int:pk>/renseigner/",
        cadre.obligation_update,
        name="obligation-update",
    ),
    path(
        "gouvernance/seminaires/ajouter/",
        cadre.seminaire_create,
        name="seminaire-create",
    ),
    path(
        "gouvernance/seminaires/<int:pk>/modifier/",
        cadre.seminaire_update,
        name="seminaire-update",
    ),
    path("gouvernance/chartes/ajouter/", cadre.charte_create, name="charte-create"),
    path(
        "gouvernance/chartes/<int:pk>/modifier/",
        cadre.charte_update,
        name="charte-update",
    ),
    path("engagements/", cadre.engagement_list, name="engagement-insertion-list"),
    path(
        "engagements/ajouter/",
        cadre.engagement_create,
        name="engagement-insertion-create",
    ),
    path(
        "engagements/<int:pk>/modifier/",
        cadre.engagement_update,
        name="engagement-insertion-update",
    ),
    # --- Documents
    path("rapports/", rapports.rapport_list, name="rapport-insertion-list"),
    path(
        "rapports/anru-<int:year>.<str:kind>",
        rapports.rapport_anru,
        name="rapport-anru",
    ),
    path(
        "rapports/semestre-<int:year>-<int:half>.<str:kind>",
        rapports.rapport_semestre,
        name="rapport-semestre-insertion",
    ),
    path("rapports/guide.<str:kind>", rapports.guide, name="insertion-guide"),
    path(
        "employeurs/<int:pk>/attestation-<int:year>.<str:kind>",
        rapports.attestation,
        name="attestation-heures",
    ),
    path("marches/<int:pk>/clauses/", rapports.marche_clauses, name="marche-clauses"),
    path(
        "marches/<int:pk>/clauses.<str:kind>",
        rapports.marche_clauses_file,
        name="marche-clauses-file",
    ),
    # --- Steering
    path("projection/", pilotage.projection, name="insertion-projection"),
    path("carte/", pilotage.carte, name="insertion-carte"),
    path("carte.geojson", pilotage.carte_geojson, name="insertion-geojson"),
    path("liens/", liens.lien_list, name="lien-list"),
    path("liens/ouvrir/", liens.lien_create, name="lien-create"),
    path("liens/<int:pk>/", liens.lien_detail, name="lien-detail"),
    path("liens/<int:pk>/renouveler/", liens.lien_renew, name="lien-renew"),
    path("liens/<int:pk>/retirer/", liens.lien_revoke, name="lien-revoke"),
    path("declarer/", declaration.declaration_entry, name="declaration-entry"),
    path(
        "declarer/<str:token>/", declaration.declaration_open, name="declaration-open"
    ),
    path(
        "globalisations/", globalisations.globalisation_list, name="globalisation-list"
    ),
    path(
        "globalisations/ouvrir/",
        globalisations.globalisation_create,
        name="globalisation-create",
    ),
    path(
        "globalisations/<int:pk>/",
        globalisations.globalisation_detail,
        name="globalisation-detail",
    ),
    path(
        "globalisations/<int:pk>/modifier/",
        globalisations.globalisation_update,
        name="globalisation-update",
    ),
]

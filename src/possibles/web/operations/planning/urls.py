"""The master schedule, its tasks, interfaces, propositions and references."""

from django.urls import path

from . import analysis, cascade, interfaces, propositions, references, taches, views

urlpatterns = [
    path("planning/", views.planning_detail, name="planning-detail"),
    path("planning/donnees/", views.planning_data, name="planning-data"),
    path("planning/apercu/", cascade.planning_preview, name="planning-preview"),
    path("planning/appliquer/", cascade.planning_apply, name="planning-apply"),
    path("planning/proposer/", cascade.planning_propose, name="planning-propose"),
    path("planning/sante/", analysis.planning_health, name="planning-health"),
    path("planning/dates-probables/", analysis.planning_risk, name="planning-risk"),
    path("taches/<int:pk>/", taches.tache_detail, name="tache-detail"),
    path("propositions/", propositions.proposition_list, name="proposition-list"),
    path(
        "propositions/<int:pk>/",
        propositions.proposition_detail,
        name="proposition-detail",
    ),
    path(
        "propositions/<int:pk>/retirer/",
        propositions.proposition_withdraw,
        name="proposition-withdraw",
    ),
    path(
        "propositions/parts/<int:pk>/repondre/",
        propositions.part_answer,
        name="part-answer",
    ),
    path("interfaces/", interfaces.interface_list, name="interface-list"),
    path("interfaces/ajouter/", interfaces.interface_create, name="interface-create"),
    path("interfaces/<int:pk>/", interfaces.interface_detail, name="interface-detail"),
    path(
        "interfaces/<int:pk>/modifier/",
        interfaces.interface_update,
        name="interface-update",
    ),
    path("references/", references.reference_list, name="reference-list"),
    path("references/figer/", references.reference_create, name="reference-create"),
    path("references/<int:pk>/", references.reference_detail, name="reference-detail"),
    path(
        "references/<int:pk>/causes/<int:operation>/",
        references.reference_cause,
        name="reference-cause",
    ),
]

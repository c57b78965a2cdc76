"""Filled by its own room."""

from django.urls import URLPattern

urlpatterns: list[URLPattern] = []

"""Addresses of the workspace."""

from __future__ import annotations

from django.urls import include, path

from atlas.workspace.views import home, joining, obstacles, people

app_name = "workspace"
urlpatterns = [
    path("", home.home, name="home"),
    path("karty/", include("atlas.workspace.card_urls")),
    path("dolacz/", joining.ask, name="join"),
    path("dolacz/wyslano/", joining.asked, name="join-asked"),
    path("zaproszenie/<str:token>/", people.invitation, name="invitation"),
    path("zaproszenie/<str:token>/przyjmij/", people.accept, name="accept-invitation"),
    path("zaproszenie/<str:token>/przeszkoda/", obstacles.report_by_link, name="report-obstacle-by-link"),
    path("przeszkody/", obstacles.obstacles, name="obstacles"),
    path("przeszkody/wyslano/", obstacles.reported, name="obstacle-reported"),
    path("uczestnicy/<str:code>/osoby/", people.people, name="people"),
    path("uczestnicy/<str:code>/zapros/", people.invite, name="invite-member"),
    path("osoby/<int:membership_id>/usun/", people.remove, name="remove-member"),
    path("osoby/<int:membership_id>/przekaz/", people.hand_over, name="hand-over"),
    path("zaproszenia/<int:invitation_id>/wycofaj/", people.withdraw, name="withdraw-invitation"),
    path("zgloszenia/", joining.requests, name="join-requests"),
    path("zgloszenia/<int:request_id>/przyjmij/", joining.accept, name="accept-request"),
    path("zgloszenia/<int:request_id>/odrzuc/", joining.refuse, name="refuse-request"),
]

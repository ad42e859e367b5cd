"""Addresses of the workspace."""

from __future__ import annotations

from django.urls import include, path

from atlas.workspace.views import accounts, home, joining, links, obstacles, people, reading, sessions

app_name = "workspace"
urlpatterns = [
    path("", home.home, name="home"),
    path("karty/", include("atlas.workspace.card_urls")),
    path("sesje/<str:session_code>/terminy.ics", sessions.calendar, name="session-days"),
    path("odczyt/<str:session_code>/", reading.completeness, name="reader-completeness"),
    path("odczyt/<str:session_code>/<str:area>/", reading.completeness, name="reader-completeness-of"),
    path("dolacz/", joining.ask, name="join"),
    path("dolacz/wyslano/", joining.asked, name="join-asked"),
    path("zaproszenie/<str:token>/", links.invitation, name="invitation"),
    path("zaproszenie/<str:token>/przyjmij/", links.accept, name="accept-invitation"),
    path("zaproszenie/<str:token>/przeszkoda/", obstacles.report_by_link, name="report-obstacle-by-link"),
    path("przeszkody/", obstacles.obstacles, name="obstacles"),
    path("przeszkody/wyslano/", obstacles.reported, name="obstacle-reported"),
    path("uczestnicy/<str:code>/osoby/", people.people, name="people"),
    path("uczestnicy/<str:code>/zapros/", people.invite, name="invite-member"),
    path("osoby/<int:membership_id>/usun/", people.remove, name="remove-member"),
    path("osoby/<int:membership_id>/przekaz/", people.hand_over, name="hand-over"),
    path("zaproszenia/<int:invitation_id>/wycofaj/", people.withdraw, name="withdraw-invitation"),
    path("centrum/osoby/", accounts.accounts, name="accounts"),
    path("centrum/osoby/zapros/", accounts.invite, name="invite-account"),
    path("centrum/osoby/<int:user_id>/", accounts.account, name="account"),
    path("centrum/osoby/<int:user_id>/rola/", accounts.change_place, name="change-place"),
    path("centrum/osoby/<int:user_id>/drugi-krok/", accounts.reset, name="reset-second-step"),
    path("centrum/osoby/<int:user_id>/wylacz/", accounts.deactivate, name="deactivate-account"),
    path("centrum/osoby/<int:user_id>/wlacz/", accounts.reactivate, name="reactivate-account"),
    path(
        "centrum/zaproszenia/<int:account_invitation_id>/wycofaj/",
        accounts.withdraw,
        name="withdraw-account-invitation",
    ),
    path("zaproszenie-do-konta/<str:account_token>/", links.account_invitation, name="account-invitation"),
    path(
        "zaproszenie-do-konta/<str:account_token>/przyjmij/",
        links.accept_account,
        name="accept-account-invitation",
    ),
    path("zgloszenia/", joining.requests, name="join-requests"),
    path("zgloszenia/<int:request_id>/przyjmij/", joining.accept, name="accept-request"),
    path("zgloszenia/<int:request_id>/odrzuc/", joining.refuse, name="refuse-request"),
]

"""What the web application keeps to: writes only in services, tables as the models say, settings fit for production."""

from __future__ import annotations

import ast
import os
import subprocess
import sys
from pathlib import Path

import pytest
from django.core.management import call_command

SOURCE = Path(__file__).parents[2] / "src" / "atlas"
WEB = (
    "accounts", "audit", "mail", "jobs", "registry", "instruments", "monitoring", "cards", "fieldwork", "archive",
    "results", "closing", "portal", "backoffice", "workspace", "config",
)  # fmt: skip
WRITING = {
    "save", "delete", "create", "update", "bulk_create", "bulk_update", "get_or_create", "update_or_create",
    "create_user", "set_password", "save_m2m", "raw", "add", "remove", "clear", "set",
}  # fmt: skip
HARMLESS = {"add", "remove", "clear", "set", "update"}
"""Names that sets, dictionaries and the cache have too: looked at only where a query or a row is before them."""
PRODUCTION = {
    "ATLAS_SECRET_KEY": "nE8-" * 20 + "abcdefghijklmnopqrstuvwxyz",
    "ATLAS_HOSTS": "atlas.example.org",
    "ATLAS_BASE_URL": "https://atlas.example.org",
}


def is_of_services(path):
    parts = path.relative_to(SOURCE).parts
    return parts[1] in {"services.py", "services", "migrations"} or "tests" in parts


def writes(path):
    """Calls that change rows: `….objects.create(…)`, `row.save()`, `rows.filter(…).update(…)`."""
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if not (isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and node.func.attr in WRITING):
            continue
        if node.func.attr not in HARMLESS or is_of_rows(node.func.value):
            yield f"{path.relative_to(SOURCE)}:{node.lineno} {node.func.attr}"


def is_of_rows(value):
    names = {one.attr for one in ast.walk(value) if isinstance(one, ast.Attribute)}
    return bool(names & {"objects", "filter", "exclude", "all", "select_related"}) or isinstance(value, ast.Call)


def modules():
    return [path for app in WEB for path in sorted((SOURCE / app).rglob("*.py"))]


def test_rows_are_written_in_services_only():
    found = [one for path in modules() if not is_of_services(path) for one in writes(path)]
    assert found == []


def test_the_search_for_writes_finds_those_of_the_services():
    """The negative control: the walk above does see writes where there are some."""
    found = [one for path in modules() if is_of_services(path) and "tests" not in path.parts for one in writes(path)]
    assert len(found) > 15
    assert any("registry/services/people.py" in one and one.endswith("update") for one in found)


def test_only_the_log_listens_to_signals():
    named = [path for path in modules() if "signals" in path.read_text(encoding="utf-8") and "tests" not in path.parts]
    assert [path.relative_to(SOURCE).as_posix() for path in named] == ["audit/apps.py"]


@pytest.mark.django_db
def test_migrations_make_the_tables_that_the_models_describe():
    call_command("makemigrations", "--check", "--dry-run", verbosity=0)


def in_production(*arguments, tmp_path, **changed):
    environment = {key: value for key, value in os.environ.items() if not key.startswith(("ATLAS_", "DATABASE_"))}
    environment |= (
        PRODUCTION | {"ATLAS_DATA": str(tmp_path), "DJANGO_SETTINGS_MODULE": "atlas.config.settings"} | changed
    )
    command = [str(Path(sys.executable).parent / "atlas-web"), *arguments]
    return subprocess.run(command, env=environment, capture_output=True, text=True, check=False)


def test_djangos_own_check_of_a_deployment_finds_nothing(tmp_path):
    done = in_production("check", "--deploy", "--fail-level", "INFO", tmp_path=tmp_path)
    assert (done.returncode, done.stdout) == (0, "System check identified no issues (1 silenced).\n"), done.stderr


def test_without_a_secret_key_production_says_what_to_set_and_does_not_start(tmp_path):
    done = in_production("check", tmp_path=tmp_path, ATLAS_SECRET_KEY="")
    assert done.returncode == 2
    assert done.stderr.startswith("Set ATLAS_SECRET_KEY")
    assert "Traceback" not in done.stderr


def test_the_letters_are_shown_on_ones_own_machine_only(tmp_path):
    asks = "from django.urls import reverse; print(reverse('health')); print(reverse('outbox'))"
    done = in_production("shell", "--no-imports", "-c", asks, tmp_path=tmp_path)
    assert done.stdout == "/zdrowie/\n"
    assert "NoReverseMatch" in done.stderr


def test_letters_leave_by_a_mail_server_except_on_ones_own_machine(tmp_path):
    asks = "from django.conf import settings; print(settings.EMAIL_BACKEND, settings.EMAIL_HOST, settings.EMAIL_PORT)"
    shell = ("shell", "--no-imports", "-c", asks)
    smtp = "django.core.mail.backends.smtp.EmailBackend"
    given = {"ATLAS_SMTP_URL": "smtp+tls://anna:x@mail.example.org:587"}
    assert in_production(*shell, tmp_path=tmp_path).stdout == f"{smtp} localhost 25\n"
    assert in_production(*shell, tmp_path=tmp_path, **given).stdout == f"{smtp} mail.example.org 587\n"
    local = in_production(*shell, tmp_path=tmp_path, ATLAS_MODE="local")
    assert local.stdout.startswith("django.core.mail.backends.dummy.EmailBackend")

"""What the written pages name exists."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from analyzer.bundle.redaction.redactor import Redactor
from analyzer.model import errors
from analyzer.model.finding import CONFIDENCES
from analyzer.notation.secret_fields import redact_object

ROOT = Path(__file__).resolve().parents[2]
PAGES = sorted((ROOT / "docs").glob("*.md"))

# One secret of each class that text can hold.
SECRETS = {
    "secret-data": "apiVersion: v1\ndata:\n  password: aHVudGVyMmh1bnRlcjI=\nkind: Secret\n",
    "env-value": "env:\n- name: DB_PASSWORD\n  value: hunter2\n",
    "docker-auth": '"auth": "dXNlcjpodW50ZXIyaHVudGVyMg=="\n',
    "pem": "-----BEGIN PRIVATE KEY-----\nMIIBVAIBADANBgkqhkiG9w0BAQEF\n-----END PRIVATE KEY-----\n",
    "jwt": "token eyJhbGciOiJSUzI1NiJ9.eyJzdWIiOiJ4In0.c2lnbmF0dXJl\n",
    "bootstrap-token": "bootstrap token 07401b.f395accd246ae52d expired\n",
    "vendor-token": "key AKIAIOSFODNN7EXAMPLE\n",
    "header": "Authorization: Basic dXNlcjpodW50ZXIy\n",
    "url-password": "postgres://user:hunter2@db:5432/shop\n",
    "argument": "mysql -u root -phunter2\n",
    "named-value": "password=hunter2\n",
    "kubeconfig": "client-key-data: LS0xMjM0NTY3ODkw\n",
}


def _page(name: str) -> str:
    return (ROOT / "docs" / name).read_text(encoding="utf-8")


def _first_cells(page: str, below: str) -> list[str]:
    """The first cell of each row of the table below a heading."""
    part = page.partition(f"## {below}\n")[2].partition("\n## ")[0]
    rows = [line for line in part.splitlines() if line.startswith("|")]
    return [row.split("|")[1].strip().strip("`") for row in rows[2:]]


@pytest.mark.parametrize("page", PAGES, ids=lambda path: path.name)
def test_links_and_paths_exist(page: Path) -> None:
    """A relative link leads to a file, and a path of the code that a page names is there."""
    text = page.read_text(encoding="utf-8")
    links = [link for link in re.findall(r"\]\(([^)#]+)[^)]*\)", text) if "://" not in link]
    paths = re.findall(r"`((?:analyzer|rules|docs|tests|scripts)/[\w./-]+)`", text)
    assert [link for link in links if not (page.parent / link).exists()] == []
    assert [path for path in paths if not (ROOT / path).exists()] == []


def test_every_package_has_its_floor() -> None:
    """The table of floors names every package of the program."""
    page = _page("architecture.md")
    packages = [path.parent.name for path in (ROOT / "analyzer").glob("*/__init__.py")]
    assert [name for name in packages if f"`analyzer/{name}`" not in page] == []


def test_the_exit_codes_are_those_of_the_program() -> None:
    """Every error's code is in the table, beside those of a run that ended."""
    kinds = [
        kind for kind in vars(errors).values() if isinstance(kind, type) and issubclass(kind, errors.AnalyzerError)
    ]
    codes = {0, 1, 3, 4, 130} | {kind.exit_code for kind in kinds}
    assert {int(cell) for cell in _first_cells(_page("read-your-first-report.md"), "Exit codes")} == codes


def test_the_words_of_confidence_are_those_of_the_program() -> None:
    """Confidence is said in three words, strongest first."""
    assert tuple(_first_cells(_page("read-your-first-report.md"), "How sure")) == CONFIDENCES


@pytest.mark.parametrize("name", SECRETS)
def test_a_secret_of_each_class_is_taken_out(name: str) -> None:
    """What the page promises for a class happens to an example of it."""
    redactor = Redactor()
    clean = redactor.feed(SECRETS[name].encode()).decode()
    assert name in redactor.counts
    assert f"REDACTED-{name}-" in clean


def test_the_classes_of_secrets_are_listed() -> None:
    """The page has the classes of which an example is tried here, and the code has no other."""
    assert set(_first_cells(_page("security.md"), "Secrets")) == set(SECRETS)
    sources = [*(ROOT / "analyzer" / "bundle").glob("secret*.py"), ROOT / "analyzer" / "notation" / "secret_fields.py"]
    named = r'(?:_simple|_hidden|placeholder)\(\s*"([a-z-]+)"|Edit\([^()]*"([a-z-]+)"|_CLASS = "([a-z-]+)"'
    used = {
        name
        for path in sources
        for found in re.findall(named, path.read_text(encoding="utf-8"))
        for name in found
        if name
    }
    assert used <= set(SECRETS)


def test_a_kubeconfig_user_is_redacted_by_structure() -> None:
    """The token of a kubeconfig is found by its place, whatever it looks like."""
    clean = redact_object("Config", {"users": [{"name": "admin", "user": {"token": "plain"}}]})
    assert clean["users"] == [{"name": "admin", "user": {"token": "REDACTED-kubeconfig-5B"}}]

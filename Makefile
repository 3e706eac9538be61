# make demo and make test need only Python 3.11+, make and the package index.
PYTHON ?= python3
PORT ?= 5000
BIN = .venv/bin
INSTALL = $(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes

.PHONY: demo setup test clients bench lint clean

demo: setup ## set up, migrate, load the demonstration, serve on 127.0.0.1
	$(BIN)/flask --app wsgi db upgrade
	$(BIN)/flask --app wsgi demo
	@echo "Parc commun : http://127.0.0.1:$(PORT) (Ctrl-C pour arrêter)"
	@PUBLIC_URL=$${PUBLIC_URL:-http://127.0.0.1:$(PORT)} $(BIN)/gunicorn --bind 127.0.0.1:$(PORT) --workers 2 --threads 4 --log-level warning wsgi:app

setup: .venv/run.stamp ## the virtual environment alone

.venv/run.stamp: requirements/run.txt
	@$(PYTHON) -c 'import sys; sys.exit("Python 3.11 ou plus récent est nécessaire.") if sys.version_info < (3, 11) else None'
	@$(PYTHON) -m venv .venv || { echo "Python n'a pas venv : sous Debian, installez le paquet python3-venv."; rm -rf .venv; exit 1; }
	@echo "Installation (une minute environ)…"
	@$(INSTALL) -r requirements/run.txt
	@touch $@

.venv/test.stamp: .venv/run.stamp requirements/test.txt
	@echo "Installation des outils d'essai (une minute environ)…"
	@$(INSTALL) -r requirements/test.txt
	@touch $@

test: .venv/test.stamp ## every test, on SQLite and on a real PostgreSQL, one process a core
	$(BIN)/python -m pytest --numprocesses auto --dist worksteal

clients: .venv/test.stamp ## real calendar programs subscribe; STRICT=1: none may be left out
	@sh tests/clients/install.sh .venv/clients
	$(BIN)/python -m pytest tests/clients -m clients -rs

bench: .venv/test.stamp ## how fast it is, and whether that lasts; BENCH=full: with a million past
	$(BIN)/python -m bench

lint: .venv/test.stamp ## manners, types and the direction of imports
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/lint-imports --no-cache

clean:
	rm -rf .venv # never instance/: it holds the database and the secret

"""A table given back through a page; one sent is tested with the pages that take them."""

from flask import Flask

from booking.pages import tables


def test_a_table_is_saved_under_its_name(app: Flask) -> None:
    with app.test_request_context():
        answer = tables.attached(b"a;b", "liste.csv")

    assert answer.headers["Content-Type"] == "text/csv; charset=utf-8"
    assert answer.headers["Content-Disposition"] == 'attachment; filename="liste.csv"'

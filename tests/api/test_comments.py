"""Messages and notes by program."""

from tests.api.program import Program
from tests.pages.place import Place


def test_messages_are_written_and_read_by_both_sides(program: Program, place: Place) -> None:
    address = f"/reservations/{place.requested(1).id}/comments"
    borrower, lender = program.of(place.secretary), program.of(place.manager)

    borrower.post(address, {"text": "Une question."}, 201)
    lender.post(address, {"text": "À vérifier.", "internal": True}, 201)
    lender.post(address, {"text": "Une réponse."}, 201)

    said = [(each["text"], each["internal"]) for each in lender.get(address)["comments"]]
    assert said == [("Une question.", False), ("À vérifier.", True), ("Une réponse.", False)]
    read = borrower.get(address)["comments"]
    assert [each["text"] for each in read] == ["Une question.", "Une réponse."]
    assert (read[0]["author"], read[0]["organization"]) == ("Nadia Carpentier", "Quérénaing")


def test_the_same_key_writes_once(program: Program, place: Place) -> None:
    address = f"/reservations/{place.requested(1).id}/comments"
    borrower = program.of(place.secretary)

    for _ in range(2):
        borrower.post(address, {"text": "Bonjour", "request_key": "a"}, 201)

    assert len(borrower.get(address)["comments"]) == 1


def test_who_may_not_is_refused(program: Program, place: Place) -> None:
    address = f"/reservations/{place.requested(1).id}/comments"

    program.of(place.secretary).post(address, {"text": "Non", "internal": True}, 403)
    problem = program.of(place.secretary).post(address, {"text": " "}, 422)
    assert problem["errors"] == {"text": ["Écrivez votre message."]}
    program.of(place.neighbour).get(address, 404)
    program.of(place.neighbour).post(address, {"text": "Bonjour"}, 404)

"""Labels before the camera of a phone; the reader of codes is a stub, for Linux has none."""

from typing import Any

from playwright.sync_api import Page, expect

from tests.browser import Office
from tests.journeys.counter import CAMERA, MANAGER, hand_over, keep_day, lend, scan

TENT = "Tente pliante 3 × 3 m"


def tags(page: Page) -> dict[str, dict[str, Any]]:
    """Return what each label of the depots leads to, by the path on the label."""
    found: dict[str, dict[str, Any]] = page.request.get("/comptoir/journee.json").json()["tags"]
    return found


def label(page: Page, words: str, *, out: bool) -> tuple[str, str]:
    """Return the path and the number of a copy of an item that is out, or here."""
    return next(
        (path, each["number"])
        for path, each in tags(page).items()
        if each["unit"] and words in each["name"] and bool(each["out_with"]) is out
    )


def test_a_copy_is_chosen_another_thing_and_one_already_out_are_refused_at_once(
    phones: Office,
) -> None:
    page = phones.open(MANAGER, phone=True)
    page.context.add_init_script(CAMERA)
    hand_over(page, 1, TENT)
    out, here = label(page, TENT, out=True), label(page, TENT, out=False)
    chairs = next(path for path, each in tags(page).items() if each["item"] == "CHA-PLI")
    lend(page, TENT, 1)

    scan(page, f"https://parc.example{here[0]}")
    expect(page.locator(".scanned")).to_contain_text(f"{here[1]} : noté")
    expect(page.locator("select[data-scan]").first).to_have_value(here[1])
    scan(page, f"https://parc.example{out[0]}")
    expect(page.locator(".scanned")).to_contain_text(f"{out[1]} est déjà sorti : R-")
    scan(page, f"https://parc.example{chairs}")
    expect(page.locator(".scanned")).to_contain_text("n’est pas de cette fiche")
    scan(page, "https://ailleurs.example/")
    expect(page.locator(".scanned")).to_contain_text("n’est pas une de nos étiquettes")
    expect(page.locator("select[data-scan]").first).to_have_value(here[1])


def test_a_label_leads_to_its_form_with_and_without_a_line(phones: Office) -> None:
    page = phones.open(MANAGER, phone=True)
    page.context.add_init_script(CAMERA)
    back = hand_over(page, 1, TENT)
    keep_day(page)
    path = next(
        path
        for path, each in tags(page).items()
        if any(back.endswith(form["address"]) for form in each["forms"]) and each["unit"]
    )

    scan(page, f"https://parc.example{path}")
    page.wait_for_url(back)

    page.context.set_offline(True)
    page.goto("/comptoir")
    scan(page, f"https://parc.example{path}")
    page.get_by_role("link", name="Reprendre : R-").click()
    page.wait_for_url(back)
    page.context.set_offline(False)

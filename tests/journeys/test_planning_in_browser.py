"""The planning on a desk, on a phone, on paper, by the keyboard: one sees, asks and opens."""

import re

import pytest
from playwright.sync_api import Locator, Page, expect

from tests.browser import Office
from tests.journeys.acts import CHAIR, TENT, approve, ask
from tests.journeys.inspection import sound
from tests.journeys.service import weekend

STYLE = "it => getComputedStyle(it)"
SECRETARY, MANAGER, NEIGHBOUR = "secretaire@querenaing", "gestionnaire@maing", "secretaire@artres"


def table(page: Page) -> Locator:
    """Return the planning itself."""
    return page.locator("table.plan")


def shown(page: Page, weeks: int, scale: str = "mois") -> Page:
    """Show the planning around a weekend of our own."""
    page.goto(f"/planning?vue={scale}&jour={weekend(weeks).friday}")
    return page


def row(page: Page, thing: str) -> Locator:
    """Return the row of numbers of a thing."""
    return table(page).locator("tr", has=page.locator("th", has_text=thing))


@pytest.mark.parametrize("scale", ["semaine", "mois", "trimestre"])
def test_each_scale_is_sound_and_fits_its_page(office: Office, scale: str) -> None:
    page = office.open(MANAGER)
    page.goto(f"/planning?vue={scale}")

    expect(page.locator("thead .now").first).to_be_in_viewport()
    sound(page)
    if scale != "trimestre":
        over = "box => box.scrollWidth - box.clientWidth"
        assert page.locator(".plan-box").evaluate(over) == 0, "a month is seen at a glance"


def test_the_year_of_a_thing_is_sound(office: Office) -> None:
    page = office.open(SECRETARY)
    page.goto("/materiel")
    page.get_by_role("link", name=re.compile(CHAIR)).first.click()
    page.get_by_role("link", name=re.compile("année")).click()

    expect(page.get_by_role("heading", level=1)).to_contain_text(f"{CHAIR}, l’année")
    expect(page.locator("td.now")).to_have_attribute("aria-current", "date")
    ground = page.locator("td.none").first.evaluate(f"{STYLE}.backgroundColor")
    assert ground == "rgba(0, 0, 0, 0)", "a day that is in no month is blank"
    expect(page.get_by_text("continue vers la droite")).to_be_hidden()
    sound(page)
    phone = office.open(SECRETARY, phone=True)
    phone.goto(page.url)
    expect(phone.get_by_text("continue vers la droite")).to_be_in_viewport()


def test_the_legend_is_level_and_what_one_chooses_from_is_not_cut(office: Office) -> None:
    page = office.open(SECRETARY)
    page.goto("/planning")
    low = "all => all.map(li => li.firstElementChild.offsetTop - li.offsetTop)"
    drawn = page.locator(".plan-legend li:has(> .b)").evaluate_all(low)
    assert len(drawn) > 7
    assert set(drawn) == {0}

    page.get_by_text("Choisir ce qui est montré").click()
    page.get_by_label("Commune qui stocke").evaluate(
        """select => {
          const given = select.offsetWidth;
          select.replaceChildren(select.options[0]);
          select.style.width = "max-content";
          if (select.offsetWidth > given) throw new Error(`${select.offsetWidth} > ${given}`);
        }"""
    )


def test_the_name_of_a_subscription_is_cut_between_words(office: Office) -> None:
    page = office.open(SECRETARY)
    page.goto("/calendriers")
    page.get_by_label("Contenu").select_option(label="Ce que l’organisme emprunte et prête")
    page.get_by_role("textbox", name="Nom").fill("Parc communautaire")
    page.get_by_role("button", name="Créer une adresse").click()
    page.goto("/calendriers")
    page.get_by_text("Changer l’adresse").first.click()
    lines = """cell => {
      const text = cell.firstChild, range = document.createRange();
      range.setStart(text, text.data.indexOf(" ") + 1);
      range.setEnd(text, text.length);
      return range.getClientRects().length;
    }"""

    name = page.get_by_role("rowheader", name="Parc communautaire").first
    assert name.evaluate(lines) == 1


def test_a_free_cell_opens_the_request_for_that_day(office: Office) -> None:
    page, when = office.open(SECRETARY), weekend(40)
    shown(page, 40)

    row(page, CHAIR).locator(f"a[href$='{when.friday}']").click()

    expect(page.get_by_role("heading", level=1)).to_have_text("Déposer la demande")
    begins, ends = page.get_by_label("Début de l’évènement"), page.get_by_label("Fin de l’évèn")
    expect(begins).to_have_value(f"{when.friday}T08:00")
    expect(ends).to_have_value(f"{when.friday}T18:00")
    expect(page.get_by_label(f"Quantité : {CHAIR}")).to_have_value("1")
    expect(page.locator("[name='parts-0-starts_at']")).to_have_value(re.compile("T"))
    sound(page)


def test_a_bar_opens_the_request_and_others_read_that_it_is_taken(office: Office) -> None:
    page, when = office.open(SECRETARY), weekend(41)
    request = ask(page, when, "Bal des pompiers", {TENT: 2})
    approve(office.open(MANAGER), request)

    shown(page, 41, "semaine")
    bar = table(page).get_by_role("link", name="2 Quérénaing, validée")
    expect(bar).to_have_attribute("title", re.compile(r"14\sh\s– .* 10\sh : Bal des pompiers"))
    bar.click()
    expect(page).to_have_url(request)

    other = shown(office.open(NEIGHBOUR), 41, "semaine")
    expect(table(other).get_by_text("Occupé").first).to_be_visible()
    for part in (table(other), other.locator(".plan-days")):
        expect(part).not_to_contain_text("2 Quérénaing")
        expect(part).not_to_contain_text("pompiers")


def test_arrows_move_enter_opens_and_tab_leaves(office: Office) -> None:
    page = office.open(SECRETARY)
    shown(page, 40)
    day, name = weekend(40).friday, row(page, CHAIR).locator("th a")

    name.focus()
    for _ in range(day.day):
        page.keyboard.press("ArrowRight")
    assert page.evaluate("document.activeElement.getAttribute('href')").endswith(f"{day}")
    page.keyboard.press("ArrowDown")
    below = page.evaluate("document.activeElement.getAttribute('href')")
    assert below.endswith(f"{day}")
    page.keyboard.press("ArrowUp")
    page.keyboard.press("Tab")
    assert not page.evaluate("document.activeElement.closest('table')"), "Tab leaves the table"
    page.keyboard.press("Shift+Tab")
    assert page.evaluate("document.activeElement.getAttribute('href')").endswith(f"{day}")
    page.keyboard.press("Enter")
    expect(page.get_by_label("Début de l’évènement")).to_have_value(f"{day}T08:00")


def test_without_script_every_number_is_a_link(office: Office) -> None:
    page = office.open(SECRETARY, java_script_enabled=False)
    shown(page, 40)

    row(page, CHAIR).locator(f"a[href$='{weekend(40).friday}']").click()

    expect(page.get_by_role("heading", level=1)).to_have_text("Déposer la demande")


def test_a_phone_lists_the_days(office: Office) -> None:
    page = office.open(SECRETARY, phone=True)
    shown(page, 40, "semaine")

    expect(table(page)).to_be_hidden()
    days = page.locator(".plan-days ol > li > h2")
    expect(days).to_have_count(7)
    days.nth(4).locator("xpath=..").get_by_role("link", name="Ce qui est libre").click()
    expect(page.get_by_label("Retrait")).to_have_value(f"{weekend(40).friday}T08:00")
    expect(page.get_by_label("Retour")).to_have_value(f"{weekend(40).friday}T18:00")


def test_what_is_chosen_stays_while_one_moves(office: Office) -> None:
    page = office.open(MANAGER)
    shown(page, 40)
    page.get_by_text("Choisir ce qui est montré").click()
    page.get_by_label("Famille").select_option(index=1)
    page.get_by_label("Regrouper par").select_option("depot")
    page.get_by_role("button", name="Montrer").click()
    family = page.get_by_label("Famille").input_value()

    page.get_by_role("link", name="Après").click()
    page.get_by_role("link", name="Semaine").click()

    expect(page.get_by_label("Famille")).to_have_value(family)
    expect(page.get_by_label("Regrouper par")).to_have_value("depot")
    sound(page)


@pytest.mark.parametrize("scale", ["semaine", "mois", "trimestre"])
def test_paper_has_the_whole_width_and_neither_menu_nor_list(office: Office, scale: str) -> None:
    page = office.open(MANAGER)
    page.goto(f"/planning?vue={scale}")
    page.emulate_media(media="print")
    page.set_viewport_size({"width": 1047, "height": 740})  # A4, landscape, less its margins

    expect(page.locator(".plan-nav")).to_be_hidden()
    expect(page.locator(".plan-days")).to_be_hidden()
    over = "document.documentElement.scrollWidth - document.documentElement.clientWidth"
    assert page.evaluate(over) == 0
    assert page.locator(".plan-box").evaluate("box => box.scrollWidth - box.clientWidth") <= 0
    printed = table(page).locator("tbody td").first.evaluate(f"{STYLE}.printColorAdjust")
    assert printed == "exact", "weekends are shaded on paper too"


def test_a_quarter_on_paper_names_its_months(office: Office) -> None:
    page = office.open(MANAGER)
    page.goto("/planning?vue=trimestre&jour=2027-02-04")
    page.emulate_media(media="print")
    page.set_viewport_size({"width": 1047, "height": 740})

    months = table(page).locator("thead th .month")
    expect(months).to_have_text(["janv.", "févr.", "mars"])
    for month in months.all():
        assert month.evaluate(f"{STYLE}.color") != "rgba(0, 0, 0, 0)"
        assert month.locator("xpath=..").evaluate(f"{STYLE}.overflow") == "visible"


@pytest.mark.parametrize("person", [SECRETARY, MANAGER, "technicien@maing", "maire@querenaing"])
def test_the_figures_of_the_first_page_lead_to_their_lists(office: Office, person: str) -> None:
    page = office.open(person)
    figures = page.get_by_role("list", name="En bref").get_by_role("listitem")
    expect(figures).to_have_count(4)
    sound(page)

    for rank in range(1, 4):
        page.goto("/")
        link = figures.nth(rank).get_by_role("link")
        if not link.count():
            continue
        count = int(figures.nth(rank).locator("b").inner_text())
        link.click()
        expect(page.locator(".work > li")).to_have_count(count)

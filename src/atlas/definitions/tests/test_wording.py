"""Every item has words in both languages, and the Atlas's own items and indicators have the Atlas's words."""

from __future__ import annotations

import pytest

from atlas.definitions.load import shipped_definitions

# Copied from the Atlas, parts IV and V (its plain typing errors corrected, as cards.md says).
NGO_LABELS = {
    "specialisations": "Specjalizacja usług społecznych (wskazać główne usługi)",
    "facility_kinds": "W przypadku wskazania formy zinstytucjonalizowanej wskazać rodzaj placówki",
    "service_territories": "Terytorium działalności usługowej (wskazać miejscowość/gminę/powiat)",
    "researchers": "Liczba osób pełniących funkcję Researchera LP",
    "consultations": "Liczba przeprowadzonych lokalnych konsultacji o potrzebach i oczekiwaniach z inicjatywy "
    "podmiotu/organizacji",
    "reports_to_izus": "Liczba własnych raportów dostarczonych do Instytucji Zarządzającej Usługami Społecznymi "
    "(CUS/OPS)",
    "diagnosis_delegates": "Liczba przedstawicieli podmiotu/organizacji oddelegowanych do zespołów roboczych "
    "Instytucji Zarządzającej US",
    "diagnosis_amendments": "Liczba zgłoszonych propozycji modyfikacji uchwalonej przez Radę Gminy Diagnozy w okresie "
    "5-letniego jej obowiązywania",
    "managers": "Liczba osób pełniących funkcję Menagera US",
    "contracts": "Liczba zawartych kontraktów na usługi społeczne w wyniku rozstrzygniętych konkursów / zamówień "
    "publicznych",
    "users_total": "Liczba osób, korzystających z usług świadczonych przez podmiot/organizację",
    "services_non_institutional": "Liczba i rodzaj usług niezinstytucjonalizowanych",
    "partnership_agreements": "Liczba zawartych umów o partnerskiej współpracy na rzecz lokalnych usług społecznych",
}
IZUS_LABELS = {
    "institution_type": "Typ instytucji (np. Centrum Usług Społecznych lub Ośrodek Pomocy Społecznej)",
    "orgs_reports": "Liczba podmiotów/organizacji samorzutnie dostarczająca własne raporty z rozpoznania potrzeb "
    "mieszkańców",
    "orgs_diagnosis_consultations": "Liczba podmiotów/organizacji, które uczestniczą w konsultacjach społecznych "
    "Diagnozy",
    "orgs_contracts_negative": "Liczba podmiotów/organizacji, które nie uzyskały pozytywnej oceny z realizacji "
    "kontraktów na usługi",
    "people_services": "Liczba osób objętych usługami społecznymi, zleconymi przez Instytucję Zarządzającą",
    "orgs_penalised": "Liczba podmiotów/organizacji ukaranych nieprzestrzeganiem ustawowych / lub administracyjnych "
    "standardów usług społecznych",
    "partnerships": "Liczba partnerstw lokalnych z udziałem podmiotów/organizacji na rzecz rozwoju usług "
    "społecznych/ich świadczenia",
    "orgs_monitored_external": "Liczba podmiotów/organizacji będących monitorowanymi w ramach zewnętrznych systemów "
    "kontroli (regionalne, centralne)",
}
NAMES = {
    "NGO-1.1": "Liczba organizacji, które dysponują nową specjalnością organizacyjną – Researcher LP",
    "NGO-1.3": "Odsetek organizacji prowadzących własny monitoring potrzeb lokalnych społeczności w liczbie ogólnie "
    "działających podmiotów sektora pozarządowego na terytorium gminy",
    "NGO-2.3": "Odsetek organizacji zaangażowanych w etap Diagnozy Potrzeb i Potencjału w liczbie ogólnie "
    "działających podmiotów sektora pozarządowego na terytorium gminy",
    "NGO-3.1": "Liczba organizacji, które dysponują nową specjalnością – Menager US",
    "NGO-3.3": "Liczba organizacji, które przekazały swoje portfolio „Specjalizacja w usługach” do instytucji "
    "zarządzającej usługami na danym terytorium",
    "NGO-3.5": "Odsetek podmiotów sektora pozarządowego dysponujących zawartymi kontraktami w liczbie ogółem "
    "realizatorów usług na danym terytorium (realizatorzy ogółem to również firmy komercyjne)",
    "NGO-3.6": "Odsetek liczby osób objętych usługami realizowanymi przez podmioty sektora pozarządowego przez "
    "ogólną liczbę osób korzystających z usług społecznych na danym terytorium",
    "NGO-4.1": "Liczba podmiotów sektora pozarządowego, które zgłosiły do Instytucji Zarządzającej US "
    "nieprawidłowości wobec obowiązujących standardów usług społecznych",
    "NGO-5.2": "Liczba partnerstw utworzonych przez podmioty sektora pozarządowego na rzecz rozwoju usług społecznych",
    "IZUS-3.1": "Liczba organizacji, które zgłaszają się do konkursów na zlecenie usług społecznych",
    "IZUS-3.2": "Odsetek organizacji, które pozyskują zlecenia w ramach konkursów/ zamówień publicznych do ogólnej "
    "liczby podmiotów ubiegających się o zadanie publiczne",
    "IZUS-4.1": "Liczba organizacji, które zostały ukarane nieprzestrzeganiem obowiązujących lub wyznaczonych w "
    "zadaniu zleconym standardów usług społecznych",
    "IZUS-6.2": "Odsetek podmiotów sektora pozarządowego objętych monitoringiem usług społecznych zorganizowanym "
    "przez IZUS w ogólnej liczbie organizacji pozarządowych na danym terytorium",
    "EFF-1": "Efektywność zatrudnienia w świadczeniu usług społecznych (personel NGO)",
    "EFF-2": "Efektywność kosztowa usługi",
}
TYPING_ERRORS = ("kontaktami", "Noclegowania", "WSAŹNIKI", "samorządnie", "Researcher US")


@pytest.fixture(scope="module")
def definitions():
    return shipped_definitions()


@pytest.mark.parametrize(("kind", "labels"), [("NGO", NGO_LABELS), ("IZUS", IZUS_LABELS)])
def test_the_atlas_s_items_have_the_atlas_s_words(definitions, *, kind, labels):
    items = {item.code: item.label.pl for item in definitions.templates[kind].items}
    assert {code: items[code] for code in labels} == labels


def test_the_atlas_s_indicators_have_the_atlas_s_names(definitions):
    assert {name: definitions.indicator(name).name.pl for name in NAMES} == NAMES


def test_typing_errors_of_the_atlas_are_corrected_everywhere(definitions):
    whole = definitions.model_dump_json()
    assert [error for error in TYPING_ERRORS if error in whole] == []


@pytest.mark.parametrize("kind", ["NGO", "IZUS", "STATISTICS"])
def test_every_item_has_label_and_help_in_both_languages(definitions, kind):
    card = definitions.templates[kind]
    columns = [column for table in card.tables for column in table.columns]
    for item in (*card.items, *columns):
        words = (item.label.pl, item.label.en, item.help.pl, item.help.en)
        assert all(word.strip() for word in words), item.code
        assert item.help.pl != item.help.en, item.code


def test_every_indicator_has_a_name_in_both_languages_and_a_source(definitions):
    for one in definitions.indicators:
        assert one.name.pl.strip()
        assert one.name.en.strip()
        assert one.name.pl != one.name.en
        assert one.source.startswith("Atlas, część IV")


def test_every_rule_says_in_both_languages_what_to_do(definitions):
    for card in definitions.templates.values():
        for rule in card.rules:
            assert len(rule.message.pl) > 60, rule.code
            assert len(rule.message.en) > 60, rule.code

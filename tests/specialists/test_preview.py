"""What somebody is shown of how a municipality would see them."""


def test_somebody_sees_what_a_municipality_would(make, client):
    make.catalogue()
    make.nagasaki()
    base = make.municipality_at("isahaya")
    person = make.specialist(base=base, years=25, skills={"bridge_inspection": "teaches"})
    own = make.own_page(client, person)
    alone = own.get("/me/preview?town=omura").text
    for _ in range(6):
        make.specialist(years=25, base=base, skills={"bridge_inspection": "teaches"})
    shown_now = own.get("/me/preview?town=omura").text

    assert "まず県担当へお問い合わせください" in alone
    assert "橋の点検と診断 (教えられる)" in shown_now
    assert "20年以上" in shown_now
    assert person.given_name not in shown_now.split("<main")[1]


def test_somebody_sees_that_a_municipality_sees_nothing(make, client):
    make.catalogue()
    make.nagasaki()
    town = make.municipality_at("omura")
    person = make.specialist(hidden_from=[town.organisation])

    page = make.own_page(client, person).get("/me/preview?town=omura").text

    assert "この市町には何も見えません" in page

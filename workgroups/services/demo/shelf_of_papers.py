"""What the companies of the demo have on paper, by kind of proof."""

from workgroups.services.demo.papers import Paper, letter, notice_board, sheet

PAPERS = (
    Paper(
        kind="EV-01",
        title="Beleid voor mensen en natuur in de keten",
        name="beleid-mensen-en-natuur.pdf",
        make=letter(
            "Beleid voor mensen en natuur in de keten",
            "{company} wil metaal gebruiken waarvoor niemand is gedwongen, gewond of verjaagd. Wij "
            "volgen de OESO-richtlijnen en de leidende beginselen van de Verenigde Naties.",
            "Wij brengen onze keten in kaart, kijken waar het risico het grootst is, pakken dat "
            "aan en vertellen wat wij deden. Ook bij schroot en gerecycled metaal.",
            "Wie schade ziet, kan dat melden zonder gevolgen. De directie bespreekt dit beleid elk "
            "jaar en past het aan als de risico’s veranderen.",
        ),
    ),
    Paper(
        kind="EV-03",
        title="Besluit van de directie over het beleid",
        description="Een uittreksel: alleen het punt over het beleid en het besluit.",
        name="besluit-directie.pdf",
        make=letter(
            "Verslag van de directie, {year}",
            "De directie stelt het beleid voor mensen en natuur in de keten vast en vraagt het "
            "hoofd inkoop elk halfjaar verslag te doen.",
        ),
    ),
    Paper(
        kind="EV-04",
        title="Wie doet wat in de keten",
        name="wie-doet-wat.xlsx",
        make=sheet(
            ("Taak", "Wie", "Uren per maand"),
            ("Eindverantwoordelijk", "directeur", "2"),
            ("Coördinatie", "hoofd inkoop", "12"),
            ("Gesprekken met leveranciers", "inkopers", "8"),
            ("Klachten", "personeelszaken", "2"),
        ),
    ),
    Paper(
        kind="EV-06",
        title="Training inkopers: programma en presentie",
        name="training-inkopers.xlsx",
        is_yearly=True,
        make=sheet(
            ("Training “Risico’s in de metaalketen”", "{company}", "{year}"),
            ("Onderdeel", "Minuten", "Aanwezig"),
            ("Wat vraagt het convenant?", "45", "6"),
            ("Herkomst vragen aan een leverancier", "60", "6"),
            ("Wanneer koop je niet?", "30", "5"),
        ),
    ),
    Paper(
        kind="EV-08",
        title="Certificaat ISO 14001",
        description="De nieuwe toets is gepland; het nieuwe certificaat volgt.",
        name="certificaat-iso-14001.pdf",
        years=1,
        make=letter(
            "Certificaat van milieumanagement",
            "Dit certificaat bevestigt dat het managementsysteem van {company} voldoet aan ISO "
            "14001:2015 voor het inkopen, bewerken en leveren van metaal.",
            "Afgegeven door een geaccrediteerde instelling. Toepassing: vestiging {city}.",
        ),
    ),
    Paper(
        kind="EV-09",
        title="Gedragscode voor leveranciers",
        name="gedragscode-leveranciers.pdf",
        make=letter(
            "Gedragscode voor leveranciers van {company}",
            "U werkt zonder kinderarbeid en dwang, betaalt op tijd en zorgt voor veilig werk.",
            "U vertelt ons uit welke smelterij of mijn uw metaal komt, of welk deel schroot is.",
            "U vraagt hetzelfde van uw leveranciers. Lukt iets niet? Dan zoeken wij samen een weg.",
        ),
    ),
    Paper(
        kind="EV-10",
        title="Inkoopvoorwaarden, artikel 12",
        description="Geldt voor elke bestelling; staat ook op de achterkant van de opdracht.",
        name="inkoopvoorwaarden-artikel-12.pdf",
        make=letter(
            "Algemene inkoopvoorwaarden, artikel 12",
            "12.1 Leverancier geeft op verzoek binnen tien werkdagen de herkomst van het metaal.",
            "12.2 Bij ernstige schade aan mensen of natuur overleggen partijen eerst over herstel; "
            "{company} beëindigt de overeenkomst pas als dat niet helpt.",
        ),
    ),
    Paper(
        kind="EV-11",
        title="Ingevulde vragenlijst van een nieuwe leverancier",
        name="vragenlijst-nieuwe-leverancier.xlsx",
        make=sheet(
            ("Vraag", "Antwoord", "Ons oordeel"),
            ("Uit welke smelterij komt het metaal?", "staat op de bijlage", "goed"),
            ("Wie kan bij u een klacht melden?", "alleen werknemers", "bespreken"),
            ("Besluit", "eerste bestelling na een gesprek", "{year}"),
        ),
    ),
    Paper(
        kind="EV-12",
        title="Hulp aan kleine leveranciers",
        name="hulp-aan-leveranciers.pdf",
        make=letter(
            "Hulp aan kleine leveranciers in {year}",
            "Wij hielpen twee leveranciers met een eenvoudig register van herkomst en betaalden "
            "de vertaling. Een van de twee levert de gegevens nu bij elke zending mee.",
        ),
    ),
    Paper(
        kind="EV-13",
        title="Onze keten in kaart",
        name="keten-in-kaart.xlsx",
        is_yearly=True,
        make=sheet(
            ("Metaal", "Vorm", "Land van herkomst", "Zekerheid", "{year}"),
            ("Tin", "staaf", "onbekend", "verteld door leverancier", ""),
            ("Koper", "kathode", "Chili", "document van smelterij", ""),
            ("Aluminium", "schroot", "Nederland", "eigen inzameling", ""),
        ),
    ),
    Paper(
        kind="EV-14",
        title="Brede verkenning van risico’s",
        name="brede-verkenning.pdf",
        is_yearly=True,
        make=letter(
            "Brede verkenning van risico’s in {year}",
            "Wij bekeken land, metaal, soort leverancier en ons eigen inkopen. Het grootste risico "
            "ligt bij tin en koper van onbekende herkomst: kinderarbeid, gewapende groepen en "
            "vervuild water. Daarna bij schroot uit landen zonder toezicht.",
            "Gesproken met: vakbond, brancheorganisatie en drie leveranciers.",
        ),
    ),
    Paper(
        kind="EV-15",
        title="Gebruikte bronnen",
        name="bronnen.xlsx",
        make=sheet(
            ("Bron", "Waarover", "Gelezen in"),
            ("Landenrapport van een vakbond", "arbeid in de mijnbouw", "{year}"),
            ("Lijst van smelterijen", "tin, wolfraam, goud", "{year}"),
        ),
    ),
    Paper(
        kind="EV-16",
        title="Gespreksverslag met de vakbond",
        name="gesprek-vakbond.pdf",
        make=letter(
            "Gespreksverslag, {year}",
            "Wij vroegen wat mensen in de mijnen en smelterijen het meest raakt. Genoemd zijn "
            "veiligheid, uitbetaling van overuren en de angst om iets te melden.",
            "Namen staan niet in dit verslag. De vakbond las het na.",
        ),
    ),
    Paper(
        kind="EV-18",
        title="Foto van het mededelingenbord",
        description="Genomen in de kantine. Er staan geen mensen op.",
        name="mededelingenbord.jpg",
        make=notice_board,
    ),
    Paper(
        kind="EV-20",
        title="Bevestiging van de smelterij",
        name="bevestiging-smelterij.pdf",
        years=1,
        make=letter(
            "Bevestiging van deelname aan een keurmerk",
            "De smelterij die aan {company} levert, is in {year} onafhankelijk getoetst op de "
            "herkomst van haar grondstoffen. Deze bevestiging geldt één jaar.",
        ),
    ),
    Paper(
        kind="EV-22",
        title="Onze rol per risico, met redenen",
        name="onze-rol.xlsx",
        make=sheet(
            ("Risico", "Rol", "Waarom"),
            ("Kinderarbeid bij tin", "via de keten verbonden", "drie schakels verder"),
            ("Overuren bij een leverancier", "eraan bijgedragen", "onze korte levertijd"),
            ("Stof op de werkvloer", "zelf veroorzaakt", "eigen gebouw"),
        ),
    ),
    Paper(
        kind="EV-23",
        title="Wat eerst komt, met cijfers en redenen",
        name="wat-eerst-komt.xlsx",
        is_yearly=True,
        make=sheet(
            ("Risico", "Ernst", "Kans", "Reden"),
            ("Kinderarbeid bij tin", "5", "3", "herkomst onbekend"),
            ("Stof op de werkvloer", "3", "2", "eigen metingen {year}"),
        ),
    ),
    Paper(
        kind="EV-24",
        title="Onze acties, met wie en wanneer",
        name="onze-acties.xlsx",
        is_yearly=True,
        make=sheet(
            ("Actie {year}", "Wie", "Klaar op"),
            ("Herkomst van tin vragen", "inkoop", "1 juni"),
            ("Langere levertijd afspreken", "directeur", "1 september"),
            ("Afzuiging verbeteren", "bedrijfsleider", "1 november"),
        ),
    ),
    Paper(
        kind="EV-25",
        title="Verbeterplan met een leverancier",
        name="verbeterplan.pdf",
        make=letter(
            "Verbeterplan {year}",
            "De leverancier vraagt vóór de zomer de herkomst op bij zijn handelaar en deelt de "
            "lijst van smelterijen. {company} betaalt de vertaling en belt elke maand.",
        ),
    ),
    Paper(
        kind="EV-30",
        title="Metingen van onze meetpunten",
        name="metingen.xlsx",
        is_yearly=True,
        make=sheet(
            ("Meetpunt", "Doel {year}", "Bereikt"),
            ("Inkoop met bekende herkomst", "60%", "54%"),
            ("Leveranciers met afspraken", "80%", "77%"),
        ),
    ),
    Paper(
        kind="EV-33",
        title="Openbaar verslag",
        name="openbaar-verslag.pdf",
        is_yearly=True,
        make=letter(
            "Openbaar verslag {year} van {company}",
            "Wat wij vonden, wat wij deden en wat nog niet lukte. Van een deel van ons metaal "
            "kennen wij de herkomst niet; daar werken wij aan met andere bedrijven.",
        ),
    ),
    Paper(
        kind="EV-37",
        title="Klachtenregeling",
        name="klachtenregeling.pdf",
        make=letter(
            "Klachtenregeling van {company}",
            "Iedereen kan een klacht melden, ook een buur of een werknemer van een leverancier. U "
            "hoort binnen twee weken wat wij doen. Wie klaagt, ondervindt daar geen nadeel van.",
        ),
    ),
)
BY_KIND = {paper.kind: paper for paper in PAPERS}

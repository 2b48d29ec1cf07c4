"""The municipalities of Norway, those of 2024 and those that were merged since 2017, to tell a place from a name.

A place that is not among them is known by where it stands; this only settles what «Vestre Slidre» is.
"""

_NAMES = """
Agdenes, Alstahaug, Alta, Alvdal, Alver, Andebu, Andøy, Aremark, Arendal, Asker, Askim, Askvoll, Askøy, Audnedal,
Aukra, Aure, Aurland, Aurskog-Høland, Austevoll, Austrheim, Averøy, Balestrand, Ballangen, Balsfjord, Bamble, Bardu,
Beiarn, Berg, Bergen, Berlevåg, Bindal, Birkenes, Bjarkøy, Bjerkreim, Bjugn, Bodø, Bokn, Bremanger, Brønnøy, Bygland,
Bykle, Bærum, Bø, Bømlo, Båtsfjord, Drammen, Drangedal, Dyrøy, Dønna, Eid, Eide, Eidfjord, Eidsberg, Eidskog,
Eidsvoll, Eigersund, Elverum, Enebakk, Engerdal, Etne, Etnedal, Evenes, Evje og Hornnes, Farsund, Fauske, Fedje, Fet,
Finnøy, Fitjar, Fjaler, Fjell, Fjord, Flakstad, Flatanger, Flekkefjord, Flesberg, Flora, Flå, Folldal, Forsand,
Fosnes, Fredrikstad, Frogn, Froland, Frosta, Fræna, Frøya, Fusa, Fyresdal, Førde, Gamvik, Gaular, Gausdal, Gildeskål,
Giske, Gjemnes, Gjerdrum, Gjerstad, Gjesdal, Gjøvik, Gloppen, Gol, Gran, Grane, Granvin, Gratangen, Grimstad, Grong,
Grue, Gulen, Hadsel, Halden, Halsa, Hamar, Hamarøy, Hammerfest, Haram, Hareid, Harstad, Hasvik, Hattfjelldal,
Haugesund, Heim, Hemne, Hemnes, Hemsedal, Herøy, Hitra, Hjartdal, Hjelmeland, Hobøl, Hof, Hol, Hole, Holmestrand,
Holtålen, Hornindal, Horten, Hurdal, Hurum, Hustadvika, Hvaler, Hyllestad, Hægebostad, Høyanger, Høylandet, Hå,
Ibestad, Inderøy, Indre Fosen, Indre Østfold, Iveland, Jevnaker, Jondal, Jølster, Karasjok, Karlsøy, Karmøy,
Kautokeino, Kinn, Klepp, Klæbu, Kongsberg, Kongsvinger, Kragerø, Kristiansand, Kristiansund, Krødsherad, Kvalsund,
Kvam, Kvinesdal, Kvinnherad, Kviteseid, Kvitsøy, Kvæfjord, Kvænangen, Kåfjord, Larvik, Lavangen, Lebesby, Leikanger,
Leirfjord, Leka, Leksvik, Lenvik, Lesja, Levanger, Lier, Lierne, Lillehammer, Lillesand, Lillestrøm, Lindesnes,
Lindås, Lom, Loppa, Lund, Lunner, Lurøy, Luster, Lyngdal, Lyngen, Lærdal, Lødingen, Lørenskog, Løten, Malvik,
Mandal, Marker, Marnardal, Masfjorden, Meland, Meldal, Melhus, Meløy, Meråker, Midsund, Midtre Gauldal, Modalen,
Modum, Molde, Moskenes, Moss, Målselv, Måsøy, Namdalseid, Namsos, Namsskogan, Nannestad, Narvik, Naustdal,
Nedre Eiker, Nes, Nesbyen, Nesna, Nesodden, Nesseby, Nesset, Nissedal, Nittedal, Nome, Nord-Aurdal, Nord-Fron,
Nord-Odal, Norddal, Nordkapp, Nordre Follo, Nordre Land, Nordreisa, Nore og Uvdal, Notodden, Nærøy, Nærøysund,
Nøtterøy, Odda, Oppdal, Oppegård, Orkdal, Orkland, Os, Osen, Oslo, Osterøy, Overhalla, Porsanger, Porsgrunn,
Radøy, Rakkestad, Rana, Randaberg, Rauma, Re, Rendalen, Rennebu, Rennesøy, Rindal, Ringebu, Ringerike, Ringsaker,
Rissa, Risør, Roan, Rollag, Rygge, Rælingen, Rødøy, Rømskog, Røros, Røst, Røyken, Røyrvik, Råde, Salangen,
Saltdal, Samnanger, Sande, Sandefjord, Sandnes, Sandøy, Sarpsborg, Sauda, Sauherad, Sel, Selbu, Selje, Seljord,
Senja, Sigdal, Siljan, Sirdal, Skaun, Skedsmo, Ski, Skien, Skiptvet, Skjervøy, Skjåk, Skodje, Smøla, Snillfjord,
Snåsa, Sogndal, Sokndal, Sola, Solund, Songdalen, Sortland, Spydeberg, Stad, Stange, Stavanger, Steigen, Steinkjer,
Stjørdal, Stokke, Stor-Elvdal, Stord, Stordal, Storfjord, Strand, Stranda, Stryn, Sula, Suldal, Sund, Sunndal,
Sunnfjord, Surnadal, Svalbard, Sveio, Svelvik, Sykkylven, Søgne, Sømna, Søndre Land, Sør-Aurdal, Sør-Fron, Sør-Odal,
Sør-Varanger, Sørfold, Sørreisa, Tana, Time, Tingvoll, Tinn, Tjeldsund, Tjøme, Tokke, Tolga, Torsken, Tranøy,
Trondheim, Trysil, Træna, Trøgstad, Tromsø, Tvedestrand, Tydal, Tynset, Tysfjord, Tysnes, Tysvær, Tønsberg,
Ullensaker, Ullensvang, Ulstein, Ulvik, Utsira, Vadsø, Vaksdal, Valle, Vang, Vanylven, Vardø, Vefsn, Vega, Vegårshei,
Vennesla, Verdal, Verran, Vestby, Vestnes, Vestre Slidre, Vestre Toten, Vestvågøy, Vevelstad, Vik, Vikna, Vindafjord,
Vinje, Volda, Voss, Vågan, Vågsøy, Vågå, Våler, Værøy, Øksnes, Ørland, Ørskog, Ørsta, Østre Toten, Øvre Eiker, Øyer,
Øygarden, Øystre Slidre, Åfjord, Ål, Ålesund, Åmli, Åmot, Årdal, Ås, Åseral, Åsnes
"""
MUNICIPALITIES = frozenset(" ".join(name.split()).lower() for name in _NAMES.split(","))


def is_municipality(text: str) -> bool:
    """Whether a text is the name of a municipality, «kommune» behind it or not."""
    return " ".join(text.lower().removesuffix(" kommune").split()) in MUNICIPALITIES

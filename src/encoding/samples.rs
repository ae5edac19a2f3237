//! Lists as they are bought, for tests: company, person, street and town of a language a line.

/// Each language with some records.
pub(super) const LISTS: [(&str, &str); 10] = [
    (
        "German",
        "Müller & Söhne GmbH;Jürgen Schröder;Bahnhofstraße 12;Köln\n\
         Bäckerei Weiß OHG;Jörg Großmann;Königsallee 7;Düsseldorf\n\
         Käfer Kältetechnik KG;Günther Bäumler;Würzburger Straße 3;Nürnberg\n\
         Öko-Bau AG;Bärbel Öztürk;Äußere Ringstraße 4;Münster\n\
         Fußpflege Schön;André Krüger;Übergasse 9;Lübeck\n\
         Gebr. Hörmann;Anneliese Vögele;Schloßplatz 1;Göttingen\n\
         Röhrenwerk Maißer;Ute Häberle;Am Mühlbach 8;Zürich\n\
         Prüfstelle Süd;Rene Kühn;Höhenweg 22;Saarbrücken\n",
    ),
    (
        "French",
        "Société Générale de Bâtiment;Hélène Lefèvre;12 rue de la République;Orléans\n\
         Boulangerie Çelik Frères;François Béranger;3 allée des Chênes;Besançon\n\
         Établissements Noël;Zoé Benoît;Place de l'Église;Saint-Étienne\n\
         Café de la Forêt;Gaël Gérard;8 bd Maréchal Foch;Nîmes\n\
         Hôtel du Château;Cédric Prévost;5 impasse du Prêtre;Mâcon\n\
         Crèche Les Étoiles;Jérôme André;quai de la Mégisserie;Angoulême\n\
         Pâtisserie Rivière;Inès Côté;Rue du Général Leclerc;Béziers\n",
    ),
    (
        "Spanish",
        "Construcciones Muñoz S.L.;José García;Calle Alcalá 12;Málaga\n\
         Panadería Núñez;María Fernández;Avenida de la Constitución 3;León\n\
         Jardinería Peña;Ángel Martínez;Plaza de España 1;Cádiz\n\
         Automóviles Ibáñez;Andrés Gutiérrez;Calle Año Nuevo 4;Logroño\n\
         Clínica Colón;Inés Rodríguez;Paseo de Gràcia 2;A Coruña\n\
         Óptica Giménez;Raúl Sánchez;Camino Viejo 3;Mérida\n",
    ),
    (
        "Portuguese",
        "Construções Simões Lda;João Gonçalves;Rua da Conceição 5;São Paulo\n\
         Padaria Três Irmãos;Antônio Magalhães;Avenida São João 9;Guimarães\n\
         Café Açoriano;Inês Conceição;Praça da República;Brasília\n\
         Farmácia Assunção;Sebastião Leitão;Travessa do Pão;Camarões\n",
    ),
    (
        "Nordic",
        "Sjöbergs Åkeri AB;Göran Bäckström;Östra Vägen 3;Malmö\n\
         Højgaard Smørrebrød ApS;Søren Kjær;Nørregade 4;Århus\n\
         Fjällräven Möbler;Åsa Öberg;Kyrkogården 6;Jönköping\n\
         Trøndersk Fiskesløyd;Bjørn Sæther;Ålesundveien 2;Tromsø\n\
         Mäkinen Yhtiö;Päivi Hämäläinen;Hämeentie 4;Jyväskylä\n\
         Rønning Bakeri;Jørgen Ødegård;Bogstadveien 9;Bodø\n",
    ),
    (
        "Polish",
        "Piekarnia Łąka Sp. z o.o.;Wojciech Dąbrowski;ul. Świętokrzyska 5;Łódź\n\
         Zakład Żeglugi;Małgorzata Wiśniewska;ul. Mickiewicza 3;Gdańsk\n\
         Usługi Budowlane Kołodziej;Grażyna Zając;ul. Kościuszki 8;Poznań\n\
         Księgarnia Gołąb;Paweł Wójcik;ul. Jagiellońska 2;Kraków\n\
         Młyn Jóźwiak;Stanisław Ćwik;Aleja Wolności 7;Częstochowa\n\
         Hurtownia Śląska;Józef Kaźmierczak;ul. Różana 1;Wrocław\n",
    ),
    (
        "Czech",
        "Pekařství Dvořák s.r.o.;Jiří Novotný;Náměstí Míru 3;Plzeň\n\
         Truhlářství Křížek;Božena Němcová;Vodičkova 5;Ústí nad Labem\n\
         Stavby Růžička;Tomáš Černý;Žižkovská 9;České Budějovice\n\
         Květinářství Šípková;Zdeněk Havlíček;Příčná 2;Liberec\n\
         Autoservis Beneš;Lukáš Říha;Dělnická 7;Třebíč\n\
         Lékárna U Lva;Kateřina Žáková;Sušilova 8;Děčín\n",
    ),
    (
        "Hungarian",
        "Kovács és Társa Kft.;László Szűcs;Kossuth Lajos tér 3;Győr\n\
         Pékség Erdős;Zsófia Kőszegi;Petőfi utca 5;Székesfehérvár\n\
         Építő Bt.;Gábor Tóth;Fűzfa út 9;Pécs\n\
         Vízmű Zrt.;Ágnes Nemesné;Szőlő köz 4;Debrecen\n\
         Gyógyszertár Jövő;Ödön Fehér;Széchenyi körút 2;Hódmezővásárhely\n",
    ),
    (
        "Croatian",
        "Građevina Horvat d.o.o.;Božidar Marković;Šetalište 3;Šibenik\n\
         Pekara Kovačević;Đuro Jurišić;Ulica Žrtava 5;Čakovec\n\
         Auto Škorić;Željko Perišić;Križanićeva 9;Požega\n\
         Mlin Babić;Anđela Knežević;Vukovarska 1;Varaždin\n",
    ),
    (
        "Turkish",
        "Öztürk İnşaat A.Ş.;Ayşe Yıldız;Atatürk Caddesi 3;İstanbul\n\
         Güneş Gıda Ltd. Şti.;Çağlar Doğan;Kızılay Sokağı 5;Eskişehir\n\
         Şahin Taşımacılık;Gülşen Çelik;Barış Mahallesi 9;Muğla\n\
         Işık Eğitim;Oğuz Kılıç;Değirmen Yolu 4;Balıkesir\n",
    ),
];

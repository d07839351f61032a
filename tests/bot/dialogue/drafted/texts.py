"""Texts of several kinds, for tests of what is answered from drafts."""

from __future__ import annotations

LOOTING = (
    "The members condemned in strong terms the looting of a depot near the town of Tessa on 9"
    " March, which harmed 40 families from Senegal."
)


TEXTS = {
    "minutes": (
        """ELMBRIDGE PARISH COUNCIL

Minutes of the meeting held on Tuesday 6 May 2025 in Leeds

Present: Cllr A. Moss (Chair), Cllr B. Reid
Apologies: Cllr C. Hart (illness)

1. Rents
The rent of £42 was adopted by 2 votes to 1, Cllr Reid voting against.

2. Grants
The grant to the choir was adopted unanimously.

3. Footbridge
Mr Alan Todd asked when the footbridge would reopen. The Clerk replied that it would reopen on \
30 June.

4. Camera
The camera was postponed.

5. Date of next meeting
Tuesday 3 June 2025 at 7 p.m.
"""
    ),
    "entretien": (
        """Entretien avec Paule Vidal, directrice du port de Sète
Propos recueillis le 4 mai 2025

Q : La ligne de Gênes a été repoussée. Que s’est-il passé ?
R : Les grues sont arrivées trop tard.

Q : Et la concurrence ?
R : Je la souhaite. Un billet coûte 40 euros.
"""
    ),
    "table": (
        """# Situation dans la province

Lodi, le 4 décembre 2025

Les pluies durent. L’agence suit la situation.

| Secteur | Personnes aidées | Chef de file |
| --- | --- | --- |
| Abris | 4 150 | OIM |
| Santé | 2 780 | UNICEF |
"""
    ),
    "séance": (
        """Commune de Varennes
Conseil municipal – Procès-verbal de la séance du 7 avril 2025

Présents : Mme Rose Colin, maire ; M. Ali Sahli.
Excusés : Mme Lise Faure (pouvoir à M. Sahli).

La séance est ouverte à 19 h 05.

M. Sahli s’oppose au tarif, estimant que « la taxe est injuste ». La maire précise que le marché \
ouvrira avant la fin du mois. « Ce sera fait », ajoute-t-elle.

La séance est levée à 21 h 40. La prochaine séance est fixée au 12 mai 2025 à 19 h.
"""
    ),
    "statement": (
        f"""PRESS STATEMENT ON THE FLOOD IN EAST NORVA

{LOOTING}

They underlined that the looting of depots may harm many. They called on the agency to look into \
the looting, with the support of the UN.

10 March 2025
"""
    ),
    "wire": (
        """Dockers end strike

NORHAVEN, March 14 (Newswire) - The dockers ended a strike on Friday. The deal pays 900 pounds \
to each of the members.

Transport Minister Hugh Ballard declined to comment.
A lawmaker, Susan Tate, accused him of "watching from the pier". "It is fair," said Moira \
Kendrick, the union’s general secretary. She said talks would begin in April.
"""
    ),
    "colloque": (
        """Colloque sur les archives
Université de Corvane, salle Roussel – 9 et 10 octobre 2025

9 h 30 – Ouverture par Mme Odile Darc, présidente de l’université
11 h 00 – Table ronde avec M. Paul Iversen, de l’université d’Oslo

Inscription gratuite avant le 1er octobre. La prochaine réunion du comité est prévue en mars \
2026. Mme Darc rappelle la visite du 20 au 22 janvier 2025 en Norvège.
"""
    ),
    "summit": (
        """Fisheries Ministers’ Meeting
Chair’s Summary
Syracuse, Italy, 26-28 September 2024

1. The meeting was chaired by Minister Franco Rossi. Representatives of Kenya joined the session \
on trade.

2. Ministers expressed concern at Russia’s war. They welcomed the export of grain from Ukraine.
Mr Rossi stressed that "the sea is ours". The next meeting will take place in Canada in 2025.
"""
    ),
    "ngo": (
        """Mali : une alerte

Bruxelles, le 4 novembre 2025

« Il sera trop tard », prévient la directrice générale de l’ONG Secours, Anouk Lambert. « Nous \
soignons », dit le docteur Idriss Ouattara, chef de mission au Mali.
"""
    ),
    "point": (
        """Press conference

Dublin, 3 November 2025

The minister met the nurses. The Japanese ambassador spoke of the strait. The next briefing is \
on 20 November at 11 a.m.
"""
    ),
}

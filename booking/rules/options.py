"""What is typed for each kind of paper beyond its facts; each is a variable of its wording."""

from dataclasses import dataclass

from booking.paperwork import PaperKind


@dataclass(frozen=True)
class Option:
    """One thing to type: its variable, its label, the help before the field.

    Left blank, it says `otherwise`, or what the variable `fact` says; or it is printed as a line
    to fill `by_hand`; or, when it is needed, it is a hole.
    """

    name: str
    label: str
    help: str = ""
    needed: bool = False
    lines: bool = False  # several lines
    otherwise: str = ""
    by_hand: bool = False
    fact: str = ""

    @property
    def block(self) -> bool:
        """Tell whether its variable stands alone in its paragraph."""
        return self.lines or self.by_hand


NOTICE = Option(
    "préavis", "Préavis de résiliation", "Par exemple : six mois.", otherwise="trois mois"
)
COURT = Option(
    "juridiction",
    "Juridiction compétente",
    "Par exemple : le tribunal administratif de Lille ; laissez vide pour celle que désignent les "
    "règles de droit.",
    fact="tribunal",
)
INDEMNITY = Option(
    "indemnité",
    "Indemnité ou remboursement",
    "Montant, base de calcul et délibération ; laissez vide s’il n’y en a pas.",
    otherwise="aucune",
)
BY_PEN = "Laissez vide pour remplir à la main."
REMARKS = Option("observations", "Observations", BY_PEN, lines=True, by_hand=True)

FRAMEWORK = (
    Option(
        "demandeurs",
        "Qui peut demander",
        "Fonctions ou noms des personnes qui demandent pour l’emprunteur.",
        otherwise="les élus et les agents que l’emprunteur inscrit au service de partage",
    ),
    Option(
        "délai_demande",
        "Délai de demande",
        "Par exemple : quinze jours avant le retrait, trente pour le gros matériel.",
        otherwise="celui qu’affiche le service de partage pour chaque parc",
    ),
    Option(
        "délai_réponse",
        "Délai de réponse",
        "Par exemple : cinq jours ouvrés.",
        otherwise="celui qu’affiche le service de partage pour chaque parc",
    ),
    Option(
        "tarif",
        "Conditions financières",
        "Gratuité, ou tarif avec la référence de sa délibération.",
        lines=True,
        otherwise="Les prêts sont consentis à titre gratuit, sauf prix porté au bon de prêt.",
    ),
    Option(
        "base_des_prêts",
        "Base juridique des prêts",
        "Laissez vide pour celle des parcs où le prêteur partage son matériel.",
        fact="base",
    ),
    Option(
        "délai_contestation",
        "Délai pour contester un constat",
        "Par exemple : cinq jours ouvrés ; laissez vide pour trois.",
        fact="contestation",
    ),
    Option(
        "pénalité",
        "Pénalité de retard",
        "Par exemple : 20 euros par jour, avec la délibération qui la fixe.",
        otherwise="aucune",
    ),
    Option(
        "franchise",
        "Franchise d’assurance des véhicules",
        "À qui elle incombe, dans quelle limite.",
        otherwise="elle est à la charge de l’emprunteur lorsqu’il répond du dommage",
    ),
    Option(
        "annexes",
        "Annexes",
        "Une par ligne.",
        lines=True,
        otherwise="Les actes visés ci-dessus et l’attestation d’assurance de l’emprunteur.",
    ),
    COURT,
    NOTICE,
)
STORAGE = (
    Option("local", "Local mis à disposition", "Bâtiment, surface, état.", needed=True, lines=True),
    Option(
        "clés",
        "Clés et accès",
        "Qui les détient, en combien d’exemplaires, avec quels codes ou badges.",
        needed=True,
        lines=True,
    ),
    Option(
        "assurance_local",
        "Assurance du local",
        "Assureur et numéro du contrat.",
        otherwise="selon l’attestation que remet le dépositaire",
    ),
    Option(
        "charges",
        "Charges du local",
        "Qui les paie, sur quelle base.",
        otherwise="elles restent au dépositaire",
    ),
    INDEMNITY,
    Option(
        "période_inventaire",
        "Période de l’inventaire annuel",
        "Par exemple : janvier.",
        otherwise="au cours du premier trimestre",
    ),
    COURT,
    NOTICE,
)
MANAGEMENT = (
    Option(
        "base_de_gestion",
        "Base juridique de la gestion",
        "Laissez vide pour l’article que donne la nature de l’intercommunalité ; indiquez-le si "
        "elle n’est pas au fichier officiel.",
        fact="gestion.base",
    ),
    Option(
        "pouvoirs",
        "Autres pouvoirs confiés",
        "Par exemple : accorder des dérogations, commander des pièces.",
        lines=True,
        otherwise="Aucun.",
    ),
    Option(
        "délégation",
        "Délégation de signature",
        "Étendue et acte qui la consent ; laissez vide s’il n’y en a pas.",
        otherwise="aucune à la date du présent acte",
    ),
    Option(
        "dépenses",
        "Dépenses que le gestionnaire engage seul",
        "Montant par dépense ou par an.",
        otherwise="aucune sans l’accord préalable du propriétaire",
    ),
    INDEMNITY,
    Option(
        "compte_rendu",
        "Date du compte rendu annuel",
        "Par exemple : le 31 mars.",
        otherwise="le 31 mars de l’année suivante",
    ),
    COURT,
    NOTICE,
)
CO_OWNERSHIP = (
    Option(
        "base_commune",
        "Base juridique",
        "Entente (CGCT, L. 5221-1 et L. 5221-2) ou indivision conventionnelle ; laissez vide pour "
        "celle que donne le parc.",
        fact="copropriété.base",
    ),
    Option(
        "calendrier",
        "Calendrier d’usage",
        "Semaines ou jours de chacun, priorités, saison.",
        lines=True,
        otherwise="Aucune période n’est réservée à un copropriétaire.",
    ),
    Option(
        "frais",
        "Partage des frais",
        "Entretien, assurance, carburant, réparations : qui paie quoi.",
        lines=True,
        otherwise="Les dépenses d’entretien, de contrôle, d’assurance et de réparation sont "
        "partagées selon les quotes-parts. Celles de l’usage restent à celui qui utilise.",
    ),
    Option(
        "dépenses_communes",
        "Dépenses décidées en commun",
        "Par exemple : toute dépense supérieure à 1 000 euros.",
        otherwise="toute dépense autre que d’entretien courant",
    ),
    Option("stockage", "Lieu de stockage", "Bâtiment et adresse.", needed=True),
    Option(
        "sortie",
        "Règle de sortie",
        "Comment la part de celui qui sort est estimée et payée.",
        lines=True,
        otherwise="La part est estimée d’un commun accord ou, à défaut, par un expert choisi "
        "ensemble. Elle est payée dans l’année qui suit la sortie.",
    ),
    COURT,
    NOTICE,
)
AMENDMENT = (
    Option(
        "motif",
        "Motif de la modification",
        "Par exemple : prolongation demandée par l’emprunteur.",
        otherwise="accord des parties",
    ),
)


def _by_hand(name: str, label: str, hint: str = BY_PEN) -> Option:
    return Option(name, label, hint, by_hand=True)


REPORT = (
    _by_hand("heure", "Date, heure et lieu"),
    _by_hand("documents_remis", "Notices, registres et clés"),
    _by_hand("compteur", "Compteur (heures ou kilomètres)"),
    _by_hand("carburant", "Carburant ou charge"),
    REMARKS,
    _by_hand("remis_par", "Remis par (nom, qualité)"),
    _by_hand("reçu_par", "Reçu par (nom, qualité)"),
)
INCIDENT = (
    Option("matériel_touché", "Matériel touché", "Référence, quantité.", needed=True, lines=True),
    Option("survenu", "Date et heure", "Jour et heure des faits.", needed=True),
    Option("lieu_du_sinistre", "Lieu des faits", "Adresse ou endroit précis.", needed=True),
    Option("circonstances", "Circonstances", "Les faits, en ordre.", needed=True, lines=True),
    _by_hand("témoins", "Témoins", "Noms et coordonnées."),
    _by_hand("tiers", "Tiers en cause", "Noms, assureurs, véhicules."),
    _by_hand("blessés", "Personnes blessées", "Nombre et secours appelés, sans détail médical."),
    _by_hand("mesures", "Mesures prises", "Mise en sécurité, secours, balisage."),
    _by_hand("plainte", "Plainte ou main courante", "Numéro, date et service."),
    _by_hand("dossier_assurance", "Assureurs et numéros de dossier"),
    _by_hand("photographies", "Photographies jointes", "Nombre et auteur."),
    _by_hand("estimation", "Estimation provisoire", "Montant et source."),
    _by_hand("imputation", "Imputation proposée", "À qui, et pour quelle raison."),
    REMARKS,
)
AID_VALUE = (
    Option("valeur_aide", "Valeur de l’aide", "Par exemple : 120,00 €.", needed=True),
    Option(
        "méthode_aide",
        "Méthode de calcul",
        "Par exemple : prix de location d’un matériel semblable, pour la même durée.",
        needed=True,
        lines=True,
    ),
)
DELIVERY = (
    _by_hand("heure_livraison", "Jour et heure de livraison"),
    _by_hand("réception", "Reçu par (nom, heure), réserves"),
)
OPTIONS: dict[PaperKind, tuple[Option, ...]] = {
    PaperKind.FRAMEWORK: FRAMEWORK,
    PaperKind.STORAGE: STORAGE,
    PaperKind.MANAGEMENT: MANAGEMENT,
    PaperKind.CO_OWNERSHIP: CO_OWNERSHIP,
    PaperKind.AMENDMENT: AMENDMENT,
    PaperKind.REPORT_OUT: REPORT,
    PaperKind.REPORT_BACK: REPORT,
    PaperKind.INCIDENT: INCIDENT,
    PaperKind.AID_VALUE: AID_VALUE,
    PaperKind.DELIVERY: DELIVERY,
}


def options(kind: PaperKind) -> tuple[Option, ...]:
    """Return what may be typed for a kind of paper."""
    return OPTIONS.get(kind, ())

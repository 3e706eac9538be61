"""The closed lists of asking and answering: how it came in, what is awaited, who is shown it."""

from booking.vocabulary import BeneficiaryKind, Word


class Channel(Word):
    """How a request came in."""

    ONLINE = "online", "en ligne"
    PHONE = "phone", "par téléphone"  # entered by the manager in a commune's name
    COUNTER = "counter", "au comptoir"  # lent at once, without a request before
    BROUGHT = "brought", "promesse antérieure"  # made elsewhere, before the service


class Transport(Word):
    """How the borrower would like things to travel (E59)."""

    OWN = "own", "la commune vient chercher et rapporte"
    DELIVERED = "delivered", "livraison souhaitée, la commune rapporte"
    BOTH_WAYS = "both_ways", "livraison et reprise souhaitées"


class Awaited(Word):
    """What the borrower is to do while a request is incomplete (design § 5)."""

    DETAILS = "details", "des précisions"
    PROPOSAL = "proposal", "une réponse à la proposition"
    PLACE = "place", "la confirmation d’une place"


BENEFICIARIES = {
    BeneficiaryKind.COMMUNE: "commune",
    BeneficiaryKind.ASSOCIATION: "association",
    BeneficiaryKind.CANDIDATE: "candidat ou parti",
    BeneficiaryKind.WORSHIP: "culte",
}
"""What stands beside the name of who a request is for."""


class ChangeState(Word):
    """What became of another version of a reservation, proposed or asked for."""

    OPEN = "open", "en attente"
    ACCEPTED = "accepted", "acceptée"
    REFUSED = "refused", "refusée"
    WITHDRAWN = "withdrawn", "retirée"
    LAPSED = "lapsed", "restée sans réponse"


class Delivery(Word):
    """What became of a message."""

    WAITING = "waiting", "À envoyer"
    SENT = "sent", "Envoyé"
    GIVEN_UP = "given_up", "Abandonné"
    FOR_SUMMARY = "for_summary", "Attend le résumé"
    IN_SUMMARY = "in_summary", "Dans le résumé"


class Remedy(Word):
    """What a manager decides of a reservation that a breakdown leaves short."""

    WAIT = "wait", "attend la réparation"
    DEPOT = "depot", "servie d’un autre dépôt"
    DATES = "dates", "autres dates proposées"
    ITEM = "item", "autre matériel proposé"
    WITHDRAW = "withdraw", "retirée"


class UsualReason(Word):
    """Why managers most often refuse, as the borrower reads it; another may be written."""

    OWNER = "owner", "Le matériel est nécessaire à son propriétaire à ces dates."
    UNFIT = "unfit", "Le matériel est en panne ou en contrôle à ces dates."
    PAPERS = "papers", "Une pièce demandée n’a pas été fournie."
    USE = "use", "L’usage prévu ne correspond pas au matériel."
    STAFF = "staff", "Personne ne peut remettre ou reprendre le matériel à ces dates."
    SHARING = "sharing", "Une autre commune l’a moins souvent eu et passe d’abord."


FOR_THE_ELECTED = frozenset({BeneficiaryKind.CANDIDATE, BeneficiaryKind.WORSHIP})
"""For whom only an elected person decides: never validated automatically (domain § 2.1)."""


class FeedScope(Word):
    """What a calendar shows."""

    ME = "me", "mes réservations"
    COMMUNE = "commune", "ce que l’organisme emprunte et prête"
    ITEM = "item", "un matériel"
    UNIT = "unit", "un exemplaire"
    POOL = "pool", "un parc"
    DEPOT = "depot", "un dépôt : remises et retours du jour"
    TERRITORY = "territory", "tout le territoire"


class Agenda(Word):
    """The families of agendas that read calendars; nothing finer is kept of who reads."""

    OUTLOOK = "outlook", "Outlook"
    GOOGLE = "google", "Google Agenda"
    APPLE = "apple", "Calendrier Apple"
    THUNDERBIRD = "thunderbird", "Thunderbird"
    NEXTCLOUD = "nextcloud", "Nextcloud"
    ZIMBRA = "zimbra", "Zimbra"
    BLUEMIND = "bluemind", "BlueMind"
    ANDROID = "android", "ICSx⁵ (Android)"
    OTHER = "other", "autre agenda"


class Unread(Word):
    """Why an agenda of elsewhere could not be read, as who follows it is told."""

    ADDRESS = "address", "l’adresse n’est pas une adresse https que le service peut lire"
    INSIDE = "inside", "l’adresse mène à un réseau privé, que le service ne lit pas"
    UNKNOWN = "unknown", "le serveur est introuvable : vérifiez l’adresse"
    UNTRUSTED = "untrusted", "le certificat du serveur n’est pas valable"
    SILENT = "silent", "le serveur n’a pas répondu à temps"
    AWAY = "away", "le serveur ne répond pas"
    REFUSED = "refused", "le serveur refuse la lecture : l’adresse a peut-être été changée"
    BROKEN = "broken", "le serveur est en panne"
    ASTRAY = "astray", "l’adresse renvoie trop de fois ailleurs"
    HEAVY = "heavy", "l’agenda est trop lourd (2 Mo au plus)"
    GARBLED = "garbled", "la réponse du serveur est incomplète ou illisible"
    NO_CALENDAR = "no_calendar", "ce qui s’y trouve n’est pas un agenda (.ics)"


class Hint(Word):
    """What a first visit is told, and each person may put aside."""

    SEARCH = "search", "Cherchez à vos dates"
    ASK = "ask", "Déposez en une fois"
    PRINT = "print", "Imprimez la convention"
    ANSWER = "answer", "Répondez depuis « À traiter »"
    REST = "rest", "Retirez du prêt ce qui doit l’être"
    SUBSCRIBE = "subscribe", "Abonnez votre agenda"
    HAND_OVER = "hand_over", "Remettez depuis le téléphone"
    TAKE_BACK = "take_back", "Enregistrez chaque retour"
    REPORT = "report", "Signalez un incident"
    READ = "read", "Lisez où en sont les prêts"
    REPLACE = "replace", "Préparez les absences"
    SET_UP = "set_up", "Mettez la commune en règle"

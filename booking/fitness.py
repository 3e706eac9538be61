"""The closed lists of what is checked before things leave and people drive (domain § 3)."""

from booking.vocabulary import Word


class Equipment(Word):
    """What the law and the trade know a thing as: its rules follow from it."""

    PLATFORM = "platform", "nacelle élévatrice"
    EARTHMOVER = "earthmover", "engin de chantier"
    LIFTING_MACHINE = "lifting_machine", "engin de chantier qui lève"
    LIFTING_ACCESSORY = "lifting_accessory", "hayon, grue auxiliaire ou chargeur frontal"
    COMPACTOR = "compactor", "compacteur ou benne à ordures"
    GARDEN_MACHINE = "garden_machine", "broyeur, motoculteur ou débroussailleuse"
    HEAVY_VEHICLE = "heavy_vehicle", "balayeuse ou véhicule de plus de 3,5 t"
    TRAILER = "trailer", "remorque ou podium roulant"
    CAR = "car", "minibus ou véhicule léger"
    COACH = "coach", "autocar"
    TENT = "tent", "tente ou chapiteau"
    STAGE = "stage", "scène, podium ou tribune"
    INFLATABLE = "inflatable", "structure gonflable"
    GOAL = "goal", "but mobile ou matériel sportif"
    MAT = "mat", "tatami ou tapis"
    DRONE = "drone", "drone"
    SURVEY = "survey", "récepteur topographique"
    ELECTRICAL = "electrical", "électricité, groupe ou sonorisation"
    SCAFFOLD = "scaffold", "échafaudage ou échelle"
    EXTINGUISHER = "extinguisher", "extincteur"
    BARRIER = "barrier", "barrière ou signalisation"
    MACHINE = "machine", "autre équipement de travail"


class Scope(Word):
    """What a requirement looks at."""

    ITEM = "item", "le bien"
    PERSON = "person", "les personnes"
    EVENT = "event", "la manifestation"


class Effect(Word):
    """What a requirement does when it is not met, from the mildest to the gravest."""

    NONE = "none", "rien"
    WARN = "warn", "avertir"
    PAPER = "paper", "demander la pièce"
    BLOCK = "block", "bloquer"


class Moment(Word):
    """When a reservation is judged (design § 7)."""

    REQUEST = "request", "à la demande"
    APPROVAL = "approval", "à la validation"
    HAND_OVER = "hand_over", "à la remise"


class Measure(Word):
    """What of a thing a requirement may depend on."""

    PEOPLE = "people", "personnes accueillies"
    SEATS = "seats", "places"
    WEIGHT = "gross_kg", "poids total (kg)"


class Skill(Word):
    """What people hold the right to do (E49, E74)."""

    DRIVING = "driving", "autorisation de conduite"
    CACES_R486 = "caces_r486", "CACES R486 (nacelles)"
    CACES_R482 = "caces_r482", "CACES R482 (engins)"
    MEDICAL = "medical", "attestation médicale"
    TRAINING = "training", "formation ou prise en main"
    LICENCE_B = "licence_b", "permis B"
    LICENCE_B96 = "licence_b96", "permis B96"
    LICENCE_BE = "licence_be", "permis BE"
    LICENCE_C = "licence_c", "permis C ou C1"
    LICENCE_D = "licence_d", "permis D ou D1"
    DRIVER_CARD = "driver_card", "FIMO ou FCO voyageurs"
    PILOT = "pilot", "télépilote"
    ELECTRICAL = "electrical", "habilitation électrique"
    SCAFFOLD = "scaffold", "montage d’échafaudage"
    TENT = "tent", "montage de tentes"
    STAGE = "stage", "montage de scènes"


class Finding(Word):
    """How a control ended."""

    PASSED = "passed", "conforme"
    REMARKS = "remarks", "conforme avec remarques"
    FAILED = "failed", "non conforme"


class Clearing(Word):
    """How a requirement of one loan was settled by somebody."""

    SEEN = "seen", "pièce vue"
    OVERRIDE = "override", "dérogation"


class Standing(Word):
    """Where a thing stands with one of its controls today, what is urgent first."""

    FAILED = "failed", "non conforme"
    OVERDUE = "overdue", "échu"
    NEVER = "never", "jamais enregistré"
    DUE = "due", "à prévoir"
    PLANNED = "planned", "prévu"
    VALID = "valid", "en ordre"

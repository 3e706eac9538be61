"""The French sentence of each refusal, by its stable code."""

REFUSALS: dict[str, str] = {
    "absence_not_found": "Cette absence n’existe pas, ou ne concerne pas votre organisme.",
    "access_not_found": "Cette page n’existe pas, ou ne concerne pas votre commune.",
    "account_not_found": "Ce compte n’existe pas ou n’agit pour aucun organisme.",
    "act_not_found": "Cet acte n’existe pas, ou ne concerne pas votre organisme.",
    "adhesion_not_found": "Cette adhésion n’existe pas, ou ne concerne pas votre organisme.",
    "adhesion_over": "Cette adhésion s’est terminée le {day} : elle ne change plus.",
    "beyond_horizon": "« {pool} » ne se réserve pas si longtemps à l’avance "
    "({months} mois au plus).",
    "breakdown_over": "Cette panne est finie : relisez la page.",
    "campaign_closed": "Cette vérification est close : elle ne change plus.",
    "campaign_not_found": "Cette vérification n’existe pas, ou ne concerne pas vos dépôts.",
    "campaign_open": "« {depot} » est déjà en cours de vérification depuis le {day}.",
    "catalogue_not_found": "Ce matériel n’existe pas.",
    "changed_meanwhile": "La réservation vient de changer. Relisez-la, puis recommencez.",
    "co_owner_act": "Il manque l’acte de copropriétaires, que leur convention demande : "
    "{organizations}. Enregistrez-le, puis établissez le document. D’ici là, un projet s’imprime.",
    "copy_of_another": "L’exemplaire {unit} est un exemplaire de « {name} », pas de « {wanted} ».",
    "csrf": "Le formulaire a expiré. Déposez-le à nouveau : rien n’a été enregistré.",
    "check_not_found": "Ce matériel n’a pas été vérifié : il n’y a rien à annuler.",
    "closed_on_holiday": "« {pool} » ne remet ni ne reprend rien les jours fériés ({name}, {day}).",
    "contest_answered": "Ce retour n’est pas contesté, ou vous y avez déjà répondu.",
    "contest_open": "Ce retour est contesté : répondez à l’emprunteur, puis clôturez.",
    "contest_over": "Ce retour se contestait jusqu’au {until} : le délai est passé.",
    "copies_unsaid": "Dites quels exemplaires sont rentrés ou abîmés : {units}.",
    "copy_counted_twice": "L’exemplaire {unit} est compté deux fois.",
    "copy_not_of_loan": "L’exemplaire {unit} n’est pas sorti avec ce prêt, ou est déjà rentré.",
    "delegation_over": "La délégation n’est plus en vigueur : {paper}. La signature revient à "
    "{owner} ; rien n’a été signé.",
    "deposit_not_asked": "Aucun dépôt de garantie n’est demandé pour ce prêt.",
    "deposit_not_held": "Aucun dépôt de garantie n’est à rendre pour ce prêt.",
    "deposit_received": "Le dépôt de garantie de ce prêt est déjà reçu.",
    "depot_closed": "« {depot} » est fermé le {day} : {reason}.",
    "convention_not_found": "Ce document n’existe pas, ou ne concerne pas votre organisme.",
    "counter_not_found": "Le comptoir est pour les gestionnaires et les services techniques.",
    "depot_not_found": "Ce matériel n’est pas stocké au dépôt « {depot} ».",
    "draft_not_found": "Ce brouillon n’existe plus, ou n’est pas le vôtre.",
    "elected_needed": "Un élu décide pour ce bénéficiaire : indiquez qui, et sa fonction.",
    "epci_not_found": "Aucun EPCI ne porte le SIREN « {siren} » dans les chiffres officiels "
    "de 2026.",
    "feed_not_found": "Cet abonnement n’existe pas.",
    "figures_changed": "Les écarts ont changé depuis votre lecture. Relisez-les, puis appliquez.",
    "figures_not_found": "Ces chiffres ne concernent pas votre organisme.",
    "framework_by_lender": "Une convention-cadre est inscrite par le prêteur, par le gestionnaire "
    "de son parc ou par l’intercommunalité : demandez-leur de l’enregistrer dans votre registre.",
    "framework_missing": "Aucune convention-cadre n’est en vigueur avec cet emprunteur : un bon de "
    "prêt ne suffit pas.",
    "files_away": "Le stockage des photos et des documents ne répond pas. Rien n’a été "
    "enregistré : réessayez dans un instant.",
    "file_lost": "Ce fichier n’est plus dans le stockage du service. "
    "Prévenez votre intercommunalité.",
    "file_not_found": "Ce fichier n’existe pas, ou ne concerne pas votre organisme.",
    "hold_not_found": "Ce retrait du prêt n’existe pas, ou ne concerne pas votre organisme.",
    "http": "Cette demande n’a pas pu être traitée.",
    "import_not_found": "Cette reprise d’inventaire n’existe pas, ou n’est pas la vôtre.",
    "import_not_ready": "Cette reprise n’est pas à confirmer.",
    "import_outdated": "Le matériel a changé depuis la lecture du fichier : relisez ce qui "
    "changerait.",
    "import_wrong": "Des lignes sont à corriger : rien n’a été enregistré.",
    "incident_closed": "Cet incident est clos : il ne change plus.",
    "incident_not_found": "Cet incident n’existe pas, ou ne concerne pas votre organisme.",
    "incident_open": "Un incident de ce prêt est encore ouvert : suivez-le jusqu’au bout, "
    "puis clôturez.",
    "incident_out": "Ce matériel est encore sorti : enregistrez d’abord son retour.",
    "incident_too_early": "Rien n’est encore sorti pour cette réservation : il n’y a pas "
    "d’incident à y signaler.",
    "incident_without_loan": "Le procès-verbal se fait pour un prêt : cet incident n’est survenu "
    "dans aucun.",
    "inspection_done": "Ce contrôle est déjà enregistré.",
    "inspection_not_found": "Ce contrôle n’existe pas, ou ne concerne pas votre organisme.",
    "invalid": "Certains champs sont à corriger.",
    "inventory_empty": "Le fichier a un en-tête, mais aucune ligne de matériel.",
    "inventory_headerless": "Aucun en-tête ne se lit dans ce fichier : il faut au moins les "
    "colonnes Référence, Désignation, Quantité et Dépôt.",
    "inventory_not_found": "Cet inventaire n’existe pas dans votre territoire.",
    "inventory_unreadable": "L’inventaire n’a pas pu être lu ; rien n’a été enregistré.",
    "item_promised": "Des réservations comptent sur ce matériel.",
    "item_not_found": "Aucun matériel ne porte la référence « {item} ».",
    "instructions_to_accept": "Les consignes de ce matériel sont à accepter avant la remise.",
    "invitation_answered": "Cette personne a déjà choisi son mot de passe : "
    "elle se connecte avec lui.",
    "kit_not_found": "Ce lot n’existe pas, ou ne concerne pas votre organisme.",
    "lender_act": "Il manque l’acte qui autorise le prêteur : enregistrez-le, puis établissez le "
    "document. D’ici là, un projet s’imprime.",
    "lender_signatory": "Personne n’est inscrit pour signer au nom du prêteur : inscrivez son "
    "représentant, ou celui du gestionnaire qui signe par délégation, puis établissez le document. "
    "D’ici là, un projet s’imprime.",
    "last_administrator": "Il ne resterait personne pour administrer les accès de {organization} : "
    "donnez d’abord ce rôle, sans date de fin, à quelqu’un d’autre.",
    "label_not_found": "Ces étiquettes ne sont pas celles de votre organisme.",
    "left_behind": "{name} : il en faut {needed} pour accompagner ce que vous accordez, "
    "et vous en accordez {granted}. Accordez-en autant, ou moins du matériel accompagné.",
    "left_at_depot": "{name} : il en faut {needed} pour accompagner ce qui part, "
    "et vous en remettez {leaving}.",
    "line_not_found": "Cette ligne ne fait pas partie de la réservation.",
    "line_not_of_loan": "Cette ligne n’est pas de ce prêt, ou tout en est déjà rentré.",
    "link_used": "Ce lien a déjà servi ou n’est plus valable.",
    "loans_after_leaving": "Des prêts sont en cours ou prévus après cette date. "
    "Rien n’est enregistré.",
    "loan_too_long": "« {pool} » prête {longest} jours au plus ; vous en demandez {days}.",
    "method_not_allowed": "Cette adresse ne se prête pas à cette action.",
    "more_back_than_out": "{name} : il n’en reste que {awaited} à rendre. "
    "Relisez ce qui est déjà rentré.",
    "more_damaged_than_back": "On ne compte pas plus d’abîmés ou de sales que ce qui rentre.",
    "more_too_late": "La fin du prêt est passée : rien de plus que convenu ne peut partir.",
    "more_unsigned": "Ce parc ne remet rien sans document signé : pour remettre plus que convenu, "
    "modifiez d’abord la réservation, puis faites signer l’avenant.",
    "not_asked": "Cette exigence ne concerne pas cette réservation.",
    "not_allowed": "Votre rôle ne permet pas cette action.",
    "not_eligible": "« {pool} » n’est pas ouvert à votre organisme pour ce prêt.",
    "not_at_depot": "« {depot} » n’en a pas assez de libres à ces dates.",
    "not_enough_available": "Il n’y a pas assez de matériel libre à ces dates.",
    "not_found": "Cette page n’existe pas, ou ne concerne pas votre commune.",
    "not_lent": "« {name} » ne se prête pas en ce moment.",
    "not_ready": "Ce matériel ne peut pas encore être publié : il y manque {missing}.",
    "not_signed_in": "Connectez-vous, ou présentez un jeton valable.",
    "not_yet": "Il est trop tôt pour cette action.",
    "nothing_counted": "Rien n’est compté : indiquez ce qui rentre, ou ce qui manque.",
    "nothing_kept": "Rien n’est gardé pour plus tard dans cette réservation.",
    "nothing_leaves": "Rien ne part : comptez au moins un matériel.",
    "nothing_to_amend": "Rien n’a changé depuis le dernier document : il n’y a pas d’avenant à "
    "établir.",
    "nothing_to_settle": "Il n’y a plus rien à garder ni à annuler dans cette demande.",
    "notice_too_short": "« {pool} » se réserve au moins {days} jours ouvrés à l’avance : "
    "pas avant le {earliest}.",
    "only_less": "Le matériel est sorti : vous pouvez le rendre plus tôt. Pour le garder plus "
    "longtemps, demandez une prolongation.",
    "only_return": "Le matériel est sorti : seule la date de retour peut encore changer.",
    "organization_not_found": "Cet organisme n’existe pas dans votre territoire.",
    "outside_hours": "« {depot} » ne remet ni ne reprend rien à cette heure le {day}.",
    "outbox_not_found": "Cette page n’existe pas, ou ne concerne pas votre commune.",
    "owners_word_closed": "Les modèles de votre intercommunalité s’appliquent à tous : "
    "elle n’a pas ouvert leur rédaction aux propriétaires.",
    "owners_first": "« {pool} » va d’abord à ses propriétaires : "
    "vous pourrez demander ces dates à partir du {asks_from}.",
    "paper_awaited": "Le retrait attend un papier à signer : {why}.",
    "paper_cancelled": "Ce document est déjà annulé.",
    "paper_in_use": "Le matériel est sorti sous ce papier : il ne s’annule pas avant le retour. "
    "Préparez un avenant.",
    "paper_too_early": "La réservation n’est pas validée, ou elle est terminée : ce document ne "
    "peut pas être établi.",
    "paper_incomplete": "Ce document a encore des blancs : {missing}.",
    "paper_undrawable": "Ces caractères ne peuvent pas être imprimés : {characters}",
    "paper_already_seen": "Cette pièce a été vue : elle reste avec la demande.",
    "paper_altered": "Ce document ne correspond plus à son empreinte : {paper}. "
    "Prévenez votre intercommunalité. Rien n’a été signé.",
    "paper_issued": "Un document de ce prêt est déjà établi : annulez-le, ou préparez un avenant.",
    "paper_not_found": "Ce fichier n’existe pas, ou ne concerne pas votre organisme.",
    "paper_over": "Ce document n’est plus à signer : {paper} (état : {state}). "
    "Rien n’a été enregistré.",
    "papers_changed": "Les documents à signer ont changé depuis votre lecture. "
    "Relisez-les, puis signez.",
    "papers_not_found": "Cette page n’existe pas, ou ne concerne pas votre organisme.",
    "paper_unsigned": "Le document du prêt n’est pas encore signé de tous : rien ne part avant.",
    "passage_not_found": "Ce passage au comptoir n’existe pas, ou ne concerne pas votre organisme.",
    "pool_not_found": "Ce parc n’existe pas, ou ne concerne pas votre organisme.",
    "promise_not_found": "Cette reprise n’existe pas, ou ne concerne pas vos parcs.",
    "qualification_not_found": "Cette habilitation n’existe pas, ou n’est pas de votre registre.",
    "queue_not_found": "Cette page n’existe pas, ou ne concerne pas votre commune.",
    "promise_settled": "La ligne {row} n’est plus en conflit : relisez la page.",
    "promises_empty": "Le fichier a un en-tête, mais aucune promesse.",
    "promises_headerless": "Aucun en-tête ne se lit dans ce fichier : il faut au moins une colonne "
    "pour le matériel, une pour la date et une pour l’emprunteur.",
    "promises_nobody": "Personne n’a d’accès dans ce territoire : invitez d’abord quelqu’un "
    "(user invite).",
    "promises_nothing": "Il n’y a rien à valider dans ce fichier.",
    "promised_in_pool": "« {item} » est promis ({loans}) : il pourra changer de parc après.",
    "quota": "« {pool} » prête {loans} fois au plus sur {months} mois à un même emprunteur : "
    "ce serait la {count}e.",
    "reason_needed": "Un motif est nécessaire : l’emprunteur le lira.",
    "readiness_not_found": "Cette page n’existe pas, ou ne concerne pas votre commune.",
    "reminded_already": "La signature vient d’être demandée : attendez un jour avant de relancer.",
    "reminder_not_found": "Les rappels sont envoyés par le service lui-même.",
    "report_contested": "Ce retour est déjà contesté : le gestionnaire y répond.",
    "report_signed": "Ce retour est signé de l’emprunteur : il ne se conteste pas ici.",
    "request_key_reused": "Cette demande est déjà déposée. "
    "Déposez à nouveau pour en faire une autre.",
    "request_not_found": "Cette demande n’existe pas, ou ne concerne pas votre commune.",
    "requirement_not_found": "Cette exigence n’existe pas, ou ne concerne pas votre organisme.",
    "reservation_not_found": "Cette réservation n’existe pas, ou ne concerne pas votre commune.",
    "rule_ended": "Cette règle a déjà pris fin.",
    "rule_not_found": "Cette règle n’existe pas, ou ne concerne pas vos parcs.",
    "school_calendar": "« {pool} » ne prête que {rule} (zone {zone}).",
    "sheet_broken": "Ce fichier ne se lit pas. Enregistrez-le en .xlsx, .ods ou .csv, puis "
    "recommencez.",
    "sheet_encrypted": "Ce fichier est protégé par un mot de passe. Enregistrez-le sans mot de "
    "passe, puis recommencez.",
    "sheet_page": "Ce fichier est une page web, pas un tableau. Ouvrez-le dans votre tableur et "
    "enregistrez-le en .xlsx.",
    "sheet_too_heavy": "Ce fichier dépasse 10 Mo.",
    "sheet_too_large": "Ce tableau est démesuré : 20 000 lignes et 200 colonnes au plus. "
    "Supprimez les lignes vides et les autres feuilles.",
    "slip_not_enough": "Ce matériel demande une convention avec ses pièces : un bon de prêt ne "
    "suffit pas.",
    "sign_not_due": "Ce document n’attend pas votre signature maintenant : {paper}. "
    "Rien n’a été enregistré.",
    "signer_unreached": "Aucune adresse électronique n’est connue pour faire signer ce document : "
    "{paper}. Faites-le signer sur papier, ou ajoutez une adresse au signataire.",
    "source_not_found": "Cet agenda n’est pas, ou n’est plus, suivi pour votre matériel.",
    "stock_not_found": "Ce stock n’existe pas, ou ne concerne pas votre organisme.",
    "stock_promised": "D’autres réservations comptent sur ce matériel : "
    "il en manquerait {missing}.",
    "territory_not_found": "Précisez le territoire par son SIREN (--territory).",
    "too_heavy": "Ce que vous envoyez est trop lourd : 10 Mo au plus par fichier. "
    "Rien n’a été enregistré.",
    "too_many_attempts": "Trop d’essais. Attendez {minutes} minutes avant de recommencer.",
    "unexpected": "Une erreur est survenue de notre côté ; rien n’a été enregistré.",
    "unit_gone": "L’exemplaire {unit} est sorti de l’inventaire : il ne se prête plus.",
    "unit_not_found": "Ce matériel n’a pas d’exemplaire « {unit} » en service à ce dépôt.",
    "unit_out": "L’exemplaire {unit} est sorti : enregistrez d’abord son retour.",
    "unit_taken": "L’exemplaire {unit} est promis à un autre prêt, ou retiré du prêt, avant le "
    "retour prévu : choisissez un autre exemplaire.",
    "unit_twice": "L’exemplaire {unit} est compté deux fois.",
    "unit_unknown": "Aucun exemplaire ne porte le numéro « {unit} ».",
    "unit_withheld": "L’exemplaire {unit} est déjà retiré du prêt à ces dates.",
    "unfit": "Le prêt ne peut pas se faire ainsi : une vérification ou une pièce s’y oppose.",
    "unavailable": "Le service est momentanément indisponible. Réessayez dans un instant.",
    "way_not_admitted": "Ce document ne se signe pas {way} : {paper}. "
    "Votre intercommunalité ne l’admet pas.",
    "withheld_by_agenda": "Cette occupation vient de l’agenda « {agenda} » : elle se change "
    "dans cet agenda, ou en cessant de le suivre.",
    "wrong_current_password": "Ce n’est pas votre mot de passe actuel.",
    "wrong_moment": "Ce n’est plus possible : la réservation a changé entre-temps.",
    "wrong_stage": "Cette étape ne vient pas après l’étape actuelle du matériel.",
    "wrong_password": "L’adresse ou le mot de passe n’est pas le bon.",
    "wording_changed": "Ce modèle vient de changer (version {version}). Votre texte est gardé "
    "ci-dessous : relisez cette version, puis enregistrez-le à nouveau si besoin.",
    "wording_not_found": "Ce modèle n’existe pas, ou ne concerne pas votre organisme.",
}

# Français.

language-name = Français
skip = Aller au contenu
nav-label = Pages
nav-home = État
nav-history = Historique

title-home = { $site } : état des services
title-incident = { $title } | { $site }
title-of-day = { $title } ({ $date })
title-history = Historique | { $site }
title-month = { $month } | { $site }
title-404 = Cette page n’existe pas
description-home = { $site } fonctionne-t-il ? L’état de chaque plateforme, les incidents en cours et la maintenance prévue.
description-history = Tous les incidents et toute la maintenance, mois par mois.
description-month = Incidents et maintenance : { $month }.
description-404 = Il n’y a pas de page à cette adresse.

state-operational = Opérationnel
state-degraded_performance = Performances dégradées
state-partial_outage = Panne partielle
state-major_outage = Panne majeure
state-under_maintenance = En maintenance

status-investigating = Recherche de la cause
status-identified = Cause identifiée
status-monitoring = Sous surveillance
status-resolved = Résolu
status-false_alarm = Fausse alerte
status-scheduled = Prévue
status-in_progress = En cours
status-verifying = En vérification
status-completed = Terminée
status-cancelled = Annulée
status-notice = Avis
status-review = Bilan
status-update = Point de situation

impact-none = aucune
impact-minor = mineure
impact-major = majeure
impact-critical = critique
impact-of = Gravité : { $impact }

kind-incident = Incident
kind-maintenance = Maintenance
kind-notice = Avis

platform-in-group = { $platform } ({ $group })

headline-operational = Toutes les plateformes fonctionnent
headline-under_maintenance = Maintenance en cours
headline-degraded_performance = Performances dégradées
headline-partial_outage = Panne partielle
headline-major_outage = Panne majeure
headline-investigating = Nous examinons un problème
as-of = état au

breadth = { $affected } { $total ->
    [one] plateforme
   *[other] plateformes
  } sur { $total }
breadth-separator = {", "}
breadth-join = { $parts }
breadth-regions-all = toutes les régions
breadth-audiences-all = toutes les formules

duration-moment = un instant
duration-seconds = moins d’une minute
duration-minutes = { $n ->
    [one] { $n } minute
   *[other] { $n } minutes
  }
duration-hours = { $n ->
    [one] { $n } heure
   *[other] { $n } heures
  }
duration-days = { $n ->
    [one] { $n } jour
   *[other] { $n } jours
  }
duration-hours-minutes = { $h } h { $m } min
duration-days-hours = { $d ->
    [one] { $d } jour
   *[other] { $d } jours
  } { $h } h

window = { $date }, { $from } – { $until } { $zone }
window-days = { $from } – { $until } { $zone }
window-zones = { $from } { $from-zone } – { $until } { $zone }

open-incidents = Incidents en cours
drills = Exercices
maintenance-now = Maintenance en cours
maintenance-ahead = Maintenance prévue
notices = Avis
platforms = Plateformes
last-days = Les sept derniers jours
nothing-reported = Rien à signaler.
all-history = Tout l’historique
since = depuis le
now = maintenant
latest-update = Dernier point
earlier-updates = { $n ->
    [one] Un point précédent
   *[other] { $n } points précédents
  }

what-you-see = Ce que vous voyez
error-text = L’application affiche
what-to-do = Que faire
not-affected = Non touché
affected = Touché
where = Où
who = Pour
scope-heading = De quoi il s’agit

promise-by = Prochain point avant
promise-none = Pas de prochain point prévu :
promise-overdue = en retard de { $by }
promise-kept = tenu
promise-late = { $by } de retard
promises = Points promis
promises-kept = { $kept } sur { $made } à l’heure

timeline = Chronologie
lasted = durée : { $duration }
corrected = Corrigé :
translation-follows = La traduction suit.
review = Bilan
review-due = attendu pour le
read-review = Lire le bilan
all-of-month = Tout le mois : { $month }
entries = { $n ->
    [one] { $n } entrée
   *[other] { $n } entrées
  }
months = Mois
drill = Exercice
drill-banner = Exercice : ceci est une répétition. Rien n’est touché.

not-found-words = L’adresse est peut-être mal écrite, ou la page n’a jamais existé. Ce qui fonctionne et ce qui ne fonctionne pas est sur la page d’état.
not-found-home = Vers la page d’état
moved = Cette page a une nouvelle adresse

follow = Suivre
support = Aide et assistance
feed-updates-title = { $site } : points de situation
feed-updates-purpose = Une entrée par point : pour les messageries et les téléphones.
feed-incidents-title = { $site } : incidents
feed-incidents-purpose = Une entrée par incident : pour les archives.
feed-item-title-update = [{ $status }] { $title }
feed-next-update = Prochain point avant : { $time }.

percent = { $number } %
duration-none = aucun
platform = Plateforme
title-platform = { $platform } | { $site }
description-platform = { $platform } fonctionne-t-il ? Son état, sa disponibilité avec la formule, et tous ses incidents.
uptime = Disponibilité
over-span = sur les { $span } passés
bars-caption = Une barre pour chacun des { $span } passés : plus la barre colorée est haute, plus le problème est grave. Le pourcentage est la disponibilité.
bars-label = { $span } passés : { $uptime } de disponibilité, { $trouble ->
    [0] aucun jour perturbé
    [one] un jour perturbé
   *[other] { $trouble } jours perturbés
  }
bars-unknown = { $span } passés : rien n’est encore connu
counts-since = Compte à partir du { $date }. Les jours d’avant sont gris et ne comptent pas.
formula = La disponibilité est la part du temps compté, { $counted }, qui ne compte pas comme panne, { $down }. Des incidents qui se recouvrent comptent une fois, dans le pire état. La maintenance ne compte jamais comme panne.
formula-weights = { $weights ->
    [statuspage] Une panne partielle compte pour 30 % d’une panne majeure, comme chez Statuspage.
    [incident_io] Les pannes partielles et majeures comptent entièrement, comme chez incident.io.
    [openstatus] Tout ce qui n’est pas opérationnel compte entièrement, comme chez openstatus.
   *[own] Les poids sont les nôtres.
  }
state = État
time-in-state = Temps passé
counts-as-down = Compte comme panne
day = Jour
days-with-trouble = Jours perturbés
no-trouble = Aucun sur les { $span } passés.
all-entries = Tout ce qui a été signalé

nav-subscribe = Suivre
title-subscribe = Suivre { $site }
description-subscribe = Tous les flux de { $site }, et à quoi sert chacun.
subscribe = Nous suivre
subscribe-words = Mettez une de ces adresses dans un lecteur de flux, une messagerie ou une appli qui lit les flux. Il ne faut pas de compte, et personne n’apprend que vous lisez.
feeds = Flux
subscribe-promise = Les adresses et les identifiants ne changent jamais : rien n’arrive deux fois, et une résolution arrive toujours.
badge = Pastille
badge-words = Une petite image de l’état, pour votre propre page. Elle dit l’état en mots et par sa forme.
title-home-open = { $state } | { $site }
llms-words = Chaque page d’incident a un double en Markdown : mettez .md à la place de .html. La première ligne de status.txt est un seul mot : le pire état d’une plateforme en ce moment.
labelled = { $label } :

# What the browser adds: the clock, news, "am I affected?", search, banners.
state-unknown = Non confirmé
state-open = Problème signalé
status-overrun = Devrait être terminée, pas encore confirmé
stale = Nous ne pouvons pas confirmer l’état actuel
stale-words = Cette page est ancienne et ne montre peut-être pas ce qui se passe maintenant. Rechargez-la.
lost = Cette page ne joint plus son serveur. Ce que vous voyez date de { $time }.
news = Cette page a du nouveau : { $headline }
affected-question = Suis-je concerné ?
affected-yes = Oui, vous êtes peut-être concerné.
affected-no = Non, rien de ce qui est ouvert ne concerne ce choix.
affected-not-listed = { $platform } : non touché.
region = Région
audience = Formule
search-label = Rechercher
search-all = Toutes les plateformes
search-hint = Titre, symptôme, texte de l’erreur
by-platform = Tout d’une plateforme
search-found = Trouvé : { $n }
search-none = Rien trouvé. Essayez avec moins de mots.
search-failed = La recherche a besoin d’une connexion à ce site.
embed = Bandeau
embed-words = Une ligne pour votre propre site. Elle affiche un bandeau tant que quelque chose est ouvert, et rien sinon. Elle ne pose aucun cookie et ne charge rien d’ailleurs.
embed-more = Détails
embed-close = Fermer
badge-title = { $name } : { $state }, le { $time }

# Feeds and calendars
feed-correction = Correction
feed-corrects = Corrige le message du { $time }.
feed-archive-title = { $feed }, partie { $n }
feed-scope-title = { $site } : { $scope }
feed-major-scope = seulement les problèmes majeurs
feed-major-purpose = Tous les messages sur les incidents de gravité majeure ou critique.
feed-platform-purpose = Tous les messages qui concernent : { $scope }.
feed-region-purpose = Tous les messages qui concernent : { $scope }.
feed-audience-purpose = Tous les messages pour : { $scope }.
feeds-main = Tout
feeds-main-words = « Points de situation » apporte chaque message une fois et ne le change jamais : pour les messageries, les téléphones et tout ce qui sonne. « Incidents » a une entrée par incident, qui grandit : pour lire plus tard et pour les archives.
feeds-by-platform = Par plateforme
feeds-by-region = Par région
feeds-by-audience = Par formule
feeds-by-scope-words = Les mêmes messages, mais seulement sur ce que vous utilisez. La résolution parvient toujours à qui a appris le problème.
feeds-opml = Tous les flux dans un fichier
feeds-opml-words = La plupart des lecteurs de flux savent l’importer.
history-names = Si vous venez d’une autre page d’état : history.rss et history.atom contiennent aussi les incidents.
calendars = Calendriers
calendars-words = Les maintenances prévues dans votre agenda. Abonnez-vous à l’adresse plutôt que d’importer le fichier une fois : une maintenance déplacée ou annulée le sera alors aussi dans votre agenda.
calendar-title = { $site } : maintenances
calendar-scope-title = { $site } : maintenances, { $scope }
calendar-purpose = Toutes les maintenances prévues.
calendar-platform-purpose = Les maintenances prévues qui concernent : { $scope }.
window-moved = Nouveau créneau :

# Speed and transparency, on the history page
scorecard = Rapidité et transparence
scorecard-words = En combien de temps est venu le premier mot, combien de temps les lecteurs ont ensuite attendu le suivant, et quelles promesses ont été tenues. Compté sur les incidents commencés dans l’année ; exercices, maintenances et avis ne comptent pas.
scorecard-incidents = Incidents
scorecard-first-word = Premier mot après (médiane)
scorecard-slowest = Premier mot après (le plus lent)
scorecard-silence = Plus long silence pendant un incident
scorecard-promises = Promesses d’une prochaine nouvelle
scorecard-reviews = Bilans
scorecard-review = Bilan après (médiane)
scorecard-at-once = aussitôt

# Texts that `upfront maintenance` writes
written-moved = Ces travaux sont déplacés. Au lieu de { $old }, ils ont lieu { $new }.
written-cancelled = Ces travaux sont annulés. Rien ne change pour vous.

# The uptime of a group, on the pages of its platforms.
group-uptime = { $group } : { $uptime }. { $weights ->
    [incident_io] Un groupe ne marche que si toutes ses plateformes marchent.
   *[other] La disponibilité d’un groupe est la moyenne de ses plateformes.
  }

# From one thing to the next, and back, in the direction of the script.
arrow = →
arrow-back = ←

# Above the list of a platform that has more than it shows.
newest-entries = Les entrées les plus récentes

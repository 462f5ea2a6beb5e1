# Deutsch.

language-name = Deutsch
skip = Zum Inhalt
nav-label = Seiten
nav-home = Status
nav-history = Verlauf
nav-subscribe = Abonnieren

title-home = { $site }: aktueller Stand
title-home-open = { $state } | { $site } (Deutsch)
title-incident = { $title } – { $site } (Deutsch)
title-of-day = { $title } ({ $date })
title-history = Verlauf – { $site }
title-month = { $month } – { $site } (Deutsch)
title-platform = { $platform } – { $site } (Deutsch)
title-subscribe = { $site } abonnieren
title-404 = Diese Seite gibt es nicht
description-home = Funktioniert { $site }? Der Zustand jeder Plattform, offene Störungen und geplante Wartung.
description-history = Alle Störungen und alle Wartungen, nach Monaten.
description-month = Störungen und Wartung im { $month }.
description-platform = Funktioniert { $platform }? Zustand, Verfügbarkeit mit Formel und alle Störungen.
description-subscribe = Alle Feeds von { $site } und wozu jeder dient.
description-404 = Unter dieser Adresse gibt es keine Seite.

state-operational = In Betrieb
state-degraded_performance = Eingeschränkt
state-partial_outage = Teilausfall
state-major_outage = Großer Ausfall
state-under_maintenance = In Wartung

status-investigating = Ursache wird gesucht
status-identified = Ursache gefunden
status-monitoring = Wird beobachtet
status-resolved = Behoben
status-false_alarm = Fehlalarm
status-scheduled = Geplant
status-in_progress = Im Gange
status-verifying = Wird geprüft
status-completed = Abgeschlossen
status-cancelled = Abgesagt
status-notice = Hinweis
status-review = Rückblick
status-update = Zwischenstand

impact-none = keine
impact-minor = gering
impact-major = erheblich
impact-critical = kritisch
impact-of = Auswirkung: { $impact }

kind-incident = Störung
kind-maintenance = Wartung
kind-notice = Hinweis

platform-in-group = { $platform } ({ $group })

headline-operational = Alle Plattformen funktionieren
headline-under_maintenance = Wartung im Gange
headline-degraded_performance = Eingeschränkter Betrieb
headline-partial_outage = Teilausfall
headline-major_outage = Großer Ausfall
headline-investigating = Wir untersuchen ein Problem
as-of = Stand:

breadth = { $affected } von { $total } { $total ->
    [one] Plattform
   *[other] Plattformen
  }
breadth-separator = {", "}
breadth-join = { $parts }
breadth-regions-all = alle Regionen
breadth-audiences-all = alle Tarife

duration-none = keine
duration-moment = ein Moment
duration-seconds = unter einer Minute
duration-minutes = { $n ->
    [one] 1 Minute
   *[other] { $n } Minuten
  }
duration-hours = { $n ->
    [one] 1 Stunde
   *[other] { $n } Stunden
  }
duration-days = { $n ->
    [one] 1 Tag
   *[other] { $n } Tage
  }
duration-hours-minutes = { $h } Std. { $m } Min.
duration-days-hours = { $d ->
    [one] 1 Tag
   *[other] { $d } Tage
  } { $h } Std.

window = { $date }, { $from } – { $until } { $zone }
window-days = { $from } – { $until } { $zone }
window-zones = { $from } { $from-zone } – { $until } { $zone }

open-incidents = Offene Störungen
drills = Übungen
maintenance-now = Wartung im Gange
maintenance-ahead = Geplante Wartung
notices = Hinweise
platforms = Plattformen
platform = Plattform
last-days = Die letzten sieben Tage
nothing-reported = Nichts gemeldet.
all-history = Der ganze Verlauf
all-entries = Alles, was gemeldet wurde
since = seit
now = jetzt
latest-update = Neuester Stand
earlier-updates = { $n ->
    [one] Eine frühere Meldung
   *[other] { $n } frühere Meldungen
  }

what-you-see = Was Sie sehen
error-text = Die App sagt
what-to-do = Was Sie tun können
not-affected = Nicht betroffen
affected = Betroffen
where = Wo
who = Für
scope-heading = Worum es geht
labelled = { $label }:

promise-by = Nächste Meldung bis
promise-none = Keine nächste Meldung geplant:
promise-overdue = { $by } überfällig
promise-kept = eingehalten
promise-late = { $by } zu spät
promises = Zugesagte Meldungen
promises-kept = { $kept } von { $made } kamen pünktlich

timeline = Zeitlicher Ablauf
lasted = Dauer: { $duration }
corrected = Berichtigt:
translation-follows = Übersetzung folgt.
review = Rückblick
review-due = zugesagt bis
read-review = Den Rückblick lesen
all-of-month = Alles aus { $month }
entries = { $n ->
    [one] 1 Eintrag
   *[other] { $n } Einträge
  }
months = Monate
drill = Übung
drill-banner = Übung: Dies ist eine Probe. Nichts ist betroffen.

uptime = Verfügbarkeit
percent = { $number } %
over-span = über { $span }
bars-caption = Ein Balken für jeden Tag ({ $span }): je höher der farbige Balken, desto schwerer die Störung. Der Prozentwert ist die Verfügbarkeit.
bars-label = { $span }: { $uptime } Verfügbarkeit, { $trouble ->
    [0] kein Tag mit Störung
    [one] Störung an 1 Tag
   *[other] Störung an { $trouble } Tagen
  }
bars-unknown = { $span }: noch ist nichts bekannt
counts-since = Zählt ab { $date }. Tage davor sind grau und zählen nicht.
formula = Verfügbarkeit ist der Anteil der gezählten Zeit ({ $counted }), der nicht als Ausfall zählt ({ $down }). Störungen, die sich überschneiden, zählen einmal, im schlimmsten Zustand. Wartung zählt nie als Ausfall.
formula-weights = { $weights ->
    [statuspage] Ein Teilausfall zählt zu 30 % wie ein großer, wie bei Statuspage.
    [incident_io] Teilausfälle und große Ausfälle zählen ganz, wie bei incident.io.
    [openstatus] Alles, was nicht in Betrieb ist, zählt ganz, wie bei openstatus.
   *[own] Die Gewichte sind unsere eigenen.
  }
state = Zustand
time-in-state = Zeit darin
counts-as-down = Zählt als Ausfall
day = Tag
days-with-trouble = Tage mit Störung
no-trouble = Keine ({ $span }).

not-found-words = Vielleicht ist die Adresse falsch geschrieben, oder die Seite gab es nie. Was funktioniert und was nicht, steht auf der Statusseite.
not-found-home = Zur Statusseite
moved = Diese Seite hat eine neue Adresse

follow = Abonnieren
subscribe = Abonnieren
subscribe-words = Geben Sie eine dieser Adressen in einen Feed-Leser, einen Chat oder eine App ein, die Feeds liest. Sie brauchen kein Konto, und niemand erfährt, dass Sie mitlesen.
subscribe-promise = Adressen und Kennungen ändern sich nie: Nichts kommt zweimal, und eine Behebung kommt immer.
feeds = Feeds
badge = Plakette
badge-words = Ein kleines Bild des Zustands für Ihre eigene Seite. Es sagt den Zustand in Worten und durch seine Form.
support = Hilfe und Unterstützung
feed-updates-title = { $site }: Meldungen
feed-updates-purpose = Ein Eintrag für jede Meldung: für Chats und Telefone.
feed-incidents-title = { $site }: Störungen
feed-incidents-purpose = Ein Eintrag für jede Störung: für Archive.
feed-item-title-update = [{ $status }] { $title }
feed-next-update = Nächste Meldung bis { $time }.
llms-words = Zu jeder Seite einer Störung gibt es ein Gegenstück in Markdown: .md statt .html. Die erste Zeile von status.txt ist ein Wort: der schlimmste Zustand einer Plattform.

# What the browser adds: the clock, news, "am I affected?", search, banners.
state-unknown = Nicht bestätigt
state-open = Problem gemeldet
status-overrun = Sollte beendet sein, noch nicht bestätigt
stale = Wir können den Stand gerade nicht bestätigen
stale-words = Diese Seite ist alt und zeigt vielleicht nicht, was jetzt geschieht. Laden Sie sie neu.
lost = Diese Seite erreicht ihren Server nicht. Was Sie sehen, ist der Stand von { $time }.
news = Neues auf dieser Seite: { $headline }
affected-question = Bin ich betroffen?
affected-yes = Ja, Sie sind möglicherweise betroffen.
affected-no = Nein, nichts Offenes betrifft diese Auswahl.
affected-not-listed = { $platform } ist nicht betroffen.
region = Region
audience = Tarif
search-label = Suchen
search-all = Alle Plattformen
search-hint = Titel, Symptome, Fehlermeldung
by-platform = Alles zu einer Plattform
search-found = Gefunden: { $n }
search-none = Nichts gefunden. Versuchen Sie es mit weniger Wörtern.
search-failed = Die Suche braucht eine Verbindung zu dieser Seite.
embed = Banner
embed-words = Eine Zeile für Ihre eigene Website. Sie zeigt einen Banner, solange etwas offen ist, und sonst nichts. Sie setzt keine Cookies und lädt nichts von anderswo.
embed-more = Einzelheiten
embed-close = Schließen
badge-title = { $name }: { $state }, Stand { $time }

# Feeds and calendars
feed-correction = Berichtigung
feed-corrects = Berichtigt die Meldung vom { $time }.
feed-archive-title = { $feed }, Teil { $n }
feed-scope-title = { $site }: { $scope }
feed-major-scope = nur schwere Störungen
feed-major-purpose = Jede Meldung zu Störungen mit erheblicher oder kritischer Auswirkung.
feed-platform-purpose = Jede Meldung, die { $scope } betrifft.
feed-region-purpose = Jede Meldung, die { $scope } betrifft.
feed-audience-purpose = Jede Meldung für { $scope }.
feeds-main = Alles
feeds-main-words = „Meldungen“ bringt jede Meldung einmal und ändert sie nie: für Chat, Telefon und alles, was klingelt. „Störungen“ hat einen Eintrag je Störung, der wächst: zum Nachlesen und für Archive.
feeds-by-platform = Nach Plattform
feeds-by-region = Nach Region
feeds-by-audience = Nach Tarif
feeds-by-scope-words = Dieselben Meldungen, aber nur zu dem, was Sie benutzen. Die Entwarnung erreicht immer alle, die von der Störung erfahren haben.
feeds-opml = Alle Feeds in einer Datei
feeds-opml-words = Die meisten Feedreader können sie einlesen.
history-names = Wenn Sie von einer anderen Statusseite kommen: auch history.rss und history.atom enthalten die Störungen.
calendars = Kalender
calendars-words = Geplante Wartungen in Ihrer Kalender-App. Abonnieren Sie die Adresse, statt die Datei einmal zu importieren: Dann wird eine verschobene oder abgesagte Wartung auch dort verschoben oder abgesagt.
calendar-title = { $site }: Wartungen
calendar-scope-title = { $site }: Wartungen, { $scope }
calendar-purpose = Alle geplanten Wartungen.
calendar-platform-purpose = Geplante Wartungen, die { $scope } betreffen.
window-moved = Neues Zeitfenster:

# Speed and transparency, on the history page
scorecard = Tempo und Offenheit
scorecard-words = Wie schnell das erste Wort kam, wie lange danach auf das nächste zu warten war und welche Zusagen gehalten wurden. Gezählt sind die Störungen, die im jeweiligen Jahr begannen; Übungen, Wartungen und Hinweise zählen nicht.
scorecard-incidents = Störungen
scorecard-first-word = Erstes Wort nach (Median)
scorecard-slowest = Erstes Wort nach (am langsamsten)
scorecard-silence = Längste Stille während einer Störung
scorecard-promises = Zugesagte nächste Meldungen
scorecard-reviews = Rückblicke
scorecard-review = Rückblick nach (Median)
scorecard-at-once = sofort

# Texts that `upfront maintenance` writes
written-moved = Diese Arbeiten werden verlegt. Bisher: { $old }. Neu: { $new }.
written-cancelled = Diese Arbeiten sind abgesagt. Für Sie ändert sich nichts.

# The uptime of a group, on the pages of its platforms.
group-uptime = { $group }: { $uptime }. { $weights ->
    [incident_io] Eine Gruppe läuft nur, solange alle ihre Plattformen laufen.
   *[other] Die Verfügbarkeit einer Gruppe ist der Mittelwert ihrer Plattformen.
  }

# From one thing to the next, and back, in the direction of the script.
arrow = →
arrow-back = ←

# Above the list of a platform that has more than it shows.
newest-entries = Neueste Einträge

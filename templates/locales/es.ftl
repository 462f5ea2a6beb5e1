# Español.

language-name = Español
skip = Ir al contenido
nav-label = Páginas
nav-home = Estado
nav-history = Historial
nav-subscribe = Seguir

title-home = { $site }: estado actual
title-home-open = { $state } | { $site } (español)
title-incident = { $title } – { $site } (español)
title-of-day = { $title } ({ $date })
title-history = Historial – { $site }
title-month = { $month } – { $site } (español)
title-platform = { $platform } – { $site } (español)
title-subscribe = Seguir { $site }
title-404 = Esta página no existe
description-home = ¿Funciona { $site }? El estado de cada plataforma, los incidentes abiertos y el mantenimiento previsto.
description-history = Todos los incidentes y todo el mantenimiento, por meses.
description-month = Incidentes y mantenimiento de { $month }.
description-platform = ¿Funciona { $platform }? Su estado, su disponibilidad con la fórmula y todos sus incidentes.
description-subscribe = Todos los canales de { $site } y para qué sirve cada uno.
description-404 = No hay ninguna página en esta dirección.

state-operational = Operativo
state-degraded_performance = Rendimiento reducido
state-partial_outage = Interrupción parcial
state-major_outage = Interrupción grave
state-under_maintenance = En mantenimiento

status-investigating = Investigando
status-identified = Causa identificada
status-monitoring = En observación
status-resolved = Resuelto
status-false_alarm = Falsa alarma
status-scheduled = Previsto
status-in_progress = En curso
status-verifying = En comprobación
status-completed = Terminado
status-cancelled = Cancelado
status-notice = Aviso
status-review = Balance
status-update = Novedad

impact-none = ninguno
impact-minor = menor
impact-major = grave
impact-critical = crítico
impact-of = Impacto: { $impact }

kind-incident = Incidente
kind-maintenance = Mantenimiento
kind-notice = Aviso

platform-in-group = { $platform } ({ $group })

headline-operational = Todas las plataformas funcionan
headline-under_maintenance = Mantenimiento en curso
headline-degraded_performance = Rendimiento reducido
headline-partial_outage = Interrupción parcial
headline-major_outage = Interrupción grave
headline-investigating = Estamos examinando un problema
as-of = a fecha de

breadth = { $affected } de { $total } { $total ->
    [one] plataforma
   *[other] plataformas
  }
breadth-separator = {", "}
breadth-join = { $parts }
breadth-regions-all = todas las regiones
breadth-audiences-all = todos los planes

duration-none = nada
duration-moment = un instante
duration-seconds = menos de un minuto
duration-minutes = { $n ->
    [one] 1 minuto
   *[other] { $n } minutos
  }
duration-hours = { $n ->
    [one] 1 hora
   *[other] { $n } horas
  }
duration-days = { $n ->
    [one] 1 día
   *[other] { $n } días
  }
duration-hours-minutes = { $h } h { $m } min
duration-days-hours = { $d ->
    [one] 1 día
   *[other] { $d } días
  } { $h } h

window = { $date }, { $from } – { $until } { $zone }
window-days = { $from } – { $until } { $zone }
window-zones = { $from } { $from-zone } – { $until } { $zone }

open-incidents = Incidentes abiertos
drills = Simulacros
maintenance-now = Mantenimiento en curso
maintenance-ahead = Mantenimiento previsto
notices = Avisos
platforms = Plataformas
platform = Plataforma
last-days = Los últimos siete días
nothing-reported = Nada que comunicar.
all-history = Todo el historial
all-entries = Todo lo comunicado
since = desde el
now = ahora
latest-update = Última novedad
earlier-updates = { $n ->
    [one] Una novedad anterior
   *[other] { $n } novedades anteriores
  }

what-you-see = Qué ve usted
error-text = La aplicación dice
what-to-do = Qué hacer
not-affected = No afectado
affected = Afectado
where = Dónde
who = Para quién
scope-heading = De qué se trata
labelled = { $label }:

promise-by = Próxima novedad, a más tardar:
promise-none = No hay próxima novedad prevista:
promise-overdue = con { $by } de retraso
promise-kept = cumplido
promise-late = { $by } tarde
promises = Novedades prometidas
promises-kept = { $kept } de { $made } llegaron a tiempo

timeline = Cronología
lasted = duración: { $duration }
corrected = Corregido:
translation-follows = La traducción llegará pronto.
review = Balance
review-due = prometido para el
read-review = Leer el balance
all-of-month = Todo { $month }
entries = { $n ->
    [one] 1 entrada
   *[other] { $n } entradas
  }
months = Meses
drill = Simulacro
drill-banner = Simulacro: esto es un ensayo. Nada está afectado.

uptime = Disponibilidad
percent = { $number } %
over-span = en los últimos { $span }
bars-caption = Una barra por cada uno de los últimos { $span }: cuanto más alta la barra de color, más grave el problema. El porcentaje es la disponibilidad.
bars-label = Últimos { $span }: { $uptime } de disponibilidad, { $trouble ->
    [0] ningún día con problemas
    [one] problemas en 1 día
   *[other] problemas en { $trouble } días
  }
bars-unknown = Últimos { $span }: todavía no se sabe nada
counts-since = Cuenta desde el { $date }. Los días anteriores están en gris y no cuentan.
formula = La disponibilidad es la parte del tiempo contado, { $counted }, que no cuenta como interrupción, { $down }. Los incidentes que se solapan cuentan una vez, en el peor estado. El mantenimiento nunca cuenta como interrupción.
formula-weights = { $weights ->
    [statuspage] Una interrupción parcial cuenta el 30 % de una grave, como en Statuspage.
    [incident_io] Las interrupciones parciales y graves cuentan enteras, como en incident.io.
    [openstatus] Todo lo que no está operativo cuenta entero, como en openstatus.
   *[own] Los pesos son nuestros.
  }
state = Estado
time-in-state = Tiempo
counts-as-down = Cuenta como caída
day = Día
days-with-trouble = Días con problemas
no-trouble = Ninguno en los últimos { $span }.

not-found-words = Quizá la dirección esté mal escrita, o la página nunca existió. Lo que funciona y lo que no está en la página de estado.
not-found-home = A la página de estado
moved = Esta página tiene una dirección nueva

follow = Seguir
subscribe = Síganos
subscribe-words = Ponga una de estas direcciones en un lector de canales, un chat o una aplicación que los lea. No necesita cuenta, y nadie sabrá que usted lee.
subscribe-promise = Las direcciones y los identificadores no cambian nunca: nada llega dos veces, y una resolución siempre llega.
feeds = Canales
badge = Distintivo
badge-words = Una pequeña imagen del estado para su propia página. Dice el estado con palabras y con su forma.
support = Ayuda y asistencia
feed-updates-title = { $site }: novedades
feed-updates-purpose = Una entrada por novedad: para chats y teléfonos.
feed-incidents-title = { $site }: incidentes
feed-incidents-purpose = Una entrada por incidente: para archivos.
feed-item-title-update = [{ $status }] { $title }
feed-next-update = Próxima novedad antes de: { $time }.
llms-words = Cada página de un incidente tiene un doble en Markdown: .md en lugar de .html. La primera línea de status.txt es una palabra: el peor estado de una plataforma.

# What the browser adds: the clock, news, "am I affected?", search, banners.
state-unknown = Sin confirmar
state-open = Problema comunicado
status-overrun = Debería haber terminado, aún sin confirmar
stale = No podemos confirmar el estado actual
stale-words = Esta página es antigua y puede que no muestre lo que ocurre ahora. Vuelva a cargarla.
lost = Esta página no llega a su servidor. Lo que ve es de { $time }.
news = Hay novedades en esta página: { $headline }
affected-question = ¿Me afecta?
affected-yes = Sí, puede que le afecte.
affected-no = No, nada de lo que está abierto afecta a esto.
affected-not-listed = { $platform } no está afectado.
region = Región
audience = Plan
search-label = Buscar
search-all = Todas las plataformas
search-hint = Título, síntoma o texto del error
by-platform = Todo de una plataforma
search-found = Encontrado: { $n }
search-none = No se encontró nada. Pruebe con menos palabras.
search-failed = La búsqueda necesita conexión con este sitio.
embed = Aviso
embed-words = Una línea para su propio sitio. Muestra un aviso mientras hay algo abierto y nada en los demás casos. No pone cookies ni carga nada de otros sitios.
embed-more = Detalles
embed-close = Cerrar
badge-title = { $name }: { $state }, a { $time }

# Feeds and calendars
feed-correction = Corrección
feed-corrects = Corrige el mensaje del { $time }.
feed-archive-title = { $feed }, parte { $n }
feed-scope-title = { $site }: { $scope }
feed-major-scope = solo problemas graves
feed-major-purpose = Todos los mensajes sobre incidentes de impacto grave o crítico.
feed-platform-purpose = Todos los mensajes que afectan a: { $scope }.
feed-region-purpose = Todos los mensajes que afectan a: { $scope }.
feed-audience-purpose = Todos los mensajes para: { $scope }.
feeds-main = Todo
feeds-main-words = «Novedades» trae cada mensaje una vez y nunca lo cambia: para chats, teléfonos y todo lo que avisa. «Incidentes» tiene una entrada por incidente, que crece: para leer más tarde y para archivos.
feeds-by-platform = Por plataforma
feeds-by-region = Por región
feeds-by-audience = Por plan
feeds-by-scope-words = Los mismos mensajes, pero solo sobre lo que usted utiliza. La resolución siempre llega a quien supo del problema.
feeds-opml = Todos los canales en un archivo
feeds-opml-words = La mayoría de los lectores de canales pueden importarlo.
history-names = Si viene de otra página de estado: history.rss y history.atom también contienen los incidentes.
calendars = Calendarios
calendars-words = El mantenimiento previsto en su aplicación de calendario. Suscríbase a la dirección en lugar de importar el archivo una vez: así, un mantenimiento aplazado o cancelado también cambia allí.
calendar-title = { $site }: mantenimiento
calendar-scope-title = { $site }: mantenimiento, { $scope }
calendar-purpose = Todo el mantenimiento previsto.
calendar-platform-purpose = El mantenimiento previsto que afecta a: { $scope }.
window-moved = Nuevo horario:

# Speed and transparency, on the history page
scorecard = Rapidez y transparencia
scorecard-words = Cuánto tardó la primera noticia, cuánto hubo que esperar después la siguiente y qué promesas se cumplieron. Se cuentan los incidentes que empezaron en cada año; los simulacros, los mantenimientos y los avisos no cuentan.
scorecard-incidents = Incidentes
scorecard-first-word = Primera noticia tras (mediana)
scorecard-slowest = Primera noticia tras (la más lenta)
scorecard-silence = Silencio más largo durante un incidente
scorecard-promises = Promesas de una próxima noticia
scorecard-reviews = Balances
scorecard-review = Balance tras (mediana)
scorecard-at-once = al momento

# Texts that `upfront maintenance` writes
written-moved = Estos trabajos se trasladan. En lugar de { $old }, tendrán lugar { $new }.
written-cancelled = Estos trabajos se cancelan. Para usted no cambia nada.

# The uptime of a group, on the pages of its platforms.
group-uptime = { $group }: { $uptime }. { $weights ->
    [incident_io] Un grupo funciona solo mientras funcionan todas sus plataformas.
   *[other] La disponibilidad de un grupo es la media de sus plataformas.
  }

# From one thing to the next, and back, in the direction of the script.
arrow = →
arrow-back = ←

# Above the list of a platform that has more than it shows.
newest-entries = Lo más reciente

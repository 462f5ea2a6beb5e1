# English. Translators: copy this file to LANGUAGE.ftl and change what stands
# behind each `=`. Names in { } stay as they are.

language-name = English
skip = Skip to the content
nav-label = Pages
nav-home = Status
nav-history = History

title-home = { $site }
title-incident = { $title } – { $site }
title-of-day = { $title } ({ $date })
title-history = History – { $site }
title-month = { $month } – { $site }
title-404 = This page does not exist
description-home = Is { $site } working? The state of every platform now, open incidents and planned maintenance.
description-history = All incidents and all maintenance, by month.
description-month = Incidents and maintenance of { $month }.
description-404 = There is no page at this address.

state-operational = Operational
state-degraded_performance = Degraded performance
state-partial_outage = Partial outage
state-major_outage = Major outage
state-under_maintenance = Under maintenance

status-investigating = Investigating
status-identified = Identified
status-monitoring = Monitoring
status-resolved = Resolved
status-false_alarm = False alarm
status-scheduled = Scheduled
status-in_progress = In progress
status-verifying = Verifying
status-completed = Completed
status-cancelled = Cancelled
status-notice = Notice
status-review = Review
status-update = Update

impact-none = None
impact-minor = Minor
impact-major = Major
impact-critical = Critical
impact-of = Impact: { $impact }

kind-incident = Incident
kind-maintenance = Maintenance
kind-notice = Notice

platform-in-group = { $platform } ({ $group })

headline-operational = All platforms are working
headline-under_maintenance = Maintenance in progress
headline-degraded_performance = Degraded performance
headline-partial_outage = Partial outage
headline-major_outage = Major outage
headline-investigating = We are looking into a problem
as-of = as of

breadth = { $affected } of { $total } { $total ->
    [one] platform
   *[other] platforms
  }
breadth-separator = {", "}
breadth-join = { $parts }
breadth-regions-all = all regions
breadth-audiences-all = all plans

duration-moment = a moment
duration-seconds = less than a minute
duration-minutes = { $n ->
    [one] 1 minute
   *[other] { $n } minutes
  }
duration-hours = { $n ->
    [one] 1 hour
   *[other] { $n } hours
  }
duration-days = { $n ->
    [one] 1 day
   *[other] { $n } days
  }
duration-hours-minutes = { $h } h { $m } min
duration-days-hours = { $d ->
    [one] 1 day
   *[other] { $d } days
  } { $h } h

window = { $date }, { $from } – { $until } { $zone }
window-days = { $from } – { $until } { $zone }
window-zones = { $from } { $from-zone } – { $until } { $zone }

open-incidents = Open incidents
drills = Rehearsals
maintenance-now = Maintenance in progress
maintenance-ahead = Planned maintenance
notices = Notices
platforms = Platforms
last-days = Last seven days
nothing-reported = Nothing reported.
all-history = All history
since = since
now = now
latest-update = Latest update
earlier-updates = { $n ->
    [one] One earlier update
   *[other] { $n } earlier updates
  }

what-you-see = What you see
error-text = The app says
what-to-do = What to do
not-affected = Not affected
affected = Affected
where = Where
who = For
scope-heading = What it is about

promise-by = Next update by
promise-none = No next update planned:
promise-overdue = overdue by { $by }
promise-kept = kept
promise-late = { $by } late
promises = Promised updates
promises-kept = { $kept } of { $made } came on time

timeline = Timeline
lasted = lasted { $duration }
corrected = Corrected:
translation-follows = Translation follows.
review = Review
review-due = due by
read-review = Read the review
all-of-month = All of { $month }
entries = { $n ->
    [one] 1 entry
   *[other] { $n } entries
  }
months = Months
drill = Drill
drill-banner = Drill: this is a rehearsal. Nothing is affected.

not-found-words = The address may be mistyped, or the page was never there. What works and what does not stands on the status page.
not-found-home = To the status page
moved = This page has a new address

follow = Follow
support = Help and support
feed-updates-title = { $site }: updates
feed-updates-purpose = One entry for every update: for chat and phones.
feed-incidents-title = { $site }: incidents
feed-incidents-purpose = One entry for every incident: for archives.
feed-item-title-update = [{ $status }] { $title }
feed-next-update = Next update by { $time }.

percent = { $number }%
duration-none = none
platform = Platform
title-platform = { $platform } – { $site }
description-platform = Does { $platform } work? Its state now, its uptime with the formula, and all its incidents.
uptime = Uptime
over-span = over the last { $span }
bars-caption = One bar for each of the last { $span }: the higher the coloured bar, the graver the trouble. The percentage is the uptime.
bars-label = Last { $span }: { $uptime } uptime, { $trouble ->
    [0] no day with trouble
    [one] trouble on 1 day
   *[other] trouble on { $trouble } days
  }
bars-unknown = Last { $span }: nothing is known yet
counts-since = Counts from { $date }. Days before it are grey and do not count.
formula = Uptime is the share of the counted time, { $counted }, that does not count as down, { $down }. Incidents that overlap count once, in the worst state. Maintenance never counts as down.
formula-weights = { $weights ->
    [statuspage] A partial outage counts as 30% of a major one, as on Statuspage.
    [incident_io] Partial and major outages count whole, as on incident.io.
    [openstatus] Everything that is not operational counts whole, as on openstatus.
   *[own] The weights are our own.
  }
state = State
time-in-state = Time in it
counts-as-down = Counts as down
day = Day
days-with-trouble = Days with trouble
no-trouble = None in the last { $span }.
all-entries = Everything reported

nav-subscribe = Follow
title-subscribe = Follow { $site }
description-subscribe = Every feed of { $site }, and what each is for.
subscribe = Follow us
subscribe-words = Put one of these addresses into a feed reader, a chat or a phone app that reads feeds. You need no account, and nobody learns that you read.
feeds = Feeds
subscribe-promise = Addresses and ids never change: nothing arrives twice, and a resolution always arrives.
badge = Badge
badge-words = A small picture of the state, for your own page. It says the state in words and by its shape.
title-home-open = { $state } – { $site }
llms-words = Every page of an incident has a twin in Markdown: put .md in the place of .html. The first line of status.txt is one word: the worst state of any platform now.
labelled = { $label }:

# What the browser adds: the clock, news, "am I affected?", search, banners.
state-unknown = Not confirmed
state-open = Problem reported
status-overrun = Should be over, not yet confirmed
stale = We cannot confirm the state now
stale-words = This page is old and may not show what is happening now. Load it again.
lost = This page cannot reach its server. What you see is as of { $time }.
news = This page has news: { $headline }
affected-question = Am I affected?
affected-yes = Yes, you may be affected.
affected-no = No, nothing that is open affects this.
affected-not-listed = { $platform } is not affected.
region = Region
audience = Plan
search-label = Search
search-all = All platforms
search-hint = Titles, symptoms, the exact text of an error
by-platform = All of one platform
search-found = Found: { $n }
search-none = Nothing found. Try fewer words.
search-failed = The search needs a connection to this site.
embed = Banner
embed-words = One line for your own site. It shows a banner while something is open, and nothing otherwise. It sets no cookie and loads nothing from elsewhere.
embed-more = Details
embed-close = Close
badge-title = { $name }: { $state }, as of { $time }

# Feeds and calendars
feed-correction = Correction
feed-corrects = Corrects the update of { $time }.
feed-archive-title = { $feed }, part { $n }
feed-scope-title = { $site }: { $scope }
feed-major-scope = only major trouble
feed-major-purpose = Every update about incidents of major or critical impact.
feed-platform-purpose = Every update that touches { $scope }.
feed-region-purpose = Every update that touches { $scope }.
feed-audience-purpose = Every update for { $scope }.
feeds-main = Everything
feeds-main-words = “Updates” brings each update once and never changes it: for chat, phones and anything that rings. “Incidents” has one entry per incident, which grows: for reading later and for archives.
feeds-by-platform = By platform
feeds-by-region = By region
feeds-by-audience = By plan
feeds-by-scope-words = The same updates, but only those about what you use. A resolution always reaches whoever was told of the trouble.
feeds-opml = All feeds in one file
feeds-opml-words = Most feed readers can import it.
history-names = If you come from another status page: history.rss and history.atom hold the incidents too.
calendars = Calendars
calendars-words = Planned maintenance in your calendar app. Subscribe to the address rather than importing the file once: then a maintenance that is moved or cancelled moves or is struck out there too.
calendar-title = { $site }: maintenance
calendar-scope-title = { $site }: maintenance, { $scope }
calendar-purpose = All planned maintenance.
calendar-platform-purpose = Planned maintenance that touches { $scope }.
window-moved = New window:

# Speed and transparency, on the history page
scorecard = Speed and transparency
scorecard-words = How fast the first word came, how long readers then waited for the next one, and which promises were kept. Counted from the incidents that began in each year; rehearsals, maintenance and notices do not count.
scorecard-incidents = Incidents
scorecard-first-word = First word after, median
scorecard-slowest = First word after, slowest
scorecard-silence = Longest silence while open
scorecard-promises = Promises of a next update
scorecard-reviews = Reviews
scorecard-review = Review after, median
scorecard-at-once = at once

# Texts that `upfront maintenance` writes
written-moved = This work moves. Instead of { $old }, it takes place { $new }.
written-cancelled = This work is called off. Nothing changes for you.

# The uptime of a group, on the pages of its platforms.
group-uptime = { $group }: { $uptime }. { $weights ->
    [incident_io] A group is up only while all of its platforms are.
   *[other] A group’s uptime is the mean of its platforms.
  }

# From one thing to the next, and back, in the direction of the script.
arrow = →
arrow-back = ←

# Above the list of a platform that has more than it shows.
newest-entries = Newest entries

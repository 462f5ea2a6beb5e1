# العربية

language-name = العربية
skip = انتقل إلى المحتوى
nav-label = الصفحات
nav-home = الحالة
nav-history = السجل
nav-subscribe = المتابعة

title-home = { $site }: الحالة الآن
title-home-open = { $state } | { $site } (العربية)
title-incident = { $title } – { $site } (العربية)
title-of-day = { $title } ({ $date })
title-history = السجل – { $site }
title-month = { $month } – { $site } (العربية)
title-platform = { $platform } – { $site } (العربية)
title-subscribe = متابعة { $site }
title-404 = هذه الصفحة غير موجودة
description-home = هل يعمل { $site }؟ حالة كل منصة الآن، والأعطال المفتوحة، والصيانة المقررة.
description-history = كل الأعطال وكل أعمال الصيانة حسب الشهر.
description-month = الأعطال والصيانة في { $month }.
description-platform = هل تعمل { $platform }؟ حالتها الآن، ونسبة توفرها مع الصيغة، وكل أعطالها.
description-subscribe = كل خلاصات { $site } والغرض من كل منها.
description-404 = لا توجد صفحة في هذا العنوان.

state-operational = تعمل
state-degraded_performance = أداء منخفض
state-partial_outage = انقطاع جزئي
state-major_outage = انقطاع كبير
state-under_maintenance = قيد الصيانة

status-investigating = قيد البحث
status-identified = عُرف السبب
status-monitoring = قيد المراقبة
status-resolved = حُلّ
status-false_alarm = إنذار كاذب
status-scheduled = مقررة
status-in_progress = جارية
status-verifying = قيد التحقق
status-completed = اكتملت
status-cancelled = أُلغيت
status-notice = تنبيه
status-review = مراجعة
status-update = مستجد

impact-none = لا أثر
impact-minor = طفيف
impact-major = كبير
impact-critical = حرج
impact-of = الأثر: { $impact }

kind-incident = عطل
kind-maintenance = صيانة
kind-notice = تنبيه

platform-in-group = { $platform } ({ $group })

headline-operational = كل المنصات تعمل
headline-under_maintenance = صيانة جارية
headline-degraded_performance = أداء منخفض
headline-partial_outage = انقطاع جزئي
headline-major_outage = انقطاع كبير
headline-investigating = نبحث في مشكلة
as-of = حتى

breadth = { $affected } من { $total } من المنصات
breadth-separator = {"، "}
breadth-join = { $parts }
breadth-regions-all = كل المناطق
breadth-audiences-all = كل الباقات

duration-none = لا شيء
duration-moment = لحظة
duration-seconds = أقل من دقيقة
duration-minutes = { $n ->
    [one] دقيقة واحدة
    [two] دقيقتان
    [few] { $n } دقائق
   *[other] { $n } دقيقة
  }
duration-hours = { $n ->
    [one] ساعة واحدة
    [two] ساعتان
    [few] { $n } ساعات
   *[other] { $n } ساعة
  }
duration-days = { $n ->
    [one] يوم واحد
    [two] يومان
    [few] { $n } أيام
   *[other] { $n } يومًا
  }
duration-hours-minutes = { $h } س { $m } د
duration-days-hours = { $d ->
    [one] يوم واحد
    [two] يومان
    [few] { $d } أيام
   *[other] { $d } يومًا
  } و{ $h } س

window = { $date }، { $from } – { $until } { $zone }
window-days = { $from } – { $until } { $zone }
window-zones = { $from } { $from-zone } – { $until } { $zone }

open-incidents = الأعطال المفتوحة
drills = تدريبات
maintenance-now = صيانة جارية
maintenance-ahead = صيانة مقررة
notices = تنبيهات
platforms = المنصات
platform = منصة
last-days = الأيام السبعة الأخيرة
nothing-reported = لا شيء يُذكر.
all-history = السجل كله
all-entries = كل ما أُعلن
since = منذ
now = الآن
latest-update = آخر مستجد
earlier-updates = { $n ->
    [one] مستجد سابق واحد
    [two] مستجدان سابقان
    [few] { $n } مستجدات سابقة
   *[other] { $n } مستجدًا سابقًا
  }

what-you-see = ما الذي تراه
error-text = يقول التطبيق
what-to-do = ما الذي تفعله
not-affected = غير متأثر
affected = متأثر
where = أين
who = لمن
scope-heading = عمّ الأمر
labelled = { $label }:

promise-by = المستجد التالي قبل
promise-none = لا مستجد تاليًا مقررًا:
promise-overdue = متأخر { $by }
promise-kept = في موعده
promise-late = تأخر { $by }
promises = المستجدات الموعودة
promises-kept = جاء { $kept } من { $made } في الموعد

timeline = التسلسل الزمني
lasted = المدة: { $duration }
corrected = تصحيح:
translation-follows = الترجمة ستلي.
review = مراجعة
review-due = موعودة بحلول
read-review = اقرأ المراجعة
all-of-month = كل { $month }
entries = { $n ->
    [one] مدخل واحد
    [two] مدخلان
    [few] { $n } مداخل
   *[other] { $n } مدخلًا
  }
months = الأشهر
drill = تدريب
drill-banner = تدريب: هذه تجربة فقط. لا شيء متأثر.

uptime = نسبة التوفر
percent = { $number }٪
over-span = خلال آخر { $span }
bars-caption = عمود لكل يوم من آخر { $span }: كلما علا العمود الملوّن كان العطل أشد. النسبة المئوية هي نسبة التوفر.
bars-label = آخر { $span }: نسبة التوفر { $uptime }، { $trouble ->
    [0] لا يوم فيه عطل
    [one] يوم واحد فيه عطل
    [two] يومان فيهما عطل
    [few] { $trouble } أيام فيها عطل
   *[other] { $trouble } يومًا فيها عطل
  }
bars-unknown = آخر { $span }: لا شيء معروف بعد
counts-since = يبدأ الحساب من { $date }. الأيام التي قبله رمادية ولا تُحسب.
formula = نسبة التوفر هي حصة الوقت المحسوب، { $counted }، التي لا تُعد انقطاعًا، { $down }. الأعطال المتداخلة تُحسب مرة واحدة، في أسوأ حالة. الصيانة لا تُعد انقطاعًا أبدًا.
formula-weights = { $weights ->
    [statuspage] الانقطاع الجزئي يُحسب 30٪ من الكبير، كما في Statuspage.
    [incident_io] الانقطاع الجزئي والكبير يُحسبان كاملين، كما في incident.io.
    [openstatus] كل ما لا يعمل يُحسب كاملًا، كما في openstatus.
   *[own] الأوزان أوزاننا.
  }
state = الحالة
time-in-state = المدة فيها
counts-as-down = تُعد انقطاعًا
day = اليوم
days-with-trouble = أيام فيها عطل
no-trouble = لا يوم خلال آخر { $span }.

not-found-words = لعل العنوان مكتوب خطأ، أو لم توجد الصفحة قط. ما يعمل وما لا يعمل تجده في صفحة الحالة.
not-found-home = إلى صفحة الحالة
moved = لهذه الصفحة عنوان جديد

follow = المتابعة
subscribe = تابعنا
subscribe-words = ضع أحد هذه العناوين في قارئ خلاصات أو في محادثة أو في تطبيق يقرأ الخلاصات. لا تحتاج إلى حساب، ولا يعلم أحد أنك تقرأ.
subscribe-promise = العناوين والمعرّفات لا تتغير أبدًا: لا شيء يصل مرتين، والحل يصل دائمًا.
feeds = الخلاصات
badge = شارة
badge-words = صورة صغيرة للحالة تضعها في صفحتك. تقول الحالة بالكلمات وبالشكل.
support = المساعدة والدعم
feed-updates-title = { $site }: المستجدات
feed-updates-purpose = مدخل لكل مستجد: للمحادثات والهواتف.
feed-incidents-title = { $site }: الأعطال
feed-incidents-purpose = مدخل لكل عطل: للأرشيف.
feed-item-title-update = [{ $status }] { $title }
feed-next-update = المستجد التالي قبل { $time }.
llms-words = لكل صفحة عطل نظير بصيغة Markdown: ضع .md مكان .html. السطر الأول من status.txt كلمة واحدة: أسوأ حالة لأي منصة.

# What the browser adds: the clock, news, "am I affected?", search, banners.
state-unknown = غير مؤكد
state-open = تم الإبلاغ عن مشكلة
status-overrun = من المفترض أنها انتهت، ولم يؤكَّد ذلك بعد
stale = لا يمكننا تأكيد الحالة الآن
stale-words = هذه الصفحة قديمة وقد لا تُظهر ما يحدث الآن. أعد تحميلها.
lost = لا تستطيع هذه الصفحة الوصول إلى خادمها. ما تراه هو حتى { $time }.
news = جديد في هذه الصفحة: { $headline }
affected-question = هل أنا متأثر؟
affected-yes = نعم، قد تكون متأثرًا.
affected-no = لا، لا شيء مفتوح يؤثر على هذا الاختيار.
affected-not-listed = { $platform } غير متأثر.
region = المنطقة
audience = الباقة
search-label = بحث
search-all = كل المنصات
search-hint = العناوين والأعراض والنص الدقيق لرسالة الخطأ
by-platform = حسب المنصة
search-found = عدد النتائج: { $n }
search-none = لم يُعثر على شيء. جرّب كلمات أقل.
search-failed = يحتاج البحث إلى اتصال بهذا الموقع.
embed = شريط تنبيه
embed-words = سطر واحد لموقعك. يُظهر شريطًا ما دام هناك شيء مفتوح، ولا شيء غير ذلك. لا يضع ملفات تعريف ارتباط ولا يحمّل شيئًا من مكان آخر.
embed-more = التفاصيل
embed-close = إغلاق
badge-title = { $name }: { $state }، حتى { $time }

# Feeds and calendars
feed-correction = تصحيح
feed-corrects = يصحح تحديث { $time }.
feed-archive-title = { $feed }، الجزء { $n }
feed-scope-title = { $site }: { $scope }
feed-major-scope = المشكلات الكبيرة فقط
feed-major-purpose = كل التحديثات عن الحوادث ذات الأثر الكبير أو الحرج.
feed-platform-purpose = كل التحديثات التي تخص { $scope }.
feed-region-purpose = كل التحديثات التي تخص { $scope }.
feed-audience-purpose = كل التحديثات لأصحاب { $scope }.
feeds-main = كل شيء
feeds-main-words = «المستجدات» توصل كل تحديث مرة واحدة ولا تغيّره أبدًا: للمحادثات والهواتف وكل ما ينبّه. «الأعطال» فيها مدخل واحد لكل عطل يكبر مع الوقت: للقراءة لاحقًا وللأرشيف.
feeds-by-platform = حسب المنصة
feeds-by-region = حسب المنطقة
feeds-by-audience = حسب الباقة
feeds-by-scope-words = التحديثات نفسها، لكن عمّا تستخدمه فقط. خبر الحل يصل دائمًا إلى كل من وصله خبر المشكلة.
feeds-opml = كل الخلاصات في ملف واحد
feeds-opml-words = تستطيع معظم قارئات الخلاصات استيراده.
history-names = إن كنت قادمًا من صفحة حالة أخرى: history.rss و history.atom فيهما الأعطال أيضًا.
calendars = التقاويم
calendars-words = الصيانة المخططة في تطبيق التقويم لديك. اشترك في العنوان بدل استيراد الملف مرة واحدة: عندئذ تتحرك الصيانة المؤجلة أو الملغاة في تقويمك أيضًا.
calendar-title = { $site }: الصيانة
calendar-scope-title = { $site }: الصيانة، { $scope }
calendar-purpose = كل الصيانة المخططة.
calendar-platform-purpose = الصيانة المخططة التي تخص { $scope }.
window-moved = الموعد الجديد:

# Speed and transparency, on the history page
scorecard = السرعة والشفافية
scorecard-words = كم مضى حتى جاء أول خبر، وكم انتظر القراء الخبر التالي، وأي الوعود تحقق. تُحتسب الأعطال التي بدأت في كل سنة، ولا تُحتسب التدريبات ولا أعمال الصيانة ولا الإشعارات.
scorecard-incidents = الأعطال
scorecard-first-word = أول خبر بعد (الوسيط)
scorecard-slowest = أول خبر بعد (الأبطأ)
scorecard-silence = أطول صمت أثناء عطل
scorecard-promises = الوعود بخبر تالٍ
scorecard-reviews = المراجعات
scorecard-review = المراجعة بعد (الوسيط)
scorecard-at-once = على الفور

# Texts that `upfront maintenance` writes
written-moved = تغيّر موعد هذه الأعمال. الموعد السابق: { $old }. الموعد الجديد: { $new }.
written-cancelled = أُلغيت هذه الأعمال. لن يتغير شيء بالنسبة إليكم.

# The uptime of a group, on the pages of its platforms.
group-uptime = { $group }: { $uptime }. { $weights ->
    [incident_io] لا تُعدّ المجموعة عاملة إلا إذا عملت كل منصاتها.
   *[other] نسبة تشغيل المجموعة هي متوسط منصاتها.
  }

# From one thing to the next, and back, in the direction of the script.
arrow = ←
arrow-back = →

# Above the list of a platform that has more than it shows.
newest-entries = الأحدث

# 日本語

language-name = 日本語
skip = 本文へ移動
nav-label = ページ
nav-home = 稼働状況
nav-history = 履歴
nav-subscribe = 購読

title-home = { $site }：現在の状況
title-home-open = { $state } | { $site }（日本語）
title-incident = { $title } – { $site }（日本語）
title-of-day = { $title }（{ $date }）
title-history = 履歴 – { $site }
title-month = { $month } – { $site }（日本語）
title-platform = { $platform } – { $site }（日本語）
title-subscribe = { $site } を購読
title-404 = このページはありません
description-home = { $site } は動いていますか。各プラットフォームの状態、対応中の障害、予定されたメンテナンス。
description-history = すべての障害とメンテナンスを月別に。
description-month = { $month }の障害とメンテナンス。
description-platform = { $platform } は動いていますか。現在の状態、稼働率とその計算式、すべての障害。
description-subscribe = { $site } のすべてのフィードと、それぞれの用途。
description-404 = このアドレスにページはありません。

state-operational = 正常
state-degraded_performance = 性能低下
state-partial_outage = 一部停止
state-major_outage = 大規模停止
state-under_maintenance = メンテナンス中

status-investigating = 調査中
status-identified = 原因判明
status-monitoring = 経過観察中
status-resolved = 解決済み
status-false_alarm = 誤報
status-scheduled = 予定
status-in_progress = 実施中
status-verifying = 確認中
status-completed = 完了
status-cancelled = 中止
status-notice = お知らせ
status-review = 振り返り
status-update = 続報

impact-none = なし
impact-minor = 軽微
impact-major = 重大
impact-critical = 深刻
impact-of = 影響：{ $impact }

kind-incident = 障害
kind-maintenance = メンテナンス
kind-notice = お知らせ

platform-in-group = { $platform }（{ $group }）

headline-operational = すべて正常に動いています
headline-under_maintenance = メンテナンス中です
headline-degraded_performance = 性能が低下しています
headline-partial_outage = 一部が停止しています
headline-major_outage = 大規模な停止が起きています
headline-investigating = 問題を調査しています
as-of = 確認日時

breadth = { $total } プラットフォーム中 { $affected }
breadth-separator = 、
breadth-join = { $parts }
breadth-regions-all = すべての地域
breadth-audiences-all = すべてのプラン

duration-none = なし
duration-moment = 一瞬
duration-seconds = 1 分未満
duration-minutes = { $n } 分
duration-hours = { $n } 時間
duration-days = { $n } 日
duration-hours-minutes = { $h } 時間 { $m } 分
duration-days-hours = { $d } 日 { $h } 時間

window = { $date } { $from } – { $until } { $zone }
window-days = { $from } – { $until } { $zone }
window-zones = { $from } { $from-zone } – { $until } { $zone }

open-incidents = 対応中の障害
drills = 訓練
maintenance-now = 実施中のメンテナンス
maintenance-ahead = 予定されたメンテナンス
notices = お知らせ
platforms = プラットフォーム
platform = プラットフォーム
last-days = 直近 7 日間
nothing-reported = 報告はありません。
all-history = すべての履歴
all-entries = 報告されたすべて
since = 発生日時
now = 現在
latest-update = 最新情報
earlier-updates = 以前の情報 { $n } 件

what-you-see = 起きていること
error-text = アプリの表示
what-to-do = できること
not-affected = 影響のないもの
affected = 影響を受けるもの
where = 地域
who = 対象
scope-heading = 概要
labelled = { $label }：

promise-by = 次のお知らせは遅くとも
promise-none = 次の情報の予定なし：
promise-overdue = { $by }遅れています
promise-kept = 期限内
promise-late = { $by }遅れ
promises = 約束した情報
promises-kept = { $made } 件中 { $kept } 件が期限内

timeline = 経過
lasted = 継続時間：{ $duration }
corrected = 訂正：
translation-follows = 翻訳は後ほど掲載します。
review = 振り返り
review-due = 公開期限
read-review = 振り返りを読む
all-of-month = { $month }のすべて
entries = { $n } 件
months = 月
drill = 訓練
drill-banner = 訓練：これは練習です。影響は何もありません。

uptime = 稼働率
percent = { $number }%
over-span = （直近 { $span }）
bars-caption = 直近 { $span }を 1 日 1 本で示します。色の棒が高いほど深刻です。百分率は稼働率です。
bars-label = 直近 { $span }：稼働率 { $uptime }、{ $trouble ->
    [0] 問題のあった日なし
   *[other] 問題のあった日 { $trouble } 日
  }
bars-unknown = 直近 { $span }：まだ記録がありません
counts-since = { $date }から数えます。それより前の日は灰色で、数えません。
formula = 稼働率は、数えた時間（{ $counted }）のうち停止と数えない部分の割合です。停止と数えた時間：{ $down }。重なる障害は最も悪い状態で一度だけ数えます。メンテナンスは停止に数えません。
formula-weights = { $weights ->
    [statuspage] 一部停止は大規模停止の 30% と数えます（Statuspage と同じ）。
    [incident_io] 一部停止も大規模停止もすべて数えます（incident.io と同じ）。
    [openstatus] 正常でない時間をすべて数えます（openstatus と同じ）。
   *[own] 重みは独自のものです。
  }
state = 状態
time-in-state = 時間
counts-as-down = 停止としての重み
day = 日
days-with-trouble = 問題のあった日
no-trouble = 直近 { $span }はありません。

not-found-words = アドレスが間違っているか、ページがもともとなかったのかもしれません。動いているもの、いないものは状況ページにあります。
not-found-home = 状況ページへ
moved = このページのアドレスは変わりました

follow = 購読
subscribe = 購読する
subscribe-words = 下のアドレスをフィードリーダー、チャット、またはフィードを読めるアプリに入れてください。アカウントは要りません。読んでいることは誰にも知られません。
subscribe-promise = アドレスと ID は決して変わりません。同じものが二度届くことはなく、解決の知らせは必ず届きます。
feeds = フィード
badge = バッジ
badge-words = ご自分のページに置ける小さな画像です。状態を言葉と形で示します。
support = ヘルプ
feed-updates-title = { $site }：続報
feed-updates-purpose = 情報ごとに 1 件。チャットやスマートフォン向け。
feed-incidents-title = { $site }：障害
feed-incidents-purpose = 障害ごとに 1 件。保存向け。
feed-item-title-update = [{ $status }] { $title }
feed-next-update = 次のお知らせは遅くとも { $time }。
llms-words = 障害の各ページには Markdown 版があります（.html を .md に）。status.txt の 1 行目は、最も悪い状態を表す 1 語です。

# What the browser adds: the clock, news, "am I affected?", search, banners.
state-unknown = 未確認
state-open = 問題の報告あり
status-overrun = 終了予定時刻を過ぎていますが、まだ確認されていません
stale = 現在の状態を確認できません
stale-words = このページは古く、今の状況と違うかもしれません。再読み込みしてください。
lost = このページはサーバーに接続できません。表示は { $time } 時点のものです。
news = このページが更新されました：{ $headline }
affected-question = 自分は影響を受ける？
affected-yes = はい、影響を受ける可能性があります。
affected-no = いいえ、現在の問題はこの選択に影響しません。
affected-not-listed = { $platform } は影響を受けていません。
region = 地域
audience = プラン
search-label = 検索
search-all = すべてのプラットフォーム
search-hint = 件名、症状、エラーの正確な文言
by-platform = プラットフォーム別
search-found = { $n } 件見つかりました
search-none = 見つかりませんでした。語を減らしてお試しください。
search-failed = 検索にはこのサイトへの接続が必要です。
embed = バナー
embed-words = ご自身のサイトに一行加えるだけで、問題が起きている間だけバナーを表示します。Cookie は使わず、ほかの場所から何も読み込みません。
embed-more = 詳細
embed-close = 閉じる
badge-title = { $name }：{ $state }（{ $time } 時点）

# Feeds and calendars
feed-correction = 訂正
feed-corrects = { $time } のお知らせを訂正します。
feed-archive-title = { $feed } 第{ $n }部
feed-scope-title = { $site }：{ $scope }
feed-major-scope = 重大な障害のみ
feed-major-purpose = 影響が重大または深刻な障害に関するすべての更新。
feed-platform-purpose = { $scope } に関わるすべての更新。
feed-region-purpose = { $scope } に関わるすべての更新。
feed-audience-purpose = { $scope } 向けのすべての更新。
feeds-main = すべて
feeds-main-words = 「続報」は各更新を一度だけ届け、後から変えません。チャットやスマートフォンの通知に向いています。「障害」は障害ごとに一つの項目で、内容が追記されます。後で読むときや保管に向いています。
feeds-by-platform = プラットフォーム別
feeds-by-region = 地域別
feeds-by-audience = プラン別
feeds-by-scope-words = 同じ更新のうち、お使いのものに関わる更新だけが届きます。障害の知らせを受け取った方には、必ず解決の知らせも届きます。
feeds-opml = すべてのフィードを一つのファイルで
feeds-opml-words = ほとんどのフィードリーダーで読み込めます。
history-names = ほかのステータスページから移られた方へ：history.rss と history.atom にも障害が入っています。
calendars = カレンダー
calendars-words = 予定されたメンテナンスをカレンダーアプリで確認できます。ファイルを一度だけ読み込むのではなく、アドレスを購読してください。そうすれば、変更や中止もカレンダーに反映されます。
calendar-title = { $site }：メンテナンス
calendar-scope-title = { $site }：メンテナンス（{ $scope }）
calendar-purpose = 予定されたすべてのメンテナンス。
calendar-platform-purpose = { $scope } に関わる予定メンテナンス。
window-moved = 新しい時間帯：

# Speed and transparency, on the history page
scorecard = 速さと透明性
scorecard-words = 最初のお知らせまでの時間、次のお知らせまでお待たせした時間、そして守られた約束を示します。その年に始まった障害だけを数え、訓練、メンテナンス、お知らせは含みません。
scorecard-incidents = 障害
scorecard-first-word = 最初のお知らせまで（中央値）
scorecard-slowest = 最初のお知らせまで（最長）
scorecard-silence = 障害中にお知らせがなかった最長時間
scorecard-promises = 次のお知らせの約束
scorecard-reviews = 振り返り
scorecard-review = 振り返りまで（中央値）
scorecard-at-once = 直ちに

# Texts that `upfront maintenance` writes
written-moved = この作業の日時が変わります。変更前：{ $old }。変更後：{ $new }。
written-cancelled = この作業は中止になりました。お客様への影響はありません。

# The uptime of a group, on the pages of its platforms.
group-uptime = { $group }：{ $uptime }。{ $weights ->
    [incident_io] グループは、すべてのプラットフォームが動いている間だけ稼働とみなします。
   *[other] グループの稼働率は、各プラットフォームの平均です。
  }

# From one thing to the next, and back, in the direction of the script.
arrow = →
arrow-back = ←

# Above the list of a platform that has more than it shows.
newest-entries = 最新の項目

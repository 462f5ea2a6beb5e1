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

headline-operational = すべて正常に動いています
headline-under_maintenance = メンテナンス中です
headline-degraded_performance = 性能が低下しています
headline-partial_outage = 一部が停止しています
headline-major_outage = 大規模な停止が起きています
headline-investigating = 問題を調査しています
as-of = 時点：

breadth = { $total } プラットフォーム中 { $affected }
breadth-separator = 、
breadth-join = { $parts }
breadth-regions-all = すべての地域
breadth-audiences-all = すべてのプラン

duration-none = なし
duration-minutes = { $n } 分
duration-hours = { $n } 時間
duration-days = { $n } 日
duration-hours-minutes = { $h } 時間 { $m } 分
duration-days-hours = { $d } 日 { $h } 時間

window = { $date } { $from } – { $until } { $zone }
window-days = { $from } – { $until } { $zone }

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
since = 発生：
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

promise-by = 次の情報まで：
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
review-due = 公開期限：
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
feed-next-update = 次の情報まで：{ $time }。
llms-words = 障害の各ページには Markdown 版があります（.html を .md に）。status.txt の 1 行目は、最も悪い状態を表す 1 語です。

# Texts that `upfront maintenance` writes
written-moved = この作業の日時が変わります。変更前：{ $old }。変更後：{ $new }。
written-cancelled = この作業は中止になりました。お客様への影響はありません。

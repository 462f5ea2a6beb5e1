//! English.

use super::{List, TermClass};

/// Words of titles that say nothing.
#[rustfmt::skip]
pub(super) const EMPTY_TITLE: &[&str] = &[
    "a", "an", "the", "our", "some", "with", "on", "in", "at", "of", "for", "and", "to",
    "is", "are", "we", "currently", "ongoing", "possible", "potential", "major", "minor",
    "partial", "critical", "severe", "general", "intermittent", "issue", "issues",
    "problem", "problems", "trouble", "troubles", "outage", "outages", "incident",
    "incidents", "disruption", "disruptions", "degradation", "degraded", "performance",
    "interruption", "downtime", "down", "unavailable", "unavailability", "availability",
    "service", "services", "system", "systems", "server", "servers", "platform", "error",
    "errors", "experiencing", "investigating", "affecting", "technical", "difficulties",
    "difficulty", "elevated", "rates", "rate", "increased", "latency", "connectivity",
    "maintenance", "update", "alert", "status", "emergency", "unplanned",
];

#[rustfmt::skip]
pub(super) const WORDS: List = &[
    (
        TermClass::Hedge,
        &[
            "some", "may", "might", "possibly", "perhaps", "maybe", "potentially", "intermittent",
            "intermittently", "occasionally", "sometimes", "a small number", "a subset",
            "certain users", "certain customers", "could be", "a few users", "in some cases",
        ],
    ),
    (
        TermClass::Jargon,
        &[
            "5xx", "4xx", "http 4*", "http 5*", "pod", "pods", "shard", "shards", "sharding",
            "failover", "fail-over", "failed over", "latency", "latencies", "p50", "p90", "p95",
            "p99", "dns", "ttl", "load balancer", "load balancers", "load-balancer", "k8s",
            "kubernetes", "upstream", "downstream", "backend", "back-end", "backends", "cluster",
            "clusters", "replica", "replicas", "replication", "oom", "out of memory", "hotfix",
            "cron", "cronjob", "cdn", "edge node", "edge nodes", "endpoint", "endpoints",
            "packet loss", "throughput", "mitigate", "mitigated", "mitigating", "mitigation",
            "remediate", "remediated", "remediation", "rca", "thread pool", "heap", "deadlock",
            "deadlocks", "read replica", "kafka", "redis", "postgres", "postgresql", "nginx",
            "vpc", "bgp", "tls handshake", "error rate", "error rates", "availability zone",
            "autoscaling", "container", "containers", "microservice", "microservices",
            "middleware", "garbage collection", "race condition", "config push", "canary",
            "saturation", "saturated", "ingress", "egress", "rate limiting", "circuit breaker",
            "vm", "vms", "hypervisor", "nodes", "root cause",
        ],
    ),
    (
        TermClass::Blame,
        &[
            "caused by", "due to", "fault", "to blame", "blame", "responsible", "because of",
            "outage at", "issue at", "issues at", "problem at", "problems at", "failure at",
            "failed us", "let us down", "outage of", "is having", "are having", "has an outage",
            "had an outage", "a result of", "experiencing", "mistake", "error by", "incident at",
            "outside our control", "outside of our control", "beyond our control",
        ],
    ),
    (
        TermClass::Vendor,
        &[
            "aws", "amazon", "google cloud", "gcp", "azure", "cloudflare", "fastly", "akamai",
            "ovh", "digitalocean", "hetzner", "twilio", "stripe", "our provider", "our providers",
            "hosting provider", "cloud provider", "network provider", "service provider",
            "upstream provider", "third party", "third-party", "third parties", "our supplier",
            "a supplier", "our vendor", "a vendor", "our carrier", "our partner",
            "payment provider", "our host",
        ],
    ),
    (
        TermClass::Person,
        &[
            "human error", "operator error", "an engineer", "one of our engineers", "an employee",
            "a colleague", "a developer", "one of our developers", "one of our staff",
            "a technician", "a contractor", "an administrator", "an intern", "a team member",
        ],
    ),
    (
        TermClass::Own,
        &[
            "we are switching", "we switched", "we have switched", "we are moving", "we moved",
            "we have moved", "we are routing", "we route", "we are sending", "we send",
            "we are adding", "we chose", "we should", "we rely", "we relied", "our own",
            "we are taking", "we take", "we took", "we will add", "we are replacing",
            "we are bypassing", "we are rerouting", "we have rerouted", "we rerouted",
            "we turned off", "we have turned", "we are turning",
        ],
    ),
    (
        TermClass::Apology,
        &[
            "sorry", "apologise", "apologize", "apologies", "apology", "apologised", "apologized",
            "regret", "forgive",
        ],
    ),
    (
        TermClass::Marketing,
        &[
            "best possible", "seamless", "seamlessly", "working hard", "work hard",
            "working around the clock", "working tirelessly", "tirelessly", "valued customers",
            "valued customer", "valued users", "world-class", "state-of-the-art", "cutting-edge",
            "industry-leading", "best-in-class", "committed to", "we strive", "excellence",
            "delight*", "rest assured", "your satisfaction", "excited", "thrilled", "utmost",
            "top priority", "highest priority", "robust", "unparalleled", "passionate",
            "take this very seriously", "takes this very seriously", "we understand how important",
            "thank you for your patience", "thank you for your understanding", "any inconvenience",
            "the inconvenience",
        ],
    ),
    (
        TermClass::Cause,
        &[
            "because of", "because our", "because a", "because an", "because the",
            "because one of", "due to", "caused by", "as a result of", "owing to", "triggered by",
            "stems from", "the cause is", "the cause was", "root cause is", "root cause was",
            "the reason is", "led to by",
        ],
    ),
    (
        TermClass::Unsure,
        &[
            "not know", "don't know", "whether", "not yet clear", "unclear", "not sure",
            "may be due", "no sign", "not caused", "not due",
        ],
    ),
    (
        TermClass::Symptom,
        &[
            "cannot", "can't", "can not", "could not", "couldn't", "unable to", "fail", "fails",
            "failed", "failing", "does not load", "does not play", "does not start",
            "does not open", "does not work", "does not arrive", "does not finish",
            "does not show", "does not find", "does not send", "does not answer",
            "does not appear", "does not update", "does not reach", "does not connect",
            "do not load", "do not play", "do not start", "do not open", "do not work",
            "do not arrive", "do not finish", "do not show", "do not find", "do not send",
            "do not answer", "do not appear", "do not update", "do not reach", "do not connect",
            "did not", "not loading", "not playing", "not working", "not arriving", "not showing",
            "not opening", "not sending", "not updating", "not connecting", "won't",
            "stop working", "stops working", "stopped working", "stop after", "stops after",
            "slow", "slowly", "slower", "late", "delay", "delays", "delayed", "missing", "wrong",
            "error message", "error messages", "closes", "close as", "crash*", "sign in", "log in",
            "logged out", "signed out", "twice", "blank", "freez*", "frozen", "stuck", "time out",
            "times out", "timed out", "longer to", "takes longer", "take longer", "skip", "skips",
            "cut off", "drops", "dropped", "an error", "declined", "rejected", "refused",
            "duplicate*", "no sound", "no signal", "out of date", "outdated", "unreadable",
            "disconnected", "disconnects", "interrupted", "stops", "stopped", "silent", "lost",
            "instead of", "offline",
        ],
    ),
    (
        TermClass::Still,
        &[
            "still work", "still works", "still working", "still play", "still plays",
            "still load", "still loads", "still open", "still opens", "not affected", "unaffected",
            "as usual", "works normally", "work normally", "keeps working", "keep working",
            "keeps playing", "remain available", "remains available", "is fine", "are fine",
            "continue to work", "continues to work", "work as before", "works as before",
            "not touched", "not concerned", "still available", "still possible",
        ],
    ),
    (
        TermClass::Way,
        &[
            "you can", "instead", "in the meantime", "meanwhile", "workaround", "until then",
            "nothing that you need to do", "nothing you need to do", "nothing you can do",
            "no need to", "you do not need", "you don't need", "please use", "please wait",
            "try again", "use the", "retry", "reload", "restart", "reinstall", "know of no",
            "log in again", "sign in again", "wait for", "what to do", "keep the app", "ask for",
        ],
    ),
    (
        TermClass::Future,
        &[
            "should", "will", "expect*", "hope", "estimat*", "likely", "eta",
        ],
    ),
    (
        TermClass::Next,
        &[
            "next update", "next word", "next news", "write again", "write here", "again by",
            "update you", "update here", "update this", "hear from us", "read from us",
            "post again", "post here", "will post", "will update", "more by", "news by",
            "update by", "speak again", "report again",
        ],
    ),
    (
        TermClass::Lasts,
        &[
            "until", "till", "end", "ends", "ending", "ended", "longer", "later", "extend*",
            "take", "takes", "taking", "last", "lasts", "lasting", "finish*", "complet*",
            "done", "over", "overrun*", "delay*", "continu*", "go on", "goes on", "going on",
            "run on", "runs on", "ready", "through", "need", "needs", "prolong*", "postpone*",
            "at the latest", "eta", "restored", "back", "again by", "works by", "work by",
            "window", "fixed by", "stays", "remains", "keep on", "keeps on",
        ],
    ),
    (
        TermClass::Contact,
        &[
            "mail", "mails", "email", "emails", "e-mail", "e-mails", "message", "messages",
            "support", "help", "hotline", "call", "calls", "phone", "chat", "reply", "replies",
            "write", "writes", "tell you", "let you know", "newsletter", "reach us", "reachable",
            "contact", "inform you",
        ],
    ),
    (
        TermClass::Recovered,
        &[
            "again", "restored", "back to normal", "normal", "normally", "works", "work",
            "working", "resolved", "over", "fixed", "recovered", "repaired", "running", "is back",
            "are back", "arrived on time", "since",
        ],
    ),
    (
        TermClass::Who,
        &[
            "everyone", "everybody", "all of you", "customer", "customers", "user", "users",
            "subscriber", "subscribers", "people", "member", "members", "no one", "nobody",
            "anyone", "visitors", "visitor", "passengers", "patients", "guests", "merchants",
            "students", "shoppers", "drivers", "players", "those who", "all countries",
            "worldwide", "everywhere", "every country", "account holders", "readers", "teams",
            "businesses", "one in", "callers", "companies", "shops", "travellers", "schools",
        ],
    ),
    (
        TermClass::Data,
        &[
            "data", "lost", "safe", "intact", "lasting effect", "lasting effects", "unchanged",
            "nothing is missing", "complete",
        ],
    ),
    (
        TermClass::Safety,
        &[
            "data", "lost", "safe", "safety", "intact", "password", "passwords", "payment details",
            "card number*", "at risk", "is touched", "no payment", "taken twice", "still on your",
            "not concerned", "account", "accounts", "security", "secure", "privacy",
            "personal information", "charged", "unchanged",
        ],
    ),
    (
        TermClass::Todo,
        &[
            "you do not need", "you don't need", "no need to", "nothing that you need",
            "nothing you need", "nothing more to do", "nothing to do", "nothing left to do",
            "no action", "you need to", "you may need", "please check", "please restart",
            "please try", "please log", "please sign", "please send", "please repeat", "if you",
            "if your", "if a", "if an", "if it", "if something", "if the app", "log in again",
            "log in once", "sign in again", "restart", "try again", "send them again",
            "send it again", "book again",
        ],
    ),
    (
        TermClass::Vague,
        &[
            "this morning", "this afternoon", "this evening", "tonight", "later today",
            "earlier today", "end of day", "close of business", "cob", "eod",
        ],
    ),
    (TermClass::Midnight, &["midnight", "noon", "midday"]),
    (
        TermClass::Help,
        &[
            "contact us", "contact our", "contact support", "help page", "help pages",
            "help centre", "help center", "support team", "our support", "call us", "write to us",
            "customer service", "help desk", "helpdesk",
        ],
    ),
    (
        TermClass::Zone,
        &[
            "local time", "local times", "paris time", "london time", "new york time",
            "berlin time", "tokyo time", "sydney time", "eastern time", "pacific time",
            "central time", "mountain time", "uk time", "british time", "german time",
            "french time", "irish time", "dublin time", "madrid time", "rome time",
            "amsterdam time", "brussels time", "your time zone",
        ],
    ),
    (
        TermClass::NoIncident,
        &[
            "false alarm", "was no incident", "no one was affected", "nobody was affected",
            "no user was affected", "no customer was affected", "did not exist",
            "there was no outage", "no impact",
        ],
    ),
];

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

/// Words of posts that say no more than that somebody is at work.
#[rustfmt::skip]
pub(super) const USUAL: &[&str] = &[
    "aware", "reports", "report", "reported", "looking", "into", "team", "teams", "working",
    "identify", "identified", "identifying", "cause", "root", "soon", "updates", "more",
    "information", "provide", "provided", "will", "have", "has", "been", "being", "this",
    "that", "these", "possible", "shortly", "further", "details", "known", "next", "times",
    "time", "thank", "thanks", "you", "your", "patience", "apologise", "apologize", "sorry",
    "inconvenience", "please", "continue", "continues", "continuing", "monitor", "monitoring",
    "monitored", "fix", "fixed", "resolved", "resolve", "resolution", "implemented", "deployed",
    "investigate", "investigated", "impact", "impacting", "impacted", "affected", "users",
    "customers", "seeing", "see", "there", "were", "was", "are", "its", "our", "bearing", "with",
    "now", "again", "closed", "detected", "detection", "currently", "still", "new", "post",
    "posted", "utc", "cet", "cest", "gmt", "bst", "paris", "from", "their", "them", "they",
    "which", "when", "while", "also", "any", "all", "not", "but", "recovery", "recovered",
    "recovering", "mitigation", "mitigated", "good", "progress", "here", "underway", "under",
    "way", "result", "following", "source", "took", "place", "part", "module", "component",
];

#[rustfmt::skip]
pub(super) const WORDS: List = &[
    (
        TermClass::Jargon,
        &[
            "5xx", "4xx", "http 4*", "http 5*", "pod", "pods", "shard", "shards", "sharding",
            "failover", "fail-over", "failed over", "p50", "p90", "p95",
            "p99", "ttl", "load balancer", "load balancers", "load-balancer", "k8s",
            "kubernetes", "upstream", "downstream", "backend", "back-end", "backends", "cluster",
            "clusters", "replica", "replicas", "replication", "oom", "out of memory", "hotfix",
            "cron", "cronjob", "cdn", "edge node", "edge nodes", 
            "packet loss", "throughput", 
            "remediate", "remediated", "remediation", "rca", "thread pool", "heap", "deadlock",
            "deadlocks", "read replica", "kafka", "redis", "postgres", "postgresql", "nginx",
            "vpc", "bgp", "tls handshake", "availability zone",
            "autoscaling", "container", "containers", "microservice", "microservices",
            "middleware", "garbage collection", "race condition", "config push", "canary",
            "saturation", "saturated", "ingress", "egress", "rate limiting", "circuit breaker",
            "vm", "vms", "hypervisor", "quorum", "split brain", "offsets", "multicast", "jitter", "ingestion", "fenced", 
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
        TermClass::Safety,
        &[
            "data", "lost", "safe", "safety", "intact", "password", "passwords", "payment details",
            "card number*", "at risk", "is touched", "no payment", "taken twice", "still on your",
            "not concerned", "account", "accounts", "security", "secure", "privacy",
            "personal information", "charged", "unchanged",
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

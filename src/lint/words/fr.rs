//! French.

use super::{List, TermClass};

/// Words of titles that say nothing.
#[rustfmt::skip]
pub(super) const EMPTY_TITLE: &[&str] = &[
    "le", "la", "les", "l", "un", "une", "des", "de", "du", "d", "nos", "notre", "sur",
    "dans", "avec", "à", "au", "aux", "et", "en", "chez", "pour", "est", "sont",
    "certains", "problème", "problèmes", "incident", "incidents", "panne", "pannes",
    "souci", "soucis", "perturbation", "perturbations", "dysfonctionnement",
    "dysfonctionnements", "interruption", "indisponibilité", "indisponible",
    "indisponibles", "dégradation", "dégradé", "dégradée", "performance", "performances",
    "majeur", "majeure", "mineur", "mineure", "partiel", "partielle", "critique",
    "générale", "général", "service", "services", "système", "systèmes", "serveur",
    "serveurs", "plateforme", "erreur", "erreurs", "technique", "techniques", "difficulté",
    "difficultés", "cours", "maintenance", "alerte", "rencontré", "rencontrés", "latence",
    "affectant", "ralentissement", "ralentissements", "urgence",
];

/// Words of posts that say no more than that somebody is at work.
#[rustfmt::skip]
pub(super) const USUAL: &[&str] = &[
    "nous", "vous", "avons", "sommes", "informés", "alertés", "équipe", "équipes", "nos", "vos",
    "recherche", "recherchons", "cherchons", "cause", "origine", "identifié", "identifiée",
    "identifions", "travaillons", "travaille", "travaillent", "correction", "corrigé", "résolu",
    "résolue", "résolution", "bientôt", "rapidement", "informations", "information", "plus",
    "prochain", "prochaine", "point", "mise", "jour", "nouvelles", "suite", "heure", "heures",
    "paris", "merci", "patience", "compréhension", "excuses", "gêne", "désolés", "enquête",
    "enquêtons", "analyse", "analysons", "suivons", "surveillons", "surveillance", "signalé",
    "signalée", "signalés", "constatons", "constaté", "rencontrons", "rencontre", "actuellement",
    "cela", "ceci", "cette", "ces", "été", "est", "sont", "par", "qui", "que", "pas", "tous",
    "tout", "toute", "toutes", "encore", "toujours", "clos", "close", "clôturé", "réparé",
    "bonne", "journée", "situation", "normale", "retour", "impact", "touché", "touchée", "affecté",
    "affectée", "utilisateurs", "clients", "effet", "place", "module", "composant", "élément",
];

#[rustfmt::skip]
pub(super) const WORDS: List = &[
    (
        TermClass::Jargon,
        &[
            "5xx", "4xx", "http 4*", "http 5*", "pod", "pods", "shard", "shards", "failover",
            "p95", "p99", "ttl", "répartiteur de charge",
            "load balancer", "kubernetes", "k8s", "cluster", "clusters", "réplica", "réplicas",
            "réplication", "backend", "back-end", "hotfix", "cron", "cdn", 
            "perte de paquets", "débit réseau", "remédiation",
            "rca", "kafka", "redis", "postgres", "postgresql", "nginx", "vpc", "bgp",
            "conteneur", "conteneurs", "microservice",
            "microservices", "middleware", "nœuds", "noeuds", "saturation du", "hyperviseur", "quorum", "multicast", "jitter", "buffer",
            "machine virtuelle", "machines virtuelles", "rollback", 
            "mise en prod", "cause racine", "interblocage", "oom",
            "autoscaling", "timeout", "timeouts", "vm",
        ],
    ),
    (
        TermClass::Blame,
        &[
            "à cause de", "à cause d'", "à cause du", "à cause des", "en raison de",
            "en raison d'", "en raison du", "dû à", "due à", "dus à", "causé par", "causée par",
            "causés par", "provoqué par", "provoquée par", "panne chez", "panne de",
            "problème chez", "incident chez", "faute", "responsable", "responsables", "rencontre",
            "subit", "fait suite à", "indépendant de notre volonté",
            "indépendante de notre volonté", "erreur de",
        ],
    ),
    (
        TermClass::Vendor,
        &[
            "aws", "amazon", "google cloud", "gcp", "azure", "cloudflare", "fastly", "akamai",
            "ovh", "ovhcloud", "scaleway", "twilio", "stripe", "notre hébergeur",
            "notre prestataire", "nos prestataires", "notre fournisseur", "nos fournisseurs",
            "notre opérateur", "un prestataire", "un fournisseur", "sous-traitant",
            "sous-traitants", "un tiers", "service tiers", "notre partenaire",
        ],
    ),
    (
        TermClass::Person,
        &[
            "erreur humaine", "un ingénieur", "une ingénieure", "un de nos ingénieurs",
            "l'un de nos ingénieurs", "un collègue", "une collègue", "un employé", "une employée",
            "un salarié", "un développeur", "une développeuse", "un technicien",
            "une technicienne", "un stagiaire", "un administrateur",
        ],
    ),
    (
        TermClass::Cause,
        &[
            "à cause de", "à cause d'", "à cause du", "à cause des", "en raison de",
            "en raison d'", "en raison du", "dû à", "due à", "dus à", "causé par", "causée par",
            "causés par", "provoqué par", "provoquée par", "provoqués par", "la cause est",
            "la cause était", "parce que nos", "parce que notre", "parce qu'un", "parce qu'une",
            "fait suite à", "font suite à",
        ],
    ),
    (
        TermClass::Unsure,
        &[
            "ne savons pas", "ignorons", "pas encore si", "sans savoir", "pas sûrs",
            "n'est pas dû", "n'est pas due", "n'indique",
        ],
    ),
    (
        TermClass::Symptom,
        &[
            "ne marche*", "ne fonctionne*", "ne se lance*", "ne démarre*", "ne s'ouvre*",
            "ne charge*", "ne se charge*", "n'arrive*", "n'aboutiss*", "n'apparaiss*",
            "n'affiche*", "ne s'affiche*", "ne part*", "ne réponde*", "ne répond*", "ne trouve*",
            "ne peut", "ne peuvent", "ne pouvez", "ne pourrez", "ne parvien*", "impossible de",
            "impossible d'", "impossible", "échoue*", "échou*", "lent", "lente", "lents", "lentes",
            "lentement", "en retard", "retard", "retards", "plus de temps", "se ferme*", "plante*",
            "saute*", "s'arrête*", "manque*", "message d'erreur", "messages d'erreur",
            "une erreur", "des erreurs", "déconnecté*", "refusé*", "refuse*", "bloqué*", "bloque*",
            "en double", "deux fois", "page blanche", "vide", "vides", "faux", "fausse*", "coupé*",
            "coupure*", "perdu*", "perd*", "plus rien", "s'interromp*",
        ],
    ),
    (
        TermClass::Next,
        &[
            "prochaines nouvelles", "prochain point", "prochaine mise à jour", "prochain message",
            "au plus tard à", "vous écrivons", "vous écrirons", "nous revenons vers vous",
            "nous reviendrons vers vous", "donnons des nouvelles", "donnerons des nouvelles",
            "nouvelles ici", "point à", "nouvelles à",
        ],
    ),
    (
        TermClass::Lasts,
        &[
            "jusqu'", "jusque", "fin", "termin*", "finir*", "finit", "finissent", "fini", "finie",
            "finis", "finies", "achev*", "dure", "durent", "durer*", "durée", "prolong*",
            "plus long", "plus longs", "plus longue", "plus longues", "plus longtemps",
            "plus tard", "au plus tard", "prend", "prennent", "prendr*", "retard*", "continu*",
            "poursui*", "report*", "décal*", "rétabli*", "de retour", "prêt", "prête",
            "restent", "reste", "besoin", "dépass*", "créneau", "fenêtre",
        ],
    ),
    (
        TermClass::Contact,
        &[
            "mail", "mails", "e-mail", "e-mails", "email", "emails", "courriel", "courriels",
            "message", "messages", "support", "assistance", "aide", "appel*", "téléphone",
            "écriv*", "écrir*", "répond*", "joignable", "joignables", "contact*", "inform*",
            "conseillers", "newsletter",
        ],
    ),
    (
        TermClass::Safety,
        &[
            "donnée", "données", "perdu", "perdue", "perdus", "perdues", "intact", "intacte",
            "intacts", "intactes", "mot de passe", "mots de passe", "moyens de paiement",
            "en danger", "aucun risque", "pas concerné", "pas concernés", "pas concernées",
            "compte", "comptes", "sécurité", "confidentialité", "complets", "débité", "débités",
            "encaissé", "n'est touché",
        ],
    ),
    (TermClass::Midnight, &["minuit", "midi"]),
    (
        TermClass::Help,
        &[
            "contactez", "pages d'aide", "page d'aide", "centre d'aide", "service client",
            "service clients", "écrivez-nous", "appelez-nous", "notre assistance", "notre support",
        ],
    ),
    (
        TermClass::Zone,
        &[
            "heure de paris", "heure locale", "heures locales", "heure de bruxelles",
            "heure de genève", "heure de montréal", "heure de londres", "heure française",
            "heure de l'est", "heure de new york", "heure d'europe", "heure de québec",
            "heure de berlin", "votre fuseau", "heure suisse", "heure belge",
            "heure de luxembourg",
        ],
    ),
    (
        TermClass::NoIncident,
        &[
            "fausse alerte", "personne n'a été touché", "aucun client n'a été touché",
            "aucun utilisateur n'a été touché", "n'existait pas", "il n'y a pas eu de panne",
            "aucun impact",
        ],
    ),
];

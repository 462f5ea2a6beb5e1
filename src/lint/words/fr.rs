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

#[rustfmt::skip]
pub(super) const WORDS: List = &[
    (
        TermClass::Hedge,
        &[
            "certains", "certaines", "peut-être", "peuvent", "pourrait", "pourraient",
            "éventuellement", "éventuels", "éventuelles", "possiblement", "potentiellement",
            "par moments", "par intermittence", "intermittent*", "un petit nombre",
            "quelques utilisateurs", "quelques clients", "parfois", "il se peut",
            "dans certains cas", "une partie des", "occasionnellement",
        ],
    ),
    (
        TermClass::Jargon,
        &[
            "5xx", "4xx", "http 4*", "http 5*", "pod", "pods", "shard", "shards", "failover",
            "latence", "latences", "p95", "p99", "dns", "ttl", "répartiteur de charge",
            "load balancer", "kubernetes", "k8s", "cluster", "clusters", "réplica", "réplicas",
            "réplication", "backend", "back-end", "hotfix", "cron", "cdn", "endpoint", "endpoints",
            "perte de paquets", "débit réseau", "mitigation", "mitigé", "mitigée", "remédiation",
            "rca", "kafka", "redis", "postgres", "postgresql", "nginx", "vpc", "bgp",
            "taux d'erreur", "taux d'erreurs", "conteneur", "conteneurs", "microservice",
            "microservices", "middleware", "nœuds", "noeuds", "saturation du", "hyperviseur",
            "machine virtuelle", "machines virtuelles", "rollback", "déploiement", "déploiements",
            "mise en prod", "cause racine", "en amont", "en aval", "interblocage", "oom",
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
        TermClass::Own,
        &[
            "nous basculons", "nous avons basculé", "nous passons", "nous sommes passés",
            "nous déplaçons", "nous avons déplacé", "nous envoyons", "nous avons choisi",
            "nous aurions dû", "nous ajoutons", "nous remplaçons", "nous contournons",
            "nous faisons passer", "nous dépendons", "nous coupons", "nous avons coupé",
        ],
    ),
    (
        TermClass::Apology,
        &[
            "excuses", "excuser", "excusez", "désolé", "désolés", "désolée", "désolées", "pardon",
            "regrettons",
        ],
    ),
    (
        TermClass::Marketing,
        &[
            "meilleure expérience", "meilleur service", "meilleure qualité", "tout en œuvre",
            "tout mettre en œuvre", "met tout en œuvre", "mettent tout en œuvre", "mobilisées",
            "pleinement mobilisées", "d'arrache-pied", "chers clients", "cher client",
            "chère cliente", "clients fidèles", "votre fidélité", "votre satisfaction",
            "soucieux de", "engagés à", "excellence", "sans couture", "à la pointe",
            "gêne occasionnée", "la gêne", "merci de votre patience", "merci pour votre patience",
            "merci de votre compréhension", "merci pour votre compréhension", "priorité absolue",
            "dans les meilleurs délais", "dans les plus brefs délais", "soyez assurés",
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
        TermClass::Still,
        &[
            "marche encore", "marchent encore", "marche toujours", "marchent toujours",
            "fonctionne encore", "fonctionnent encore", "fonctionne toujours",
            "fonctionnent toujours", "se lit toujours", "n'est pas touché", "n'est pas touchée",
            "ne sont pas touchés", "ne sont pas touchées", "pas concerné", "pas concernée",
            "pas concernés", "pas concernées", "n'est pas affecté", "n'est pas affectée",
            "comme d'habitude", "normalement", "reste disponible", "restent disponibles",
            "reste possible", "restent possibles", "continue de", "continuent de", "continue à",
            "continuent à",
        ],
    ),
    (
        TermClass::Way,
        &[
            "vous pouvez", "en attendant", "d'ici là", "à la place", "plutôt", "contournement",
            "rien à faire", "inutile de", "utilisez", "réessayez", "redémarrez", "rechargez",
            "patientez", "attendez", "passez par", "pour l'instant, écoutez", "que faire",
            "demandez", "connectez-vous", "reconnectez-vous", "ouvrez", "cliquez",
        ],
    ),
    (
        TermClass::Future,
        &[
            "devrai*", "sera", "seront", "pensons", "espérons", "estim*", "prévoyons", "prévu*",
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
        TermClass::Recovered,
        &[
            "de nouveau", "à nouveau", "rétabli", "rétablie", "rétablis", "rétablies",
            "retour à la normale", "revenu à la normale", "revenue à la normale", "normalement",
            "normal", "normale", "marche", "marchent", "fonctionne", "fonctionnent", "résolu",
            "résolue", "terminé", "terminée", "réparé", "réparée", "retrouvé", "est finie",
            "sont finis", "à l'heure", "depuis",
        ],
    ),
    (
        TermClass::Who,
        &[
            "client", "clients", "cliente", "clientes", "utilisateur", "utilisateurs",
            "utilisatrices", "abonné", "abonnés", "personne", "personnes", "ceux qui",
            "celles qui", "usagers", "membres", "visiteurs", "voyageurs", "chacun",
            "tous les pays", "monde entier", "partout", "commerçants", "patients", "élèves",
            "lecteurs", "tout le monde", "entreprises", "acheteurs", "vous tous", "boutiques",
            "sur dix", "tous ceux",
        ],
    ),
    (
        TermClass::Data,
        &[
            "donnée", "données", "perdu", "perdue", "perdus", "perdues", "intact", "intacte",
            "intacts", "intactes", "effet durable", "séquelles", "en sécurité", "effacé",
            "effacée", "complet", "complets", "complètes",
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
    (
        TermClass::Todo,
        &[
            "rien à faire", "rien d'autre à faire", "inutile de", "pas besoin", "aucune action",
            "si vous", "si votre", "si vos", "si un", "si une", "s'il", "si l'", "si elle",
            "si quelque", "reconnectez-vous", "redémarrez", "réessayez", "vérifiez", "ouvrez",
            "demandez", "renvoyez", "recommencez", "refaites",
        ],
    ),
    (
        TermClass::Vague,
        &[
            "ce matin", "cet après-midi", "ce soir", "plus tôt aujourd'hui", "dans la journée",
            "en fin de journée", "en début d'après-midi", "en fin de matinée", "tout à l'heure",
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

//! What `status.yml` says.

use jiff::SignedDuration;
use jiff::civil::Date;
use jiff::tz::TimeZone;

use super::{CheckSettings, Impact, Lang, PlatformId, State, Text};

/// The site.
#[derive(Debug, Clone)]
pub struct Site {
    /// Name of the site.
    pub title: Text,
    /// One sentence about it.
    pub description: Option<Text>,
    /// Address, with a slash at its end.
    pub url: url::Url,
    /// Host name that permanent ids are made with; see `docs/format.md`.
    pub id: String,
    /// Languages; the first is the default.
    pub languages: Vec<Lang>,
    /// Zone of times without offset.
    pub zone: TimeZone,
    /// WebSub hub that feeds name.
    pub websub: Option<url::Url>,
    /// Address of the help pages.
    pub support: Option<String>,
    /// Command that the writing verbs run in the project's folder when something was written.
    pub after_write: Option<String>,
    /// All platforms, in the order written.
    pub platforms: Vec<Platform>,
    /// Groups, in the order written.
    pub groups: Vec<Group>,
    /// Regions: key and name.
    pub regions: Vec<Named>,
    /// Audiences: key and name.
    pub audiences: Vec<Named>,
    /// How uptime is counted.
    pub uptime: Uptime,
    /// How often an open incident wants an update.
    pub cadence: Cadence,
    /// How long the page of a quiet site may be believed after the moment at
    /// which it should have been built anew.
    pub valid_for: SignedDuration,
    /// Colours of the owner.
    pub theme: Theme,
    /// Settings of the writing rules.
    pub check: CheckSettings,
}

/// A platform.
#[derive(Debug, Clone)]
pub struct Platform {
    /// Key in files and addresses.
    pub key: String,
    /// Name for readers.
    pub name: Text,
    /// Languages in which a platform that stands elsewhere has this name too: there its
    /// group is said with it.
    pub shares_name: Vec<Lang>,
    /// The day from which its uptime counts.
    pub since: Option<Date>,
}

/// A run of platforms that the page shows together.
#[derive(Debug, Clone)]
pub struct Group {
    /// Key and name; `None` for platforms that stand in no group.
    pub named: Option<Named>,
    /// Its platforms.
    pub platforms: Vec<PlatformId>,
}

/// A key with a name for readers.
#[derive(Debug, Clone)]
pub struct Named {
    /// Key in files and addresses.
    pub key: String,
    /// Name for readers.
    pub name: Text,
}

/// How uptime is counted.
#[derive(Debug, Clone, PartialEq)]
pub struct Uptime {
    /// Days that a bar shows, from 1 to 366.
    pub days: u16,
    /// What a minute in a state costs.
    pub weights: Weights,
}

/// Share of a minute that counts as down, from 0 to 1, by state.
#[derive(Debug, Clone, PartialEq)]
pub enum Weights {
    /// Statuspage: major 1, partial 0.3, degraded 0.
    Statuspage,
    /// incident.io: major 1, partial 1, degraded 0.
    IncidentIo,
    /// openstatus: every outage counts whole.
    Openstatus,
    /// Written out.
    Own(Vec<(State, f64)>),
}

/// The longest time between two updates, by impact.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Cadence {
    /// By impact; what is left out has no rule.
    pub by_impact: Vec<(Impact, SignedDuration)>,
}

/// Looks of the owner; colours as `#rrggbb`.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Theme {
    /// Links and focus on light ground.
    pub accent: Option<String>,
    /// The same on dark ground.
    pub accent_dark: Option<String>,
    /// A small picture, as a `data:` address.
    pub logo: Option<String>,
    /// The owner's icon, as a path in the site; `None`: ours.
    pub icon: Option<String>,
}

impl Site {
    /// The default language.
    pub fn default_lang(&self) -> &Lang {
        &self.languages[0]
    }

    /// A platform by its id.
    pub fn platform(&self, id: PlatformId) -> &Platform {
        &self.platforms[id.0]
    }

    /// The group that a platform stands in.
    pub fn group_of(&self, id: PlatformId) -> Option<&Named> {
        let group = self.groups.iter().find(|g| g.platforms.contains(&id))?;
        group.named.as_ref()
    }

    /// The group that must be said with a platform's name in this language, for another
    /// platform has the name too.
    pub fn telling_group(&self, id: PlatformId, lang: &Lang) -> Option<&Named> {
        let shares = self.platform(id).shares_name.contains(lang);
        shares.then(|| self.group_of(id)).flatten()
    }

    /// A platform's name for people who write: `API (Europe)` where there are two.
    /// Readers get it in the words of their language, from `render`.
    pub fn platform_name(&self, id: PlatformId, lang: &Lang) -> String {
        let name = self.platform(id).name.get(lang).0;
        match self.telling_group(id, lang) {
            Some(group) => format!("{name} ({})", group.name.get(lang).0),
            None => name.clone(),
        }
    }
}

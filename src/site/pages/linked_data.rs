//! JSON-LD for crawlers: what an incident or a maintenance is in the words of
//! schema.org.

use serde_json::{Value, json};

use crate::derive;
use crate::model::{Incident, Kind, Status};
use crate::render::view::Html;
use crate::site::links::Links;
use crate::site::view_builder::ViewBuilder;
use crate::time::{Moment, rfc3339};

/// An incident or notice is a `LiveBlogPosting`, a maintenance an `Event`.
pub fn incident(parts: &ViewBuilder<'_>, incident: &Incident) -> Html {
    let links = parts.links;
    let url = links.absolute(&links.file(&Links::incident(incident)));
    let time = |moment: Moment| rfc3339(moment, &links.site.zone);
    let title = parts.author(&incident.title).text;
    let publisher = json!({"@type": "Organization", "name": links.site.title.get(links.lang).0, "url": links.site.url.as_str()});
    let mut data = match incident.kind {
        Kind::Maintenance { until, .. } => {
            let status = match derive::last_told(incident) {
                Some(Status::Cancelled) => "EventCancelled",
                _ => "EventScheduled",
            };
            json!({
                "@type": "Event",
                "name": title,
                "startDate": time(incident.began),
                "endDate": time(until),
                "eventStatus": format!("https://schema.org/{status}"),
                "eventAttendanceMode": "https://schema.org/OnlineEventAttendanceMode",
                "location": {"@type": "VirtualLocation", "url": links.site.url.as_str()},
                "organizer": publisher,
            })
        }
        _ => {
            let said: Vec<Value> = incident
                .updates
                .iter()
                .map(|update| {
                    json!({
                        "@type": "BlogPosting",
                        "headline": parts.words().status(update.status).word,
                        "datePublished": time(update.at),
                        "url": format!("{url}#{}", Links::anchor(update)),
                    })
                })
                .collect();
            json!({
                "@type": "LiveBlogPosting",
                "headline": title,
                "datePublished": time(incident.updates.first().map_or(incident.began, |u| u.at)),
                "dateModified": time(incident.updates.last().map_or(incident.began, |u| u.at)),
                "coverageStartTime": time(incident.began),
                "coverageEndTime": derive::over(incident).map(time),
                "author": publisher,
                "liveBlogUpdate": said,
            })
        }
    };
    if let Value::Object(fields) = &mut data {
        fields.insert("@context".to_string(), json!("https://schema.org"));
        fields.insert("url".to_string(), json!(url));
        fields.insert(
            "description".to_string(),
            json!(parts.description(incident)),
        );
        fields.retain(|_, value| !value.is_null());
    }
    super::json(&data)
}

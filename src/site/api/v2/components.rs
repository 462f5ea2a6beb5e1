//! Platforms and groups as components.

use super::{Component, time};
use crate::derive;
use crate::model::{Incident, Kind, Model, PlatformId, State};
use crate::site::Context;
use crate::site::api::ids;
use crate::time::Moment;

/// All components: a group stands before its own.
pub(super) fn all(context: Context<'_>) -> Vec<Component> {
    let site = &context.model.site;
    let states = derive::platform_states(context.recent, context.now);
    let changed = changed(context.model);
    // A window that lies ahead is no beginning of the site.
    let heard = |i: &Incident| derive::published(i).min(i.began);
    let first = context.model.incidents().map(heard).min();
    let zone = &site.zone;
    let page_id = ids::page(site);
    let created = |id: PlatformId| {
        let since = site.platform(id).since;
        let since = since.and_then(|day| day.to_zoned_datetime(zone.clone()).ok());
        since.map(|z| z.timestamp()).or(first).unwrap_or_default()
    };
    let component = |id: PlatformId, position: usize, group_id: Option<&str>| {
        let platform = site.platform(id);
        let created_at = created(id);
        Component {
            id: ids::component(&platform.key),
            name: site.platform_name(id, site.default_lang()),
            status: states[id.0].key(),
            created_at: time(created_at, zone),
            updated_at: time(changed[id.0].unwrap_or(created_at), zone),
            position,
            description: None,
            showcase: true,
            start_date: platform.since.map(|day| day.to_string()),
            group_id: group_id.map(str::to_string),
            page_id: page_id.clone(),
            group: false,
            only_show_if_degraded: false,
            components: None,
        }
    };
    let mut components = Vec::new();
    let mut position = 0;
    for group in &site.groups {
        let Some(named) = &group.named else {
            for id in &group.platforms {
                position += 1;
                components.push(component(*id, position, None));
            }
            continue;
        };
        position += 1;
        let id = ids::component(&named.key);
        let members: Vec<Component> = (1..)
            .zip(&group.platforms)
            .map(|(at, platform)| component(*platform, at, Some(&id)))
            .collect();
        let worst = group.platforms.iter().map(|p| states[p.0]).max();
        let created_at = group.platforms.iter().map(|p| created(*p)).min();
        let created_at = created_at.or(first).unwrap_or_default();
        let updated_at = group.platforms.iter().filter_map(|p| changed[p.0]).max();
        components.push(Component {
            id,
            name: named.name.get(site.default_lang()).0.clone(),
            status: worst.unwrap_or(State::Operational).key(),
            created_at: time(created_at, zone),
            updated_at: time(updated_at.unwrap_or(created_at), zone),
            position,
            description: None,
            showcase: false,
            start_date: None,
            group_id: None,
            page_id: page_id.clone(),
            group: true,
            only_show_if_degraded: false,
            components: Some(members.iter().map(|m| m.id.clone()).collect()),
        });
        components.extend(members);
    }
    components
}

/// When something was last said about each platform, in the site's order.
fn changed(model: &Model) -> Vec<Option<Moment>> {
    let mut changed = vec![None; model.site.platforms.len()];
    let mut told = |platform: &PlatformId, at: Moment| {
        let newest = &mut changed[platform.0];
        *newest = (*newest).max(Some(at));
    };
    let counts = model
        .incidents()
        .filter(|i| !i.drill && i.kind != Kind::Notice);
    for incident in counts {
        if let Some(at) = derive::announced(incident) {
            incident.scope.affected.keys().for_each(|p| told(p, at));
        }
        let mut before = &incident.scope;
        for update in &incident.updates {
            let named = before.affected.keys().chain(update.scope.affected.keys());
            named.for_each(|p| told(p, update.at));
            before = &update.scope;
        }
    }
    changed
}

//! `theme` of `status.yml`: colours that can be read, and a small logo.

use std::path::Path;

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;

use crate::media;
use crate::model::Theme;
use crate::source::read;
use crate::yaml::{Fields, Node, Reader};

/// Grounds of the built-in style, light and dark.
const GROUNDS: [(&str, &str); 2] = [("accent", "#ffffff"), ("accent_dark", "#121518")];

/// Contrast that text needs (WCAG 2.2, success criterion 1.4.3).
const MIN_CONTRAST: f64 = 4.5;

/// Bytes of a logo: it stands inside every page, which must stay one small request.
const MAX_LOGO: u64 = 4 * 1024;

/// Files of `static/` that are an icon by their name, the better one first.
const ICONS: [&str; 2] = ["favicon.svg", "favicon.ico"];

/// Reads `theme`, and which icon the pages have: a file of `static/` with the name of
/// one, else the logo, else ours.
pub fn theme(reader: &mut Reader, fields: Fields<'_>, root: &Path) -> Theme {
    let own = ICONS.into_iter().find(|name| {
        let file = root.join("static").join(name);
        file.symlink_metadata().is_ok_and(|file| file.is_file())
    });
    let own = own.map(String::from);
    let Some(node) = fields.get("theme") else {
        return Theme {
            icon: own,
            ..Theme::default()
        };
    };
    let fields = reader.fields(node, "theme", &["accent", "accent_dark", "logo"]);
    let mut colours = GROUNDS.map(|(key, ground)| {
        let node = fields.get(key)?;
        colour(reader, node, ground)
    });
    let logo = fields.get("logo").and_then(|node| logo(reader, node, root));
    let (logo, name) = logo.unzip();
    Theme {
        accent: colours[0].take(),
        accent_dark: colours[1].take(),
        logo,
        icon: own.or(name),
    }
}

fn colour(reader: &mut Reader, node: &Node, ground: &str) -> Option<String> {
    let text = reader.text(node)?;
    let Some(light) = luminance(&text) else {
        reader.error(
            "colour-bad",
            node.span.clone(),
            format!("`{text}` is not a colour"),
            "expected quotes and six digits: \"#0b6e4f\"",
        );
        return None;
    };
    let other = luminance(ground)?;
    let contrast = (light.max(other) + 0.05) / (light.min(other) + 0.05);
    if contrast < MIN_CONTRAST {
        let way = if other > 0.5 { "darker" } else { "lighter" };
        reader.error(
            "colour-contrast",
            node.span.clone(),
            format!("links in `{text}` have a contrast of {contrast:.1} to 1 on {ground}"),
            format!("expected {MIN_CONTRAST} to 1 or more: a {way} colour"),
        );
    }
    Some(text.to_ascii_lowercase())
}

/// Relative luminance of `#rrggbb` (WCAG 2.2, "relative luminance").
fn luminance(colour: &str) -> Option<f64> {
    let digits = colour
        .strip_prefix('#')
        .filter(|d| d.len() == 6 && d.is_ascii())?;
    let channel = |at: usize| -> Option<f64> {
        let value = f64::from(u8::from_str_radix(&digits[at..at + 2], 16).ok()?) / 255.0;
        Some(if value <= 0.040_45 {
            value / 12.92
        } else {
            ((value + 0.055) / 1.055).powf(2.4)
        })
    };
    Some(0.2126 * channel(0)? + 0.7152 * channel(2)? + 0.0722 * channel(4)?)
}

/// A picture of `static/` as a `data:` address (RFC 2397), and its path there.
fn logo(reader: &mut Reader, node: &Node, root: &Path) -> Option<(String, String)> {
    let name = reader.text(node)?;
    if !name.ends_with(".svg") && !name.ends_with(".png") {
        let expected = "expected an SVG or PNG file in static/: `logo.svg`";
        reader.error(
            "logo-bad",
            node.span.clone(),
            format!("`{name}` is no logo"),
            expected,
        );
        return None;
    }
    let media = media::of_path(&name);
    let inside = name
        .split('/')
        .all(|part| !part.is_empty() && !part.starts_with('.'));
    let bytes = inside.then(|| read::bytes(root, &format!("static/{name}"), MAX_LOGO));
    match bytes {
        Some(Ok(bytes)) => Some((
            format!("data:{media};base64,{}", STANDARD.encode(bytes)),
            name,
        )),
        Some(Err(why)) => {
            let expected = format!("a regular file of at most {MAX_LOGO} bytes");
            reader.error("logo-bad", node.span.clone(), why.message, expected);
            None
        }
        None => {
            let expected = "a file below static/";
            reader.error(
                "logo-bad",
                node.span.clone(),
                format!("`{name}` leads elsewhere"),
                expected,
            );
            None
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn luminance_as_wcag_has_it() {
        assert_eq!(luminance("#ffffff"), Some(1.0));
        assert_eq!(luminance("#000000"), Some(0.0));
        // WebAIM: #767676 on white is 4.54 to 1.
        let grey = luminance("#767676").unwrap();
        assert!((1.05 / (grey + 0.05) - 4.54).abs() < 0.01);
        // The dark end is straight: 10/255 through 12.92.
        let dark = luminance("#0a0a0a").unwrap();
        assert!((dark - 0.003_035).abs() < 1e-6);
        assert_eq!(luminance("red"), None);
        assert_eq!(luminance("#1234567"), None);
        assert_eq!(luminance("#12345é"), None);
    }
}

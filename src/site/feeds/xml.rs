//! XML into memory, and what may stand in it.

use std::borrow::Cow;

use quick_xml::Writer;
use quick_xml::events::{BytesDecl, BytesEnd, BytesStart, BytesText, Event};

use crate::text::is_refused;

/// A writer of XML 1.0.
pub struct Xml(Writer<Vec<u8>>);

type Attributes<'a> = &'a [(&'a str, &'a str)];

impl Xml {
    /// A document with its declaration.
    pub fn new() -> Self {
        let mut xml = Self(Writer::new_with_indent(Vec::new(), b' ', 1));
        xml.event(Event::Decl(BytesDecl::new("1.0", Some("utf-8"), None)));
        xml
    }

    /// Opens an element.
    pub fn open(&mut self, name: &str, attributes: Attributes<'_>) {
        self.event(Event::Start(start(name, attributes)));
    }

    /// Closes it.
    pub fn close(&mut self, name: &str) {
        self.event(Event::End(BytesEnd::new(name)));
    }

    /// An element with text and attributes.
    pub fn element(&mut self, name: &str, attributes: Attributes<'_>, text: &str) {
        self.open(name, attributes);
        self.event(Event::Text(BytesText::new(&clean(text))));
        self.close(name);
    }

    /// An element with text.
    pub fn text(&mut self, name: &str, text: &str) {
        self.element(name, &[], text);
    }

    /// An element without content.
    pub fn empty(&mut self, name: &str, attributes: Attributes<'_>) {
        self.event(Event::Empty(start(name, attributes)));
    }

    /// The bytes.
    pub fn finish(self) -> Vec<u8> {
        let mut bytes = self.0.into_inner();
        bytes.push(b'\n');
        bytes
    }

    /// Writing into memory cannot fail.
    fn event(&mut self, event: Event<'_>) {
        self.0.write_event(event).expect("writing into memory");
    }
}

fn start<'a>(name: &'a str, attributes: Attributes<'_>) -> BytesStart<'a> {
    let mut start = BytesStart::new(name);
    for (key, value) in attributes {
        start.push_attribute((*key, clean(value).as_ref()));
    }
    start
}

/// No byte of a character that [`is_refused`] is another one: what stands in nearly every
/// text is seen at once to be none.
fn may_be_refused(byte: u8) -> bool {
    byte < b' ' && !matches!(byte, b'\n' | b'\t' | b'\r') || matches!(byte, 0x7F | 0xC2 | 0xEF)
}

/// Characters that XML 1.0 cannot hold (section 2.2, "Char"), which Markdown can
/// bring in as `&#1;`, become U+FFFD.
pub fn clean(text: &str) -> Cow<'_, str> {
    // Whole blocks: all bytes of one are looked at in one step of the processor.
    let mut blocks = text.as_bytes().chunks(64);
    let refused = |block: &[u8]| block.iter().fold(false, |any, b| any | may_be_refused(*b));
    if blocks.any(refused) && text.contains(is_refused) {
        Cow::Owned(text.replace(is_refused, "\u{FFFD}"))
    } else {
        Cow::Borrowed(text)
    }
}

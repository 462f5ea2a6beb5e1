//! The object that a config in JavaScript exports, as far as it is written out:
//! texts, numbers, lists and objects, with comments between them. What only a run
//! of the program could say is named and stepped over. No program is run.

use serde_json::{Map, Value};

/// Objects and lists that may stand inside each other.
const MAX_DEPTH: usize = 32;

/// Objects that are looked at.
const TRIED: usize = 64;

/// What was read.
#[derive(Debug, Default)]
pub(super) struct Exported {
    /// The values that are written out.
    pub(super) values: Map<String, Value>,
    /// Keys, dotted, whose values are not.
    pub(super) unread: Vec<String>,
}

/// The first object behind `module.exports =` or `export default`, also where a
/// function or a variable stands between; else the first object that has a `title`.
pub(super) fn exported(script: &str) -> Exported {
    let tokens = tokens(script);
    let word = |at: usize, text: &str| matches!(tokens.get(at), Some(Token::Word(w)) if w == text);
    let sign = |at: usize, c: char| tokens.get(at) == Some(&Token::Sign(c));
    let starts: Vec<usize> = (0..tokens.len()).filter(|at| sign(*at, '{')).collect();
    let export = (0..tokens.len()).find(|at| {
        (word(*at, "exports") && sign(at + 1, '=') && !sign(at + 2, '='))
            || (word(*at, "export") && word(at + 1, "default"))
    });
    let behind = starts.iter().filter(|at| export.is_some_and(|e| **at > e));
    for at in behind.chain(&starts).take(TRIED) {
        let mut reader = Reader {
            tokens: &tokens,
            at: *at,
            unread: Vec::new(),
        };
        let Some(Value::Object(values)) = reader.value(&mut Vec::new()) else {
            continue;
        };
        if values.keys().any(|k| {
            matches!(
                k.as_str(),
                "title" | "baseUrl" | "content" | "contentConfig"
            )
        }) {
            let unread = reader.unread;
            return Exported { values, unread };
        }
    }
    Exported::default()
}

#[derive(Debug, Clone, PartialEq)]
enum Token {
    /// A text in quotes, without them; `None` for a template with `${}` in it, and for a
    /// regular expression.
    Text(Option<String>),
    /// A name or a number.
    Word(String),
    /// Any other character.
    Sign(char),
}

fn tokens(script: &str) -> Vec<Token> {
    let chars: Vec<char> = script.chars().collect();
    let mut tokens = Vec::new();
    let mut at = 0;
    while let Some(c) = chars.get(at).copied() {
        let next = chars.get(at + 1).copied();
        match c {
            '/' if next == Some('/') => {
                at += chars[at..].iter().take_while(|c| **c != '\n').count();
            }
            '/' if next == Some('*') => {
                at += 2;
                while at < chars.len() && !(chars[at] == '*' && chars.get(at + 1) == Some(&'/')) {
                    at += 1;
                }
                at += 2;
            }
            '/' if !ends_a_value(tokens.last())
                && let Some(end) = regular_expression(&chars, at) =>
            {
                tokens.push(Token::Text(None));
                at = end;
            }
            '\'' | '"' | '`' => {
                let (text, end) = quoted(&chars, at);
                tokens.push(Token::Text(text));
                at = end;
            }
            c if c.is_alphanumeric() || matches!(c, '_' | '$') => {
                let rest = chars[at..].iter();
                let word: String = rest
                    .take_while(|c| c.is_alphanumeric() || matches!(c, '_' | '$' | '.'))
                    .collect();
                at += word.chars().count();
                // `module.exports` are two words.
                let is_number = word.starts_with(|c: char| c.is_ascii_digit());
                if is_number {
                    tokens.push(Token::Word(word));
                    continue;
                }
                for (n, part) in word.split('.').enumerate() {
                    if n > 0 {
                        tokens.push(Token::Sign('.'));
                    }
                    tokens.push(Token::Word(part.to_string()));
                }
            }
            c if c.is_whitespace() => at += 1,
            c => {
                tokens.push(Token::Sign(c));
                at += 1;
            }
        }
    }
    tokens
}

/// Whether a `/` behind this token divides by what follows; else a regular expression
/// begins there.
fn ends_a_value(before: Option<&Token>) -> bool {
    match before {
        Some(Token::Text(_) | Token::Sign(')' | ']' | '}')) => true,
        Some(Token::Word(word)) => !matches!(
            word.as_str(),
            "return"
                | "typeof"
                | "case"
                | "in"
                | "of"
                | "void"
                | "delete"
                | "throw"
                | "else"
                | "do"
        ),
        _ => false,
    }
}

/// Where the regular expression that begins at `start` ends, with its flags. `None`: it
/// has no end on its line, so it is none.
fn regular_expression(chars: &[char], start: usize) -> Option<usize> {
    let mut in_class = false;
    let mut at = start + 1;
    loop {
        match chars.get(at)? {
            '\n' => return None,
            '\\' => at += 1,
            '[' => in_class = true,
            ']' => in_class = false,
            '/' if !in_class => break,
            _ => {}
        }
        at += 1;
    }
    let flags = chars[at + 1..].iter().take_while(|c| c.is_alphabetic());
    Some(at + 1 + flags.count())
}

/// The place behind the `}` that closes the `{` at `start` in a template. Texts and
/// other templates may stand between.
fn behind_braces(chars: &[char], start: usize) -> usize {
    let mut open = vec!['{'];
    let mut at = start + 1;
    while let (Some(inside), Some(c)) = (open.last().copied(), chars.get(at).copied()) {
        at += 1;
        match (inside, c) {
            ('{', '{' | '`') => open.push(c),
            ('{', '}') | ('`', '`') => {
                open.pop();
            }
            ('{', '\'' | '"') => at = quoted(chars, at - 1).1,
            ('`', '\\') => at += 1,
            ('`', '$') if chars.get(at) == Some(&'{') => {
                open.push('{');
                at += 1;
            }
            _ => {}
        }
    }
    at.min(chars.len())
}

/// The text in quotes that begins at `start`, and where it ends.
fn quoted(chars: &[char], start: usize) -> (Option<String>, usize) {
    let quote = chars[start];
    let mut text = String::new();
    let mut whole = true;
    let mut at = start + 1;
    while let Some(c) = chars.get(at).copied() {
        at += 1;
        match c {
            c if c == quote => return (Some(text).filter(|_| whole), at),
            '\n' if quote != '`' => break,
            '$' if quote == '`' && chars.get(at) == Some(&'{') => {
                whole = false;
                at = behind_braces(chars, at);
            }
            '\\' => {
                let Some(escape) = chars.get(at).copied() else {
                    break;
                };
                at += 1;
                match escape {
                    'n' => text.push('\n'),
                    't' => text.push('\t'),
                    'r' | '\n' => {}
                    'u' | 'x' => {
                        let (character, end) = code(chars, at, escape);
                        text.extend(character);
                        at = end;
                    }
                    other => text.push(other),
                }
            }
            c => text.push(c),
        }
    }
    (None, at)
}

/// `\u00e9`, `\u{e9}`, `\xe9`: the character, and where its digits end.
fn code(chars: &[char], at: usize, escape: char) -> (Option<char>, usize) {
    let braces = chars.get(at) == Some(&'{');
    let start = at + usize::from(braces);
    let length = match escape {
        'x' => 2,
        _ if braces => 6,
        _ => 4,
    };
    let digits: String = chars
        .iter()
        .skip(start)
        .take(length)
        .take_while(|c| c.is_ascii_hexdigit())
        .collect();
    let end = start + digits.len() + usize::from(braces);
    let character = u32::from_str_radix(&digits, 16)
        .ok()
        .and_then(char::from_u32);
    (character, end.min(chars.len()))
}

struct Reader<'t> {
    tokens: &'t [Token],
    at: usize,
    unread: Vec<String>,
}

impl Reader<'_> {
    fn is(&self, sign: char) -> bool {
        self.tokens.get(self.at) == Some(&Token::Sign(sign))
    }

    /// A value that is written out whole; `None` where it is more than that. The
    /// place is then anywhere inside it.
    fn value(&mut self, path: &mut Vec<String>) -> Option<Value> {
        if path.len() > MAX_DEPTH {
            return None;
        }
        let token = self.tokens.get(self.at)?.clone();
        self.at += 1;
        match token {
            Token::Text(text) => Some(Value::String(text?)),
            Token::Word(word) => match word.as_str() {
                "true" => Some(Value::Bool(true)),
                "false" => Some(Value::Bool(false)),
                "null" | "undefined" => Some(Value::Null),
                number => number.parse::<serde_json::Number>().ok().map(Value::Number),
            },
            Token::Sign('{') => Some(Value::Object(self.object(path))),
            Token::Sign('[') => Some(Value::Array(self.list(path))),
            Token::Sign(_) => None,
        }
    }

    fn object(&mut self, path: &mut Vec<String>) -> Map<String, Value> {
        let mut map = Map::new();
        while self.at < self.tokens.len() && !self.is('}') {
            let key = match self.tokens.get(self.at) {
                Some(Token::Text(Some(key)) | Token::Word(key)) => key.clone(),
                _ => "…".to_string(),
            };
            path.push(key.clone());
            self.at += 1;
            let value = if self.is(':') {
                self.at += 1;
                self.whole(path)
            } else {
                // `...other`, `title,`, `head() {}`
                self.step_over();
                None
            };
            match value {
                Some(Value::Null) => {}
                Some(value) => {
                    map.insert(key, value);
                }
                None => self.unread.push(path.join(".")),
            }
            path.pop();
            if self.is(',') {
                self.at += 1;
            }
        }
        self.at += 1;
        map
    }

    fn list(&mut self, path: &mut Vec<String>) -> Vec<Value> {
        let mut list = Vec::new();
        while self.at < self.tokens.len() && !self.is(']') {
            path.push(list.len().to_string());
            match self.whole(path) {
                Some(value) => list.push(value),
                None => self.unread.push(path.join(".")),
            }
            path.pop();
            if self.is(',') {
                self.at += 1;
            }
        }
        self.at += 1;
        list
    }

    /// A value up to the comma or bracket behind it. One that goes on, such as
    /// `process.env.URL || 'x'`, is none.
    fn whole(&mut self, path: &mut Vec<String>) -> Option<Value> {
        let begun = self.at;
        let known = self.unread.len();
        let value = self.value(path);
        let ends = self.is(',') || self.is('}') || self.is(']') || self.at >= self.tokens.len();
        if value.is_some() && ends {
            return value;
        }
        self.unread.truncate(known);
        self.at = begun;
        self.step_over();
        None
    }

    /// To the comma or bracket that ends what stands here.
    fn step_over(&mut self) {
        let mut depth = 0_usize;
        while let Some(token) = self.tokens.get(self.at) {
            match token {
                Token::Sign('(' | '[' | '{') => depth += 1,
                Token::Sign(')' | ']' | '}') if depth == 0 => return,
                Token::Sign(')' | ']' | '}') => depth -= 1,
                Token::Sign(',') if depth == 0 => return,
                _ => {}
            }
            self.at += 1;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    fn read(script: &str) -> (Value, Vec<String>) {
        let read = exported(script);
        (Value::Object(read.values), read.unread)
    }

    #[test]
    fn values_that_are_written_out() {
        let expected =
            json!({"title": "A's \"page\"", "content": {"systems": ["web", "mail"], "n": 3}});
        for script in [
            r#"module.exports = {"title": "A's \"page\"", "content": {"systems": ["web", "mail"], "n": 3}}"#,
            "export default {title: 'A\\'s \"page\"', content: {systems: [\n// it's\n'web', /* x, ] */ `mail`,\n], n: 3,},};",
            "const other = {a: 1};\nmodule.exports = () => ({\n  'title': `A's \"page\"`, // }\n  content: {systems: ['web', 'mail'], n: 3}\n})",
            "const config = {title: \"A\\u0027s \\x22page\\x22\", content: {systems: ['web', \"mail\"], n: 3}}\nmodule.exports = config",
        ] {
            assert_eq!(read(script), (expected.clone(), vec![]), "{script}");
        }
    }

    #[test]
    fn what_only_the_program_can_say_is_named_and_stepped_over() {
        let script = "module.exports = {title: 'A', baseUrl: process.env.URL || 'x', ...more, head() { return {a: [1, 2]} }, short, content: {dir: path.join('a', 'b'), systems: ['web', ...others, name]}, name: `a${b}`}";
        assert_eq!(
            read(script),
            (
                json!({"title": "A", "content": {"systems": ["web"]}}),
                [
                    "baseUrl",
                    "…",
                    "head",
                    "short",
                    "content.dir",
                    "content.systems.1",
                    "content.systems.1",
                    "name"
                ]
                .map(str::to_string)
                .to_vec()
            )
        );
    }

    #[test]
    fn quotes_in_regular_expressions_and_templates_begin_no_text() {
        for inside in [
            "test: /['\"]/",
            "test: /[/`]\\/'/gi",
            "test: [/'/, /\"/u]",
            "head() { return /`/ }",
            "n: a / 2, m: b / '3'",
            "n: `a${x ? `'` : \"}\"}b`",
            "n: `${{a: '`'}}`",
        ] {
            let script = format!("module.exports = {{ {inside}, title: 'A', baseUrl: 'b' }}");
            let read = exported(&script).values;
            let said = |key: &str| read.get(key).and_then(Value::as_str);
            assert_eq!(
                (said("title"), said("baseUrl")),
                (Some("A"), Some("b")),
                "{script}"
            );
        }
        let _ = exported(&"`${".repeat(100_000));
        let _ = exported("module.exports = {a: /x");
    }

    #[test]
    fn scripts_that_end_anywhere_are_no_danger() {
        let script = "module.exports = {title: 'A\\u{1F600}', /* c */ content: {systems: ['a', `b${c}`]}} // d";
        for end in 0..script.len() {
            let _ = read(&script[..end]);
        }
        let _ = read(&"{a:[".repeat(100_000));
        assert_eq!(read(""), (json!({}), vec![]));
    }
}

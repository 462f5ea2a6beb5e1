//! Words typed at a terminal: one answer, in one line or in several.
//!
//! Takes a question; gives what was typed, or that the person wants back or out. The keys are
//! those of a shell (Ctrl-A, Ctrl-E, Ctrl-U, Ctrl-W). Lines that are pasted stay in the answer, with bracketed
//! paste and without: what waits right behind an Enter came with it. Must not know what the
//! question is about.

use std::io::{self, Write};
use std::time::Duration;

use crossterm::cursor::{MoveToColumn, MoveUp};
use crossterm::event::{
    DisableBracketedPaste, EnableBracketedPaste, Event, KeyCode, KeyEvent, KeyEventKind,
    KeyModifiers, poll, read as next_event,
};
use crossterm::terminal::{Clear, ClearType, disable_raw_mode, enable_raw_mode, size};
use crossterm::{execute, queue};
use tui_input::backend::crossterm::to_input_request;
use tui_input::{Input, InputRequest};
use unicode_width::UnicodeWidthChar;

/// No person types so fast behind an Enter.
const AT_ONCE: Duration = Duration::from_millis(15);

/// Columns of a terminal that does not say how many it has.
const COLUMNS: u16 = 80;

/// What is asked.
pub(super) struct Question<'a> {
    pub(super) words: &'a str,
    /// Stands below, while it is asked.
    pub(super) help: &'a str,
    /// What an empty answer means.
    pub(super) default: Option<&'a str>,
    /// Stands in the line from the beginning.
    pub(super) initial: &'a str,
    /// The answer may have several lines.
    pub(super) lines: bool,
}

/// Why there is no answer.
#[derive(Debug)]
pub(super) enum Left {
    /// Esc.
    Back,
    /// Ctrl-C, Ctrl-D.
    Stop,
    /// The terminal fails.
    Failed(io::Error),
}

impl From<io::Error> for Left {
    fn from(error: io::Error) -> Self {
        Left::Failed(error)
    }
}

/// The terminal gives every key at once, for as long as this lives.
struct Raw;

impl Raw {
    fn begin() -> io::Result<Self> {
        enable_raw_mode()?;
        let _ = execute!(io::stderr(), EnableBracketedPaste);
        Ok(Self)
    }
}

impl Drop for Raw {
    fn drop(&mut self) {
        let _ = execute!(io::stderr(), DisableBracketedPaste);
        let _ = disable_raw_mode();
    }
}

/// Asks; `typing` is told of every change of the words.
///
/// # Errors
/// Esc, Ctrl-C, and what the terminal says.
pub(super) fn read(question: &Question<'_>, mut typing: impl FnMut(&str)) -> Result<String, Left> {
    let _raw = Raw::begin()?;
    let mut input = Input::new(question.initial.to_string());
    let mut shown = Shown::default();
    shown.draw(question, &input, Some(question.help))?;
    let mut pasting = false;
    loop {
        let event = next_event()?;
        let more = poll(Duration::ZERO)?;
        match event {
            Event::Paste(text) => {
                for c in text.replace("\r\n", "\n").chars() {
                    insert(&mut input, c, question.lines);
                }
            }
            Event::Key(key) if key.kind != KeyEventKind::Release => match key.code {
                KeyCode::Esc => {
                    shown.end(question, &input)?;
                    return Err(Left::Back);
                }
                KeyCode::Char('c' | 'd') if key.modifiers == KeyModifiers::CONTROL => {
                    shown.end(question, &input)?;
                    return Err(Left::Stop);
                }
                KeyCode::Enter if is_new_line(key) || more || poll(AT_ONCE)? => {
                    pasting |= !is_new_line(key);
                    insert(&mut input, '\n', question.lines);
                }
                // The last line of what was pasted: it is looked at first.
                KeyCode::Enter if pasting => pasting = false,
                KeyCode::Enter => {
                    let words = input.value().trim_end().to_string();
                    let answer = match question.default {
                        Some(default) if words.trim().is_empty() => default.to_string(),
                        _ => words,
                    };
                    let input = Input::new(answer);
                    shown.end(question, &input)?;
                    return Ok(input.value().to_string());
                }
                _ => {
                    if let Some(request) = to_input_request(&Event::Key(key)) {
                        input.handle(request);
                    }
                    pasting &= more || poll(AT_ONCE.min(Duration::from_millis(1)))?;
                }
            },
            _ => {}
        }
        typing(input.value());
        if !poll(Duration::ZERO)? {
            shown.draw(question, &input, Some(question.help))?;
        }
    }
}

/// Alt-Enter, where the terminal tells it, and Ctrl-J.
fn is_new_line(key: KeyEvent) -> bool {
    key.modifiers
        .intersects(KeyModifiers::ALT | KeyModifiers::SHIFT)
}

fn insert(input: &mut Input, c: char, lines: bool) {
    let c = match c {
        '\n' | '\r' if lines => '\n',
        c if c.is_control() => ' ',
        c => c,
    };
    input.handle(InputRequest::InsertChar(c));
}

/// What of a question stands on the screen.
#[derive(Default)]
struct Shown {
    /// Rows between its first one and that of the cursor.
    row: u16,
}

impl Shown {
    /// Draws it anew, with the cursor in the words.
    fn draw(
        &mut self,
        question: &Question<'_>,
        input: &Input,
        help: Option<&str>,
    ) -> io::Result<()> {
        let columns = size().map_or(COLUMNS, |(columns, _)| columns);
        let columns = if columns < 10 { COLUMNS } else { columns };
        let mut out = io::stderr().lock();
        if self.row > 0 {
            queue!(out, MoveUp(self.row))?;
        }
        queue!(out, MoveToColumn(0), Clear(ClearType::FromCursorDown))?;
        let mut pen = Pen {
            columns,
            row: 0,
            column: 0,
            text: String::new(),
        };
        pen.write("? ");
        pen.write(question.words);
        if let (Some(default), Some(_)) = (question.default, help) {
            pen.write(&format!(" ({default})"));
        }
        pen.write(" ");
        let before: String = input.value().chars().take(input.cursor()).collect();
        pen.write(&before);
        let (row, column) = (pen.row, pen.column);
        pen.write(&input.value()[before.len()..]);
        if let Some(help) = help {
            pen.new_line();
            pen.write(&format!("[{help}]"));
        }
        out.write_all(pen.text.as_bytes())?;
        match help {
            Some(_) => {
                if pen.row > row {
                    queue!(out, MoveUp(pen.row - row))?;
                }
                queue!(out, MoveToColumn(column))?;
                self.row = row;
            }
            None => {
                out.write_all(b"\r\n")?;
                self.row = 0;
            }
        }
        out.flush()
    }

    /// Leaves the question with its answer on the screen.
    fn end(&mut self, question: &Question<'_>, input: &Input) -> io::Result<()> {
        self.draw(question, input, None)
    }
}

/// Text with its own line ends, so that the place of the cursor is known.
struct Pen {
    columns: u16,
    row: u16,
    column: u16,
    text: String,
}

impl Pen {
    fn write(&mut self, words: &str) {
        for c in words.chars() {
            if c == '\n' {
                self.new_line();
                continue;
            }
            let width = u16::try_from(c.width().unwrap_or(0)).unwrap_or(0);
            if self.column + width >= self.columns {
                self.new_line();
            }
            self.text.push(c);
            self.column += width;
        }
    }

    fn new_line(&mut self) {
        self.text.push_str("\r\n");
        self.row += 1;
        self.column = 0;
    }
}

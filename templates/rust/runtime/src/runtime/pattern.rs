//! Regular expressions of the kind that every language reads alike: characters, classes, groups, choices, repeats, `^`
//! and `$`. All ways through an expression are followed side by side, so that no text takes long.

/// Whether `pattern` matches somewhere in `text`.
pub(crate) fn finds(pattern: &str, text: &str) -> bool {
    let mut reader = Reader {
        pattern: pattern.chars().collect(),
        at: 0,
        steps: Vec::new(),
    };
    reader.choice();
    reader.steps.push(Step::Match);
    run(&reader.steps, text)
}

#[derive(Clone, Debug)]
enum Step {
    One {
        among: Vec<(char, char)>,
        negated: bool,
    },
    Begin,
    End,
    Either(usize, usize),
    Go(usize),
    Match,
}

struct Reader {
    pattern: Vec<char>,
    at: usize,
    steps: Vec<Step>,
}

impl Reader {
    fn peek(&self) -> Option<char> {
        self.pattern.get(self.at).copied()
    }

    fn next(&mut self) -> Option<char> {
        let next = self.peek();
        self.at += 1;
        next
    }

    fn choice(&mut self) {
        let start = self.steps.len();
        self.sequence();
        while self.peek() == Some('|') {
            self.at += 1;
            let first: Vec<Step> = self.steps.split_off(start);
            let length = first.len();
            self.steps.push(Step::Either(start + 1, start + length + 2));
            self.steps
                .extend(first.into_iter().map(|step| shifted(step, 1)));
            let leave = self.steps.len();
            self.steps.push(Step::Go(0));
            self.sequence();
            self.steps[leave] = Step::Go(self.steps.len());
        }
    }

    fn sequence(&mut self) {
        while let Some(next) = self.peek() {
            if next == '|' || next == ')' {
                return;
            }
            let start = self.steps.len();
            self.at += 1;
            match next {
                '^' => self.steps.push(Step::Begin),
                '$' => self.steps.push(Step::End),
                '(' => {
                    if self.peek() == Some('?') {
                        self.at += 2;
                    }
                    self.choice();
                    self.at += 1;
                }
                '[' => self.class(),
                _ => {
                    let one = if next == '\\' { self.escaped() } else { next };
                    self.steps.push(Step::One {
                        among: vec![(one, one)],
                        negated: false,
                    });
                }
            }
            self.repeat(start);
        }
    }

    fn escaped(&mut self) -> char {
        match self.next() {
            Some('t') => '\t',
            Some('n') => '\n',
            Some('r') => '\r',
            Some('f') => '\u{c}',
            Some(other) => other,
            None => '\\',
        }
    }

    fn class(&mut self) {
        let negated = self.peek() == Some('^');
        self.at += usize::from(negated);
        let mut among = Vec::new();
        while let Some(next) = self.next() {
            if next == ']' {
                break;
            }
            let low = if next == '\\' { self.escaped() } else { next };
            let ranges = self.peek() == Some('-')
                && self
                    .pattern
                    .get(self.at + 1)
                    .is_some_and(|&after| after != ']');
            let mut high = low;
            if ranges {
                self.at += 1;
                high = match self.next() {
                    Some('\\') => self.escaped(),
                    Some(other) => other,
                    None => low,
                };
            }
            among.push((low, high));
        }
        self.steps.push(Step::One { among, negated });
    }

    /// Repeats the steps from `start` on as a quantifier says, if one follows.
    fn repeat(&mut self, start: usize) {
        let (least, most) = match self.peek() {
            Some('*') => (0, None),
            Some('+') => (1, None),
            Some('?') => (0, Some(1)),
            Some('{') => self.counts(),
            _ => return,
        };
        self.at += 1;
        let part = self.steps.split_off(start);
        for _ in 0..least {
            self.copy(&part, start);
        }
        match most {
            None => {
                let here = self.steps.len();
                self.steps
                    .push(Step::Either(here + 1, here + part.len() + 2));
                self.copy(&part, start);
                self.steps.push(Step::Go(here));
            }
            Some(most) => {
                for _ in least..most {
                    let here = self.steps.len();
                    self.steps
                        .push(Step::Either(here + 1, here + part.len() + 1));
                    self.copy(&part, start);
                }
            }
        }
    }

    fn copy(&mut self, part: &[Step], start: usize) {
        let by = self.steps.len() - start;
        self.steps
            .extend(part.iter().map(|step| shifted(step.clone(), by)));
    }

    /// The numbers in braces; the closing one is left for the caller.
    fn counts(&mut self) -> (usize, Option<usize>) {
        self.at += 1;
        let least = self.count().unwrap_or(0);
        let mut most = Some(least);
        if self.peek() == Some(',') {
            self.at += 1;
            most = self.count();
        }
        (least, most)
    }

    fn count(&mut self) -> Option<usize> {
        let mut found = None;
        while let Some(digit) = self.peek().and_then(|next| next.to_digit(10)) {
            found = Some((found.unwrap_or(0) * 10 + digit as usize).min(1000));
            self.at += 1;
        }
        found
    }
}

fn shifted(step: Step, by: usize) -> Step {
    match step {
        Step::Either(one, other) => Step::Either(one + by, other + by),
        Step::Go(to) => Step::Go(to + by),
        other => other,
    }
}

fn run(steps: &[Step], text: &str) -> bool {
    let characters: Vec<char> = text.chars().collect();
    let mut now: Vec<usize> = Vec::new();
    for at in 0..=characters.len() {
        let mut seen = vec![false; steps.len()];
        let mut waiting = std::mem::take(&mut now);
        waiting.push(0);
        let mut next = Vec::new();
        while let Some(place) = waiting.pop() {
            if std::mem::replace(&mut seen[place], true) {
                continue;
            }
            match &steps[place] {
                Step::Match => return true,
                Step::Go(to) => waiting.push(*to),
                Step::Either(one, other) => waiting.extend([*one, *other]),
                Step::Begin if at == 0 => waiting.push(place + 1),
                Step::End if at == characters.len() => waiting.push(place + 1),
                Step::Begin | Step::End => {}
                Step::One { among, negated } => {
                    let takes =
                        |one: &char| among.iter().any(|(low, high)| low <= one && one <= high);
                    if characters.get(at).is_some_and(|one| takes(one) != *negated) {
                        next.push(place + 1);
                    }
                }
            }
        }
        now = next;
    }
    false
}

#[cfg(test)]
mod tests {
    use super::finds;

    #[test]
    fn patterns_are_searched() {
        for (pattern, text, found) in [
            ("b", "abc", true),
            ("^b", "abc", false),
            ("c$", "abc", true),
            ("c$", "abc\n", false),
            ("^[a-zA-Z0-9_-]+$", "get_weather-2", true),
            ("^[a-zA-Z0-9_-]+$", "get weather", false),
            ("^[a-zA-Z0-9_-]+$", "", false),
            ("^(ab|cd|e)*$", "abecd", true),
            ("^(ab|cd|e)*$", "abec", false),
            ("^a{2,3}$", "aa", true),
            ("^a{2,3}$", "aaaa", false),
            ("^a{2,}b?$", "aaaab", true),
            ("^(?:a|b){2}c$", "abc", true),
            ("^[^a\\]]$", "]", false),
            ("^[^a\\]]$", "é", true),
            ("^\\.\\n$", ".\n", true),
            (
                "^(a*)*$",
                "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaab",
                false,
            ),
            ("^(|a)$", "", true),
        ] {
            assert_eq!(finds(pattern, text), found, "{pattern} in {text:?}");
        }
    }
}

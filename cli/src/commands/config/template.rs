//! How does a template become text? `{{name}}` is filled in; lines between `{{#name}}` and `{{/}}` stay where the name is there.

use std::collections::BTreeMap;

/// `template` with `values`, comments about files to be made first.
pub(super) fn filled(template: &str, values: &BTreeMap<&'static str, String>) -> String {
    let mut out = String::new();
    // Whether each block that is open stays.
    let mut open: Vec<bool> = Vec::new();
    for line in template.lines() {
        if let Some(name) = line.strip_prefix("{{#").and_then(|rest| rest.strip_suffix("}}")) {
            open.push(values.contains_key(name));
        } else if line == "{{/}}" {
            open.pop();
        } else if open.iter().all(|stays| *stays) {
            out.push_str(&filled_line(line, values));
            out.push('\n');
        }
    }
    out
}

fn filled_line(line: &str, values: &BTreeMap<&'static str, String>) -> String {
    let mut out = line.to_owned();
    for (name, value) in values {
        out = out.replace(&format!("{{{{{name}}}}}"), value);
    }
    out
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeMap;

    use super::filled;

    #[test]
    fn blocks_stay_where_their_name_is_there_and_in_each_other() {
        let values = BTreeMap::from([("host", "a.example".to_owned()), ("two_way", String::new())]);
        let template = "call {{host}} {{host}}\n{{#two_way}}\nshow\n{{#none}}\nnot\n{{/}}\n{{/}}\n{{#none}}\nnot\n{{/}}\nend\n";
        assert_eq!(filled(template, &values), "call a.example a.example\nshow\nend\n");
    }
}

//! How do the pages become a site, with the element live in it? mdBook, as a library; each finding gets a page of its own.

use std::fs;
use std::path::Path;

use countersign_core::checks::{self, Check};
use mdbook_driver::MDBook;
use mdbook_driver::book::{BookItem, Chapter, SectionNumber};
use mdbook_driver::config::Config;

use crate::Error;
use crate::project::root;
use crate::{element, web};

/// The page that lists the findings; their own pages stand below it.
const FINDINGS: &str = "findings.md";
const ELEMENT: &str = "countersign-element.js";

/// Builds `docs/` below `dist`, and the element before it where it is not built yet.
pub(crate) fn build(dist: &Path) -> Result<(), Error> {
    let script = dist.join("element").join(ELEMENT);
    if !script.is_file() {
        element::run(&element::Arguments { dev: false, out: Some(dist.to_path_buf()) })?;
    }
    let folder = dist.join("docs");
    web::emptied(&folder)?;
    bound(&folder).map_err(|error| format!("mdBook: {error:#}"))?;
    web::write(&folder.join(ELEMENT), &fs::read(script)?)
}

fn bound(folder: &Path) -> mdbook_driver::errors::Result<()> {
    let pages = root().join("docs");
    let mut config = Config::from_disk(pages.join("book.toml"))?;
    config.build.build_dir = folder.to_path_buf();
    let mut book = MDBook::load_with_config(pages, config)?;
    book.book.for_each_mut(|item| {
        if let BookItem::Chapter(chapter) = item
            && chapter.path.as_deref() == Some(Path::new(FINDINGS))
        {
            let pages = (1..).zip(checks::all()).map(|(place, check)| page(check, place, chapter));
            chapter.sub_items = pages.map(BookItem::Chapter).collect();
        }
    });
    book.build()
}

/// A finding's page: the check's own words, at its place below the list.
fn page(check: &Check, place: u32, list: &Chapter) -> Chapter {
    let text = format!(
        "# {}\n\n{}\n`countersign explain {}` prints the same. [All findings](../{FINDINGS})\n",
        check.title,
        checks::markdown(check),
        check.code
    );
    let path = format!("findings/{}.md", check.code);
    let above = list.number.iter().flat_map(|number| number.iter().copied());
    let number = SectionNumber::new(above.chain([place]).collect::<Vec<_>>());
    Chapter { number: Some(number), ..Chapter::new(check.code, text, path, vec![list.name.clone()]) }
}

"""The reference: a spec as pages that people read, as a site of HTML and as Markdown for repositories."""

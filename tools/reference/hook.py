"""Add the generated pages when MkDocs builds the site, so that none is committed and none gets old."""

from __future__ import annotations

import logging
from pathlib import Path
from typing import Any

from mkdocs.config.defaults import MkDocsConfig
from mkdocs.exceptions import PluginError
from mkdocs.plugins import event_priority
from mkdocs.structure.files import File, Files

from tools.reference.offline import foreign_resources
from tools.reference.pages import filled, generated_pages, generated_parts
from tools.reference.source import read_source

__all__ = ["expanded", "on_files", "on_post_build", "on_startup"]


def on_startup(command: str, dirty: bool) -> None:
    """Say nothing while all is well. The option `--quiet` would hide warnings from `--strict` too."""
    del dirty
    if command == "build":
        logging.getLogger("mkdocs").setLevel(logging.WARNING)


def on_files(files: Files, config: MkDocsConfig) -> Files:
    """Add the pages of the reference, fill the places in written pages, and put both into the navigation."""
    root = Path(config.config_file_path).parent
    source = read_source(root)
    for place, text in generated_pages(source).items():
        files.append(File.generated(config, place, content=text))
    parts = generated_parts(source, Path(config.docs_dir) / "decisions")
    for file in list(files.documentation_pages()):
        text = file.content_string
        if (complete := filled(text, parts)) != text:
            files.remove(file)
            files.append(File.generated(config, file.src_uri, content=complete))
    config["nav"] = expanded(config["nav"], [file.src_uri for file in files.documentation_pages()])
    return files


def expanded(nav: Any, pages: list[str]) -> Any:
    """Replace each entry `folder/*` by the pages of the folder, its index first, the others in their order."""
    if isinstance(nav, dict):
        return {title: expanded(entry, pages) for title, entry in nav.items()}
    if isinstance(nav, str) and nav.endswith("/*"):
        folder = nav.removesuffix("*")
        found = [page for page in pages if page.startswith(folder) and "/" not in page.removeprefix(folder)]
        return sorted(found, key=lambda page: (page != f"{folder}index.md", pages.index(page)))
    return [expanded(entry, pages) for entry in nav] if isinstance(nav, list) else nav


@event_priority(-100)
def on_post_build(config: MkDocsConfig) -> None:
    """Let the search work from files too, and refuse a site that would load anything from elsewhere."""
    index = Path(config.site_dir) / "search" / "search_index.json"
    # A page that was opened as a file may not fetch the index, but it may load a script.
    index.with_suffix(".js").write_text(f"var __index = {index.read_text(encoding='utf-8')}\n", encoding="utf-8")
    if found := foreign_resources(Path(config.site_dir)):
        raise PluginError("the site must be readable without the internet, but loads\n" + "\n".join(found))

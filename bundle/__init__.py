"""Bundle: makes what a school downloads: a folder that starts by a double click, an installer, a package."""

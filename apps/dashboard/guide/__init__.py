"""The user guide: chapters of docs/guide, read there as files and in the portal as pages, from the same text."""

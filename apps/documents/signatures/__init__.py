"""Digital signatures in PDF files: read in a process of its own, judged and told here."""

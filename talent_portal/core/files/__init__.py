"""Files that come and go: tables in and out, PDF letters, downloads, and what people upload."""

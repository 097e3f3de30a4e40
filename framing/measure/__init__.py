"""From mentions to numbers with honest intervals: columns in, records out, no files."""

"""Explorer: what the pages stand on, from a question to its answer, chart, table, sentence and file."""

"""Requirements held against environments: margins, verdicts, sets, sharing, explanation."""

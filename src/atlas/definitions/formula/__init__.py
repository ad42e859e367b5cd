"""The formula language of indicators and card rules: grammar, syntax tree, types."""

"""The same indicators and rules, each written by hand as its users would: `levels(packages)`, `panel(packages)`."""

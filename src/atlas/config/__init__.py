"""The web application as a whole: settings, addresses, what answers errors. Holds no domain behaviour."""

"""Atlas MP: the participation monitoring mechanism (Mechanizm MP) as software. See ARCHITECTURE.md."""

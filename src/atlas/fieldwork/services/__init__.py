"""Changes of fieldwork: obstacles, the Centre's letters to participants, answers to letters of intent."""

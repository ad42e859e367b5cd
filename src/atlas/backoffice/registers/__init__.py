"""The Centre's registers in Wagtail's admin: what they list, who enters, and that their actions call our services."""

"""Data in, bytes out: conventions, calendars, texts."""

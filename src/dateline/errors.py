"""What can go wrong, as one tree. Each message says what, which, and what to do.

DatelineError
├── InputError        a document that cannot be read (the job goes on without it)
│   └── FetchError    an address that cannot be had (intake.net)
├── CodebookError     a codebook file that contradicts itself
├── AssetError        a shipped or built file is missing or damaged
├── SettingsError     a setting that makes no sense
└── StoreError        a database that cannot be opened, read or written as asked
"""


class DatelineError(Exception):
    """Base of every error that dateline raises on purpose."""


class InputError(DatelineError):
    """A document that cannot be read; the message names the document and the reason."""


class CodebookError(DatelineError):
    """A codebook that contradicts itself; the message names the entry and the fix."""


class AssetError(DatelineError):
    """The model, the gazetteer or a data file is missing or damaged."""


class SettingsError(DatelineError):
    """A setting or option value outside what it may be."""


class StoreError(DatelineError):
    """A database that is missing, damaged, foreign or newer than this program, or used read-only for a write."""

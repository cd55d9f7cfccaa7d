"""The statutory papers of a dossier: numbered, frozen when issued, printed and checked at any time afterwards.

`kinds` says which forms apply when, `compose` what a paper says, `issuing` numbers and freezes it inside the act that
causes it, `pdf` draws it, `registry` answers who may read it and what the public may know of it.
"""

"""Lets `python -m haidang` be the command line."""

import sys

from haidang.config.cli import main

sys.exit(main())
